/** Whose credentials these are, whether the clocks agree, and whether each account's role can be assumed. */

import { duration } from "../answers/words.ts";
import type { AwsAccount, AwsSetup } from "../aws/setup.ts";
import { MINUTE } from "../domain/time.ts";
import type { AwsCalls, Identity } from "./aws-calls.ts";
import { type Check, look, right, wrong } from "./check.ts";
import { refused } from "./refusal.ts";
import { type Tries, tried } from "./tries.ts";

export type AccountReport = {
  checks: Check[];
  /** Accounts that can be asked; undefined stands for the one of the credentials. */
  usable: (string | undefined)[];
  /** The account of the credentials. */
  own?: string;
};

export type AwsAsk = {
  setup: AwsSetup;
  calls: AwsCalls;
  tries: Tries;
  /** Name of an account from the configuration: `prod` → 111122223333. */
  names: Record<string, string>;
  /** The account of the credentials, once it is known. */
  own?: string;
  now(): number;
};

/** Credentials first: without any nothing else is tried. */
export async function checkAccounts(ask: AwsAsk): Promise<AccountReport> {
  const { setup, calls, tries, now } = ask;
  const self = await tried(tries, (signal) => calls.self(signal));
  if (!self.ok) {
    return {
      checks: [
        refused("AWS credentials", "identity", self.error, { action: "sts:GetCallerIdentity" }, {}),
      ],
      usable: [],
    };
  }
  const { account, arn } = self.value;
  const checks = [right("AWS credentials", "identity", `${arn} in account ${account}`)];
  if (arn.endsWith(":root")) {
    const text = "these are the root user's credentials, which may do everything";
    checks.push(look("AWS credentials", "root user", text, "Use a role with deploy/policy.json."));
  }
  const clock = checkClock(self.value, now());
  if (clock) checks.push(clock);
  if (setup.accounts.length === 0) return { checks, usable: [undefined], own: account };
  const found = await Promise.all(
    setup.accounts.map((entry, index) => checkAccount(ask, entry, index, self.value)),
  );
  const usable = setup.accounts.filter((_, index) => found[index]?.state !== "wrong");
  return { checks: [...checks, ...found], usable: usable.map(({ id }) => id), own: account };
}

/** AWS refuses what is signed more than five minutes off; the SDK corrects that by itself, evidence's times do not. */
const CLOCK_WARN_MS = MINUTE;

function checkClock({ at }: Identity, now: number): Check | undefined {
  if (at === undefined) return undefined;
  const apart = Math.abs(now - at);
  if (apart < CLOCK_WARN_MS) return right("AWS credentials", "clock", "agrees with AWS's");
  const side = now > at ? "ahead of" : "behind";
  return look(
    "AWS credentials",
    "clock",
    `this machine's clock is ${duration(apart)} ${side} AWS's: “the last 10 minutes” would mean others`,
    "Set it: `timedatectl set-ntp true`.",
  );
}

/** `prod (111122223333)`. */
export function accountName(id: string | undefined, names: Record<string, string>): string {
  if (id === undefined) return "the account";
  const name = Object.entries(names).find(([, its]) => its === id)?.[0];
  return name === undefined ? id : `${name} (${id})`;
}

async function checkAccount(
  { calls, tries, names }: AwsAsk,
  entry: AwsAccount,
  index: number,
  self: Identity,
): Promise<Check> {
  const name = accountName(entry.id, names);
  const { role } = entry;
  if (!role) {
    if (self.account === entry.id) return right("Accounts", name, "the credentials' own");
    return wrong(
      "Accounts",
      name,
      `has no role, and the credentials belong to account ${self.account}`,
      `Set aws.accounts[${index}].role to a role in ${entry.id} (deploy/reader-role.yml makes one), or use credentials of that account.`,
    );
  }
  const assumed = await tried(tries, (signal) => calls.identity(entry.id, signal));
  if (assumed.ok) return right("Accounts", name, `role ${role.arn}`);
  const place = { account: entry.id, roleArn: role.arn, action: "sts:AssumeRole" };
  const denied = trustSteps(entry, index, self);
  return refused("Accounts", name, assumed.error, place, { denied });
}

/** AWS does not say which side refuses, nor whether the role exists: each is named. The external id is not shown. */
function trustSteps({ role }: AwsAccount, index: number, self: Identity): string {
  const trust = {
    Effect: "Allow",
    Principal: { AWS: principalOf(self.arn) },
    Action: "sts:AssumeRole",
    ...(role?.externalId !== undefined && {
      Condition: {
        StringEquals: { "sts:ExternalId": `<the value of aws.accounts[${index}].externalId>` },
      },
    }),
  };
  const own = { Effect: "Allow", Action: "sts:AssumeRole", Resource: role?.arn };
  const external =
    role?.externalId === undefined
      ? " If the trust policy wants an external id, set externalId beside the role."
      : "";
  return `Check that the role exists (deploy/reader-role.yml makes it). Its trust policy needs ${JSON.stringify(trust)}, and ${principalOf(self.arn)} needs ${JSON.stringify(own)}.${external}`;
}

/** A session's ARN names nobody for good; a trust policy names its role. */
function principalOf(arn: string): string {
  const [, partition, account, role] =
    /^arn:(aws[\w-]*):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  return role === undefined ? arn : `arn:${partition}:iam::${account}:role/${role}`;
}
