/** What a row of changes says beside its summary, the same for every renderer. */
import type { ChangeRow } from "./answer.ts";

/** `100 → 0`; `now stopped` where nothing tells the value before; undefined where nothing was replaced. */
export function replacedWords(row: ChangeRow): string | undefined {
  if (row.after === undefined) {
    return row.before === undefined ? undefined : `${row.before} → unknown`;
  }
  if (row.before !== undefined) return `${row.before} → ${row.after}`;
  // "stopped RDS instance orders-db" says already that it is stopped now.
  return row.what.toLowerCase().includes(row.after.toLowerCase()) ? undefined : `now ${row.after}`;
}

/** True for a refusal whose reason the summary does not name already. */
export function isUnsaid(row: ChangeRow): boolean {
  const reason = row.error ?? row.result;
  // `Failure` is all that a record of a failed sign-in gives as its result.
  const said = reason === "Failure" ? "failed" : reason;
  return row.result !== "done" && !row.what.includes(said);
}
