/** Errors of SQLite and the file system → what an operator can do about them. */
import { Problem } from "../domain/problem.ts";

type Kind = { pattern: RegExp; code: string; text: string; next: string };

const KINDS: Kind[] = [
  {
    pattern: /ENOSPC|EDQUOT|SQLITE_FULL|disk is full/i,
    code: "store.no-room",
    text: "There is no room left on the disk for",
    next: "Free some space, or move the state elsewhere with TRAILWATCH_STATE_DIR.",
  },
  {
    pattern: /NOTADB|CORRUPT|not a database|malformed/i,
    code: "store.damaged",
    text: "Damaged, so nothing can be read from it:",
    next: "Move the file away together with its -wal and -shm; the next start makes an empty one. What was asked before stays in the file that was moved.",
  },
  {
    pattern: /SQLITE_BUSY|SQLITE_LOCKED|database is locked/i,
    code: "store.busy",
    text: "Another process keeps writing to",
    next: "End the other Trailwatch, or give this one a folder of its own with TRAILWATCH_STATE_DIR.",
  },
  {
    pattern:
      /EACCES|EPERM|EROFS|ENOTDIR|EEXIST|EISDIR|ENOENT|READONLY|CANTOPEN|unable to open|readonly|SQLITE_IOERR/i,
    code: "store.no-write",
    text: "Cannot be written:",
    next: "Give Trailwatch the right to write there, or name another folder with TRAILWATCH_STATE_DIR.",
  },
];

/** The Problem behind an error of the store's file; undefined for any other error. */
export function storeProblem(error: unknown, path: string): Problem | undefined {
  const words = wordsOf(error);
  const kind = KINDS.find(({ pattern }) => pattern.test(words));
  return kind && new Problem(kind.code, `${kind.text} ${path}.`, kind.next, { cause: error });
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${"code" in error ? String(error.code) : ""} ${error.message}`;
}
