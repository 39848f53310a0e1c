/** Text that goes into SQL: literals for execution parameters, identifiers of the configuration, pieces of names. */
import { Problem } from "../domain/problem.ts";

/** Athena takes execution parameters of at most 1,024 characters. */
const LONGEST_PARAMETER = 1024;
/** Control characters, separators of lines, and halves of characters that take two. */
const REFUSED = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;

/**
 * A text as the SQL literal that `ExecutionParameters` wants: `it's` → `'it''s'`.
 * Athena puts these into the statement as they are, so control characters and half characters are refused with a Problem.
 */
export function sqlLiteral(text: string): string {
  if (REFUSED.test(text)) {
    throw new Problem(
      "trail.text",
      "A name with control characters cannot be searched with Athena.",
      "Type the name without line breaks and other control characters.",
    );
  }
  const literal = `'${text.replaceAll("'", "''")}'`;
  if (literal.length > LONGEST_PARAMETER) {
    throw new Problem(
      "trail.text",
      `A name of ${text.length} characters is too long to be searched with Athena.`,
      "Type a shorter piece of the name.",
    );
  }
  return literal;
}

/** Names that Glue takes for databases and tables, and that need no escaping between quotes. */
const IDENTIFIER = /^[a-z0-9_][a-z0-9_-]{0,127}$/;

/** A database or table as the configuration names it, checked and quoted. */
export function sqlIdentifier(name: string): string {
  if (!IDENTIFIER.test(name)) {
    throw new Problem(
      "trail.identifier",
      `${JSON.stringify(name.slice(0, 80))} is no name of a database or table in Athena.`,
      "Use lower-case letters, digits and _ in athena.database and athena.table.",
    );
  }
  return `"${name}"`;
}

export type Run = {
  /** Lower-case spellings of one piece of a name; a text that holds the name holds one of these. */
  spellings: string[];
};

/** Left as they are by JSON, URLs and names that are put together (`bucket/key`, ARNs). */
const PLAIN = /[a-z0-9_.-]+/g;
/** σ, İ and their kin turn to lower case in other ways in JavaScript than in Trino. */
const FOREIGN = /(?:(?![σςΣİ])[\p{L}\p{N}])+/gu;
/** More pieces make a search no narrower. */
const MOST_RUNS = 6;
const LONGEST_RUN = 200;

/**
 * Pieces of a name that every text which holds the name holds too, wherever it stands: in JSON, in a URL, in an ARN.
 * Signs, spaces and wildcards are left out, since they are spelt in several ways. Empty where nothing is sure.
 */
export function runsOf(text: string): Run[] {
  const lower = text.toLowerCase();
  const plain = (lower.match(PLAIN) ?? []).map((run) => run.slice(0, LONGEST_RUN));
  const longest = distinct(plain).sort((a, b) => b.length - a.length);
  const runs = longest
    .filter((run, index) => !longest.slice(0, index).some((other) => other.includes(run)))
    .slice(0, MOST_RUNS)
    .map((run) => ({ spellings: [run] }));
  if (runs.length > 0) return runs;
  const foreign = (lower.match(FOREIGN) ?? []).sort((a, b) => b.length - a.length)[0];
  return foreign === undefined
    ? []
    : [{ spellings: foreignSpellings([...foreign].slice(0, 40).join("")) }];
}

/** As it is, as JSON writers may escape it, and as it stands in a URL. */
function foreignSpellings(run: string): string[] {
  const units = run.split("").map((unit) => unit.charCodeAt(0).toString(16).padStart(4, "0"));
  const encoded = encodeURIComponent(run).toLowerCase();
  return [run, units.map((unit) => `\\u${unit}`).join(""), encoded];
}

/** True when each text with all runs of `narrow` has all runs of `wide` too. */
export function implies(narrow: readonly Run[], wide: readonly Run[]): boolean {
  return wide.every((run) =>
    narrow.some((other) =>
      other.spellings.every((text) => run.spellings.some((piece) => text.includes(piece))),
    ),
  );
}

export function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
