/** Asks places side by side; one that fails is told as missing, and the others answer. */

import type { AwsPlace } from "../../domain/place.ts";
import { Problem } from "../../domain/problem.ts";
import type { Search } from "../../domain/search.ts";
import type { Window } from "../../domain/time.ts";
import type { Where } from "../../sources/cloudwatch.ts";
import type { Run } from "../../sources/trail.ts";
import { allPlaces } from "../lookup-events/places.ts";
import { causeKind, toGap, toProblem } from "../problems.ts";
import type { AwsSetup } from "../setup.ts";
import type { Asking, Call } from "./call.ts";

/** What all parts of the adapter work with. */
export type Reach = {
  setup: Pick<AwsSetup, "accounts" | "regions" | "endpoint">;
  call: Call;
  now(): number;
};

/**
 * Every account with every Region that is set up, and with the one in which CloudFront, Route 53 and bills have their
 * metrics.
 */
export function placesOf(setup: Reach["setup"], { accounts, regions }: Where): AwsPlace[] {
  const isAmong = (value: string, asked: string[] | undefined) =>
    !asked || asked.length === 0 || asked.includes(value);
  return allPlaces(setup).filter(
    ({ account, region }) => isAmong(account, accounts) && isAmong(region, regions),
  );
}

/** Throws a Problem `cloudwatch.no-place` where nothing that is set up is meant. */
export function somePlaces(setup: Reach["setup"], where: Where): AwsPlace[] {
  const places = placesOf(setup, where);
  if (places.length > 0) return places;
  const asked = [...(where.accounts ?? []), ...(where.regions ?? [])].join(", ");
  throw new Problem(
    "cloudwatch.no-place",
    `Nothing is set up for ${asked === "" ? "CloudWatch" : asked}.`,
    "Name an account and a Region that stand in trailwatch.yml, or leave them out to ask all.",
  );
}

export type Asked<Value> = { place: AwsPlace } & (
  | { ok: true; value: Value }
  | { ok: false; error: unknown }
);

/** With how many requests it took. */
export type Counted<Value> = Asked<Value> & { requests: number };

/** Throws the signal's reason, and errors that are not of AWS. `read` counts its requests in the asking that it is given. */
export async function askPlaces<Value>(
  asking: Asking,
  places: readonly AwsPlace[],
  read: (place: AwsPlace, asking: Asking) => Promise<Value>,
): Promise<Counted<Value>[]> {
  let done = 0;
  return Promise.all(
    places.map(async (place) => {
      const own = { ...asking, requests: 0 };
      const asked = await tryPlace(asking.run, place, () => read(place, own));
      done += 1;
      asking.run.progress({ done, total: places.length, unit: "places" });
      return { ...asked, requests: own.requests };
    }),
  );
}

export async function tryPlace<Value>(
  run: Run,
  place: AwsPlace,
  read: (place: AwsPlace) => Promise<Value>,
): Promise<Asked<Value>> {
  try {
    return { place, ok: true, value: await read(place) };
  } catch (error) {
    run.signal.throwIfAborted();
    if (causeKind(error) === undefined && !(error instanceof Problem)) throw error;
    return { place, ok: false, error };
  }
}

/** Throws the Problem of the first where none could be asked. */
export function unlessAllFailed<Value>(
  setup: Reach["setup"],
  asked: readonly Asked<Value>[],
  action: string,
): void {
  const [first] = asked;
  if (!first || asked.some(({ ok }) => ok) || first.ok) return;
  throw toProblem(first.error, placeNamed(setup, first.place, action));
}

/** `account 111122223333, eu-west-1: not allowed to call cloudwatch:DescribeAlarms`. */
export function gapOf(
  setup: Reach["setup"],
  { place, error }: { place: AwsPlace; error: unknown },
  action: string,
): string {
  return toGap(error, placeNamed(setup, place, action));
}

/** A place with all that an error's text may name. */
export function placeNamed(setup: Reach["setup"], { account, region }: AwsPlace, action: string) {
  const roleArn = setup.accounts.find(({ id }) => id === account)?.role?.arn;
  return {
    account,
    region,
    action: `cloudwatch:${action}`,
    ...(roleArn !== undefined && { roleArn }),
    ...(setup.endpoint !== undefined && { endpoint: setup.endpoint }),
  };
}

/** The evidence of one place. */
export function toSearch(
  place: AwsPlace,
  told: Pick<Search, "source" | "unit" | "examined" | "matched" | "gaps"> & {
    window: Window;
    requests?: number;
    costUsd?: number;
    filter?: string;
  },
): Search {
  return {
    accounts: [place.account],
    regions: [place.region],
    complete: told.gaps.length === 0,
    ...told,
  };
}
