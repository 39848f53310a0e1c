/** What questions may spend, as the configuration limits it. */
import type { Config } from "./config.ts";
import { createSpending } from "./questions/spending.ts";
import type { Spending } from "./sources/trail.ts";
import { createMemoryLedger, type Ledger } from "./store/ledger.ts";
import { systemClock } from "./wire.ts";

/** Spending by channel, noted in the ledger. */
export function spendingBy({ aws }: Config, ledger: Ledger): (channelId: string) => Spending {
  const limits = aws.kind === "live" ? aws.setup.athena : undefined;
  return createSpending(ledger, limits ?? {}, systemClock);
}

/** The terminal is a channel of its own, for as long as the process lives. */
export function terminalSpending(config: Config): Spending {
  return spendingBy(config, createMemoryLedger())("terminal");
}
