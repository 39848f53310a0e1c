/**
 * Whether a record holds a text, told from its JSON without parsing it: most records are decided so, and parsing takes
 * longer than all else that is done for them. What is not sure is left to `match.ts`.
 */

/** `perhaps` where only the parsed record tells. */
export type Held = "yes" | "no" | "perhaps";

/** Texts of these characters stand in JSON as they are. */
const PLAIN = /^[a-z0-9_.@:, -]+$/;
const RUN = /[a-z0-9_.@-]{3,}/g;
const RUN_CHARACTER = /[a-z0-9_.@-]/;
/** What JSON has outside its strings. */
const OUTSIDE = /^(?:[-+.0-9e:, ]|true|false|null)*$/;
/** Longer runs are encoded data, which nobody looks for; see `match.ts`. */
const LONGEST_RUN = 200;
const CALL_ID = /"(?:eventid|requestid)"\s*:\s*$/;
const CALL_ID_LENGTH = 30;

/** Asks whether records hold a text, each by its JSON in lower case with one character a byte. */
export function createTextCheck(text: string): (json: string) => Held {
  const sought = text.toLowerCase();
  if (PLAIN.test(sought)) return (json) => heldAsItIs(json, sought);
  const runs = sought.match(RUN) ?? [];
  return (json) => (runs.every((run) => json.includes(run)) ? "perhaps" : "no");
}

function heldAsItIs(json: string, sought: string): Held {
  const first = json.indexOf(sought);
  if (first === -1) return "no";
  // What is under the key of a token does not count, however deep.
  if (json.includes("sessiontoken") || json.includes("x-amz-security-token")) return "perhaps";
  for (let at = first; at !== -1; at = json.indexOf(sought, at + 1)) {
    if (isInString(json, at, at + sought.length)) return "yes";
  }
  return "perhaps";
}

/** True when a hit surely lies in one key or value, which is no id of the call, and in no very long run. */
function isInString(json: string, from: number, to: number): boolean {
  let start = from;
  let end = to;
  while (isRunAt(json, start - 1) && isRunAt(json, start)) start -= 1;
  while (isRunAt(json, end - 1) && isRunAt(json, end)) end += 1;
  // After a backslash the first letter may belong to the escape; an escaped letter would make the run longer.
  if (json[start - 1] === "\\" || json.startsWith("\\u", end)) return false;
  if (end - start > LONGEST_RUN || OUTSIDE.test(json.slice(start, end))) return false;
  const quote = openingQuote(json, start);
  return !CALL_ID.test(json.slice(Math.max(0, quote - CALL_ID_LENGTH), quote));
}

function isRunAt(json: string, at: number): boolean {
  return RUN_CHARACTER.test(json[at] ?? "");
}

/** Place of the quote with which the string around a place begins. */
function openingQuote(json: string, at: number): number {
  for (let quote = json.lastIndexOf('"', at); quote > 0; quote = json.lastIndexOf('"', quote - 1)) {
    let slashes = 0;
    while (json[quote - 1 - slashes] === "\\") slashes += 1;
    if (slashes % 2 === 0) return quote;
  }
  return 0;
}
