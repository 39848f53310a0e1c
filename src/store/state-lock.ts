/** One process a state folder: a second one would take the first one's running questions for left behind. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { Problem } from "../domain/problem.ts";
import { storeProblem } from "./store-problems.ts";

/**
 * Holds the folder until the returned function is called or the process dies, however it dies: the lock is the
 * operating system's, on a file of SQLite. Throws a Problem `store.in-use` when another process holds it.
 */
export function lockState(dir: string): () => void {
  const path = join(dir, "running.lock");
  const db = told(path, () => open(dir, path));
  try {
    db.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE");
  } catch (cause) {
    db.close();
    if (!(cause instanceof Error && /locked|busy/i.test(cause.message))) {
      throw storeProblem(cause, path) ?? cause;
    }
    throw new Problem(
      "store.in-use",
      `Another Trailwatch that runs keeps its state in ${dir}.`,
      "Stop it first, or give this one a folder of its own with TRAILWATCH_STATE_DIR.",
      { cause },
    );
  }
  return () => {
    if (db.open) db.close();
  };
}

function open(dir: string, path: string): Database.Database {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return new Database(path);
}

function told<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw storeProblem(error, path) ?? error;
  }
}
