/** Which words belong to which call: one table a service. */
import type { Call, Deed, Summaries } from "./call.ts";
import { own } from "./words.ts";

const TABLES: Readonly<Record<string, Summaries>> = {};

/** What a call did in the words of its service's table, or undefined where no table knows it. */
export function summaryOf(call: Call): Deed | undefined {
  const table = own(TABLES, call.event.service);
  return table && own(table, call.event.name)?.(call);
}
