/** What a policy document allows, and to whom, in words. */
import { isObject, type JsonObject, type JsonValue } from "./json.ts";
import { isRedacted } from "./redact-text.ts";
import { counted, listed, shown } from "./summaries/words.ts";

/** One statement of a policy: who gets or is refused which actions, on what, under which conditions. */
export type Grant = {
  effect: "allow" | "deny";
  /** Principals as written; `*` for anyone; [] in a policy of a user, role or group. */
  principals: string[];
  /** True when it names those that are left out (NotPrincipal). */
  allBut: boolean;
  actions: string[];
  resources: string[];
  /** Condition keys, each with its first value. */
  conditions: string[];
  /** True when it gives something to everybody in the world. */
  isPublic: boolean;
};

/**
 * Condition keys that tie a grant to somebody; S3 and others do not call a policy public that has one of them
 * (docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html, "The meaning of public").
 */
const NARROWING =
  /^(?:aws:(?:sourceip|vpcsourceip|source(?:arn|account|owner|vpc|vpce|org(?:id|paths))|principal(?:arn|account|orgid|orgpaths|isawsservice)|userid|username)|s3:dataaccesspoint(?:arn|account)|kms:(?:calleraccount|viaservice)|sns:endpoint|sts:externalid|lambda:eventsourcetoken|.+:(?:aud|sub|amr|oaud))$/i;

/** The document behind JSON text, URL-encoded JSON text or an object; undefined for anything else. */
export function parsePolicy(document: JsonValue | undefined): JsonObject | undefined {
  if (isObject(document)) return document;
  if (typeof document !== "string") return undefined;
  const text = document.trim();
  return parsed(text) ?? parsed(decoded(text));
}

