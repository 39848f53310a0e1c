/**
 * Clients of the AWS SDK: one for each account, Region, service and asker, kept while they are used.
 * The SDK's packages are loaded with the first client of a service, so that the terminal starts without them.
 */
import type { AthenaClient } from "@aws-sdk/client-athena";
import type { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { GlueClient } from "@aws-sdk/client-glue";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { STSClient } from "@aws-sdk/client-sts";
import { Problem } from "../domain/problem.ts";
import { createCredentialsRoom } from "./credentials.ts";
import type { AwsAccount, AwsSetup } from "./setup.ts";

/** A client of one service; without an account that of the first one set up. `asker` names the session of its role. */
export type ClientFactory<Client> = (
  account: string | undefined,
  region: string,
  asker?: string,
) => Promise<Client>;

export type AwsClients = {
  /** It does not retry by itself: who calls LookupEvents keeps the pace. */
  cloudTrail: ClientFactory<CloudTrailClient>;
  /** It does not retry by itself, for the same reason. */
  cloudWatch: ClientFactory<CloudWatchClient>;
  athena: ClientFactory<AthenaClient>;
  s3: ClientFactory<S3Client>;
  sqs: ClientFactory<SQSClient>;
  sts: ClientFactory<STSClient>;
  glue: ClientFactory<GlueClient>;
  /** After an expired token: the next client of that account and asker fetches credentials anew. */
  renew(account: string | undefined, asker?: string): void;
  /** Ends all connections. */
  close(): void;
};

const CONNECTION_TIMEOUT_MS = 3_000;
/** Until the head of an answer is there. */
const REQUEST_TIMEOUT_MS = 20_000;
/** Without a byte of an answer's body. */
const SOCKET_TIMEOUT_MS = 30_000;
const MAX_ATTEMPTS = 3;
const MOST_CLIENTS = 300;

type Handler = CloudTrailClient["config"]["requestHandler"];
type HandlerOptions = typeof HANDLER_OPTIONS;

const HANDLER_OPTIONS = {
  connectionTimeout: CONNECTION_TIMEOUT_MS,
  requestTimeout: REQUEST_TIMEOUT_MS,
  // Else a timeout is only a warning.
  throwOnRequestTimeout: true,
  socketTimeout: SOCKET_TIMEOUT_MS,
};

type Options = {
  region: string;
  maxAttempts: number;
  credentials: ReturnType<ReturnType<typeof createCredentialsRoom>["sourceOf"]>;
  requestHandler: Handler | HandlerOptions;
  endpoint?: string;
};

/**
 * Nothing is asked of AWS before the first request. A factory throws a Problem `aws.unknown-account` for an account
 * that the setup does not have.
 */
export function createClients(
  setup: Pick<AwsSetup, "accounts" | "endpoint" | "credentials">,
): AwsClients {
  const clients = new Map<string, { client: unknown }>();
  const connections = createConnections();
  const room = createCredentialsRoom(setup, connections.stsOptions);
  const loaders = loadersOf(setup.endpoint);

  function optionsOf(account: AwsAccount | undefined, region: string, asker?: string) {
    return (maxAttempts: number): Options => ({
      region,
      maxAttempts,
      credentials: room.sourceOf(account, asker),
      requestHandler: connections.open(),
      ...(setup.endpoint !== undefined && { endpoint: setup.endpoint }),
    });
  }

  async function open<Client extends Shared>(load: Load<Client>, optionsOf: OptionsOf) {
    const client = await load(optionsOf);
    connections.share(client);
    return client;
  }

  function factory<Client extends Shared>(
    service: string,
    load: Load<Client>,
  ): ClientFactory<Client> {
    return (accountId, region, asker) => {
      const account = accountOf(setup.accounts, accountId);
      const key = [askerKey(account, asker), service, region].join(" ");
      // The service stands in the key, so that the client is of its kind.
      const known = clients.get(key) as { client: Promise<Client> } | undefined;
      const entry = known ?? { client: open(load, optionsOf(account, region, asker)) };
      clients.delete(key);
      clients.set(key, entry);
      const oldest = clients.keys().next().value;
      // The connections are shared: a client that is let go may still end its requests.
      if (clients.size > MOST_CLIENTS && oldest !== undefined) clients.delete(oldest);
      return entry.client;
    };
  }

  return {
    cloudTrail: factory("cloudtrail", loaders.cloudTrail),
    cloudWatch: factory("cloudwatch", loaders.cloudWatch),
    athena: factory("athena", loaders.athena),
    s3: factory("s3", loaders.s3),
    sqs: factory("sqs", loaders.sqs),
    sts: factory("sts", loaders.sts),
    glue: factory("glue", loaders.glue),
    renew(accountId, asker) {
      const account = accountOf(setup.accounts, accountId);
      room.renew(account, asker);
      const beginning = `${askerKey(account, asker)} `;
      for (const key of clients.keys()) if (key.startsWith(beginning)) clients.delete(key);
    },
    close() {
      clients.clear();
      connections.close();
    },
  };
}

type OptionsOf = (maxAttempts: number) => Options;
type Load<Client> = (optionsOf: OptionsOf) => Promise<Client>;
type Shared = { config: { requestHandler: Handler } };

function loadersOf(endpoint: string | undefined) {
  return {
    cloudTrail: (async (optionsOf) => {
      const { CloudTrailClient } = await import("@aws-sdk/client-cloudtrail");
      return new CloudTrailClient(optionsOf(1));
    }) satisfies Load<CloudTrailClient>,
    cloudWatch: (async (optionsOf) => {
      const { CloudWatchClient } = await import("@aws-sdk/client-cloudwatch");
      return new CloudWatchClient(optionsOf(1));
    }) satisfies Load<CloudWatchClient>,
    athena: (async (optionsOf) => {
      const { AthenaClient } = await import("@aws-sdk/client-athena");
      return new AthenaClient(optionsOf(MAX_ATTEMPTS));
    }) satisfies Load<AthenaClient>,
    s3: (async (optionsOf) => {
      const { S3Client } = await import("@aws-sdk/client-s3");
      // One address for all buckets has no names in front of it.
      const forcePathStyle = endpoint !== undefined;
      return new S3Client({ ...optionsOf(MAX_ATTEMPTS), forcePathStyle });
    }) satisfies Load<S3Client>,
    sqs: (async (optionsOf) => {
      const { SQSClient } = await import("@aws-sdk/client-sqs");
      // Else the URL of the queue would win over an endpoint.
      return new SQSClient({ ...optionsOf(MAX_ATTEMPTS), useQueueUrlAsEndpoint: false });
    }) satisfies Load<SQSClient>,
    sts: (async (optionsOf) => {
      const { STSClient } = await import("@aws-sdk/client-sts");
      return new STSClient(optionsOf(MAX_ATTEMPTS));
    }) satisfies Load<STSClient>,
    glue: (async (optionsOf) => {
      const { GlueClient } = await import("@aws-sdk/client-glue");
      return new GlueClient(optionsOf(MAX_ATTEMPTS));
    }) satisfies Load<GlueClient>,
  };
}

/** One pool of connections for all clients; the first of them opens it. */
function createConnections() {
  let handler: Handler | undefined;
  const open = () => handler ?? HANDLER_OPTIONS;
  return {
    open,
    share(client: Shared): void {
      handler ??= client.config.requestHandler;
    },
    stsOptions: () => ({ requestHandler: open(), maxAttempts: MAX_ATTEMPTS }),
    close(): void {
      handler?.destroy?.();
      handler = undefined;
    },
  };
}

/** Clients of an account without a role sign with the process's own credentials, whoever asks. */
function askerKey(account: AwsAccount | undefined, asker: string | undefined): string {
  return account ? `${account.id} ${account.role ? (asker ?? "") : ""}` : "";
}

function accountOf(accounts: AwsAccount[], id: string | undefined): AwsAccount | undefined {
  if (id === undefined) return accounts[0];
  const account = accounts.find((each) => each.id === id);
  if (account) return account;
  throw new Problem(
    "aws.unknown-account",
    `The account ${id} is not among those that are set up.`,
    "Add it to aws.accounts in trailwatch.yml, with a role that may be assumed there.",
  );
}
