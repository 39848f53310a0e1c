/** The `userIdentity` of a record, read field by field. Shapes: CloudTrail user guide, "CloudTrail userIdentity element". */
import { isObject, type JsonObject, type JsonValue } from "./json.ts";
import { accountText, bareService, text, truth } from "./text.ts";

export type Identity = {
  type: string | undefined;
  userName: string | undefined;
  principalId: string | undefined;
  arn: string | undefined;
  accountId: string | undefined;
  accessKeyId: string | undefined;
  /** An AWS service that called with the identity's credentials, `cloudformation`. */
  invokedBy: string | undefined;
  identityProvider: string | undefined;
  /** Id of a user in IAM Identity Center. */
  onBehalfOf: string | undefined;
  /** The Lambda function, ECS task… whose credentials these are. */
  sourceArn: string | undefined;
  issuerName: string | undefined;
  issuerArn: string | undefined;
  sourceIdentity: string | undefined;
  federatedProvider: string | undefined;
  mfaAuthenticated: boolean | undefined;
};

type Loose<T> = { [Key in keyof T]: T[Key] | undefined };

/** The same object without the keys that hold undefined. */
export function defined<T extends object>(facts: Loose<T>): T {
  const result: Partial<T> = {};
  for (const key in facts) {
    const value = facts[key];
    if (value !== undefined) result[key] = value;
  }
  return result as T;
}

const NOTHING: JsonObject = {};

function inside(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : NOTHING;
}

export function readIdentity(record: JsonObject): Identity {
  const identity = inside(record.userIdentity);
  const context = inside(identity.sessionContext);
  const issuer = inside(context.sessionIssuer);
  return {
    type: text(identity.type),
    userName: visible(identity.userName),
    principalId: text(identity.principalId),
    arn: text(identity.arn),
    accountId: accountText(identity.accountId) ?? accountText(issuer.accountId),
    accessKeyId: text(identity.accessKeyId),
    invokedBy: readInvoker(identity, record),
    identityProvider: text(identity.identityProvider),
    onBehalfOf: text(inside(identity.onBehalfOf).userId),
    sourceArn: text(inside(identity.inScopeOf).sourceArn),
    issuerName: text(issuer.userName) ?? arnTail(text(issuer.arn)),
    issuerArn: text(issuer.arn),
    sourceIdentity: text(context.sourceIdentity),
    federatedProvider: text(inside(context.webIdFederationData).federatedProvider),
    mfaAuthenticated: truth(inside(context.attributes).mfaAuthenticated),
  };
}

/** On failed sign-ins CloudTrail puts this in place of what may be a password typed into the wrong field. */
const HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";

function visible(value: JsonValue | undefined): string | undefined {
  const name = text(value);
  return name === HIDDEN ? undefined : name;
}

/** These stand for the console itself: behind them is the person who clicked. */
const OF_THE_CONSOLE = new Set([
  "aws internal",
  "signin",
  "console",
  "health",
  "console.aws.amazon.com",
]);

/** Older records name the service only as the address that the call came from. */
function readInvoker(identity: JsonObject, record: JsonObject): string | undefined {
  const named = text(identity.invokedBy);
  if (named !== undefined) {
    const service = bareService(named);
    const ofConsole = OF_THE_CONSOLE.has(service) && identity.type !== "AWSService";
    return ofConsole ? undefined : service;
  }
  const address = text(record.sourceIPAddress);
  if (address === undefined || !address.endsWith(".amazonaws.com")) return undefined;
  const service = bareService(address);
  return service.includes(".") || OF_THE_CONSOLE.has(service) ? undefined : service;
}

/** What stands behind the last `/` of an ARN: the user or role name, the session. */
export function arnTail(arn: string | undefined): string | undefined {
  if (arn === undefined) return undefined;
  const tail = arn.slice(arn.lastIndexOf("/") + 1);
  return tail === "" || tail === arn ? undefined : tail;
}

/** Role and session in `arn:aws:sts::111122223333:assumed-role/ROLE/SESSION`, or in the principal id `AROA…:SESSION`. */
export function readRoleSession(identity: Identity): { role?: string; session?: string } {
  const parts = identity.arn?.split("assumed-role/")[1]?.split("/") ?? [];
  const afterColon = identity.principalId?.split(":").slice(1).join(":").trim();
  const roleOfArn = identity.arn?.includes(":role/") ? arnTail(identity.arn) : undefined;
  return defined<{ role?: string; session?: string }>({
    role: identity.issuerName ?? parts[0] ?? roleOfArn ?? identity.userName,
    session: parts.slice(1).join("/") || afterColon || undefined,
  });
}
