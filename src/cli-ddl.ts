/** `trailwatch trail ddl`: prints the statement that makes the trail's table in Athena. */
import { withOwnAccount } from "./aws/own-account.ts";
import type { Terminal } from "./cli.ts";
import type { Command } from "./cli-arguments.ts";
import { syncSetup } from "./cli-sync.ts";
import type { Config } from "./config.ts";
import { DAY } from "./domain/time.ts";
import { tableDdl } from "./trail/ddl.ts";
import { systemClock } from "./wire.ts";

/** What Athena may look for unless somebody says more: each day of each place is a partition that it may have to try. */
const DEFAULT_AGE_MS = 730 * DAY;
const DATABASE = "default";
const TABLE = "cloudtrail_logs";

/** Prints the statement for the configured bucket, accounts and Regions; the exit code. */
export async function runDdl(
  command: Extract<Command, { kind: "ddl" }>,
  config: Config,
  terminal: Terminal,
): Promise<number> {
  // Where no account is named, AWS is asked whose the credentials are.
  const setup = syncSetup(config, undefined);
  const { accounts: own } = await withOwnAccount(setup);
  const { bucket, prefix, organization } = setup.logs;
  const accounts = own.map(({ id }) => id);
  const now = systemClock.now();
  const since = command.ageMs === undefined ? command.since : now - command.ageMs;
  const text = tableDdl({
    kind:
      organization !== undefined ? "organization" : accounts.length > 1 ? "accounts" : "account",
    bucket,
    ...(prefix !== undefined && { prefix }),
    ...(organization !== undefined && { organizationId: organization }),
    accounts,
    regions: setup.regions,
    database: setup.athena?.database ?? DATABASE,
    table: setup.athena?.table ?? TABLE,
    since: since ?? now - DEFAULT_AGE_MS,
  });
  terminal.out.write(text.endsWith("\n") ? text : `${text}\n`);
  return 0;
}
