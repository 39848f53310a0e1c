/** One process a folder of copies: two would drop and copy the same days at once. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "../../domain/problem.ts";
import { lockFile } from "../../store/file-lock.ts";
import { diskProblem } from "./copy-object.ts";
import { SYNC_FOLDER } from "./sync-state.ts";

/**
 * Holds the folder until the returned function is called or the process dies, however it dies. Throws a Problem
 * `logs.in-use` when another process holds it, `logs.no-write` when nobody can.
 */
export function lockCopies(dir: string): () => void {
  const release = openLock(dir);
  if (release) return release;
  throw new Problem(
    "logs.in-use",
    `Another sync copies into ${dir} right now.`,
    "Wait until it is done; `trailwatch start` with aws.logs set keeps the folder up to date by itself.",
  );
}

function openLock(dir: string): (() => void) | undefined {
  try {
    mkdirSync(join(dir, SYNC_FOLDER), { recursive: true, mode: 0o700 });
    return lockFile(join(dir, SYNC_FOLDER, "running.lock"));
  } catch (error) {
    // SQLite tells less than the file system: either way nothing can be written here.
    const cannot = Object.assign(new Error(String(error), { cause: error }), { code: "EACCES" });
    throw diskProblem(error, dir) ?? diskProblem(cannot, dir) ?? error;
  }
}
