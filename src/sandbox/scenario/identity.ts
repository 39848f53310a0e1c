/** Callers: the `userIdentity` that CloudTrail writes for them, and from where and with what they call. */
import type { JsonObject } from "../../domain/json.ts";
import { formatInstant } from "../../domain/time.ts";
import {
  ACCOUNTS,
  type AccountName,
  CONTRACTOR,
  FIREFOX,
  GITHUB,
  HOME,
  PEOPLE,
  PERMISSION_SETS,
  type PermissionSet,
  type PersonName,
  TERRAFORM_ADDRESS,
} from "./company.ts";
import { exampleId } from "./random.ts";

/** With what a call is made: decides the user agent and the marks of a console session. */
export type Tool =
  | { kind: "console"; browser: string }
  | { kind: "cli"; computer: "macos" | "linux" }
  | { kind: "terraform" }
  | { kind: "github" }
  | { kind: "runtime"; name: string }
  | { kind: "service"; name: string };

export type Caller = {
  identity: JsonObject;
  /** sourceIPAddress. */
  address: string;
  tool: Tool;
};

export type Session = {
  account: AccountName;
  role: string;
  /** Path of the role, with both slashes: `/service-role/`. */
  path?: string;
  session: string;
  accessKeyId: string;
  startedAt: number;
  mfa?: boolean;
  sourceIdentity?: string;
  /** OIDC provider through which the role was assumed. */
  provider?: string;
  invokedBy?: string;
};

/** The `userIdentity` of a call made with a role's session. */
export function sessionIdentity(session: Session): JsonObject {
  const { id } = ACCOUNTS[session.account];
  const roleId = roleIdOf(session.account, session.role);
  return {
    type: "AssumedRole",
    principalId: `${roleId}:${session.session}`,
    arn: `arn:aws:sts::${id}:assumed-role/${session.role}/${session.session}`,
    accountId: id,
    accessKeyId: session.accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: roleId,
        arn: `arn:aws:iam::${id}:role${session.path ?? "/"}${session.role}`,
        accountId: id,
        userName: session.role,
      },
      ...(session.provider === undefined ? {} : webIdentityData(session.account, session.provider)),
      attributes: {
        creationDate: formatInstant(session.startedAt),
        mfaAuthenticated: String(session.mfa ?? false),
      },
      ...(session.sourceIdentity === undefined ? {} : { sourceIdentity: session.sourceIdentity }),
    },
    ...(session.invokedBy === undefined ? {} : { invokedBy: session.invokedBy }),
  };
}

function webIdentityData(account: AccountName, provider: string): JsonObject {
  const federatedProvider = `arn:aws:iam::${ACCOUNTS[account].id}:oidc-provider/${provider}`;
  return { webIdFederationData: { federatedProvider, attributes: {} } };
}

/** The unique id of a role: the same in every record. */
export function roleIdOf(account: AccountName, role: string): string {
  return exampleId("AROA", `${account}/${role}`);
}

/** The role that Identity Center makes in an account for a permission set. */
export function ssoRole(set: PermissionSet): string {
  return `AWSReservedSSO_${set}_${PERMISSION_SETS[set]}`;
}

/** A person signed in through IAM Identity Center, in the browser or on the command line. */
export function personIn(
  person: PersonName,
  at: { account: AccountName; set: PermissionSet; startedAt: number; with: "console" | "cli" },
): Caller {
  const { email, address, browser, computer } = PEOPLE[person];
  const key = `${at.account}/${at.set}/${email}/${at.startedAt}/${at.with}`;
  return {
    identity: sessionIdentity({
      account: at.account,
      role: ssoRole(at.set),
      path: `/aws-reserved/sso.amazonaws.com/${HOME}/`,
      session: email,
      accessKeyId: exampleId("ASIA", key),
      startedAt: at.startedAt,
    }),
    address,
    tool: at.with === "console" ? { kind: "console", browser } : { kind: "cli", computer },
  };
}

/** Somebody who works with a role that was assumed before, with the keys that AssumeRole gave out. */
export function inSession(caller: Caller, session: Session): Caller {
  return { ...caller, identity: sessionIdentity(session) };
}

/** A GitHub Actions job in a role's session. */
export function gitHubJob(session: {
  account: AccountName;
  role: string;
  accessKeyId: string;
  startedAt: number;
}): Caller {
  const identity = sessionIdentity({
    ...session,
    session: "GitHubActions",
    provider: GITHUB.provider,
  });
  return { identity, address: GITHUB.address, tool: { kind: "github" } };
}

/** The web identity that asks for a role, as AssumeRoleWithWebIdentity records it. */
export function gitHubSubject(account: AccountName, subject: string): Caller {
  const provider = `arn:aws:iam::${ACCOUNTS[account].id}:oidc-provider/${GITHUB.provider}`;
  return {
    identity: {
      type: "WebIdentityUser",
      principalId: `${provider}:sts.amazonaws.com:${subject}`,
      userName: subject,
      identityProvider: provider,
    },
    address: GITHUB.address,
    tool: { kind: "github" },
  };
}

/** Terraform in its own role, started by the pipeline. */
export function terraformIn(account: AccountName, startedAt: number): Caller {
  return {
    identity: sessionIdentity({
      account,
      role: "terraform",
      session: "terraform-apply",
      accessKeyId: exampleId("ASIA", `terraform/${account}/${startedAt}`),
      startedAt,
    }),
    address: TERRAFORM_ADDRESS,
    tool: { kind: "terraform" },
  };
}

/** The contractor with a long-lived key. */
export function contractorWith(accessKeyId: string, address: string): Caller {
  return {
    identity: {
      type: "IAMUser",
      principalId: exampleId("AIDA", CONTRACTOR.userName),
      arn: `arn:aws:iam::${ACCOUNTS[CONTRACTOR.account].id}:user/${CONTRACTOR.userName}`,
      accountId: ACCOUNTS[CONTRACTOR.account].id,
      accessKeyId,
      userName: CONTRACTOR.userName,
    },
    address,
    tool: { kind: "cli", computer: "linux" },
  };
}

/** The root user of an account, in a browser; `startedAt` once it is signed in. */
export function rootOf(account: AccountName, address: string, startedAt?: number): Caller {
  const { id } = ACCOUNTS[account];
  const sessionContext = startedAt === undefined ? undefined : consoleContext(startedAt);
  return {
    identity: {
      type: "Root",
      principalId: id,
      arn: `arn:aws:iam::${id}:root`,
      accountId: id,
      accessKeyId: startedAt === undefined ? "" : exampleId("ASIA", `root/${account}/${startedAt}`),
      ...(sessionContext === undefined ? {} : { sessionContext }),
    },
    address,
    tool: { kind: "console", browser: FIREFOX },
  };
}

function consoleContext(startedAt: number): JsonObject {
  return { attributes: { creationDate: formatInstant(startedAt), mfaAuthenticated: "false" } };
}

/** Nobody: a request without credentials. */
export function anonymousFrom(address: string): Caller {
  return {
    identity: { type: "AWSAccount", principalId: "", accountId: "ANONYMOUS_PRINCIPAL" },
    address,
    tool: { kind: "runtime", name: "[curl/8.14.1]" },
  };
}

/** An AWS service acting by itself. */
export function serviceOf(name: string): Caller {
  return {
    identity: { type: "AWSService", invokedBy: name },
    address: name,
    tool: { kind: "service", name },
  };
}
