/** CloudTrail's event history as a Trail: the last 90 days of management events, asked of each account and Region. */
import type { Search } from "../../domain/search.ts";
import { DAY, HOUR, MINUTE, type Window } from "../../domain/time.ts";
import type { Clock } from "../../sources/clock.ts";
import type { Run, TrailFound, TrailQuery } from "../../sources/trail.ts";
import { bestNames } from "../../trail/match.ts";
import type { Estimate, TrailSource } from "../../trail/source.ts";
import type { AwsClients } from "../clients.ts";
import { createPace, type Pace, REAL_TIMING, type Timing } from "../pace.ts";
import { toProblem } from "../problems.ts";
import type { AwsSetup } from "../setup.ts";
import { openLookupCache } from "./cache.ts";
import type { Place } from "./candidates.ts";
import { byArnToo, managed, planLookups, type Stage } from "./lookup-plan.ts";
import { createNamesSeen } from "./names-seen.ts";
import { PAGE_EVENTS, type PageSource, pagesOfAws } from "./page.ts";
import { allPlaces, placesOf } from "./places.ts";
import { createReading, type Reading, type ReadingOptions } from "./reading.ts";

export type LookupEventsOptions = {
  setup: Pick<AwsSetup, "accounts" | "regions" | "endpoint">;
  clients: Pick<AwsClients, "cloudTrail" | "renew">;
  clock: Clock;
  /** File in which hours that were read are kept; none are without it. */
  cachePath?: string;
  /** Shared with whoever else asks for LookupEvents in this process. */
  pace?: Pace;
  timing?: Timing;
  pages?: PageSource;
  /** Pages that are read of one place for one question at most; 40 unless set. */
  mostPages?: number;
  /** How long one request waits for AWS to take requests again; 20 s unless set. */
  patienceMs?: number;
};

export type LookupEventsSource = TrailSource & { close(): void };

/** How far back event history goes. */
const REACH_MS = 90 * DAY;
/** Five minutes on the average and not guaranteed (CloudTrail's documentation). */
const LAG_MS = 15 * MINUTE;
const MOST_PAGES = 40;
const PATIENCE_MS = 20_000;
/** Clocks that are this close are taken as equal. */
const SAME_CLOCK_MS = MINUTE;

const NEVER: TrailFound["searched"][number]["gaps"] = [
  "event history holds no data events (objects, items, messages, invocations)",
];

/** Opens event history. Its finds throw a Problem `aws.*` when no place could be asked. */
export function openLookupEvents(options: LookupEventsOptions): LookupEventsSource {
  const { setup, clients, clock, cachePath, timing = REAL_TIMING } = options;
  const cache =
    cachePath === undefined ? undefined : openLookupCache({ path: cachePath, now: clock.now });
  const names = createNamesSeen();
  const places = allPlaces(setup);
  const load = createLoad();
  const reading: ReadingOptions = {
    source: options.pages ?? pagesOfAws(clients),
    pace: options.pace ?? createPace(timing),
    clock,
    renew: (account, asker) => clients.renew(account === "" ? undefined : account, asker),
    patienceMs: options.patienceMs ?? PATIENCE_MS,
    mostPages: options.mostPages ?? MOST_PAGES,
    cache,
    names,
    endpoint: setup.endpoint,
  };
  return {
    name: "lookup-events",
    async reach() {
      const now = clock.now();
      return {
        window: { from: now - REACH_MS, to: now },
        places,
        never: ["data-change"],
        lagMs: LAG_MS,
      };
    },
    async estimate(query) {
      return estimateOf(query, placesOf(places, query), clock.now(), load.eventsAnHour());
    },
    find: (query, run) => find({ setup, places, reading, clock, load }, query, run),
    suggest: async (text, limit) => names.near(text, limit),
    close: () => cache?.close(),
  };
}

type Source = {
  setup: LookupEventsOptions["setup"];
  places: readonly Place[];
  reading: ReadingOptions;
  clock: Clock;
  load: Load;
};

async function find(source: Source, query: TrailQuery, run: Run): Promise<TrailFound> {
  run.signal.throwIfAborted();
  const now = source.clock.now();
  const window = clip(query.window, now);
  const places = placesOf(source.places, query);
  const reading = createReading(source.reading, query, window, run);
  const isAsked = window.from <= window.to;
  const tell = (read: Stage[]) =>
    run.sofar?.(toFound({ source, query, places, window, reading, stages: read, now }));
  const stages = isAsked ? await readStages(source, { query, window, places, reading, tell }) : [];
  const fatal = reading.shortfalls.fatal();
  if (fatal) throw toProblem(fatal.error, placeOf(fatal.place, source.setup));
  return toFound({ source, query, places, window, reading, stages, now });
}

type Asked = Pick<Finding, "query" | "window" | "places" | "reading"> & {
  /** Told of what was found by these stages when more is read. */
  tell(stages: Stage[]): void;
};

/** Reads stage by stage until one finds what is meant; those that were read. */
async function readStages(source: Source, asked: Asked): Promise<Stage[]> {
  const { query, window, places, reading } = asked;
  const done: Stage[] = [];
  for (const stage of stagesOf(query)) {
    const open = places.filter((place) => !reading.shortfalls.hasFailed(place));
    await reading.readStage(stage, open, done.length > 0);
    done.push(stage);
    if (stage.kind === "wide") source.load.note(reading, window, open.length);
    if (stage.isTentative) {
      if (!reading.shortfalls.wasCut()) return done;
      reading.shortfalls.begunAnew();
      done.pop();
      continue;
    }
    if (reading.gathered.isFound()) return [...done.slice(0, -1), await readToo(asked, stage)];
    if (done.length > 1 && !reading.shortfalls.wasCut()) return done;
  }
  return done;
}

