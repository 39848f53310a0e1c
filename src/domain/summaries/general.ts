/** Words for the calls that no table knows: the API name taken apart, and the thing it names. */
import { isObject, type JsonObject, type JsonValue } from "../json.ts";
import { at, type Call, type Deed, nameAt } from "./call.ts";
import { shortName } from "./short-name.ts";
import { isVerb } from "./verbs.ts";
import { listed, own, shownValue, wordsOf } from "./words.ts";

/** Words before the verb that say how it was called, not what was done. */
const ADVERBS = new Set(["admin", "batch", "bulk", "internal"]);

/** Verbs of API names that people say in another way. */
const SAID: Readonly<Record<string, string>> = {
  get: "read",
  head: "check",
  logout: "log out of",
  lookup: "look up",
  put: "set",
  rollback: "roll back",
  shutdown: "shut down",
};

/** Verbs whose thing goes somewhere or comes from there; all others say `of`. */
const PREPOSITIONS: Readonly<Record<string, string>> = {
  add: "to",
  assign: "to",
  associate: "with",
  attach: "to",
  detach: "from",
  disassociate: "from",
  register: "with",
  deregister: "from",
  remove: "from",
  send: "to",
};

/** What a call did, out of its name: `DeleteMeshRoute` → `delete mesh route orders-route`. */
export function generalDeed(call: Call): Deed {
  const words = nameWords(call);
  const [first = "", ...noun] = words;
  const named = namedThing(call, noun);
  if (!looksLikeVerb(call, words)) return unspoken(call, named);
  const verb = own(SAID, first) ?? first;
  const of =
    named && noun.length > 0 && !named.isNoun ? `${own(PREPOSITIONS, first) ?? "of"} ` : "";
  return [verb, ...noun, named && `${of}${named.text}`].filter(Boolean).join(" ");
}

function nameWords(call: Call): string[] {
  const words = wordsOf(call.event.name);
  while (words.length > 1 && ADVERBS.has(words[0] ?? "") && isVerb(words[1] ?? "")) words.shift();
  return words;
}

function looksLikeVerb(call: Call, words: readonly string[]): boolean {
  if (isVerb(words[0] ?? "")) return true;
  // An unknown first word of an API call is a verb that is new to us; names of service events are not built like that.
  const isCall =
    call.event.raw.eventType === "AwsApiCall" && /^[A-Z][a-z]+[A-Z]/.test(call.event.name);
  return isCall && !/(?:ed|tion|ment|login)$/.test(words.at(-1) ?? "");
}

function unspoken(call: Call, named: Named | undefined): Deed {
  const about = named ? ` (${named.text})` : "";
  const name = shownValue(call.event.name) ?? "an unnamed call";
  // Names of service events are statements already: RotationStarted, PasswordUpdated.
  if (/[a-z]ed$/.test(name)) return { said: `${wordsOf(name).join(" ")}${about}` };
  return `call ${name}${about}`;
}

type Named = { text: string; isNoun: boolean };

/** From which fitness on a name is the noun's own, not that of something around it. */
const OWN_NAME = 2.5;

/** The name of what a call acts on: the parameter whose key fits the noun of the API name best, else what it touches. */
function namedThing(call: Call, noun: readonly string[]): Named | undefined {
  const best = [...partsThatName(call, noun)]
    .map((part) => bestIn(part, noun))
    .toSorted((a, b) => b.score - a.score)[0];
  if (best && best.names.length > 0)
    return { text: listed(best.names), isNoun: best.score >= OWN_NAME };
  const touched = call.event.touched.filter(({ role }) => role === "target");
  const first = touched.find(({ text }) => !text.startsWith("arn:")) ?? touched[0];
  return first ? { text: shortName(first.text), isNoun: true } : undefined;
}

/** The request, what it wraps (`CreateXRequest`), and, for what a call made, the response and the thing inside it. */
function partsThatName(call: Call, noun: readonly string[]): JsonObject[] {
  const { request, response } = call;
  const inner = Object.entries(request).find(
    ([key, value]) => /(?:Request|Input)$/.test(key) && isObject(value),
  )?.[1];
  const made = noun.length > 0 ? at(response, noun.join("")) : undefined;
  return [request, inner, response, made].filter(isObject);
}

type Found = { score: number; names: string[] };

function bestIn(part: JsonObject, noun: readonly string[]): Found {
  let best: Found = { score: 0, names: [] };
  for (const [key, value] of Object.entries(part).slice(0, 40)) {
    const score = fitness(key, noun);
    if (score <= best.score) continue;
    const names = namesIn(value);
    if (names.length > 0) best = { score, names };
  }
  return best;
}

const NAMING = /(?:Names?|Ids?|ARNs?|Arns?|Identifiers?|Urls?|name)$/;
const PLAIN = /^(?:name|id|arn|identifier|resourceArn|resourceId|resourceName|resource)$/i;
/** Keys that look like names but say who or how, not what. */
const ASIDE = /token|request|client|kms|role|principal|version|account/i;

/** How well a parameter names the noun: 3 its last word, 2.5 a plain name or id, 2 another word of it, 0.5 any other name or id. */
function fitness(key: string, noun: readonly string[]): number {
  if (PLAIN.test(key)) return OWN_NAME;
  const last = singular(noun.at(-1) ?? "");
  if (last !== "" && singular(key) === last) return 3;
  if (!NAMING.test(key)) return 0;
  const stem = key.replace(NAMING, "");
  const end = singular(wordsOf(stem.charAt(0).toUpperCase() + stem.slice(1)).at(-1) ?? "");
  if (end === "") return 0;
  if (end === last) return 3;
  if (noun.some((word) => singular(word) === end)) return 2;
  return ASIDE.test(stem) ? 0 : 0.5;
}

function singular(word: string): string {
  const lower = word.toLowerCase();
  if (lower.endsWith("ies")) return `${lower.slice(0, -3)}y`;
  return lower.endsWith("s") && !lower.endsWith("ss") ? lower.slice(0, -1) : lower;
}

function namesIn(value: JsonValue | undefined): string[] {
  if (Array.isArray(value))
    return value.slice(0, 20).flatMap((item) => (isObject(item) ? [] : namesIn(item)));
  const name = typeof value === "string" ? nameAt({ value }, "value") : undefined;
  return name === undefined || name === "" ? [] : [name];
}

/** True when a call deletes the one thing that it names (DeleteBucket), not a part of it (DeleteBucketPolicy, DeleteRolePolicy). */
export function deletesOneThing(call: Call): boolean {
  const [verb, ...noun] = nameWords(call);
  if (verb !== "delete" || call.request.qualifier !== undefined) return false;
  const naming = Object.keys(call.request).filter(
    (key) => !/^final|token$/i.test(key) && fitness(key, noun) > 0,
  );
  const [only] = naming;
  return naming.length === 1 && only !== undefined && fitness(only, noun) >= OWN_NAME;
}
