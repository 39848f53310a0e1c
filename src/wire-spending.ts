/** Who asks, and what questions may spend, as the configuration limits it. */
import { userInfo } from "node:os";
import type { Config } from "./config.ts";
import { createSpending } from "./questions/spending.ts";
import type { Run, Spending } from "./sources/trail.ts";
import { createMemoryLedger, type Ledger } from "./store/ledger.ts";
import { systemClock } from "./wire.ts";

/** Spending by channel, noted in the ledger. */
export function spendingBy({ aws }: Config, ledger: Ledger): (channelId: string) => Spending {
  const limits = aws.kind === "live" ? aws.setup.athena : undefined;
  return createSpending(ledger, limits ?? {}, systemClock);
}

/** Who asks in the terminal, and what that may cost: a channel of its own, for as long as the process lives. */
export function terminalAsker(config: Config): Pick<Run, "asker" | "spending"> {
  const asker = userName();
  return {
    ...(asker !== undefined && { asker }),
    spending: spendingBy(config, createMemoryLedger())("terminal"),
  };
}

/** Undefined where the system has no name for the user, as in some containers. */
function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}
