/** A small trail's bucket and a local AWS over it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import { formatInstant, MINUTE } from "../../../src/domain/time.ts";
import {
  type AwsServer,
  type AwsServerOptions,
  startAwsServer,
} from "../../../src/sandbox/aws/server.ts";

export const NOW = Date.parse("2026-11-20T16:50:00Z");
export const PROD = "111122223333";
export const STAGING = "222233334444";
export const HOME = "eu-west-1";
export const ROLE = `arn:aws:iam::${STAGING}:role/trailwatch-reader`;

export const ACCOUNTS = [{ id: PROD }, { id: STAGING, role: { arn: ROLE, externalId: "acme-7" } }];

export function record(fields: JsonObject & { eventID: string }, at: number): JsonObject {
  return {
    eventVersion: "1.11",
    userIdentity: {
      type: "AssumedRole",
      arn: `arn:aws:sts::${PROD}:assumed-role/admin/jane`,
      accountId: PROD,
      accessKeyId: "ASIAJANEEXAMPLE12345",
    },
    eventTime: formatInstant(at),
    eventSource: "s3.amazonaws.com",
    eventName: "PutBucketPolicy",
    awsRegion: HOME,
    requestParameters: { bucketName: "bucket-x" },
    responseElements: null,
    readOnly: false,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: PROD,
    eventCategory: "Management",
    ...fields,
  };
}

/** Key of a log file that was delivered at a moment. */
export function logKey(place: { account: string; region: string; at: number }, name: string) {
  const iso = formatInstant(place.at);
  const day = iso.slice(0, 10).replaceAll("-", "/");
  const stamp = `${iso.slice(0, 16).replaceAll(/[-:]/g, "")}Z`;
  return `AWSLogs/${place.account}/CloudTrail/${place.region}/${day}/${place.account}_CloudTrail_${place.region}_${stamp}_${name}.json.gz`;
}

const home = mkdtempSync(join(tmpdir(), "trailwatch-local-aws-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));
let folders = 0;

/** Writes each record into a file of its own, delivered ten minutes after it. */
export function writeTrail(records: readonly JsonObject[]): string {
  folders += 1;
  const dir = join(home, String(folders));
  mkdirSync(dir, { recursive: true });
  for (const [index, one] of records.entries()) {
    const place = {
      account: String(one.recipientAccountId),
      region: String(one.awsRegion),
      at: Date.parse(String(one.eventTime)) + 10 * MINUTE,
    };
    const path = join(dir, logKey(place, String(index).padStart(16, "0")));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, gzipSync(JSON.stringify({ Records: [one] })));
  }
  return dir;
}

const started: AwsServer[] = [];
afterAll(() => Promise.all(started.map((server) => server.close())));

export type Started = {
  server: AwsServer;
  client: {
    endpoint: string;
    region: string;
    credentials: AwsServer["credentials"];
    maxAttempts: number;
  };
  /** Mistakes of the server. */
  bugs: string[];
};

/** Shows events at once and never paces, unless told otherwise. */
export async function start(
  records: readonly JsonObject[],
  options: Partial<AwsServerOptions> = {},
): Promise<Started> {
  const bugs: string[] = [];
  let clock = 0;
  const server = await startAwsServer({
    dir: writeTrail(records),
    now: () => NOW,
    accounts: ACCOUNTS,
    lagMs: () => 0,
    paceClock: () => {
      clock += 1000;
      return clock;
    },
    report: (text) => bugs.push(text),
    ...options,
  });
  started.push(server);
  const { endpoint, credentials } = server;
  return { server, client: { endpoint, region: HOME, credentials, maxAttempts: 1 }, bugs };
}

/** Name of the error that a call ends with; `none` when it succeeds. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "none",
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );
}
