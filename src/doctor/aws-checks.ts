/** All that is tried at AWS, as much at once as can be: each part on what the one before it has reached. */
import type { ConfigReading } from "../config.ts";
import { type AwsAsk, checkAccounts } from "./account-checks.ts";
import { checkAthena } from "./athena-checks.ts";
import { type Area, type Check, look, right } from "./check.ts";
import { checkHistory } from "./history-checks.ts";
import { checkLogs } from "./log-checks.ts";
import { checkTrails } from "./trail-checks.ts";
import { checkWatch } from "./watch-checks.ts";

/** AWS as it is configured, where it is not live. */
export function checkNoAws({ config, problems }: ConfigReading): Check[] {
  const { aws, trail } = config;
  if (aws.kind === "sandbox") {
    return [right("AWS credentials", "AWS", "the sandbox's local AWS; no credentials are needed")];
  }
  // What is wrong with the settings is told already.
  if (problems.length > 0) return [];
  if (trail !== undefined) {
    return [right("AWS credentials", "AWS", "off; the log files of the trail folder are asked")];
  }
  const next = "Write `aws` into trailwatch.yml (docs/live-setup.md), or set `trail`.";
  return [look("AWS credentials", "AWS", "off, and no folder of log files is set", next)];
}

/** Tries everything that the setup names. */
export async function checkAws(before: AwsAsk): Promise<Check[]> {
  const { setup } = before;
  const accounts = await checkAccounts(before);
  const { usable, own } = accounts;
  const ask = { ...before, ...(own !== undefined && { own }) };
  if (usable.length === 0) return accounts.checks;
  const placed = checkPlaces(ask, usable);
  const canUse = (account: string | undefined) => usable.includes(account ?? setup.accounts[0]?.id);
  const { logs, athena } = setup;
  const [{ history, trails, watch }, ofLogs, ofAthena] = await Promise.all([
    placed,
    logs && canUse(logs.account)
      ? placed.then(({ trails: { trails: found } }) => checkLogs(ask, logs, found))
      : untried("Log files", logs),
    athena && canUse(athena.account) ? checkAthena(ask, athena) : untried("Athena", athena),
  ]);
  return [
    ...accounts.checks,
    ...history.checks,
    ...trails.checks,
    ...watch,
    ...ofLogs,
    ...ofAthena,
  ];
}

async function checkPlaces(ask: AwsAsk, usable: (string | undefined)[]) {
  const history = await checkHistory(ask, usable);
  const [trails, watch] = await Promise.all([
    checkTrails(ask, history.reached),
    checkWatch(ask, history.reached),
  ]);
  return { history, trails, watch };
}

function untried(area: Area, setup: object | undefined): Check[] {
  if (setup === undefined) return [];
  return [look(area, "not tried", "its account cannot be used, see above")];
}
