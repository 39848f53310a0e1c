/** Questions: warm in this process, and cold as whole processes. */
import type { Answer } from "../../src/answers/answer.ts";
import { askCold, createAsker, type Engine, openEngine, quietRun } from "./engine.ts";
import type { Asked, Kind } from "./kinds.ts";
import { timed } from "./measure.ts";
import type { ColdSamples, KindSamples } from "./results.ts";

type Ask = (text: string) => Promise<Answer>;

/** Asks every kind `rounds` times, the kinds in turn, after a warm-up with other questions of the same kinds. */
export async function measureWarm(
  dir: string,
  cacheDir: string,
  kinds: Kind[],
  rounds: number,
): Promise<KindSamples[]> {
  const engine = await openEngine(dir, cacheDir);
  try {
    const ask = await createAsker(engine);
    const samples = kinds.map(({ name, asked }) => ({
      name,
      find: [] as number[],
      ask: [] as number[],
      different: asked.length,
      found: 0,
    }));
    for (const kind of kinds) {
      for (const asked of kind.asked.slice(-10)) {
        await askBoth(asked, engine, ask);
      }
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, kind] of kinds.entries()) {
        const asked = kind.asked[round % kind.asked.length];
        const sample = samples[index];
        if (!asked || !sample) continue;
        const { findMs, askMs, answer } = await askBoth(asked, engine, ask);
        sample.find.push(findMs);
        sample.ask.push(askMs);
        if (round < kind.asked.length && answer.outcome === "found") sample.found += 1;
      }
    }
    return samples;
  } finally {
    await engine.close();
  }
}

async function askBoth(
  asked: Asked,
  engine: Engine,
  ask: Ask,
): Promise<{ findMs: number; askMs: number; answer: Answer }> {
  let answer: Answer | undefined;
  // The whole question goes first: it may not profit from records that the query has just read.
  const askMs = await timed(async () => {
    answer = await ask(asked.text);
  });
  const findMs = await timed(async () => {
    const found = await engine.find(asked.query, quietRun());
    if (found.events.length === 0 && asked.query.subject) {
      await engine.suggest(asked.query.subject.text, 3);
    }
  });
  if (!answer || answer.outcome === "failed" || answer.outcome === "misunderstood") {
    throw new Error(`"${asked.text}" was not answered: ${answer?.headline}`);
  }
  return { findMs, askMs, answer };
}

/** A few questions of every kind, each by a fresh process. */
export async function measureCold(
  dir: string,
  cacheDir: string,
  kinds: Kind[],
  rounds: number,
): Promise<ColdSamples[]> {
  const samples = kinds.map(({ name }) => ({
    name,
    wallMs: [] as number[],
    peakMb: [] as number[],
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, kind] of kinds.entries()) {
      const asked = kind.asked[round % kind.asked.length];
      if (!asked) continue;
      const { wallMs, peakMb } = await askCold(asked.text, dir, cacheDir);
      samples[index]?.wallMs.push(wallMs);
      samples[index]?.peakMb.push(peakMb);
    }
  }
  return samples;
}
