/** One process a folder of copies: two would drop and copy the same days at once. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { Problem } from "../../domain/problem.ts";
import { diskProblem } from "./copy-object.ts";
import { SYNC_FOLDER } from "./sync-state.ts";

/**
 * Holds the folder until the returned function is called or the process dies, however it dies: the lock is the
 * operating system's, on a file of SQLite. Throws a Problem `logs.in-use` when another process holds it.
 */
export function lockCopies(dir: string): () => void {
  const path = join(dir, SYNC_FOLDER, "running.lock");
  const db = openLock(dir, path);
  try {
    db.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE");
  } catch (cause) {
    db.close();
    if (!(cause instanceof Error && /locked|busy/i.test(cause.message))) throw cause;
    throw new Problem(
      "logs.in-use",
      `Another sync copies into ${dir} right now.`,
      "Wait until it is done; `trailwatch start` with aws.logs set keeps the folder up to date by itself.",
      { cause },
    );
  }
  return () => {
    if (db.open) db.close();
  };
}

function openLock(dir: string, path: string): Database.Database {
  try {
    mkdirSync(join(dir, SYNC_FOLDER), { recursive: true, mode: 0o700 });
    return new Database(path);
  } catch (error) {
    const cannot = Object.assign(new Error(String(error)), { code: "EACCES" });
    throw diskProblem(error, dir) ?? diskProblem(cannot, dir) ?? error;
  }
}
