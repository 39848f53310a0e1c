/** What an expression may look at while it is computed. */
import type { Timeline, Value } from "../metrics/timeline.ts";
import type { Expression } from "./parser.ts";

export type MathContext = {
  /** The value of another query of the request, computed if need be; undefined where no query has the id. */
  valueById(id: string): Value | undefined;
  /** The metrics of the request as they are, with their ids; expressions are not among them. */
  metrics(): { id: string; one: Timeline }[];
  /** Milliseconds of this expression's own period. */
  periodMs: number;
  /** Beginnings of all periods of the window that can be read. */
  periods(periodMs: number): number[];
  /** Series that SEARCH finds. */
  search(query: string, stat: string, period: number): Timeline[];
  /** What an expression gave so many milliseconds earlier. */
  earlier(expression: Expression, shiftMs: number): Value;
};
