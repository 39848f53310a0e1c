/** Access keys of the local AWS: the one that never changes, and those that AssumeRole gives out. */
import { randomBytes } from "node:crypto";
import type { AwsAccount } from "../../aws/setup.ts";

export type Key = {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  account: string;
  arn: string;
  /** `AIDA…`, or `AROA…:session`. */
  userId: string;
  /** Epoch milliseconds; absent for ever. */
  expiresAt?: number;
};

export type KeyRing = {
  /** Of a user in the first account. */
  own: Key;
  find(accessKeyId: string): Key | undefined;
  issue(role: { account: string; name: string }, session: string, expiresAt: number): Key;
};

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const MOST_KEYS = 10_000;

function idWith(prefix: string): string {
  return prefix + [...randomBytes(16)].map((byte) => LETTERS[byte % LETTERS.length]).join("");
}

/** The first account is the one that the lasting key belongs to. */
export function createKeyRing(accounts: readonly AwsAccount[]): KeyRing {
  const account = accounts[0]?.id ?? "111122223333";
  const own: Key = {
    accessKeyId: "AKIATRAILWATCHEXAMPL",
    secretAccessKey: "nobody/can/do/anything/with/this/EXAMPLE",
    account,
    arn: `arn:aws:iam::${account}:user/trailwatch`,
    userId: "AIDATRAILWATCHEXAMPL",
  };
  const keys = new Map([[own.accessKeyId, own]]);
  return {
    own,
    find: (accessKeyId) => keys.get(accessKeyId),
    issue(role, session, expiresAt) {
      const key: Key = {
        accessKeyId: idWith("ASIA"),
        secretAccessKey: randomBytes(30).toString("base64"),
        sessionToken: randomBytes(90).toString("base64"),
        account: role.account,
        arn: `arn:aws:sts::${role.account}:assumed-role/${role.name}/${session}`,
        userId: `${idWith("AROA")}:${session}`,
        expiresAt,
      };
      keys.set(key.accessKeyId, key);
      if (keys.size > MOST_KEYS) forgetOldest(keys, own);
      return key;
    },
  };
}

function forgetOldest(keys: Map<string, Key>, own: Key): void {
  const oldest = [...keys.keys()].find((id) => id !== own.accessKeyId);
  if (oldest !== undefined) keys.delete(oldest);
}
