/** `trailwatch doctor`: tries what is configured, and says of each thing that it is right, or the exact next step. */
import type { AwsSetup } from "../aws/setup.ts";
import { type ConfigReading, readSettings } from "../config.ts";
import type { AwsCalls } from "./aws-calls.ts";
import { checkAws, checkNoAws } from "./aws-checks.ts";
import { AREAS, type Check } from "./check.ts";
import { checksText, safe } from "./check-text.ts";
import { checkFolders, checkNode, checkSettings } from "./local-checks.ts";
import type { SlackCalls } from "./slack-checks.ts";
import type { Tries } from "./tries.ts";

/** What is outside, so that tests can stand in for it. */
export type Outside = {
  nodeVersion: string;
  now(): number;
  openAws(setup: AwsSetup): Promise<AwsCalls>;
  openSlack(apiUrl: string | undefined): Promise<SlackCalls>;
};

/** Longest that one call may take; finding credentials on no machine of AWS takes some seconds. */
const TIMEOUT_MS = 15_000;

/** Prints the checks; the exit code: 0 nothing is wrong, 1 something is, 3 the configuration is. */
export async function runDoctor(
  { json }: { json: boolean },
  terminal: { out: { write(text: string): unknown }; signal: AbortSignal },
): Promise<number> {
  const reading = await readSettings();
  const tries = { signal: terminal.signal, timeoutMs: TIMEOUT_MS };
  const checks = await diagnose(reading, tries, realOutside());
  terminal.out.write(
    json ? `${JSON.stringify({ checks: checks.map(safe) }, null, 2)}\n` : checksText(checks),
  );
  if (reading.problems.length > 0) return 3;
  return checks.some(({ state }) => state === "wrong") ? 1 : 0;
}

function realOutside(): Outside {
  return {
    nodeVersion: process.versions.node,
    now: () => Date.now(),
    openAws: async (setup) => (await import("./aws-calls.ts")).createAwsCalls(setup),
    openSlack: async (apiUrl) => (await import("./slack-checks.ts")).createSlackCalls(apiUrl),
  };
}

/** All checks by area. Throws only when interrupted. */
export async function diagnose(
  reading: ConfigReading,
  tries: Tries,
  outside: Outside,
): Promise<Check[]> {
  const parts = await Promise.all([
    checkFolders(reading),
    slackChecks(reading, tries, outside),
    awsChecks(reading, tries, outside),
  ]);
  const here = [checkNode(outside.nodeVersion), ...checkSettings(reading)];
  const checks = [...here, ...parts.flat()];
  return AREAS.flatMap((area) => checks.filter((check) => check.area === area));
}

async function slackChecks(
  { config, problems }: ConfigReading,
  tries: Tries,
  outside: Outside,
): Promise<Check[]> {
  const { slack } = config;
  // Tokens of which one is wrong are told among the settings; the sandbox is not what was meant then.
  if (slack.kind === "sandbox" && problems.length > 0) return [];
  const { checkSlack } = await import("./slack-checks.ts");
  const apiUrl = slack.kind === "sandbox" ? undefined : slack.apiUrl;
  return checkSlack(slack, await outside.openSlack(apiUrl), tries);
}

async function awsChecks(reading: ConfigReading, tries: Tries, outside: Outside): Promise<Check[]> {
  const { aws, accounts } = reading.config;
  if (aws.kind !== "live") return checkNoAws(reading);
  const { setup } = aws;
  const calls = await outside.openAws(setup);
  try {
    return await checkAws({ setup, calls, tries, names: accounts, now: outside.now });
  } finally {
    calls.close();
  }
}
