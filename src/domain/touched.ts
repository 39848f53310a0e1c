/** What an event touches: resource names, ARNs and ids, and in which part they play. */
import { isArn } from "./arn.ts";
import { isDataCall } from "./data-calls.ts";
import { isObject, type JsonObject, type JsonValue } from "./json.ts";
import { cloudFormationService, isSameService } from "./resource-types.ts";
import { type KeyKind, keyKind } from "./touched-keys.ts";
import {
  arnRole,
  type Call,
  isTagging,
  requestRole,
  responseRole,
  toCall,
} from "./touched-roles.ts";
import { canBeName, embeddedArns, isResourceShape } from "./touched-values.ts";

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

/** Bounds that keep a 256 KB record cheap; real records stay far below. */
const DEEPEST = 24;
const MOST_VALUES = 20_000;
const MOST_TOUCHED = 2_000;

type Walk = {
  call: Call;
  name: string;
  found: Map<string, Touched>;
  /** Mentions of the request that become targets when the event has no other. */
  spare: Touched[];
  values: number;
  decide: typeof requestRole;
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

const TOP: Place = { key: "", rawKey: "", kind: "generic", parent: "", depth: 0, level: 0 };

/** The names, ARNs and ids in a record, each once, in its strongest part. Never throws, whatever the record holds. */
export function readTouched(
  record: JsonObject,
  facts: { service: string; name: string },
): Touched[] {
  const call = toCall(facts.service, facts.name, isDataCall(record, facts));
  const walk: Walk = {
    call,
    name: facts.name,
    found: new Map(),
    spare: [],
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

function readSection(walk: Walk, section: JsonValue | undefined, decide: typeof requestRole): void {
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

const plainKeys = new Map<string, string>();

/** Lower case without signs, remembered: records repeat the same few thousand keys. */
function plainKey(rawKey: string): string {
  const known = plainKeys.get(rawKey);
  if (known !== undefined) return known;
  const key = rawKey.toLowerCase().replace(/[^a-z0-9]/g, "");
  if (plainKeys.size < 20_000 && rawKey.length <= 64) plainKeys.set(rawKey, key);
  return key;
}

function readKey(walk: Walk, rawKey: string, value: JsonValue, above: Place): void {
  const key = plainKey(rawKey);
  const kind = keyKind(key);
  const nested = typeof value === "object";
  if (kind === "document" || (nested && key.endsWith("policy")))
    readDocument(walk, rawKey, value, 0);
  else if (kind === "tags") readNameTag(walk, value);
  else if (kind === "wrapper") readValue(walk, value, { ...above, depth: above.depth + 1 });
  else if (kind !== "ignored") {
    const parent = above.kind === "generic" ? above.parent : above.key;
    const { depth, level } = above;
    readValue(walk, value, { key, rawKey, kind, parent, depth: depth + 1, level: level + 1 });
  }
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

function add(walk: Walk, text: string, place: Place): void {
  const { call } = walk;
  // The key of an object is read together with its bucket.
  if (call.data && call.service === "s3" && place.key === "key") return;
  const generic = place.kind === "generic";
  const anyResource = place.key.startsWith("resource") && generic;
  const key = generic ? place.parent : place.key;
  const top = place.level <= (place.kind === "plain" ? 1 : 2);
  const decided = anyResource ? "target" : walk.decide(call, key, generic, top);
  const isForeign = isArn(text) && arnRole(call, text, decided, anyResource, walk.name) !== decided;
  const touched = { text, role: isForeign ? "mention" : decided, type: place.rawKey };
  const isSpare = touched.role === "mention" && !isForeign && walk.decide === requestRole && top;
  put(walk, call.data && touched.role === "target" ? { ...touched, role: "container" } : touched);
  if (isSpare && !call.data) walk.spare.push(touched);
  if (place.key === "functionname") addUnqualified(walk, touched);
}

/** `checkout:prod` and `111122223333:function:checkout` are the function checkout. */
function addUnqualified(walk: Walk, touched: Touched): void {
  const name = /^(?:\d{12}:)?(?:function:)?([\w-]+)(?::[\w$-]+)?$/.exec(touched.text)?.[1];
  if (name !== undefined && name !== touched.text && !/^\d{12}$/.test(name)) {
    put(walk, { ...touched, text: name, role: walk.call.data ? "container" : touched.role });
  }
}

const RANK: Record<TouchRole, number> = { target: 2, container: 1, mention: 0 };

function put(walk: Walk, touched: Touched): void {
  const known = walk.found.get(touched.text);
  if (known ? RANK[known.role] >= RANK[touched.role] : walk.found.size >= MOST_TOUCHED) return;
  walk.found.set(touched.text, touched);
}

/** An event that only refers to things acts on those that its first parameters name. */
function promoteSpare(walk: Walk): void {
  if (walk.spare.length === 0) return;
  for (const { role } of walk.found.values()) if (role === "target") return;
  for (const touched of walk.spare) put(walk, { ...touched, role: "target" });
}

/** Everything that a policy, template or definition names is only referred to. */
function readDocument(walk: Walk, rawKey: string, value: JsonValue, depth: number): void {
  walk.values += 1;
  if (walk.values > MOST_VALUES || depth > DEEPEST || value === null) return;
  if (typeof value === "string") {
    const names = isResourceShape(value) ? [value] : embeddedArns(value);
    for (const text of names) put(walk, { text, role: "mention", type: rawKey });
  } else if (typeof value === "object") {
    for (const inside of Object.values(value)) {
      if (inside !== undefined) readDocument(walk, rawKey, inside, depth + 1);
    }
  }
}

const NAMED_BY_TAG = /^(?:Create|Run|Allocate|Import|Copy|Register|Request)/;

/** In EC2 the tag Name is what people call a thing; other tags name other things. */
function readNameTag(walk: Walk, value: JsonValue, depth = 0): void {
  if (walk.call.service !== "ec2" || !NAMED_BY_TAG.test(walk.name)) return;
  walk.values += 1;
  if (depth > 8 || walk.values > MOST_VALUES || typeof value !== "object" || value === null) return;
  if (!Array.isArray(value) && (value.key ?? value.Key) === "Name") {
    const name = value.value ?? value.Value;
    if (typeof name === "string" && canBeName(name))
      put(walk, { text: name, role: "target", type: "tag Name" });
    return;
  }
  for (const inside of Object.values(value)) {
    if (inside !== undefined) readNameTag(walk, inside, depth + 1);
  }
}

/** An object is spoken of as `bucket/key`. */
function addObject(walk: Walk, request: JsonValue | undefined): void {
  if (!walk.call.data || !isObject(request)) return;
  const { bucketName, key } = request;
  if (typeof bucketName !== "string" || typeof key !== "string" || key === "") return;
  put(walk, { text: `${bucketName}/${key}`, role: "target", type: "key" });
}

/** `resources[]` of the record, and the outer `Resources` of LookupEvents: name or ARN, with a CloudFormation type. */
function readResources(walk: Walk, resources: JsonValue | undefined): void {
  if (!Array.isArray(resources)) return;
  for (const resource of resources) {
    walk.values += 1;
    if (walk.values > MOST_VALUES) return;
    if (isObject(resource)) readResource(walk, resource);
  }
}

function readResource(walk: Walk, resource: JsonObject): void {
  const type = firstText(resource.type, resource.ResourceType, resource.resourceType);
  const text = firstText(resource.ARN, resource.arn, resource.resourceName, resource.ResourceName);
  const prefix = firstText(resource.ARNPrefix);
  if (prefix !== undefined)
    put(walk, { text: prefix.replace(/\/$/, ""), role: "container", type: type ?? "ARNPrefix" });
  if (text === undefined || !canBeName(text)) return;
  put(walk, { text, role: resourceRole(walk, text, type ?? ""), type: type ?? "resource" });
}

function resourceRole(walk: Walk, text: string, type: string): TouchRole {
  const { call } = walk;
  const [, service = "", thing = ""] = type.toLowerCase().split("::");
  if (call.data && call.service === "s3")
    return /^arn:[^/]+\/./.test(text) ? "target" : "container";
  if (isArn(text) && arnRole(call, text, "target", false, walk.name) !== "target") return "mention";
  if (call.data) return "container";
  if (service !== "" && !isSameService(cloudFormationService(service), call.service)) {
    return call.linking || isTagging(walk.name) ? "target" : "mention";
  }
  return call.service === "ec2" && thing !== "" ? requestRole(call, thing, false, true) : "target";
}

function firstText(...values: (JsonValue | undefined)[]): string | undefined {
  return values.find((value): value is string => typeof value === "string" && value !== "");
}
