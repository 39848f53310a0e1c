/** What an event touches: resource names, ARNs and ids, and in which part they play. */
import { isArn } from "./arn.ts";
import { isDataCall } from "./data-calls.ts";
import { isObject, type JsonObject, type JsonValue } from "./json.ts";
import { readDocument, readNameTag } from "./touched-documents.ts";
import { type KeyKind, keyKind } from "./touched-keys.ts";
import { addObject, readResources } from "./touched-resources.ts";
import {
  type Decide,
  isActingOnReferences,
  isForeignArn,
  requestRole,
  responseRole,
  toCall,
} from "./touched-roles.ts";
import { canBeName, embeddedArns, isResourceShape } from "./touched-values.ts";
import { DEEPEST, MOST_VALUES, put, type Walk } from "./touched-walk.ts";

/**
 * `target`: the call acts on it. `container`: the call acts on content inside it (an object in a bucket, a message in a queue).
 * `mention`: the call only refers to it (the role given to a new function, the bucket a trail writes to).
 */
export type TouchRole = "target" | "container" | "mention";

export type Touched = {
  /** Name, ARN, id, URL or path, as the record spells it. */
  text: string;
  role: TouchRole;
  /** The key under which it stood, or the CloudFormation type where the record gives it. */
  type?: string;
};

/** Where a value stands. */
type Place = {
  key: string;
  rawKey: string;
  kind: KeyKind;
  /** The nearest key above that says what kind of thing it is; "" at the top. */
  parent: string;
  depth: number;
  /** Steps below the top that are no wrappers. */
  level: number;
};

const TOP: Place = { key: "", rawKey: "", kind: "plain", parent: "", depth: 0, level: 0 };

/** The names, ARNs and ids in a record, each once, in its strongest part. Never throws, whatever the record holds. */
export function readTouched(
  record: JsonObject,
  facts: { service: string; name: string },
): Touched[] {
  const call = toCall(facts.service, facts.name, isDataCall(record, facts));
  const walk: Walk = {
    call,
    found: new Map(),
    spare: [],
    hasRequestTarget: false,
    values: 0,
    decide: requestRole,
  };
  if (call.service === "s3") addObject(walk, record.requestParameters);
  readSection(walk, record.requestParameters, requestRole);
  if (isObject(record.serviceEventDetails)) {
    readSection(walk, record.serviceEventDetails, requestRole);
  }
  if (SPEAKING_ADDITIONS.has(call.service))
    readSection(walk, record.additionalEventData, requestRole);
  readSection(walk, record.responseElements, responseRole);
  readResources(walk, record.resources);
  promoteSpare(walk);
  return [...walk.found.values()];
}

/** Services whose own events name the resource in additionalEventData. */
const SPEAKING_ADDITIONS = new Set(["secretsmanager", "kms", "rds", "acm"]);

function readSection(walk: Walk, section: JsonValue | undefined, decide: Decide): void {
  if (!isObject(section)) return;
  walk.decide = decide;
  readObject(walk, section, TOP);
}

function readObject(walk: Walk, object: JsonObject, place: Place): void {
  for (const rawKey of Object.keys(object)) {
    const value = object[rawKey];
    if (value === null || value === undefined) continue;
    readKey(walk, rawKey, value, place);
  }
}

type KeyFacts = {
  /** Lower case without signs. */
  key: string;
  kind: KeyKind;
};

const knownKeys = new Map<string, KeyFacts>();

/** What a key says, remembered: records repeat the same few thousand keys. */
function keyFacts(rawKey: string): KeyFacts {
  const known = knownKeys.get(rawKey);
  if (known !== undefined) return known;
  const key = rawKey.toLowerCase().replace(/[^a-z0-9]/g, "");
  const facts = { key, kind: keyKind(key) };
  if (knownKeys.size < 20_000 && rawKey.length <= 64) knownKeys.set(rawKey, facts);
  return facts;
}

function readKey(walk: Walk, rawKey: string, value: JsonValue, above: Place): void {
  const { key, kind: ownKind } = keyFacts(rawKey);
  const kind = isAccountItself(walk, key) ? "name" : ownKind;
  const nested = typeof value === "object";
  if (kind === "document" || (nested && isPolicy(key, value))) readDocument(walk, rawKey, value, 0);
  else if (kind === "tags") readNameTag(walk, value);
  else if (kind === "wrapper") readValue(walk, value, { ...above, depth: above.depth + 1 });
  else if (kind !== "ignored") {
    const parent = above.kind === "generic" ? above.parent : above.key;
    const { depth, level } = above;
    readValue(walk, value, { key, rawKey, kind, parent, depth: depth + 1, level: level + 1 });
  }
}