/** Nobody waits for all of a window to be read for what stands beside the answer. */
function stagesOf(query: TrailQuery): Stage[] {
  const stages = planLookups(query);
  if (!query.aside) return stages;
  return stages.slice(0, 2).filter(({ kind }, at) => at === 0 || kind === "exact");
}

/** Reads what else the found names may be filed under; the stage with that in its words. */
async function readToo({ query, places, reading, tell }: Asked, stage: Stage): Promise<Stage> {
  const more = byArnToo(query, stage, reading.gathered.result().found.events);
  if (!more) return stage;
  tell([stage]);
  const met = places.filter((place) => more.lookups(place).length > 0);
  await reading.readStage(more, met, false);
  return more;
}

function clip({ from, to }: Window, now: number): Window {
  return { from: Math.max(from, now - REACH_MS), to: Math.min(to, now) };
}

function placeOf({ account, region }: Place, { accounts }: Pick<AwsSetup, "accounts">) {
  const roleArn = accounts.find(({ id }) => id === account)?.role?.arn;
  const action = "cloudtrail:LookupEvents";
  return { account, region, action, ...(roleArn !== undefined && { roleArn }) };
}

type Finding = {
  source: Source;
  query: TrailQuery;
  places: Place[];
  window: Window;
  reading: Reading;
  stages: Stage[];
  now: number;
};

function toFound(finding: Finding): TrailFound {
  const { query, reading } = finding;
  const { found, match, matched } = reading.gathered.result();
  const answer: TrailFound = {
    events: found.events,
    counts: found.counts,
    names: bestNames(found.names),
    searched: [toSearch(finding, matched)],
  };
  if (query.subject && match) answer.match = match;
  return answer;
}

function toSearch(
  { source, query, places, window, reading, stages, now }: Finding,
  matched: number,
) {
  const { gathered, shortfalls } = reading;
  const newestAt = gathered.newestAt();
  // Where reading failed was not searched: its gap says so.
  const read = places.filter((place) => !shortfalls.hasFailed(place));
  const gaps = [
    ...shortfalls.gaps(places, source.setup),
    ...(managed(query.classes).length === 0 ? NEVER : []),
    ...clockGaps(newestAt, now),
    ...(query.aside && !gathered.isFound() ? ["only exact names were looked for"] : []),
    ...(window.from > window.to ? ["event history goes back 90 days, the window ends before"] : []),
  ];
  const search: Search = {
    source: "LookupEvents",
    accounts: [...new Set(read.map(({ account }) => account))].sort(),
    regions: [...new Set(read.map(({ region }) => region))].sort(),
    window: window.from <= window.to ? window : query.window,
    filter: filterWords(stages, shortfalls.wasStopped()),
    examined: gathered.examined(),
    matched,
    deliveryLagMs: LAG_MS,
    requests: reading.requests(),
    complete: gaps.length === 0,
    gaps,
  };
  if (newestAt !== undefined) search.newestEventAt = newestAt;
  return search;
}

function filterWords(stages: readonly Stage[], wasStopped: boolean): string {
  const [first, second, third] = stages.map(({ words }) => words);
  const fallBack = second
    ? `: the exact name found nothing, so ${second} of the window were read`
    : "";
  const words = `${first ?? "nothing was asked"}${fallBack}${third ? `, and ${third}` : ""}`;
  return wasStopped ? `${words}; the newest were enough, older ones are not counted` : words;
}

/** A machine whose clock is slow asks "up to now" and leaves out what AWS already has. */
function clockGaps(newestAt: number | undefined, now: number): string[] {
  if (newestAt === undefined || newestAt <= now + SAME_CLOCK_MS) return [];
  const minutes = Math.round((newestAt - now) / MINUTE);
  const amount = minutes <= 1 ? "a minute" : `${minutes} minutes`;
  return [`this machine's clock is at least ${amount} slow: newer events were left out`];
}

/** How many events come in, as far as it was seen when everything was read. */
type Load = {
  note(reading: Reading, window: Window, places: number): void;
  eventsAnHour(): number;
};

/** Before anything was seen: of a small company. */
const USUAL_EVENTS_AN_HOUR = 40;

function createLoad(): Load {
  let eventsAnHour = USUAL_EVENTS_AN_HOUR;
  return {
    note({ gathered }, { from, to }, places) {
      const hours = ((to - from) / HOUR) * Math.max(1, places);
      if (hours > 1) eventsAnHour = gathered.examined() / hours;
    },
    eventsAnHour: () => eventsAnHour,
  };
}

function estimateOf(
  query: TrailQuery,
  places: readonly Place[],
  now: number,
  eventsAnHour: number,
): Estimate | undefined {
  const window = clip(query.window, now);
  const [stage] = planLookups(query);
  if (!stage || window.from > window.to || places.length === 0) return undefined;
  const hours = (window.to - window.from) / HOUR;
  const all = Math.min(MOST_PAGES, Math.max(1, Math.ceil((hours * eventsAnHour) / PAGE_EVENTS)));
  const counts = places.map((place) => {
    const lookups = stage.lookups(place).length;
    return stage.kind === "wide" ? Math.max(all, lookups) : lookups;
  });
  const most = Math.max(...counts);
  return {
    requests: counts.reduce((sum, count) => sum + count, 0),
    ms: Math.round(400 + Math.max(0, most - 2) * 530),
  };
}
