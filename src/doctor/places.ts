/** What was found in several Regions of an account, told once for all in which it is the same. */
import { listed } from "../answers/words.ts";
import { type AwsAsk, accountName } from "./account-checks.ts";
import type { AwsPlace } from "./aws-calls.ts";
import type { Check } from "./check.ts";

/** A check of one place; its name and Region are added here. */
export type Placed = { place: AwsPlace; check: Omit<Check, "name"> };

/** One check for each account and finding: `eu-west-1 and us-east-1: no trail logs here`. */
export function joinPlaces({ own, names }: AwsAsk, placed: readonly Placed[]): Check[] {
  const groups = new Map<string, { regions: string[]; check: Check }>();
  for (const { place, check } of placed) {
    const name = accountName(place.account ?? own, names);
    const key = JSON.stringify([name, check]);
    const group = groups.get(key) ?? { regions: [], check: { ...check, name } };
    group.regions.push(place.region);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ regions, check }) => ({
    ...check,
    text: `${listed(regions, 20)}: ${check.text}`,
  }));
}

/** A call as problems name it, without the Region, which is said besides. */
export function callIn(
  { account }: AwsPlace,
  action: string,
): { account?: string; action: string } {
  return { action, ...(account !== undefined && { account }) };
}
