/** Whether CloudWatch's alarms, metrics and dashboards can be read, in each account and Region. */
import { listed } from "../answers/words.ts";
import { type AwsAsk, accountName } from "./account-checks.ts";
import { type AwsPlace, WATCH_ACTIONS, type WatchAction } from "./aws-calls.ts";
import { type Check, right, wrong } from "./check.ts";
import { callIn, joinPlaces, type Placed } from "./places.ts";
import { allow, refusalKind, refused } from "./refusal.ts";
import { tried } from "./tries.ts";

const AREA = "CloudWatch";

/** A dry call of each kind in each place; what works is told in one line an account. */
export async function checkWatch(ask: AwsAsk, places: readonly AwsPlace[]): Promise<Check[]> {
  const found = await Promise.all(places.map((place) => checkPlace(ask, place)));
  const accounts = [...new Set(places.map(({ account }) => account))];
  const open = accounts.flatMap((account) => {
    const regions = places
      .filter((place, index) => place.account === account && found[index]?.length === 0)
      .map(({ region }) => region);
    if (regions.length === 0) return [];
    const text = `alarms, metrics and dashboards can be read in ${listed(regions, 20)}`;
    return [right(AREA, accountName(account ?? ask.own, ask.names), text)];
  });
  return [...open, ...joinPlaces(ask, found.flat())];
}

type Refusal = { action: WatchAction; error: unknown };

async function checkPlace({ calls, tries }: AwsAsk, place: AwsPlace): Promise<Placed[]> {
  const refusals = await Promise.all(
    WATCH_ACTIONS.map(async (action): Promise<Refusal[]> => {
      const answer = await tried(tries, (signal) => calls.watch(place, action, signal));
      // Whoever is told to come again later is allowed to come.
      if (answer.ok || refusalKind(answer.error) === "throttled") return [];
      return [{ action, error: answer.error }];
    }),
  );
  const all = refusals.flat();
  const denied = all.filter(({ error }) => refusalKind(error) === "denied");
  const other = all.find(({ error }) => refusalKind(error) !== "denied");
  const actions = denied.map(({ action }) => `cloudwatch:${action}`);
  return [
    ...(actions.length > 0
      ? [
          {
            place,
            check: wrong(AREA, "", `Not allowed to call ${listed(actions, 9)}`, allow(actions)),
          },
        ]
      : []),
    ...(other
      ? [
          {
            place,
            check: refused(AREA, "", other.error, callIn(place, `cloudwatch:${other.action}`), {}),
          },
        ]
      : []),
  ];
}
