/** Whether Athena could be asked: its workgroup, where results go, and the table. No query is run. */
import { bytes, listed } from "../answers/words.ts";
import type { AthenaSetup } from "../aws/setup.ts";
import type { AwsAsk } from "./account-checks.ts";
import type { Table, WorkGroup } from "./aws-calls.ts";
import { type Check, look, right, wrong } from "./check.ts";
import { askedRegions } from "./history-checks.ts";
import { allow, refused } from "./refusal.ts";
import { tried } from "./tries.ts";

const AREA = "Athena";
const DDL = "Make it with what `trailwatch trail ddl` prints, run in Athena's query editor.";

export async function checkAthena(ask: AwsAsk, athena: AthenaSetup): Promise<Check[]> {
  const [group, table] = await Promise.all([checkGroup(ask, athena), checkTable(ask, athena)]);
  return [...group, ...table];
}

async function checkGroup({ calls, tries }: AwsAsk, athena: AthenaSetup): Promise<Check[]> {
  const { workgroup = "primary" } = athena;
  const answer = await tried(tries, (signal) => calls.workGroup(athena, signal));
  if (answer.ok) return groupChecks(workgroup, athena, answer.value);
  const place = { ...placeOf(athena, "athena:GetWorkGroup"), resource: workgroup };
  return [
    refused(AREA, workgroup, answer.error, place, { denied: allow(["athena:GetWorkGroup"]) }),
  ];
}

function groupChecks(name: string, athena: AthenaSetup, group: WorkGroup): Check[] {
  if (group.State === "DISABLED") {
    const next = `aws athena update-work-group --work-group ${name} --state ENABLED --region ${athena.region}`;
    return [wrong(AREA, name, "the workgroup is switched off", next)];
  }
  const { Configuration: settings } = group;
  const most = settings?.BytesScannedCutoffPerQuery;
  const limit = most === undefined ? "no limit of its own" : `at most ${bytes(most)} a query`;
  return [
    right(AREA, name, `the workgroup is switched on, ${limit}`),
    ...outputChecks(name, athena, group),
  ];
}

function outputChecks(
  name: string,
  { output }: AthenaSetup,
  { Configuration }: WorkGroup,
): Check[] {
  const own = Configuration?.ResultConfiguration?.OutputLocation;
  if (Configuration?.ManagedQueryResultsConfiguration?.Enabled) {
    if (output === undefined) return [];
    const text = "keeps results in Athena's own storage, and aws.athena.output names another place";
    return [wrong(AREA, name, text, "Remove aws.athena.output: such a workgroup refuses it.")];
  }
  if (output === undefined && own === undefined) {
    const next =
      "Set aws.athena.output to s3://bucket/prefix/, or give the workgroup a place for results.";
    return [wrong(AREA, name, "nobody says where results are to be written", next)];
  }
  const isOverruled = Configuration?.EnforceWorkGroupConfiguration === true && output !== undefined;
  if (!isOverruled || own === output) return [];
  const text = `writes results to ${own ?? "its own place"} whatever aws.athena.output says`;
  return [look(AREA, name, text, "Remove aws.athena.output, or choose another workgroup.")];
}

async function checkTable(ask: AwsAsk, athena: AthenaSetup): Promise<Check[]> {
  const { calls, tries } = ask;
  const name = `${athena.database}.${athena.table}`;
  if (athena.catalog !== undefined && athena.catalog !== "AwsDataCatalog") {
    const text = `stands in the catalog ${athena.catalog}, which cannot be looked into from here`;
    return [look(AREA, name, text)];
  }
  const answer = await tried(tries, (signal) => calls.table(athena, signal));
  if (answer.ok) return tableChecks(ask, name, answer.value);
  const actions = ["glue:GetDatabase", "glue:GetTable", "glue:GetPartitions"];
  const place = { ...placeOf(athena, "glue:GetTable"), resource: name };
  const steps = { denied: allow(actions), "no-table": DDL };
  return [refused(AREA, name, answer.error, place, steps)];
}

function tableChecks(ask: AwsAsk, name: string, table: Table): Check[] {
  const keys = (table.PartitionKeys ?? []).map(({ Name = "" }) => Name);
  if (keys.length === 0) {
    const text = "is not cut by account, Region and day: each question would read the whole trail";
    return [wrong(AREA, name, text, DDL)];
  }
  const { Parameters: parameters = {} } = table;
  const checks = [right(AREA, name, `is cut by ${listed(keys)}`)];
  if (parameters["projection.enabled"] !== "true") {
    const text = "has no partition projection: days that nobody has added are not found";
    checks.push(look(AREA, name, text, DDL));
  }
  checks.push(...missingPlaces(ask, name, parameters));
  const identity = table.StorageDescriptor?.Columns?.find(({ Name }) => Name === "useridentity");
  if (!/sourceidentity/i.test(identity?.Type ?? "")) {
    const text = "has no sourceidentity: the person behind a role is not always found";
    checks.push(look(AREA, name, text, DDL));
  }
  const bucket = /^s3:\/\/([^/]+)/.exec(table.StorageDescriptor?.Location ?? "")?.[1];
  const { logs } = ask.setup;
  if (logs && bucket !== undefined && bucket !== logs.bucket) {
    const text = `lies over the bucket ${bucket}, and aws.logs.bucket is ${logs.bucket}`;
    checks.push(look(AREA, name, text, "Correct one of them if both are meant to be one trail."));
  }
  return checks;
}

/** Accounts and Regions that are asked and that the table's lists leave out: nothing would be found there. */
function missingPlaces(
  { setup }: AwsAsk,
  name: string,
  parameters: Record<string, string>,
): Check[] {
  const asked = {
    account: setup.accounts.map(({ id }) => id),
    region: askedRegions(setup.regions),
  };
  return Object.entries(asked).flatMap(([key, values]) => {
    const list = parameters[`projection.${key}.values`];
    if (parameters[`projection.${key}.type`] !== "enum" || list === undefined) return [];
    const known = list.split(",").map((value) => value.trim());
    const missing = values.filter((value) => !known.includes(value));
    if (missing.length === 0) return [];
    const text = `leaves out the ${key} ${listed(missing)}: nothing is found there`;
    return [look(AREA, name, text, DDL.replace("Make it", "Make it anew"))];
  });
}

function placeOf({ account, region }: AthenaSetup, action: string) {
  return { region, action, ...(account !== undefined && { account }) };
}