/** Account numbers are no names, save where accounts are what is managed. */
function isAccountItself(walk: Walk, key: string): boolean {
  if (key !== "accountid") return false;
  const { service } = walk.call;
  return service === "organizations" || service === "account";
}

/** `policy` holds a policy document in some calls and the description of a policy in others. */
function isPolicy(key: string, value: JsonValue): boolean {
  return (
    key.endsWith("policy") && isObject(value) && ("Statement" in value || "statement" in value)
  );
}

function readValue(walk: Walk, value: JsonValue, place: Place): void {
  walk.values += 1;
  if (walk.values > MOST_VALUES || place.depth > DEEPEST) return;
  if (typeof value === "string") readText(walk, value, place);
  else if (Array.isArray(value)) {
    const inside = { ...place, depth: place.depth + 1 };
    for (const item of value) readValue(walk, item, inside);
  } else if (isObject(value)) readObject(walk, value, place);
}

function readText(walk: Walk, text: string, place: Place): void {
  const isNamed = place.kind === "name" || place.kind === "generic";
  if (isNamed && canBeName(text)) addAll(walk, text, place);
  else if (isResourceShape(text)) add(walk, text, place);
  else if (place.key === "value" && DIMENSIONS.test(place.parent) && canBeName(text)) {
    put(walk, { text, role: "mention", type: place.rawKey });
  } else {
    for (const arn of embeddedArns(text))
      put(walk, { text: arn, role: "mention", type: place.rawKey });
  }
}

const DIMENSIONS = /dimensions?$/;

/** `subnet-1,subnet-2` under one key are two things. */
function addAll(walk: Walk, text: string, place: Place): void {
  const pieces = text.includes(",") ? text.split(/\s*,\s*/) : [text];
  if (pieces.length > 1 && pieces.every(isResourceShape)) {
    for (const piece of pieces) add(walk, piece, place);
  } else add(walk, text, place);
}

function add(walk: Walk, spelled: string, place: Place): void {
  const { call } = walk;
  // The key of an object is read together with its bucket.
  if (call.data && call.service === "s3" && place.key === "key") return;
  const text = plainArn(spelled);
  // A response repeats what the request said better.
  if (walk.decide === responseRole && walk.found.has(text)) return;
  const role = roleOf(walk, text, place);
  const touched: Touched = { text, role, type: place.rawKey };
  put(walk, call.data && role === "target" ? { ...touched, role: "container" } : touched);
  if (walk.decide === requestRole) noteSpare(walk, touched, place);
  if (place.key === "functionname") addUnqualified(walk, touched);
}

/** Some console calls encode the ARN; an integration of API Gateway wraps the function's ARN in its own. */
function plainArn(text: string): string {
  const decoded = text.startsWith("arn%3A")
    ? text.replaceAll("%3A", ":").replaceAll("%2F", "/")
    : text;
  const inner = decoded.indexOf("/arn:aws");
  return inner > 0 && isArn(decoded)
    ? decoded.slice(inner + 1).replace(/\/invocations$/, "")
    : decoded;
}

function roleOf(walk: Walk, text: string, place: Place): TouchRole {
  const generic = place.kind === "generic";
  const anyResource = generic && place.key.startsWith("resource");
  const key = generic ? place.parent : place.key;
  const role = anyResource
    ? "target"
    : walk.decide(walk.call, key, place.kind !== "name", place.level);
  const isForeign = role === "target" && isArn(text) && isForeignArn(walk.call, text, anyResource);
  return isForeign ? "mention" : role;
}

function noteSpare(walk: Walk, touched: Touched, place: Place): void {
  if (touched.role === "target") walk.hasRequestTarget = true;
  else if (
    place.level <= 2 &&
    !(isArn(touched.text) && isForeignArn(walk.call, touched.text, false))
  ) {
    walk.spare.push(touched);
  }
}

/** `checkout:prod` and `111122223333:function:checkout` are the function checkout. */
function addUnqualified(walk: Walk, touched: Touched): void {
  const name = /^(?:\d{12}:)?(?:function:)?([\w-]+)(?::[\w$-]+)?$/.exec(touched.text)?.[1];
  if (name !== undefined && name !== touched.text && !/^\d{12}$/.test(name)) {
    put(walk, { ...touched, text: name, role: walk.call.data ? "container" : touched.role });
  }
}

/** An event that only refers to things acts on those that its first parameters name. */
function promoteSpare(walk: Walk): void {
  if (walk.spare.length === 0 || walk.call.data) return;
  const hasTarget = [...walk.found.values()].some(({ role }) => role === "target");
  if (!isActingOnReferences(walk.call, hasTarget, walk.hasRequestTarget)) return;
  for (const touched of walk.spare) put(walk, { ...touched, role: "target" });
}
