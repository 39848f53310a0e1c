/**
 * Takes secrets out of what is shown, logged or stored outside the trail's index: tokens, passwords, private keys,
 * connection strings, environment variables. Access key ids, ARNs and ids are evidence and stay.
 */
import { isObject, type JsonObject, type JsonValue } from "./json.ts";
import { isRedacted, REDACTED, withoutSecrets } from "./redact-text.ts";
import { isEnvironment, isSecretName, isWhollySecret, plainName } from "./secret-names.ts";
import { parseJson } from "./torn-json.ts";

/** Nobody reads deeper, and the stack ends somewhere. */
const DEEPEST = 200;

/**
 * `open`: nothing is known; `settings`: what stands under `environment`, variables or what is said about them;
 * `variables`: values of environment variables; `secret`: all of it is secret.
 */
type Place = "open" | "settings" | "variables" | "secret";

/** The same value without secrets, at any depth, also in JSON that stands as text. Never throws. */
export function redact(value: JsonValue): JsonValue {
  return clean(value, "open", 0);
}

/** The text without the secrets that stand in it; JSON inside is read as such. Never throws. */
export function redactText(text: string): string {
  return cleanText(text, "open", 0);
}

/** As `redact`, for an object. */
export function redactObject(value: JsonObject): JsonObject {
  return cleanObject(value, "open", 0);
}

function clean(value: JsonValue, place: Place, depth: number): JsonValue {
  if (depth > DEEPEST) return REDACTED;
  if (typeof value === "string") return cleanText(value, place, depth);
  if (Array.isArray(value)) return value.map((item) => cleanItem(item, place, depth + 1));
  if (isObject(value)) return cleanObject(value, place, depth);
  return place === "open" || typeof value !== "number" ? value : REDACTED;
}

function cleanText(value: string, place: Place, depth: number): string {
  if (place !== "open") return keepsAnyway(value) ? value : REDACTED;
  const first = value.trimStart()[0];
  if (first === "{" || first === "[" || first === '"') {
    const inner = parseJson(value);
    if (inner !== undefined && typeof inner !== "number") return cleanJson(value, inner, depth);
  }
  return withoutSecrets(value);
}

function cleanJson(value: string, inner: JsonValue, depth: number): string {
  const before = JSON.stringify(inner);
  const after = JSON.stringify(clean(inner, "open", depth + 1));
  return before === after ? value : after;
}

function keepsAnyway(value: string): boolean {
  return value === "" || isRedacted(value);
}

/** In lists of environment variables an item is `{name, value}` or `NAME=value`. */
function cleanItem(item: JsonValue, place: Place, depth: number): JsonValue {
  if (place !== "variables" || typeof item !== "string") return clean(item, place, depth);
  const equals = item.indexOf("=");
  return equals > 0 ? `${item.slice(0, equals)}=${REDACTED}` : REDACTED;
}

function cleanObject(value: JsonObject, place: Place, depth: number): JsonObject {
  const pair = place === "variables" && isNamed(value);
  const entries: [string, JsonValue][] = [];
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    const inside = innerPlace(value, key, inner, pair ? "open" : place, pair);
    entries.push([cleanKey(key), clean(inner, inside, depth + 1)]);
  }
  return Object.fromEntries(entries);
}

/** A key is a name, unless somebody used a map the other way round. */
function cleanKey(key: string): string {
  return key.length < 20 ? key : withoutSecrets(key);
}

function innerPlace(
  parent: JsonObject,
  key: string,
  inner: JsonValue,
  place: Place,
  isVariable: boolean,
): Place {
  if (place === "secret") return isMachineDetail(key) ? "open" : "secret";
  if (isValueKey(key)) return isVariable || announcesSecret(parent) ? "secret" : place;
  if (place === "variables") return "variables";
  if (place === "settings") return isVariableOf(key, inner) ? "variables" : "open";
  return openPlace(key, inner);
}

function openPlace(key: string, inner: JsonValue): Place {
  if (isEnvironment(key)) return environmentPlace(key, inner);
  if (!isSecretName(key)) return "open";
  if (isWhollySecret(key)) return "secret";
  return isBare(inner) && !(typeof inner === "string" && isKept(inner)) ? "secret" : "open";
}

/** Ids that stand beside secrets and name them: what to look for, not what to hide. */
function isMachineDetail(key: string): boolean {
  return /^(?:secretarn|kmskeyid|secretstatus)$/.test(plainName(key));
}

function isBare(value: JsonValue): boolean {
  return (
    typeof value === "string" ||
    (Array.isArray(value) && value.every((item) => typeof item === "string"))
  );
}

/** A reference to a secret, or an access key id, is no secret. */
function isKept(value: string): boolean {
  return (
    value.startsWith("arn:") || /^(?:AKIA|ASIA)[A-Z0-9]{12,}$/.test(value) || isRedacted(value)
  );
}

/** Settings that stand beside environment variables under `environment` (CodeBuild, Lambda). */
const SETTINGS =
  /^(?:type|image|computeType|fleet|imagePullCredentialsType|certificate|name|id|arn|description|tier|platform)$/;

function environmentPlace(key: string, inner: JsonValue): Place {
  if (typeof inner === "string") return "open";
  return plainName(key) === "environment" && isObject(inner) ? "settings" : "variables";
}

function isVariableOf(key: string, inner: JsonValue): boolean {
  if (typeof inner !== "string") return isEnvironment(key);
  return !SETTINGS.test(key);
}

const NAMES = [
  "name",
  "Name",
  "key",
  "Key",
  "parameterKey",
  "ParameterKey",
  "parameterName",
  "optionName",
  "OptionName",
  "parameter",
  "attributeName",
];

function nameOf(value: JsonObject): string | undefined {
  for (const key of NAMES) {
    const name = value[key];
    if (typeof name === "string") return name;
  }
  return undefined;
}

function isNamed(value: JsonObject): boolean {
  return nameOf(value) !== undefined && Object.keys(value).some(isValueKey);
}

function isValueKey(key: string): boolean {
  return /^(?:value|values|parameterValue|attributeValue|optionValue|defaultValue|stringValue)$/i.test(
    key,
  );
}

/** `{key: "password", value}`, `{parameterKey: "DBPassword", parameterValue}`, a SecureString, a Beanstalk variable. */
function announcesSecret(parent: JsonObject): boolean {
  if (parent.type === "SecureString" || parent.Type === "SecureString") return true;
  const namespace = parent.namespace ?? parent.Namespace;
  if (typeof namespace === "string" && namespace.endsWith(":application:environment")) return true;
  const name = nameOf(parent);
  return name !== undefined && isSecretName(name);
}
