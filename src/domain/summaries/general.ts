/** Words for the calls that no table knows: the API name taken apart, and the thing it names. */
import { isObject, type JsonObject, type JsonValue } from "../json.ts";
import type { Call, Deed } from "./call.ts";
import { shortName } from "./short-name.ts";
import { isVerb } from "./verbs.ts";
import { listed, own, shownValue, wordsOf } from "./words.ts";

/** Words before the verb that say how it was called, not what was done. */
const ADVERBS = new Set(["admin", "batch", "bulk", "internal"]);

/** Verbs of API names that people say in another way. */
const SAID: Readonly<Record<string, string>> = {
  deprovision: "remove",
  deregister: "deregister",
  dissociate: "disassociate",
  failover: "fail over",
  get: "read",
  head: "check",
  logout: "log out",
  lookup: "look up",
  opt: "opt",
  put: "set",
  re: "re-",
  rollback: "roll back",
  shutdown: "shut down",
};

/** What a call did, out of its name: `DeleteMeshRoute` → `delete mesh route orders-route`. */
export function generalDeed(call: Call): Deed {
  const words = wordsOf(call.event.name);
  while (words.length > 1 && ADVERBS.has(words[0] ?? "") && isVerb(words[1] ?? "")) words.shift();
  const [first = "", ...noun] = words;
  const names = targetNames(call, noun);
  if (!looksLikeVerb(call, words)) return unspoken(call, names);
  const verb = own(SAID, first) ?? first;
  return [verb, ...noun, names].filter((word) => word !== "").join(" ");
}

function looksLikeVerb(call: Call, words: readonly string[]): boolean {
  const first = words[0] ?? "";
  if (isVerb(first)) return true;
  // An unknown first word of an API call is a verb that is new to us; names of service events are not built like that.
  const isCall =
    call.event.raw.eventType === "AwsApiCall" && /^[A-Z][a-z]+[A-Z]/.test(call.event.name);
  return isCall && !/(?:ed|tion|ment|login)$/.test(words.at(-1) ?? "");
}

function unspoken(call: Call, names: string): Deed {
  const about = names === "" ? "" : ` (${names})`;
  const name = shownValue(call.event.name) ?? "an unnamed call";
  // Names of service events are statements already: RotationStarted, PasswordUpdated.
  if (/[a-z]ed$/.test(name)) return { said: `${wordsOf(name).join(" ")}${about}` };
  return `call ${name}${about}`;
}

const NAMING = /(?:Names?|Ids?|ARNs?|Arns?|Identifiers?|Urls?|Keys?)$/;

/** The names of what a call acts on, best first by how well their key fits the noun of the API name. */
export function targetNames(call: Call, noun: readonly string[]): string {
  const fitting = bestGiven(call.request, noun);
  if (fitting.length > 0) return listed(fitting);
  const touched = call.event.touched.filter(({ role }) => role === "target");
  const first = touched.find(({ text }) => !text.startsWith("arn:")) ?? touched[0];
  return first ? shortName(first.text) : "";
}

function bestGiven(request: JsonObject, noun: readonly string[]): string[] {
  let best: { score: number; names: string[] } = { score: 0, names: [] };
  for (const [key, value] of Object.entries(request).slice(0, 40)) {
    const score = fitness(key, noun);
    if (score <= best.score) continue;
    const names = namesIn(value);
    if (names.length > 0) best = { score, names };
  }
  return best.names;
}

/** How well a parameter names the noun: 3 its last word, 2 another word of it, 1 a plain name or id. */
function fitness(key: string, noun: readonly string[]): number {
  const plain = /^(?:name|id|arn|identifier|resourceArn|resourceId|resourceName)$/i.test(key);
  if (plain) return 2.5;
  if (!NAMING.test(key) && !endsAlike(key, noun)) return 0;
  const stem = wordsOf(key.charAt(0).toUpperCase() + key.slice(1).replace(NAMING, "")).map(
    singular,
  );
  const last = singular(noun.at(-1) ?? "");
  const end = stem.at(-1) ?? "";
  if (end === "" || /token|request|client|kms|role|version/i.test(stem.join(" ")))
    return end === last && end !== "" ? 3 : 0;
  if (end === last) return 3;
  return noun.some((word) => singular(word) === end) ? 2 : 0.5;
}

function endsAlike(key: string, noun: readonly string[]): boolean {
  return singular(key.toLowerCase()) === singular((noun.at(-1) ?? "").toLowerCase());
}

function singular(word: string): string {
  const lower = word.toLowerCase();
  if (lower.endsWith("ies")) return `${lower.slice(0, -3)}y`;
  return lower.endsWith("s") && !lower.endsWith("ss") ? lower.slice(0, -1) : lower;
}

function namesIn(value: JsonValue | undefined): string[] {
  if (Array.isArray(value))
    return value.slice(0, 20).flatMap((item) => (isObject(item) ? [] : namesIn(item)));
  if (typeof value !== "string") return [];
  const text = shownValue(value);
  return text === undefined ? [] : [shortName(text)];
}
