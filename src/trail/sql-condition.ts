/** Conditions of a WHERE clause with their parameters, in the order in which the question marks stand. */
import { type Run, sqlLiteral } from "./sql-text.ts";

/** Undefined stands for a condition that is always true. */
export type Condition = { sql: string; parameters: string[] } | undefined;

/** A condition without parameters. */
export function plain(sql: string): Condition {
  return { sql, parameters: [] };
}

/** True where all hold. */
export function all(conditions: readonly Condition[]): Condition {
  const known = conditions.filter((condition) => condition !== undefined);
  return joined(known, " AND ");
}

/** True where one holds; always where one of them always does. */
export function any(conditions: readonly Condition[]): Condition {
  const known = conditions.filter((condition) => condition !== undefined);
  return known.length < conditions.length ? undefined : joined(known, " OR ");
}

function joined(conditions: NonNullable<Condition>[], word: " AND " | " OR "): Condition {
  const [first, ...others] = conditions;
  if (first === undefined || others.length === 0) return first;
  return {
    sql: `(${conditions.map(({ sql }) => sql).join(word)})`,
    parameters: conditions.flatMap(({ parameters }) => parameters),
  };
}

/** Lower-case text of several expressions; those that are NULL are left out. */
export function textOf(...expressions: readonly string[]): string {
  return `lower(concat_ws('|', ${expressions.join(", ")}))`;
}

/** True where the text holds each run in one of its spellings. */
export function holds(text: string, runs: readonly Run[]): Condition {
  return all(
    runs.map(({ spellings }) =>
      any(
        spellings.map((spelling) => ({
          sql: `strpos(${text}, ?) > 0`,
          parameters: [sqlLiteral(spelling)],
        })),
      ),
    ),
  );
}

/** True where the text begins so. */
export function begins(text: string, start: string): Condition {
  return { sql: `strpos(${text}, ?) = 1`, parameters: [sqlLiteral(start)] };
}
