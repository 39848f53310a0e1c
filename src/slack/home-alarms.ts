/** Alarms for the App Home: read once for all who open it within some seconds, shown to each as far as they may ask. */
import { judge } from "../access/judge.ts";
import type { Policy } from "../access/policy.ts";
import type { Alarm } from "../domain/alarm.ts";
import { Problem } from "../domain/problem.ts";
import type { Search } from "../domain/search.ts";
import { SECOND } from "../domain/time.ts";
import type { Clock } from "../sources/clock.ts";
import type { Alarms } from "../sources/cloudwatch.ts";
import type { Run } from "../sources/trail.ts";
import type { SlackPerson } from "./people.ts";
import type { HomeAccount, HomeAlarm, HomeAlarms } from "./views/home-alarms-view.ts";

/** Never rejects. `channelId`: of the person's direct messages, where the Home's buttons are answered. */
export type ReadHomeAlarms = (person: SlackPerson, channelId: string) => Promise<HomeAlarms>;

type Parts = { alarms: Alarms; policy: Policy; clock: Clock; patienceMs?: number };

const SHARED_MS = 10 * SECOND;
const PATIENCE_MS = 20 * SECOND;
const SHOWN = 10;
/** Of each place: enough to fill the Home, and to count what stands behind. */
const MOST_WITHOUT_DATA = 100;

type Reading = { alarms: Alarm[]; searched: Search[]; at: number };

export function createHomeAlarms(parts: Parts): ReadHomeAlarms {
  const { policy, clock } = parts;
  let last: { begun: number; reading: Promise<Reading> } | undefined;
  const shared = (): Promise<Reading> => {
    const now = clock.now();
    if (last && now - last.begun < SHARED_MS && now >= last.begun) return last.reading;
    const reading = readAlarms(parts);
    last = { begun: now, reading };
    // A failure is not shared for long.
    reading.catch(() => {
      last = undefined;
    });
    return reading;
  };
  return async (person, channelId) => {
    try {
      const { alarms, searched, at } = await shared();
      const own = alarms.filter((alarm) => mayAsk(policy, person, channelId, alarm));
      const sorted = own.flatMap(toHomeAlarm).sort(worstFirst);
      const gaps = [...new Set(searched.flatMap((search) => search.gaps))];
      const isOpen = policy.kind === "open";
      return {
        kind: "read",
        alarms: sorted.slice(0, SHOWN),
        accounts: countsOf(sorted),
        hidden: Math.max(0, sorted.length - SHOWN),
        at,
        // What is missing may name accounts that this person may not ask about.
        gaps: isOpen || gaps.length === 0 ? gaps : ["Some alarms could not be read."],
      };
    } catch (error) {
      return { kind: "failed", why: whyOf(error) };
    }
  };
}

async function readAlarms({ alarms, clock, patienceMs = PATIENCE_MS }: Parts): Promise<Reading> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      controller.abort();
      reject(new Problem("home.late", "CloudWatch does not answer.", "Ask for the alarms again."));
    }, patienceMs);
  });
  const run: Run = { signal: controller.signal, progress: () => {} };
  try {
    const found = await Promise.race([
      Promise.all([
        alarms.find({ state: "ALARM" }, run),
        alarms.find({ state: "INSUFFICIENT_DATA", limit: MOST_WITHOUT_DATA }, run),
      ]),
      late,
    ]);
    return {
      alarms: found.flatMap((each) => each.alarms),
      searched: found.flatMap(({ searched }) => searched),
      at: clock.now(),
    };
  } finally {
    clearTimeout(timer);
  }
}

/** In the order of the worst alarm of each. */
function countsOf(sorted: readonly HomeAlarm[]): HomeAccount[] {
  return [...new Set(sorted.map(({ account }) => account))].map((account) => {
    const own = sorted.filter((alarm) => alarm.account === account);
    const inAlarm = own.filter(({ state }) => state === "ALARM").length;
    return { account, inAlarm, withoutData: own.length - inAlarm };
  });
}

function whyOf(error: unknown): string {
  return error instanceof Problem
    ? `${error.message} ${error.next}`
    : "The alarms could not be read.";
}

function mayAsk(
  policy: Policy,
  { userId, groups }: SlackPerson,
  channelId: string,
  { place }: Alarm,
): boolean {
  const what = { question: "alarms", accounts: [place.account], regions: [place.region] };
  return judge(policy, { userId, groups, channelId }, what).kind === "allowed";
}

function toHomeAlarm({ name, place, state, stateSince }: Alarm): HomeAlarm[] {
  if (state === "OK") return [];
  const since = stateSince === undefined ? {} : { since: stateSince };
  return [{ name, ...place, state, ...since }];
}

/** In ALARM before without data; of each the latest first. */
function worstFirst(one: HomeAlarm, other: HomeAlarm): number {
  if (one.state !== other.state) return one.state === "ALARM" ? -1 : 1;
  return (other.since ?? 0) - (one.since ?? 0);
}
