/** Credentials for an account: this process's own, or those of a role there, assumed in the name of whoever asks. */
import type { AwsAccount, AwsSetup } from "./setup.ts";

export type Credentials = {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
};

export type CredentialsSource = () => Promise<Credentials>;

export type CredentialsRoom = {
  /** The same source for the same account and asker, so that a role is assumed once for all Regions and services. */
  sourceOf(account: AwsAccount | undefined, asker: string | undefined): CredentialsSource;
  /** Forgets what was issued to an asker for an account; the next request fetches anew. */
  renew(account: AwsAccount | undefined, asker: string | undefined): void;
};

/** The SDK fetches anew in the last five minutes; what is kept here must not be older than that. */
const RENEW_BEFORE_MS = 5 * 60_000;
/** Credentials without an end (static keys, the instance's own) are asked for again after so long: somebody may have renewed them. */
const LOOK_AGAIN_MS = 60_000;
/** By a clock that is fast, everything has ended already: even then no role is assumed for each request. */
const LEAST_MS = 15_000;
const MOST_SOURCES = 200;

const PREFIX = "trailwatch";
const LONGEST_SESSION = 64;

/**
 * The session name under which CloudTrail shows what was asked: `trailwatch-U0123ABCD`, in the letters that AssumeRole allows
 * (`[\w+=,.@-]{2,64}`, https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).
 */
export function sessionName(asker: string | undefined): string {
  const letters = (asker ?? "").replace(/[^\w+=,.@-]+/g, "-").replace(/^-+|-+$/g, "");
  return letters === "" ? PREFIX : `${PREFIX}-${letters}`.slice(0, LONGEST_SESSION);
}

/** `stsOptions` are handed to the client that assumes roles. */
export function createCredentialsRoom(
  setup: Pick<AwsSetup, "credentials" | "endpoint">,
  stsOptions: () => object,
  now: () => number = Date.now,
): CredentialsRoom {
  const sources = new Map<string, CredentialsSource>();

  function ownSource(): CredentialsSource {
    const { credentials } = setup;
    if (credentials) return async () => credentials;
    return async () => {
      const { fromNodeProviderChain } = await import("@aws-sdk/credential-providers");
      // The SDK reads the files of profiles once for ever; somebody may have renewed what stands in them.
      return fromNodeProviderChain({ ignoreCache: true })();
    };
  }

  function roleSource(
    role: NonNullable<AwsAccount["role"]>,
    asker: string | undefined,
  ): CredentialsSource {
    return async () => {
      const { fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
      const assume = fromTemporaryCredentials({
        params: {
          RoleArn: role.arn,
          RoleSessionName: sessionName(asker),
          ...(role.externalId !== undefined && { ExternalId: role.externalId }),
        },
        masterCredentials: sourceOf(undefined, undefined),
        clientConfig: {
          ...regionOfPartition(role.arn),
          ...(setup.endpoint !== undefined && { endpoint: setup.endpoint }),
          ...stsOptions(),
        },
      });
      // Without the calling client's Region: one session serves all Regions, so it is opened in the process's own.
      return assume();
    };
  }

  function sourceOf(account: AwsAccount | undefined, asker: string | undefined): CredentialsSource {
    const key = keyOf(account, asker);
    const known = sources.get(key);
    if (known) return known;
    const oldest = sources.keys().next().value;
    if (sources.size >= MOST_SOURCES && oldest !== undefined) sources.delete(oldest);
    const fetch = account?.role ? roleSource(account.role, asker) : ownSource();
    const made = kept(fetch, now);
    sources.set(key, made);
    return made;
  }

  return {
    sourceOf,
    renew(account, asker) {
      sources.delete(keyOf(account, asker));
      sources.delete(keyOf(undefined, undefined));
    },
  };
}

/** Without a role all accounts and askers share the process's own. */
function keyOf(account: AwsAccount | undefined, asker: string | undefined): string {
  return account?.role ? `${account.id} ${account.role.arn} ${sessionName(asker)}` : "";
}

/** Outside the partition `aws` the SDK's last guess, us-east-1, is no Region; in it the process's own Region is used. */
function regionOfPartition(arn: string): { region?: string } {
  if (arn.startsWith("arn:aws-cn:")) return { region: "cn-north-1" };
  if (arn.startsWith("arn:aws-us-gov:")) return { region: "us-gov-west-1" };
  return {};
}

/** Fetches once for all who ask at the same time, and again shortly before the end; a failure is not kept. */
function kept(fetch: CredentialsSource, now: () => number): CredentialsSource {
  let held: { promise: Promise<Credentials>; until: number } | undefined;
  return () => {
    if (held && now() < held.until) return held.promise;
    const promise = fetch();
    const mine = { promise, until: Infinity };
    held = mine;
    promise.then(
      ({ expiration }) => {
        const end = expiration?.getTime();
        mine.until =
          end === undefined
            ? now() + LOOK_AGAIN_MS
            : Math.max(end - RENEW_BEFORE_MS, now() + LEAST_MS);
      },
      () => {
        if (held === mine) held = undefined;
      },
    );
    return promise;
  };
}
