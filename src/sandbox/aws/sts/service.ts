/** STS: who one is, and another role for a while. */
import type { AwsAccount } from "../../../aws/setup.ts";
import { SECOND } from "../../../domain/time.ts";
import type { AwsFaults } from "../faults.ts";
import type { KeyRing } from "../keys.ts";
import { AwsRefusal, type AwsService, type Caller } from "../service.ts";

const ROLE_ARN = /^arn:aws:iam::(\d{12}):role\/(?:[\w+=,.@/-]*\/)?([\w+=,.@-]{1,64})$/;
/** The pattern and length that AssumeRole's reference gives for RoleSessionName. */
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
const SHORTEST_SECONDS = 900;
const LONGEST_SECONDS = 43_200;
const USUAL_SECONDS = 3600;

export type StsParts = {
  accounts: readonly AwsAccount[];
  keys: KeyRing;
  faults: AwsFaults;
  now(): number;
};

/** A role can be assumed when one of the accounts names it, with the external id that stands there. */
export function createSts(parts: StsParts): AwsService {
  return {
    name: "sts",
    operations: {
      GetCallerIdentity: async (_input, caller) => ({
        UserId: parts.keys.find(caller.accessKeyId)?.userId,
        Account: caller.account,
        Arn: caller.arn,
      }),
      AssumeRole: async (input, caller) => assumeRole(parts, input, caller),
    },
  };
}

/** The account whose role is refused while the fault `denied` is on: the last one. */
export function deniedAccount(accounts: readonly AwsAccount[]): string | undefined {
  return accounts.at(-1)?.id;
}

function assumeRole(parts: StsParts, input: Record<string, unknown>, caller: Caller): object {
  const roleArn = textOf(input, "RoleArn", 20, 2048);
  const session = textOf(input, "RoleSessionName", 2, 64);
  if (!SESSION_NAME.test(session)) {
    refuseValue(
      "roleSessionName",
      session,
      "Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    );
  }
  const seconds = secondsOf(input.DurationSeconds);
  const [, account, name] = ROLE_ARN.exec(roleArn) ?? [];
  if (account === undefined || name === undefined) {
    throw new AwsRefusal("ValidationError", `${roleArn} is invalid`);
  }
  const role = parts.accounts.find((one) => one.role?.arn === roleArn)?.role;
  const isDenied = parts.faults.isOn("denied") && account === deniedAccount(parts.accounts);
  if (!role || isDenied || (role.externalId ?? undefined) !== externalId(role, input)) {
    const message = `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
    throw new AwsRefusal("AccessDenied", message, 403);
  }
  const expiresAt = parts.now() + seconds * SECOND;
  const key = parts.keys.issue({ account, name }, session, expiresAt);
  return {
    Credentials: {
      AccessKeyId: key.accessKeyId,
      SecretAccessKey: key.secretAccessKey,
      SessionToken: key.sessionToken,
      Expiration: new Date(expiresAt),
    },
    AssumedRoleUser: { AssumedRoleId: key.userId, Arn: key.arn },
  };
}

/** A role that wants no external id takes any. */
function externalId(role: { externalId?: string }, input: Record<string, unknown>): unknown {
  return role.externalId === undefined ? undefined : input.ExternalId;
}

function textOf(input: Record<string, unknown>, name: string, least: number, most: number): string {
  const value = input[name];
  const member = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  if (typeof value !== "string") return refuseValue(member, "null", "Member must not be null");
  if (value.length < least) {
    refuseValue(member, value, `Member must have length greater than or equal to ${least}`);
  }
  if (value.length > most) {
    refuseValue(member, value, `Member must have length less than or equal to ${most}`);
  }
  return value;
}

function secondsOf(value: unknown): number {
  const seconds = typeof value === "number" ? value : USUAL_SECONDS;
  if (seconds < SHORTEST_SECONDS || seconds > LONGEST_SECONDS) {
    refuseValue(
      "durationSeconds",
      String(seconds),
      `Member must have value between ${SHORTEST_SECONDS} and ${LONGEST_SECONDS}`,
    );
  }
  return seconds;
}

function refuseValue(member: string, value: string, constraint: string): never {
  throw new AwsRefusal(
    "ValidationError",
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}
