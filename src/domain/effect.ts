/** What a call did: read or change, done or refused, and what a person would file it under. */
import { isDataCall } from "./data-calls.ts";
import { type Failure, isDenied, readFailure } from "./failure.ts";
import type { JsonObject } from "./json.ts";
import { truth } from "./text.ts";
import type { Effect, EventClass, Result } from "./trail-event.ts";

export type Deed = { effect: Effect; result: Result; class: EventClass; failure?: Failure };

/** `service` and `name` as in TrailEvent: without `.amazonaws.com`, without API version. */
export function readDeed(record: JsonObject, service: string, name: string): Deed {
  const effect = readEffect(record, service, name);
  const done = classOf(record, service, name, effect);
  const failure = readFailure(record, name);
  if (!failure) return { effect, result: "done", class: done };
  const result = isDenied(failure) ? "denied" : "failed";
  return { effect, result, class: failedClass(done, effect, service), failure };
}

function failedClass(done: EventClass, effect: Effect, service: string): EventClass {
  // A step of the sign-in page that fails is a sign-in that fails.
  if (service === "signin" && done === "read") return "failed-sign-in";
  // What a VPC endpoint refuses never reaches the service, so that no other event tells of it.
  if (done === "read" && effect === "change") return "attempt";
  return FAILED[done] ?? "attempt";
}

const FAILED: Partial<Record<EventClass, EventClass>> = {
  "sign-in": "failed-sign-in",
  session: "failed-session",
  read: "failed-read",
};

function classOf(record: JsonObject, service: string, name: string, effect: Effect): EventClass {
  if (isSignIn(record, service, name)) return "sign-in";
  if (isSession(service, name)) return "session";
  if (effect === "read") return "read";
  // What passed through a VPC endpoint; the change itself has an event of its own.
  if (record.eventCategory === "NetworkActivity") return "read";
  if (record.eventCategory === "Management") return "change";
  return isDataCall(record, { service, name }) ? "data-change" : "change";
}

/** Events of the sign-in page that are a step on the way, or a change of the root user's own password. */
const NO_SIGN_IN = new Set([
  "CheckMfa",
  "CredentialChallenge",
  "CredentialVerification",
  "GetSigninToken",
  "PasswordRecoveryRequested",
  "PasswordRecoveryCompleted",
  "PasswordUpdated",
  "EmailUpdated",
  "Logout",
]);
const SIGN_INS = new Set([
  "ConsoleLogin",
  "SwitchRole",
  "ExitRole",
  "RenewRole",
  "UserAuthentication",
]);
const SSO_SIGN_INS = new Set(["Authenticate", "Federate", "UserAuthentication"]);

function isSignIn(record: JsonObject, service: string, name: string): boolean {
  if (service === "signin") {
    if (SIGN_INS.has(name)) return true;
    return record.eventType === "AwsConsoleSignIn" && !NO_SIGN_IN.has(name);
  }
  return SSO_SIGN_INS.has(name) && service.startsWith("sso");
}

const SESSION_CALLS = new Set([
  "sts:GetSessionToken",
  "sts:GetFederationToken",
  "sso:CreateToken",
  "sso:CreateTokenWithIAM",
  "sso-oauth:CreateToken",
  "sso-oauth:CreateTokenWithIAM",
  "sso:GetRoleCredentials",
  "signin:GetSigninToken",
  "rolesanywhere:CreateSession",
  "cognito-identity:GetCredentialsForIdentity",
  "eks-auth:AssumeRoleForPodIdentity",
]);

/** Services whose calls may issue credentials. */
export const SESSION_SERVICES: ReadonlySet<string> = new Set(
  [...SESSION_CALLS].map((call) => call.slice(0, call.indexOf(":"))),
);

/** True for calls that issue credentials: AssumeRole and its like. */
export function isSession(service: string, name: string): boolean {
  if (service === "sts" && name.startsWith("Assume")) return true;
  return SESSION_SERVICES.has(service) && SESSION_CALLS.has(`${service}:${name}`);
}

const READS =
  /^(?:Batch|Transact)?(?:Get|List|Describe|Head|Lookup|Search|Query|Scan|Select|Check(?!out)|Estimate|Preview|Simulate|Validate|Test|Decode|Download|View|Filter|Receive|Poll|Discover|Detect(?!Stack)|Compare|Count|Is[A-Z]|Export(?=Table)?$)/;

/** True for an event name or pattern (`GetSecretValue`, `ec2:Describe*`) that asks for reads. */
export function asksForRead(pattern: string): boolean {
  return READS.test(pattern.slice(pattern.indexOf(":") + 1));
}

/** Calls that only look or only use, even where the record says `readOnly: false`. */
const READ_CALLS = new Set([
  "sts:GetFederationToken",
  "sts:GetSessionToken",
  "signin:CheckMfa",
  "signin:CredentialChallenge",
  "signin:CredentialVerification",
  "signin:PasswordRecoveryRequested",
  "signin:Logout",
  "sso:Logout",
  "iam:GenerateCredentialReport",
  "iam:GenerateServiceLastAccessedDetails",
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncrypt",
  "kms:Sign",
  "kms:Verify",
  "kms:GenerateMac",
  "kms:VerifyMac",
  "kms:DeriveSharedSecret",
]);

/** Calls that look and are not named so, for records that do not say `readOnly`. */
const READ_BY_NAME = new Set([
  "logs:StartQuery",
  "logs:StopQuery",
  "logs:StartLiveTail",
  "athena:StartQueryExecution",
  "athena:StopQueryExecution",
  "cloudtrail:StartQuery",
  "cloudtrail:CancelQuery",
]);

/** Names that begin like a read and change something. */
const CHANGE_CALLS = new Set([
  "batch:TestJob",
  "stepfunctions:TestState",
  "events:TestEventPattern",
]);

function readEffect(record: JsonObject, service: string, name: string): Effect {
  const call = `${service}:${name}`;
  if (READ_CALLS.has(call) || call.startsWith("kms:GenerateDataKey") || isSession(service, name)) {
    return "read";
  }
  const readOnly = truth(record.readOnly);
  if (readOnly !== undefined) return readOnly ? "read" : "change";
  if (CHANGE_CALLS.has(call)) return "change";
  return READS.test(name) || READ_BY_NAME.has(call) ? "read" : "change";
}
