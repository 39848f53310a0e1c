/** What was not read, and why: an answer says it rather than looking whole. */
import { Problem } from "../../domain/problem.ts";
import { formatInstant } from "../../domain/time.ts";
import { causeKind, placeWords, toGap } from "../problems.ts";
import type { AwsSetup } from "../setup.ts";
import type { Place } from "./candidates.ts";

export type Shortfalls = {
  /** Something could be read. */
  read(): void;
  /** The answer needed no more. */
  stopped(): void;
  /** Throws errors that are not of AWS. */
  failed(place: Place, error: unknown): void;
  looped(place: Place): void;
  /** Reading ended at `front` though there is more. */
  cut(place: Place, front: number): void;
  wasCut(): boolean;
  /** What was cut is read in another way. */
  begunAnew(): void;
  hasFailed(place: Place): boolean;
  wasStopped(): boolean;
  /** The first error, where nothing at all could be read. */
  fatal(): { place: Place; error: unknown } | undefined;
  gaps(places: readonly Place[], setup: Pick<AwsSetup, "accounts">): string[];
};

const MOST_GAPS = 6;

export function createShortfalls(): Shortfalls {
  const failures = new Map<Place, unknown>();
  const loops = new Set<Place>();
  const cuts = new Map<Place, number>();
  let hasRead = false;
  let isStopped = false;

  return {
    read() {
      hasRead = true;
    },
    stopped() {
      isStopped = true;
    },
    failed(place, error) {
      if (causeKind(error) === undefined && !(error instanceof Problem)) throw error;
      if (!failures.has(place)) failures.set(place, error);
    },
    looped: (place) => void loops.add(place),
    cut(place, front) {
      cuts.set(place, Math.max(front, cuts.get(place) ?? front));
    },
    wasCut: () => cuts.size > 0,
    begunAnew: () => cuts.clear(),
    hasFailed: (place) => failures.has(place),
    wasStopped: () => isStopped,
    fatal() {
      const [first] = failures;
      return hasRead || !first ? undefined : { place: first[0], error: first[1] };
    },
    gaps(places, setup) {
      const gaps = [
        ...failureGaps(failures, places, setup),
        ...[...loops].map(
          (place) => `${placeWords(place)}: AWS repeated itself, older events were not read`,
        ),
        ...cutGaps(cuts),
      ];
      if (gaps.length <= MOST_GAPS) return gaps;
      const rest = gaps.length - MOST_GAPS;
      return [...gaps.slice(0, MOST_GAPS), `and ${rest} more like these`];
    },
  };
}

/** Regions of an account that fail in the same way are named together, and not at all when it is all of them. */
function failureGaps(
  failures: ReadonlyMap<Place, unknown>,
  places: readonly Place[],
  { accounts }: Pick<AwsSetup, "accounts">,
): string[] {
  const groups = new Map<string, { account: string; regions: string[] }>();
  for (const [{ account, region }, error] of failures) {
    const roleArn = accounts.find(({ id }) => id === account)?.role?.arn;
    const whole = toGap(error, {
      account,
      action: "cloudtrail:LookupEvents",
      ...(roleArn !== undefined && { roleArn }),
    });
    const phrase = whole.slice(placeWords({ account }).length);
    const key = `${account} ${phrase}`;
    const group = groups.get(key) ?? { account, regions: [] };
    group.regions.push(region);
    groups.set(key, group);
  }
  return [...groups].map(([key, { account, regions }]) => {
    const phrase = key.slice(account.length + 1);
    const isAll = places.filter((place) => place.account === account).length === regions.length;
    const where = placeWords(isAll ? { account } : { account, region: regions.join(", ") });
    return `${where}${phrase}`;
  });
}

function cutGaps(cuts: ReadonlyMap<Place, number>): string[] {
  return [...cuts].map(([place, front]) => {
    const back = Number.isFinite(front) ? `back to ${formatInstant(front)} only` : "in part";
    return `${placeWords(place)}: there is more than can be read one page at a time, it was read ${back}; ask over a shorter window`;
  });
}
