/** Whether event history can be read, in each account and Region. */
import { listed } from "../answers/words.ts";
import { likelyRegion } from "../config-aws-names.ts";
import { type AwsAsk, accountName } from "./account-checks.ts";
import { type AwsPlace, placeOf } from "./aws-calls.ts";
import { type Check, look, right } from "./check.ts";
import { allow, refusalKind, refused } from "./refusal.ts";
import { tried } from "./tries.ts";

/** Where IAM, sign-ins and other global services are logged. */
const GLOBAL_REGION = "us-east-1";

export type HistoryReport = {
  checks: Check[];
  /** Places that answered: their trails can be looked at. */
  reached: AwsPlace[];
};

/** Regions that are asked: those set up, and us-east-1 in the partition that has it. */
export function askedRegions(regions: readonly string[]): string[] {
  const isOther = regions.some((region) => /^(?:cn|us-gov|us-iso\w*)-/.test(region));
  return isOther ? [...regions] : [...new Set([...regions, GLOBAL_REGION])];
}

/** One dry call a place; what works is told in one line an account. */
export async function checkHistory(
  ask: AwsAsk,
  usable: readonly (string | undefined)[],
): Promise<HistoryReport> {
  const regions = askedRegions(ask.setup.regions);
  const reports = await Promise.all(usable.map((account) => checkOne(ask, account, regions)));
  return {
    checks: reports.flatMap(({ checks }) => checks),
    reached: reports.flatMap(({ reached }) => reached),
  };
}

async function checkOne(
  ask: AwsAsk,
  account: string | undefined,
  regions: string[],
): Promise<HistoryReport> {
  const name = accountName(account ?? ask.own, ask.names);
  const found = await Promise.all(regions.map((region) => checkPlace(ask, { account, region })));
  const open = regions.filter((_, index) => found[index] === undefined);
  const faults = found.filter((check) => check !== undefined);
  const reached = open.map((region) => ({ account, region }));
  if (!ask.setup.lookupEvents) {
    const text = "not asked: aws.lookupEvents is false";
    return { reached, checks: [right("Event history", name, text)] };
  }
  const all = right("Event history", name, `can be read in ${listed(open, 20)}`);
  return { reached, checks: open.length > 0 ? [all, ...faults] : faults };
}

async function checkPlace(ask: AwsAsk, place: AwsPlace): Promise<Check | undefined> {
  const { calls, tries, names, own } = ask;
  const answer = await tried(tries, (signal) => calls.lookUp(place, signal));
  if (answer.ok) return undefined;
  const kind = refusalKind(answer.error);
  // Whoever is told to come again later is allowed to come.
  if (kind === "throttled") return undefined;
  const name = `${accountName(place.account ?? own, names)} ${place.region}`;
  // The credentials work elsewhere: a Region that does not know them is not switched on, and one without address is none.
  if (["bad-credentials", "region-off", "unreachable"].includes(kind))
    return regionOff(name, place);
  return refused("Event history", name, answer.error, placeOf(place, "cloudtrail:LookupEvents"), {
    denied: allow(["cloudtrail:LookupEvents"]),
  });
}

function regionOff(name: string, { account, region }: AwsPlace): Check {
  const likely = likelyRegion(region);
  const meant = likely === undefined ? "" : `Did you mean ${likely}? Else `;
  const whose = account === undefined ? "" : ` --account-id ${account}`;
  return look(
    "Event history",
    name,
    "the Region is not switched on in this account, or cannot be reached",
    `${meant}${meant ? "leave" : "Leave"} it out of aws.regions; or switch it on: aws account enable-region --region-name ${region}${whose}`,
  );
}
