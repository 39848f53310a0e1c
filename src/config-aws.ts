/** AWS's part of the configuration: which AWS is asked, or what is missing for that. */
import { join } from "node:path";
import type { AwsSetup } from "./aws/setup.ts";
import type { AwsSettings } from "./config-aws-file.ts";
import { REGION_SHAPE, regionWords } from "./config-aws-names.ts";
import {
  type Environment,
  type SettingProblem,
  type SettingRow,
  variable,
} from "./config-problem.ts";

/** `sandbox`: the local AWS of the made-up company. `off`: no AWS; a folder of log files alone is asked. */
export type AwsConfig = { kind: "sandbox" } | { kind: "live"; setup: AwsSetup } | { kind: "off" };

type Mode = AwsConfig["kind"];

const MODE = "TRAILWATCH_AWS_MODE";
const MODES: readonly Mode[] = ["live", "sandbox", "off"];

export type AwsSource = {
  environment: Environment;
  /** What the file says; absent where it says nothing, or something wrong. */
  settings?: AwsSettings;
  /** Where the file's `aws` stands; absent where it has none. */
  place?: string;
  /** Nothing else is set that could be asked, and Slack is the sandbox's. */
  nothingSet: boolean;
  cacheDir: string;
};

export type AwsReading = {
  aws: AwsConfig;
  /** What was meant, also when something is wrong with it. */
  mode: Mode;
  problems: SettingProblem[];
  rows: SettingRow[];
};

/** Reads which AWS is asked. With problems it is `off`, and nothing must be started. */
export function readAws(source: AwsSource): AwsReading {
  const problems: SettingProblem[] = [];
  const { mode, from } = readMode(source, problems);
  const rows = [{ name: "aws", value: MODE_WORDS[mode], from }];
  if (mode !== "live") return { aws: { kind: mode }, mode, problems, rows };
  const regions = readRegions(source, problems);
  const isWrong = source.place !== undefined && !source.settings;
  if (isWrong || regions.list.length === 0) {
    const part = { name: "aws accounts", value: "wrong, see below", from: source.place ?? from };
    return { aws: { kind: "off" }, mode, problems, rows: isWrong ? [...rows, part] : rows };
  }
  const setup = toSetup(source, regions.list);
  rows.push(...setupRows(setup, source.place ?? "default", regions.from));
  return { aws: { kind: "live", setup }, mode, problems, rows };
}

const MODE_WORDS: Record<Mode, string> = {
  live: "live",
  sandbox: "sandbox (a local AWS, the made-up company)",
  off: "off",
};

/** What is named, else live where the file has an `aws` key, else the sandbox where nothing is set at all. */
function readMode(source: AwsSource, problems: SettingProblem[]): { mode: Mode; from: string } {
  const { environment, place, nothingSet } = source;
  const named = variable(environment, MODE)?.toLowerCase();
  if (named !== undefined) {
    const mode = MODES.find((known) => known === named);
    if (mode) return { mode, from: MODE };
    problems.push({ where: MODE, text: `is none of ${MODES.join(", ")}; an example: live` });
    return { mode: "off", from: MODE };
  }
  if (place !== undefined) return { mode: "live", from: place };
  return { mode: nothingSet ? "sandbox" : "off", from: "default" };
}

/** The SDK's own variables for the Region; the first that is set counts. */
const REGION_VARIABLES = ["AWS_REGION", "AWS_DEFAULT_REGION"];

/** The file's Regions, else the one that the environment names for every AWS tool. */
function readRegions(source: AwsSource, problems: SettingProblem[]) {
  const { environment, settings, place } = source;
  const written = settings?.regions;
  if (written) return { list: written, from: place ?? "default" };
  const name = REGION_VARIABLES.find((each) => variable(environment, each) !== undefined);
  const value = name === undefined ? undefined : variable(environment, name);
  if (name === undefined || value === undefined) {
    // A file that is wrong may well name Regions; they are not missed then.
    if (place === undefined || settings) {
      const where = place === undefined ? "AWS_REGION" : `${place} aws.regions`;
      const text = "is not set; an example: ";
      const sample = place === undefined ? "eu-west-1" : "[eu-west-1, us-east-1]";
      problems.push({ where, text: `${text}${sample}` });
    }
    return { list: [], from: "default" };
  }
  if (!REGION_SHAPE.test(value)) {
    problems.push({ where: name, text: regionWords(value) });
    return { list: [], from: name };
  }
  return { list: [value], from: name };
}

function toSetup({ settings, cacheDir }: AwsSource, regions: string[]): AwsSetup {
  const { accounts, lookupEvents, athena, logs } = settings ?? { accounts: [], lookupEvents: true };
  return {
    accounts,
    regions,
    lookupEvents,
    ...(athena && { athena }),
    ...(logs && { logs: { ...logs, dir: logs.dir ?? join(cacheDir, "log-files") } }),
  };
}

function setupRows(setup: AwsSetup, from: string, regionsFrom: string): SettingRow[] {
  const { accounts, regions, lookupEvents, athena, logs } = setup;
  const ids = accounts.map(({ id, role }) => (role ? id : `${id} (own credentials)`));
  const rows = [
    { name: "aws accounts", value: ids.join(", ") || "that of the credentials", from },
    { name: "aws regions", value: regions.join(", "), from: regionsFrom },
    { name: "event history", value: lookupEvents ? "asked (LookupEvents)" : "not asked", from },
  ];
  if (athena) {
    const { database, table, region } = athena;
    rows.push({ name: "athena", value: `${database}.${table} in ${region}`, from });
  }
  if (logs) rows.push({ name: "log bucket", value: `${logs.bucket} → ${logs.dir}`, from });
  return rows;
}
