/** Building an index and bringing it up to date. */
import { type Engine, openEngine, quietRun, runCommand } from "./engine.ts";
import { type FloorWork, floor, logFiles } from "./floor.ts";
import { inTurns, timed } from "./measure.ts";
import type { Builds, Updates } from "./results.ts";
import { deliver, freshCache, type Stage, sizeOf } from "./stage.ts";

/** Builds from nothing in processes of their own, in turn with reading the same files; keeps the last index. */
export async function measureBuilds(
  stage: Stage,
  rounds: number,
): Promise<{ builds: Builds; cacheDir: string }> {
  const paths = logFiles(stage.dir).map(({ path }) => path);
  const read = async (work: FloorWork) => (await floor(work, paths)).ms;
  let cacheDir = "";
  const samples = await inTurns<"build" | "gunzip" | "parse", { ms: number; peakMb?: number }>(
    rounds,
    {
      build: async () => {
        cacheDir = freshCache(stage);
        const run = await runCommand(["trail", "index", stage.dir, "--quiet"], cacheDir);
        if (run.code !== 0) throw new Error(`The build ended with ${run.code}: ${run.stderr}`);
        return { ms: run.wallMs, peakMb: run.peakMb };
      },
      gunzip: async () => ({ ms: await read("gunzip") }),
      parse: async () => ({ ms: await read("gunzip + JSON.parse") }),
    },
  );
  const builds: Builds = {
    buildMs: samples.build.map(({ ms }) => ms),
    buildPeakMb: samples.build.map(({ peakMb }) => peakMb ?? Number.NaN),
    gunzipMs: samples.gunzip.map(({ ms }) => ms),
    parseMs: samples.parse.map(({ ms }) => ms),
    indexBytes: sizeOf(cacheDir),
  };
  return { builds, cacheDir };
}

const ROUNDS = 5;
const SEED = 900;

/** Updates with nothing new, with one delivered file and with ten, in turn. Adds events to the stage. */
export async function measureUpdates(stage: Stage, cacheDir: string): Promise<Updates> {
  const engine = await openEngine(stage.dir, cacheDir);
  let seed = SEED;
  let recordsOfOne = 0;
  const update = (files: number) => async () => {
    seed += 1;
    const records = files === 0 ? 0 : deliver(stage, files, seed);
    if (files === 1) recordsOfOne = records;
    return timed(() => engine.update(quietRun()));
  };
  try {
    await warmUp(engine);
    const samples = await inTurns<"none" | "one" | "ten", number>(ROUNDS, {
      none: update(0),
      one: update(1),
      ten: update(10),
    });
    return { ...samples, recordsOfOne };
  } finally {
    await engine.close();
  }
}

async function warmUp(engine: Engine): Promise<void> {
  await engine.update(quietRun());
}
