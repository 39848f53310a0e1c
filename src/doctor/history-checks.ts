/** Whether event history can be read, in each account and Region. */
import { listed } from "../answers/words.ts";
import { likelyRegion } from "../config-aws-names.ts";
import { type AwsAsk, accountName } from "./account-checks.ts";
import type { AwsPlace } from "./aws-calls.ts";
import { type Check, look, right } from "./check.ts";
import { callIn, joinPlaces } from "./places.ts";
import { allow, type RefusalKind, refusalKind, refused } from "./refusal.ts";
import { tried } from "./tries.ts";

/** Where IAM, sign-ins and other global services are logged. */
const GLOBAL_REGION = "us-east-1";

export type HistoryReport = {
  checks: Check[];
  /** Places that answered, if only with a refusal: their trails can be looked at. */
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
  const places = usable.flatMap((account) => regions.map((region) => ({ account, region })));
  const found = await Promise.all(places.map((place) => checkPlace(ask, place)));
  const checks = ask.setup.lookupEvents
    ? usable.flatMap((account) => openCheck(ask, account, found))
    : [right("Event history", "LookupEvents", "not asked: aws.lookupEvents is false")];
  const told = found.filter(({ isOff }) => isOff || ask.setup.lookupEvents);
  const faults = told.flatMap(({ place, check }) => (check ? [{ place, check }] : []));
  return {
    checks: [...checks, ...joinPlaces(ask, faults)],
    reached: found.filter(({ isOff }) => !isOff).map(({ place }) => place),
  };
}

type Found = {
  place: AwsPlace;
  /** Absent where event history can be read. */
  check?: Check;
  /** The Region itself does not answer. */
  isOff: boolean;
};

function openCheck({ own, names }: AwsAsk, account: string | undefined, found: Found[]): Check[] {
  const open = found.filter(({ place, check }) => place.account === account && !check);
  if (open.length === 0) return [];
  const regions = open.map(({ place }) => place.region);
  const text = `can be read in ${listed(regions, 20)}`;
  return [right("Event history", accountName(account ?? own, names), text)];
}

/** What the answer says of the Region, not of the right to read. */
const OFF: readonly RefusalKind[] = ["bad-credentials", "region-off", "unreachable"];

async function checkPlace({ calls, tries }: AwsAsk, place: AwsPlace): Promise<Found> {
  const answer = await tried(tries, (signal) => calls.lookUp(place, signal));
  if (answer.ok) return { place, isOff: false };
  const kind = refusalKind(answer.error);
  // Whoever is told to come again later is allowed to come.
  if (kind === "throttled") return { place, isOff: false };
  // The credentials work elsewhere: a Region that does not know them is not switched on, and one without address is none.
  if (OFF.includes(kind)) return { place, check: regionOff(place), isOff: true };
  const action = "cloudtrail:LookupEvents";
  const denied = allow([action]);
  const check = refused("Event history", "", answer.error, callIn(place, action), { denied });
  return { place, check, isOff: false };
}

function regionOff({ account, region }: AwsPlace): Check {
  const likely = likelyRegion(region);
  const meant = likely === undefined ? "Leave" : `Did you mean ${likely}? Else leave`;
  const whose = account === undefined ? "" : ` --account-id ${account}`;
  return look(
    "Event history",
    "",
    "the Region is not switched on in this account, or cannot be reached",
    `${meant} it out of aws.regions; or switch it on: aws account enable-region --region-name ${region}${whose}`,
  );
}
