/** Who made a call, as a person would say it. */
import { labelOf } from "./actor-label.ts";
import { arnTail, defined, type Identity, readIdentity, readRoleSession } from "./identity.ts";
import { isObject, type JsonObject, stringAt } from "./json.ts";
import { bareService, text, truth } from "./text.ts";

export type ActorKind =
  | "root"
  | "iam-user"
  | "assumed-role"
  | "federated-user"
  | "identity-center-user"
  | "saml-user"
  | "web-identity-user"
  | "directory-user"
  | "aws-account"
  | "aws-service"
  | "anonymous"
  | "unknown";

export type Actor = {
  kind: ActorKind;
  /** What a person would say: `jane@example.com (AdministratorAccess)`, `root (account 111122223333)`. */
  label: string;
  /** The principal's account. */
  accountId?: string;
  userName?: string;
  /** Role of the session: its session issuer. */
  role?: string;
  roleArn?: string;
  /** Role session name. */
  session?: string;
  /** Permission set of an IAM Identity Center session (role AWSReservedSSO_<set>_<hex>). */
  permissionSet?: string;
  sourceIdentity?: string;
  /** The human behind it where the record itself tells: user name, SSO e-mail, source identity. */
  person?: string;
  /** Web identity subject, such as a GitHub job `repo:acme/shop:ref:refs/heads/main`. */
  subject?: string;
  /** SAML or OIDC provider. */
  provider?: string;
  /** AWS service that made the call on the actor's behalf. */
  invokedBy?: string;
  mfa?: boolean;
  accessKeyId?: string;
  principalId?: string;
  arn?: string;
  /** sourceIPAddress: an address or the DNS name of a service. */
  address?: string;
  userAgent?: string;
};

const KINDS: Record<string, ActorKind> = {
  Root: "root",
  IAMUser: "iam-user",
  AssumedRole: "assumed-role",
  Role: "assumed-role",
  FederatedUser: "federated-user",
  IdentityCenterUser: "identity-center-user",
  SAMLUser: "saml-user",
  WebIdentityUser: "web-identity-user",
  Directory: "directory-user",
  AWSAccount: "aws-account",
  AWSService: "aws-service",
};

/** Who made the call that a record tells of; any record gives an actor, at worst of kind `unknown`. */
export function readActor(record: JsonObject): Actor {
  const identity = readIdentity(record);
  const { principalParts, principalId, arn, label } = principalOf(identity, record);
  const actor: Partial<Actor> & Pick<Actor, "kind"> = { ...principalParts };
  const mfa = readMfa(identity, record);
  const address = text(record.sourceIPAddress);
  const userAgent = text(record.userAgent);
  if (mfa !== undefined) actor.mfa = mfa;
  if (identity.accessKeyId !== undefined) actor.accessKeyId = identity.accessKeyId;
  if (principalId !== undefined) actor.principalId = principalId;
  if (arn !== undefined) actor.arn = arn;
  if (address !== undefined) actor.address = address;
  if (userAgent !== undefined) actor.userAgent = userAgent;
  return Object.assign(actor, { label });
}

/** What is the same in all calls of a principal. */
type Principal = {
  identity: Identity;
  principalParts: Omit<Actor, "label">;
  principalId: string | undefined;
  arn: string | undefined;
  label: string;
};

/** The last reading of each principal: a trail repeats a few of them. */
const principals = new Map<string, Principal>();
const MOST_PRINCIPALS = 5000;

function principalOf(identity: Identity, record: JsonObject): Principal {
  const key = identity.arn ?? identity.principalId;
  const known = key === undefined ? undefined : principals.get(key);
  if (known && isSamePrincipal(known.identity, identity)) return known;
  const principal = readPrincipal(identity, record);
  if (key !== undefined && IN_IDENTITY.has(principal.principalParts.kind)) {
    if (principals.size >= MOST_PRINCIPALS) principals.clear();
    principals.set(key, principal);
  }
  return principal;
}

/** Kinds of actors that are told by `userIdentity` alone, without the rest of the record. */
const IN_IDENTITY = new Set<ActorKind>([
  "assumed-role",
  "iam-user",
  "federated-user",
  "saml-user",
  "web-identity-user",
]);

function isSamePrincipal(one: Identity, other: Identity): boolean {
  for (const part of PRINCIPAL_PARTS) if (one[part] !== other[part]) return false;
  return true;
}

/** All of an identity but its key and whether it signed in with MFA, which differ from session to session. */
const PRINCIPAL_PARTS = [
  "arn",
  "principalId",
  "type",
  "userName",
  "accountId",
  "invokedBy",
  "issuerName",
  "issuerArn",
  "sourceIdentity",
  "identityProvider",
  "federatedProvider",
  "onBehalfOf",
  "sourceArn",
] as const satisfies (keyof Identity)[];

