/** One question, "who changed bucket-x", by the index, by our scan, and by tools that read all files each time. */
import type { EventClass } from "../../src/domain/trail-event.ts";
import type { TrailQuery } from "../../src/sources/trail.ts";
import { openEngine, quietRun } from "./engine.ts";
import { TRAIL_END, TRAIL_START } from "./estate.ts";
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

export const INCLUDING_READS = "trailwatch, index and scan: including reads";
export const CUT_OUT = "cut-out scan, 2 threads, nothing else (the measure for reads)";
export const OUR_SCAN = "trailwatch without an index, changes";
export const INDEXED = "trailwatch with its index, changes";

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
  const ours = (engine: typeof indexed, classes: EventClass[]) => async () => {
    let found = 0;
    const ms = await timed(async () => {
      const { counts } = await engine.find(query(classes), quietRun());
      found = Object.values(counts).reduce((sum, count) => sum + count, 0);
    });
    return { ms, found };
  };
  const works: Record<string, () => Promise<ScanRun | string>> = {
    [INDEXED]: ours(indexed, ["change", "attempt"]),
    [CUT_OUT]: async () => {
      const { ms, records } = await floor("cut out", paths);
      return { ms, found: records };
    },
    [INCLUDING_READS]: ours(indexed, ALL),
    [OUR_SCAN]: ours(bare, ["change", "attempt"]),
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
