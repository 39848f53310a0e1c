/** The built program, as its users run it: the engine in this process, or the whole command in one of its own. */
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { buildModules } from "../../deploy/build.ts";
import type { Answer } from "../../src/answers/answer.ts";
import type { Run, Trail } from "../../src/sources/trail.ts";
import { TRAIL_END } from "./estate.ts";
import { ASKED_AT } from "./kinds.ts";
import { type ProcessRun, runNode } from "./measure.ts";

const DIST = resolve(import.meta.dirname, "../../dist");

type FileTrailModule = typeof import("../../src/trail/files/file-trail.ts");
type AskModule = typeof import("../../src/questions/ask.ts");
export type Engine = Awaited<ReturnType<FileTrailModule["openFileTrail"]>>;

/** Parts of the built program that are timed inside this process, bundled as it is. */
const PARTS = { "file-trail": "src/trail/files/file-trail.ts", ask: "src/questions/ask.ts" };

let parts: Promise<string> | undefined;

async function buildParts(): Promise<string> {
  // Below the checkout, where packages are found; the next build of the program clears it.
  const folder = join(DIST, "bench");
  await buildModules(folder, PARTS);
  return folder;
}

async function built<Module>(part: keyof typeof PARTS): Promise<Module> {
  parts ??= buildParts();
  return (await import(pathToFileURL(join(await parts, `${part}.js`)).href)) as Module;
}

export function quietRun(): Run {
  return { signal: new AbortController().signal, progress: () => undefined };
}

/** Opens a trail with the built engine; an index is used when `cacheDir` holds one. */
export async function openEngine(dir: string, cacheDir: string): Promise<Engine> {
  const { openFileTrail } = await built<FileTrailModule>("file-trail");
  return openFileTrail({ dir, cacheDir, clock: { now: () => TRAIL_END } });
}

/** Asks a whole question in this process: words read, trail searched, people found, answer composed. */
export async function createAsker(trail: Trail): Promise<(text: string) => Promise<Answer>> {
  const { ask } = await built<AskModule>("ask");
  const context = { now: TRAIL_END, zone: "UTC", accountNames: {} };
  return async (text) => {
    const { answer } = await ask(text, { trail }, context, quietRun(), (_, error) => {
      throw error;
    });
    return answer;
  };
}

/** One `trailwatch` command in a fresh process. */
export async function runCommand(args: string[], cacheDir: string): Promise<ProcessRun> {
  return runNode([join(DIST, "main.js"), ...args], { TRAILWATCH_CACHE_DIR: cacheDir });
}

/** `trailwatch ask TEXT --json` in a fresh process; a failure is an error, not a fast answer. */
export async function askCold(
  text: string,
  dir: string,
  cacheDir: string,
  ...options: string[]
): Promise<ProcessRun> {
  const args = ["ask", text, "--trail", dir, "--json", "--now", ASKED_AT, ...options];
  const run = await runCommand(args, cacheDir);
  if (run.code !== 0 && run.code !== 1) {
    throw new Error(`"${text}" ended with ${run.code}: ${run.stderr || run.stdout}`.slice(0, 500));
  }
  return run;
}