function readPrincipal(identity: Identity, record: JsonObject): Principal {
  const kind = kindOf(identity, record);
  const principalParts = defined<Omit<Actor, "label">>({
    kind,
    accountId: identity.accountId,
    ...namesOf(kind, identity, record),
    sourceIdentity: identity.sourceIdentity,
    provider: identity.identityProvider ?? identity.federatedProvider,
    invokedBy: identity.invokedBy ?? (kind === "aws-service" ? serviceOf(record) : undefined),
  });
  const principalId = identity.principalId ?? identity.onBehalfOf;
  const { arn, sourceArn } = identity;
  const label = labelOf({ ...principalParts, ...defined<Ids>({ principalId, arn, sourceArn }) });
  return { identity, principalParts, principalId, arn, label };
}

type Ids = { principalId?: string; arn?: string; sourceArn?: string };

const ANONYMOUS = new Set(["ANONYMOUS_PRINCIPAL", "anonymous"]);

function kindOf(identity: Identity, record: JsonObject): ActorKind {
  const { type, accountId, principalId } = identity;
  if (
    type === "AWSAccount" &&
    (ANONYMOUS.has(accountId ?? "") || ANONYMOUS.has(principalId ?? ""))
  ) {
    return "anonymous";
  }
  const kind = type !== undefined && Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  // What a service does with the root user's credentials is not done by a person.
  if (kind === "root" && identity.invokedBy !== undefined) return "aws-service";
  return kind ?? kindWithoutType(identity, record);
}

function kindWithoutType(identity: Identity, record: JsonObject): ActorKind {
  const arn = identity.arn ?? "";
  if (arn.includes(":assumed-role/")) return "assumed-role";
  if (arn.includes(":federated-user/")) return "federated-user";
  if (arn.includes(":user/")) return "iam-user";
  if (arn.endsWith(":root")) return "root";
  if (identity.onBehalfOf !== undefined) return "identity-center-user";
  if (identity.userName !== undefined) return "unknown";
  const byService = identity.invokedBy !== undefined || record.eventType === "AwsServiceEvent";
  return byService ? "aws-service" : "unknown";
}

function serviceOf(record: JsonObject): string | undefined {
  const source = text(record.eventSource);
  return source === undefined ? undefined : bareService(source);
}

type Names = Pick<
  Partial<Actor>,
  "userName" | "role" | "roleArn" | "session" | "permissionSet" | "person" | "subject"
>;

function namesOf(kind: ActorKind, identity: Identity, record: JsonObject): Names {
  switch (kind) {
    case "assumed-role":
      return roleNames(identity);
    case "federated-user":
      return personNames(arnTail(identity.arn) ?? identity.userName, identity.issuerName);
    case "web-identity-user":
      return subjectNames(identity);
    case "aws-account":
      return defined<Names>({ session: readRoleSession(identity).session });
    case "identity-center-user":
    case "unknown":
      return personNames(identity.userName ?? signInName(record));
    case "iam-user":
      return personNames(identity.userName ?? arnTail(identity.arn));
    case "saml-user":
    case "directory-user":
      return personNames(identity.userName);
    case "root":
    case "aws-service":
    case "anonymous":
      return identity.userName === undefined ? {} : { userName: identity.userName };
  }
}

/** Sign-in events of IAM Identity Center name the user beside the identity. */
function signInName(record: JsonObject): string | undefined {
  return stringAt(record, "additionalEventData", "UserName");
}

function personNames(userName: string | undefined, issuer?: string): Names {
  if (userName === undefined) return issuer === undefined ? {} : { role: issuer };
  const names: Names = { userName, person: userName };
  return issuer === undefined ? names : { ...names, role: issuer };
}

/** Roles that IAM Identity Center makes in an account: one a permission set, with 16 hexadecimal digits (at times masked). */
const PERMISSION_SET = /^AWSReservedSSO_(.+?)(?:_(?=[0-9a-z*]*[0-9x*]{2})[0-9a-z*]{6,20})?$/;
const EMAIL = /^[^@\s/]+@[^@\s/]+\.[^@\s/]+$/;

function roleNames(identity: Identity): Names {
  const { role, session } = readRoleSession(identity);
  const permissionSet = role === undefined ? undefined : PERMISSION_SET.exec(role)?.[1];
  const isPerson = session !== undefined && (permissionSet !== undefined || EMAIL.test(session));
  const roleArn =
    identity.issuerArn ?? (identity.arn?.includes(":role/") ? identity.arn : undefined);
  return defined<Names>({
    role,
    session,
    roleArn,
    permissionSet,
    person: identity.sourceIdentity ?? (isPerson ? session : undefined),
  });
}

function subjectNames(identity: Identity): Names {
  const subject = identity.userName;
  if (subject === undefined) return {};
  return EMAIL.test(subject)
    ? { userName: subject, subject, person: subject }
    : { userName: subject, subject };
}

function readMfa(identity: Identity, record: JsonObject): boolean | undefined {
  const extra = record.additionalEventData;
  const used = isObject(extra) ? truth(extra.MFAUsed) : undefined;
  return used ?? identity.mfaAuthenticated;
}