function parsed(text: string | undefined): JsonObject | undefined {
  if (!text?.startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function decoded(text: string): string | undefined {
  if (!/^%7b/i.test(text)) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The statements of a policy document. */
export function grantsIn(document: JsonValue | undefined): Grant[] {
  const policy = parsePolicy(document);
  if (!policy) return [];
  return many(policy.Statement).flatMap((statement) =>
    isObject(statement) ? [toGrant(statement)] : [],
  );
}

function toGrant(statement: JsonObject): Grant {
  const allBut = statement.NotPrincipal !== undefined;
  const principals = principalsIn(statement.Principal ?? statement.NotPrincipal);
  const effect = statement.Effect === "Deny" ? "deny" : "allow";
  const notAction = statement.Action === undefined;
  const actions = texts(statement.Action ?? statement.NotAction);
  const anyone = allBut || principals.includes("*");
  return {
    effect,
    principals,
    allBut,
    actions: notAction && actions.length > 0 ? [`all but ${listed(actions)}`] : actions,
    resources: texts(statement.Resource),
    conditions: conditionsIn(statement.Condition),
    isPublic: effect === "allow" && anyone && !isNarrowed(statement.Condition),
  };
}

function principalsIn(value: JsonValue | undefined): string[] {
  if (!isObject(value)) return texts(value);
  return Object.values(value).flatMap(texts);
}

function texts(value: JsonValue | undefined): string[] {
  return many(value).filter((item) => typeof item === "string");
}

function many(value: JsonValue | undefined): JsonValue[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function conditionsIn(value: JsonValue | undefined): string[] {
  if (!isObject(value)) return [];
  return Object.values(value).flatMap((tests) =>
    isObject(tests)
      ? Object.entries(tests).map(([key, wanted]) => shown(`${key} ${firstText(wanted)}`.trim()))
      : [],
  );
}

function firstText(value: JsonValue | undefined): string {
  const all = many(value);
  // The key alone says more than a value that had to be taken out.
  if (typeof all[0] === "string" && isRedacted(all[0])) return "";
  const more = all.length > 1 ? ` or ${all.length - 1} more` : "";
  return `${typeof all[0] === "object" ? "" : String(all[0] ?? "")}${more}`;
}

function isNarrowed(value: JsonValue | undefined): boolean {
  if (!isObject(value)) return false;
  return Object.values(value).some(
    (tests) =>
      isObject(tests) &&
      Object.entries(tests).some(([key, wanted]) => NARROWING.test(key) && !isEverything(wanted)),
  );
}

/** `aws:SourceIp 0.0.0.0/0` and `*` narrow nothing. */
function isEverything(value: JsonValue | undefined): boolean {
  return texts(value).some((text) => text === "*" || text === "0.0.0.0/0" || text === "::/0");
}

/** True when the policy gives something to everybody in the world. */
export function isPublicPolicy(document: JsonValue | undefined): boolean {
  return grantsIn(document).some(({ isPublic }) => isPublic);
}

/** Who may use a policy's grant, in words: `anyone`, an ARN, `account 999…`, `lambda.amazonaws.com`. */
export function granteeWords({ principals, allBut }: Grant): string {
  const named = listed(principals.map(principalWords), 2);
  return allBut ? `anyone but ${named}` : named;
}

/** A principal in words: `*` → anyone, twelve digits → an account. */
export function principalWords(principal: string): string {
  if (principal === "*") return "anyone";
  return /^\d{12}$/.test(principal) ? `account ${principal}` : shown(principal);
}

/**
 * What a policy allows: `allows s3:GetObject to anyone`, `allows s3:* on *`, `denies s3:* to anyone if aws:SecureTransport false`.
 * What is public comes first; statements beyond the third are counted. Undefined when it is not a policy.
 */
export function policyWords(document: JsonValue | undefined): string | undefined {
  const policy = parsePolicy(document);
  if (policy?.Statement === undefined) return undefined;
  const grants = grantsIn(policy).toSorted((a, b) => rank(a) - rank(b));
  if (grants.length === 0) return "allows nothing";
  const told = grants.slice(0, 2).map(grantWords);
  const rest = grants.length - told.length;
  return rest > 0 ? `${told.join(", ")}, ${counted(rest, "more statement")}` : told.join(", ");
}

function rank(grant: Grant): number {
  if (grant.isPublic) return 0;
  if (grant.effect === "deny") return 3;
  return grant.actions.includes("*") ? 1 : 2;
}

function grantWords(grant: Grant): string {
  const verb = grant.effect === "deny" ? "denies" : "allows";
  const what = actionWords(grant.actions);
  const to = grant.principals.length > 0 ? ` to ${granteeWords(grant)}` : onWords(grant.resources);
  return `${verb} ${what}${to}${conditionWords(grant)}`;
}

function actionWords(actions: readonly string[]): string {
  if (actions.includes("*")) return "everything";
  return listed(
    actions.map((action) => shown(action)),
    3,
  );
}

function onWords(resources: readonly string[]): string {
  if (resources.length === 0) return "";
  return ` on ${listed(
    resources.map((resource) => shown(resource)),
    1,
  )}`;
}

function conditionWords({ conditions }: Grant): string {
  return conditions.length === 0 ? "" : ` if ${listed(conditions, 1)}`;
}

/** Who may assume a role by its trust policy: `arn:aws:iam::999:root may assume it`. Undefined when it is not a policy. */
export function trustWords(document: JsonValue | undefined): string | undefined {
  const policy = parsePolicy(document);
  if (policy?.Statement === undefined) return undefined;
  const allowed = grantsIn(policy)
    .filter(({ effect }) => effect === "allow")
    .toSorted((a, b) => rank(a) - rank(b));
  if (allowed.length === 0) return "nobody may assume it";
  const who = allowed.slice(0, 3).map((grant) => granteeWords(grant) + conditionWords(grant));
  const rest = allowed.length - who.length;
  const more = rest > 0 ? ` and ${counted(rest, "more statement")}` : "";
  return `${who.join(", ")}${more} may assume it`;
}
