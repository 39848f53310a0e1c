/**
 * AWS on this machine: STS, CloudTrail, S3 and SQS over the scenario's files, with further services added, behind one address that the
 * real SDK clients and the AWS CLI talk to. Nothing of it leaves 127.0.0.1.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { AwsAccount } from "../../aws/setup.ts";
import type { JsonObject } from "../../domain/json.ts";
import { DAY, MINUTE, SECOND } from "../../domain/time.ts";
import { TRAIL } from "../scenario/digests.ts";
import { createEventHistory } from "./cloudtrail/event-history.ts";
import { usualLag } from "./cloudtrail/lookup-events.ts";
import { createPace, type LookupRequest } from "./cloudtrail/pace.ts";
import { createCloudTrail } from "./cloudtrail/service.ts";
import { createDeliveries } from "./deliveries.ts";
import { createDispatch } from "./dispatch.ts";
import { type AwsFaults, createAwsFaults } from "./faults.ts";
import { createKeyRing, type Key } from "./keys.ts";
import { createFolderBucket } from "./s3/bucket.ts";
import { createS3 } from "./s3/service.ts";
import { createSignatures } from "./s3/signatures.ts";
import type { AwsService } from "./service.ts";
import { createQueue } from "./sqs/queue.ts";
import { createSqs, objectNotification, queueUrl, testNotification } from "./sqs/service.ts";
import { createSts, deniedAccount } from "./sts/service.ts";
import type { Wire } from "./wire.ts";

export type AwsServerOptions = {
  /** Folder in the layout of a trail's bucket: `AWSLogs/<account>/CloudTrail/…`. */
  dir: string;
  /** 0 takes any free one. */
  port?: number;
  /** Epoch milliseconds in the time of the records. */
  now(): number;
  /** The first is the one that the lasting key belongs to; of the others the roles that are named can be assumed. */
  accounts: readonly AwsAccount[];
  faults?: AwsFaults;
  /** How long after its time event history shows an event; two to eight minutes by its id unless set. */
  lagMs?: (eventId: string) => number;
  /** Regions that the accounts have not switched on; none unless set. */
  disabledRegions?: readonly string[];
  /** Services besides STS, CloudTrail, S3 and SQS. */
  services?: readonly AwsService[];
  /** What every answer waits while the fault `slow` is on; three seconds unless set. */
  slowMs?: number;
  /** The clock by which requests are paced, epoch milliseconds; the machine's unless set. */
  paceClock?: () => number;
  /** Mistakes of this server; written to standard error unless set. */
  report?: (text: string) => void;
};

export type AwsServer = {
  /** `http://127.0.0.1:4711` */
  endpoint: string;
  /** Keys of a user in the first account. */
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** The queue that S3 tells of new log files. */
  queueUrl: string;
  faults: AwsFaults;
  /** Puts what has just happened into event history, to be seen from `visibleAt` (epoch milliseconds) on; its log files come five to ten minutes later. */
  arrive(records: readonly JsonObject[], visibleAt: number): void;
  /** The last 10,000 requests of LookupEvents, the oldest first. */
  requests(): readonly LookupRequest[];
  close(): Promise<void>;
};

const LARGEST_BODY = 1024 * 1024;

