/** One process a state folder: a second one would take the first one's running questions for left behind. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "../domain/problem.ts";
import { lockFile } from "./file-lock.ts";
import { storeProblem } from "./store-problems.ts";

/**
 * Holds the folder until the returned function is called or the process dies, however it dies. Throws a Problem
 * `store.in-use` when another process holds it.
 */
export function lockState(dir: string): () => void {
  const path = join(dir, "running.lock");
  const release = told(path, () => {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    return lockFile(path);
  });
  if (release) return release;
  throw new Problem(
    "store.in-use",
    `Another Trailwatch that runs keeps its state in ${dir}.`,
    "Stop it first, or give this one a folder of its own with TRAILWATCH_STATE_DIR.",
  );
}

function told<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw storeProblem(error, path) ?? error;
  }
}
