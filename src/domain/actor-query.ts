/** Whom a person means by "by jane", "by role deploy", "by key AKIA…". */
import type { Actor } from "./actor.ts";
import { addressKey, isCidr, isInside } from "./address.ts";
import { arnTail } from "./identity.ts";
import { stringAt } from "./json.ts";
import { never } from "./never.ts";
import { bareService } from "./text.ts";
import type { TrailEvent } from "./trail-event.ts";
import { hasWildcard, matchesWildcard } from "./wildcard.ts";

export type ActorQuery = {
  kind: "any" | "user" | "role" | "key" | "address" | "root" | "service";
  /** As typed; "" for root. */
  text: string;
};

type Known = Pick<TrailEvent, "actor" | "raw">;

/** True when the event was done by whom the query means. Upper and lower case are the same; `*` and `?` are wildcards. */
export function actsAs(event: Known, query: ActorQuery): boolean {
  const asked = readActorQuery(query);
  if (asked.kind === "root") return event.actor.kind === "root";
  if (asked.text === "") return false;
  if (asked.range) return isInside(event.actor.address ?? "", asked.text);
  const terms = termsOfKind(event, asked.kind);
  return asked.wildcard
    ? terms.some((term) => matchesWildcard(term, asked.text))
    : terms.includes(asked.text);
}

/** The lower-case texts under which an index files whoever did the event. */
export function actorTerms(event: Known): string[] {
  return [...new Set(termsOfKind(event, "any"))];
}

/**
 * The terms one of which every event of this actor carries among its `actorTerms`;
 * undefined where no list can say it (a wildcard, a range of addresses).
 */
export function actorQueryTerms(query: ActorQuery): string[] | undefined {
  const asked = readActorQuery(query);
  if (asked.kind === "root") return ["root"];
  return asked.wildcard || asked.range ? undefined : [asked.text];
}

/** A query as it is compared: lower case, addresses in one spelling. */
export type AskedActor = {
  kind: ActorQuery["kind"];
  text: string;
  wildcard: boolean;
  range: boolean;
};

/** What a query asks for once its text is read: `any` with `role/admin` asks for the role `admin`. */
export function readActorQuery(query: ActorQuery): AskedActor {
  const lower = query.text.trim().toLowerCase();
  const asked = query.kind === "any" ? narrowed(lower) : { kind: query.kind, text: lower };
  const { kind } = asked;
  const isAddress = kind === "any" || kind === "address";
  const text = finalText(kind, asked.text, isAddress);
  const wildcard = hasWildcard(text) && (kind === "any" || kind === "user" || kind === "role");
  return {
    kind,
    text: wildcard ? text.replace(/\*+/g, "*") : text,
    wildcard,
    range: isAddress && isCidr(text),
  };
}

function finalText(kind: ActorQuery["kind"], text: string, isAddress: boolean): string {
  if (kind === "service") return bareService(text);
  return isAddress && !isCidr(text) ? addressKey(text) : text;
}

/** `role/admin`, `user/bob`, as the console and IAM write them. */
function narrowed(text: string): { kind: ActorQuery["kind"]; text: string } {
  const [, kind, name] = /^(role|user)\/(?:.*\/)?([^/]+)$/.exec(text) ?? [];
  if (name === undefined) return { kind: "any", text };
  return { kind: kind === "role" ? "role" : "user", text: name };
}

function termsOfKind(event: Known, kind: Exclude<ActorQuery["kind"], "root"> | "root"): string[] {
  const { actor } = event;
  switch (kind) {
    case "user":
      return lowered(userNames(actor));
    case "role":
      return lowered(roleNames(actor));
    case "key":
      return lowered([actor.accessKeyId]);
    case "address":
      return actor.address === undefined ? [] : [addressKey(actor.address)];
    case "service":
      return lowered([actor.invokedBy]);
    case "root":
      return actor.kind === "root" ? ["root"] : [];
    case "any":
      return anyTerms(event);
    default:
      return never(kind);
  }
}

function anyTerms(event: Known): string[] {
  const { actor } = event;
  const others = [
    actor.accessKeyId,
    actor.invokedBy,
    actor.invokedBy && `${actor.invokedBy}.amazonaws.com`,
    actor.kind === "root" ? "root" : undefined,
    actor.kind === "anonymous" ? "anonymous" : undefined,
    actor.kind === "aws-account" ? actor.accountId : undefined,
    ...machineNames(event),
  ];
  const address = actor.address === undefined ? [] : [addressKey(actor.address)];
  return [...lowered([...userNames(actor), ...roleNames(actor), ...others]), ...address];
}

function lowered(texts: (string | undefined)[]): string[] {
  const terms: string[] = [];
  for (const text of texts) if (text) terms.push(text.toLowerCase());
  return terms;
}

function userNames(actor: Actor): (string | undefined)[] {
  const { userName, person, session, sourceIdentity, subject, role, principalId } = actor;
  const isRole = actor.kind === "assumed-role" || actor.kind === "federated-user";
  return [
    userName,
    person,
    session,
    sourceIdentity,
    ...[userName, person, session, sourceIdentity].map(localPart),
    role && session ? `${role}/${session}` : undefined,
    subject,
    subject && repository(subject),
    principalId,
    actor.arn,
    isRole ? undefined : principalId?.split(":")[0],
  ];
}

/** `jane` of jane@example.com. */
function localPart(name: string | undefined): string | undefined {
  const at = name?.indexOf("@") ?? -1;
  return at > 0 ? name?.slice(0, at) : undefined;
}

/** `acme/shop` of `repo:acme/shop:ref:refs/heads/main`. */
function repository(subject: string): string | undefined {
  return /^(?:repo|project_path):([^:]+)/.exec(subject)?.[1];
}

function roleNames(actor: Actor): (string | undefined)[] {
  if (actor.kind !== "assumed-role") return [];
  const { role, roleArn, permissionSet, principalId, arn } = actor;
  return [role, roleArn, permissionSet, principalId?.split(":")[0], arn, sessionlessArn(arn)];
}

/** The role's ARN as far as the session's ARN tells it: without the role's path. */
function sessionlessArn(arn: string | undefined): string | undefined {
  const [, partition, account, role] =
    /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(arn ?? "") ?? [];
  return role === undefined ? undefined : `arn:${partition}:iam::${account}:role/${role}`;
}

/** The function, task or instance whose credentials were used. */
function machineNames({ raw }: Known): (string | undefined)[] {
  const arn = stringAt(raw, "userIdentity", "inScopeOf", "sourceArn");
  if (arn === undefined) return [];
  return [arn, arnTail(arn) ?? arn.slice(arn.lastIndexOf(":") + 1)];
}

/** The kind that a query has once its text is read: `any` with `role/admin` asks for a role. */
export function actorQueryKind(query: ActorQuery): ActorQuery["kind"] {
  return readActorQuery(query).kind;
}

/** Those of an event's `actorTerms` by which a query of this kind finds it; they may repeat. */
export function actorTermsOf(event: Known, kind: ActorQuery["kind"]): string[] {
  return termsOfKind(event, kind);
}