/** Settles when the address can be called. */
export async function startAwsServer(options: AwsServerOptions): Promise<AwsServer> {
  const { accounts, now } = options;
  const faults = options.faults ?? createAwsFaults();
  const keys = createKeyRing(accounts);
  const history = createEventHistory(options.dir);
  const pace = createPace(options.paceClock);
  const lagMs = options.lagMs ?? usualLag;
  const store = createStore(options);
  let endpoint = "";
  const own = [
    createSts({ accounts, keys, faults, now }),
    createCloudTrail({ history, now, lagMs, pace, faults, publicKeys: store.publicKeys }),
    createS3(new Map([[TRAIL.bucket, store.bucket]])),
    createSqs({ ...store, account: keys.own.account, endpoint: () => endpoint }),
  ];
  const dispatch = createDispatch({
    services: [...own, ...(options.services ?? [])],
    keys,
    now,
    isBarred: (key, service) => service !== "sts" && isDenied(faults, accounts, key),
    isDisabled: (region) => options.disabledRegions?.includes(region) ?? false,
    report: options.report ?? ((text) => process.stderr.write(`local AWS: ${text}\n`)),
  });
  const slowMs = options.slowMs ?? 3 * SECOND;
  const server = createServer((request, response) => {
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const waitMs = () => (faults.isOn("slow") ? slowMs : 0);
    answer({ request, response, signal: gone.signal, waitMs, dispatch }).catch(() => {
      // The client went away, or sent more than it may.
      response.destroy();
    });
  });
  // Clients keep their connections; one that is closed while a request is on its way looks like an outage.
  server.keepAliveTimeout = 2 * MINUTE;
  endpoint = `http://127.0.0.1:${await listen(server, options.port ?? 0)}`;
  const { accessKeyId, secretAccessKey, account } = keys.own;
  return {
    endpoint,
    credentials: { accessKeyId, secretAccessKey },
    queueUrl: queueUrl(endpoint, account),
    faults,
    arrive(records, visibleAt) {
      history.add(records, visibleAt);
      store.deliver(records);
    },
    requests: pace.requests,
    close: () => close(server),
  };
}

/** The trail's bucket, and the queue that hears of what comes into it. */
function createStore({ dir, now }: AwsServerOptions) {
  const { metadataOf, publicKeys } = createSignatures(dir);
  const place = { bucket: TRAIL.bucket, region: TRAIL.home };
  const deliveries = createDeliveries();
  const queue = createQueue(() => performance.now());
  queue.send(testNotification(place.bucket, now()));
  const own = { region: place.region, createdAt: now() - 400 * DAY, metadataOf };
  const bucket = createFolderBucket(dir, { ...own, refresh });

  /** Nothing waits on a timer: objects are there when somebody looks and their time has come. */
  async function refresh(): Promise<void> {
    for (const { key, bytes, deliveredAt: at } of deliveries.take(now())) {
      await bucket.put(key, bytes, at);
      queue.send(objectNotification(place, { key, sizeBytes: bytes.byteLength, at }));
    }
  }

  const deliver = (records: readonly JsonObject[]) => deliveries.add(records, now());
  return { bucket, queue, publicKeys, refresh, deliver };
}

/** A session that is open when the fault comes has lost its rights too; roles of all other accounts go on. */
function isDenied(faults: AwsFaults, accounts: readonly AwsAccount[], key: Key): boolean {
  return (
    faults.isOn("denied") &&
    key.sessionToken !== undefined &&
    key.account === deniedAccount(accounts)
  );
}

type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  signal: AbortSignal;
  waitMs(): number;
  dispatch: ReturnType<typeof createDispatch>;
};

async function answer({ request, response, signal, waitMs, dispatch }: Exchange): Promise<void> {
  const body = await readBody(request);
  if (!body) {
    response.writeHead(413, { connection: "close" }).end();
    return;
  }
  const pauseMs = waitMs();
  if (pauseMs > 0) await sleep(pauseMs, undefined, { signal });
  const reply = await dispatch(toWire(request, body), signal);
  if (response.destroyed) return;
  const size = typeof reply.body === "string" ? Buffer.byteLength(reply.body) : reply.body.length;
  const isHead = request.method === "HEAD";
  response.writeHead(reply.status, {
    ...(isHead ? {} : { "content-length": size }),
    ...reply.headers,
  });
  response.end(isHead ? undefined : reply.body);
}

/** Undefined for one that is too large; the rest of it is not read. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function toWire(request: IncomingMessage, body: Buffer): Wire {
  const [path = "/", query = ""] = splitAt(request.url ?? "/", "?");
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = String(value);
  }
  return {
    method: request.method ?? "GET",
    path,
    query: new URLSearchParams(query),
    headers,
    body,
  };
}

function splitAt(text: string, sign: string): [string, string] {
  const at = text.indexOf(sign);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
