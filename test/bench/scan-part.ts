/** One question, "who changed bucket-x", by the index, by our scan, and by tools that read all files each time. */
import { DAY, utcDay } from "../../src/domain/time.ts";
import type { EventClass } from "../../src/domain/trail-event.ts";
import type { TrailQuery } from "../../src/sources/trail.ts";
import { openEngine, quietRun } from "./engine.ts";
import { PAIRS, TRAIL_END, TRAIL_START } from "./estate.ts";
import { floor, logFiles } from "./floor.ts";
import { inTurns, timed } from "./measure.ts";
import type { ScanSamples } from "./results.ts";
import { outsideScans, type ScanRun } from "./scans.ts";
import { freshCache, type Stage } from "./stage.ts";

const ALL: EventClass[] = ["change", "data-change", "attempt", "read", "failed-read"];

function query(classes: EventClass[]): TrailQuery {
  return {
    window: { from: TRAIL_START, to: TRAIL_END },
    subject: { text: "bucket-x", name: "bucket-x", wildcard: false },
    classes,
    limit: 20,
  };
}

/** A week of the account and Region that hold bucket-x. */
const WEEK = { from: TRAIL_START + 7 * DAY, to: TRAIL_START + 14 * DAY - 1 };
const [PAIR] = PAIRS;

function weekQuery(): TrailQuery {
  const accounts = PAIR ? [PAIR.account] : [];
  return { ...query(ALL), window: WEEK, accounts, regions: PAIR ? [PAIR.region] : [] };
}

/** Files whose day of delivery says that they can hold events of the week: its days and the one after. */
function weekFiles(paths: string[]): string[] {
  const days = Array.from({ length: 8 }, (_, day) => utcDay(WEEK.from + day * DAY));
  const folders = days.map(
    (day) => `/${PAIR?.account}/CloudTrail/${PAIR?.region}/${day.replaceAll("-", "/")}/`,
  );
  return paths.filter((path) => folders.some((folder) => path.includes(folder)));
}

export const INCLUDING_READS = "trailwatch with its index, including reads";
export const CUT_OUT = "cut-out scan on 2 threads, nothing else";
export const INCLUDING_READS_WEEK = `${INCLUDING_READS}, a week of one account and Region`;
export const CUT_OUT_WEEK = `${CUT_OUT}, of the files of that week`;
export const OUR_SCAN = "trailwatch without an index, changes";
export const INDEXED = "trailwatch with its index, changes";

function cutOut(paths: string[]): () => Promise<ScanRun> {
  return async () => {
    const { ms, records } = await floor("cut out", paths);
    return { ms, found: records };
  };
}

/** `outside` says whether the other tools take part: they are slow on large trails. */
export async function measureScans(
  stage: Stage,
  cacheDir: string,
  rounds: number,
  outside: boolean,
): Promise<ScanSamples[]> {
  const paths = logFiles(stage.dir).map(({ path }) => path);
  const indexed = await openEngine(stage.dir, cacheDir);
  const bare = await openEngine(stage.dir, freshCache(stage));
  const ours = (engine: typeof indexed, asked: TrailQuery) => async () => {
    let found = 0;
    const ms = await timed(async () => {
      const { counts } = await engine.find(asked, quietRun());
      found = Object.values(counts).reduce((sum, count) => sum + count, 0);
    });
    return { ms, found };
  };
  const works: Record<string, () => Promise<ScanRun | string>> = {
    [INDEXED]: ours(indexed, query(["change", "attempt"])),
    [CUT_OUT]: cutOut(paths),
    [INCLUDING_READS]: ours(indexed, query(ALL)),
    [CUT_OUT_WEEK]: cutOut(weekFiles(paths)),
    [INCLUDING_READS_WEEK]: ours(indexed, weekQuery()),
    [OUR_SCAN]: ours(bare, query(["change", "attempt"])),
  };
  try {
    const own = await inTurns(rounds, works);
    const others = outside ? outsideScans(stage.dir) : [];
    const theirs = await inTurns(1, Object.fromEntries(others.map(({ name, run }) => [name, run])));
    return [...toSamples(own), ...toSamples(theirs)];
  } finally {
    await indexed.close();
    await bare.close();
  }
}

function toSamples(samples: Record<string, (ScanRun | string)[]>): ScanSamples[] {
  return Object.entries(samples).map(([name, runs]) => {
    const done = runs.filter((run) => typeof run !== "string");
    const note = runs.find((run) => typeof run === "string");
    return {
      name,
      ms: done.map(({ ms }) => ms),
      found: done[0]?.found ?? 0,
      ...(note !== undefined && { note }),
    };
  });
}
