/** Joins the call that opened a session to the calls made in it: the access key it issued is the key they carry. */
import type { Actor } from "./actor.ts";
import { isSession } from "./effect.ts";
import { arrayAt, type JsonObject, objectAt, stringAt } from "./json.ts";
import type { TrailEvent } from "./trail-event.ts";

/** Where calls that issue session credentials put them in their answer. */
const PLACES: string[][] = [["credentials"], ["Credentials"], ["roleCredentials"]];

/** The access key that the call issued for a session (AssumeRole, GetSessionToken and their like); else undefined. */
export function issuedKey(event: Pick<TrailEvent, "service" | "name" | "raw">): string | undefined {
  if (!isSession(event.service, event.name)) return undefined;
  const answer = objectAt(event.raw.responseElements);
  if (!answer) return undefined;
  for (const place of PLACES) {
    const key = keyIn(objectAt(answer, ...place));
    if (key) return key;
  }
  return keyIn(objectAt(arrayAt(answer, "credentialSet")[0], "credentials"));
}

function keyIn(credentials: JsonObject | undefined): string | undefined {
  return stringAt(credentials, "accessKeyId") ?? stringAt(credentials, "AccessKeyId");
}

/** The access key that the call was made with, when it belongs to a session and not to a user for good. */
export function sessionKey(event: Pick<TrailEvent, "actor">): string | undefined {
  const { accessKeyId, kind } = event.actor;
  if (accessKeyId === undefined) return undefined;
  const isRoleSession = kind === "assumed-role" || kind === "federated-user";
  return accessKeyId.startsWith("ASIA") || isRoleSession ? accessKeyId : undefined;
}

export type OpenedSession = {
  /** Access key of the new session. */
  key?: string;
  roleArn?: string;
  /** Role session name. */
  session?: string;
  sourceIdentity?: string;
  /** `arn:aws:sts::111122223333:assumed-role/ROLE/SESSION`. */
  arn?: string;
  /** Who opened it. */
  by: Actor;
};

/** What a call that issued credentials tells about the session and who opened it; undefined for other calls. */
export function openedSession(event: TrailEvent): OpenedSession | undefined {
  if (!isSession(event.service, event.name)) return undefined;
  const { requestParameters: asked, responseElements: answer } = event.raw;
  const opened: OpenedSession = { by: event.actor };
  const facts: [keyof Omit<OpenedSession, "by">, string | undefined][] = [
    ["key", issuedKey(event)],
    ["roleArn", stringAt(asked, "roleArn")],
    ["session", stringAt(asked, "roleSessionName") ?? stringAt(asked, "name")],
    ["sourceIdentity", stringAt(asked, "sourceIdentity") ?? stringAt(answer, "sourceIdentity")],
    ["arn", stringAt(answer, "assumedRoleUser", "arn") ?? stringAt(answer, "federatedUser", "arn")],
  ];
  for (const [name, value] of facts) if (value !== undefined) opened[name] = value;
  return opened;
}
