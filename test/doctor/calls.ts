import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AwsSetup } from "../../src/aws/setup.ts";
import { type ConfigReading, readSettings } from "../../src/config.ts";
import type { AwsCalls } from "../../src/doctor/aws-calls.ts";
import type { Check } from "../../src/doctor/check.ts";
import { diagnose, type Outside } from "../../src/doctor/doctor.ts";

export const NOW = Date.UTC(2026, 10, 22, 12);
export const TRAIL_ARN = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/acme-org";
export const ROLE = "arn:aws:iam::222233334444:role/trailwatch-reader";

/** Two accounts and two Regions, with everything that can be set up. */
export const SETUP: AwsSetup = {
  accounts: [
    { id: "111122223333" },
    { id: "222233334444", role: { arn: ROLE, externalId: "hunter2" } },
  ],
  regions: ["eu-west-1", "us-east-1"],
  lookupEvents: true,
  athena: { region: "eu-west-1", database: "audit", table: "cloudtrail_logs", workgroup: "bot" },
  logs: {
    bucket: "acme-trail",
    prefix: "trails",
    region: "eu-west-1",
    dir: join(tmpdir(), "trailwatch-doctor-copies"),
    queueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/trail-objects",
  },
};

/** As AWS answers where all is as it should be. */
export function healthyCalls(changes: Partial<AwsCalls> = {}): AwsCalls {
  return {
    self: async () => ({
      account: "111122223333",
      arn: "arn:aws:sts::111122223333:assumed-role/bot-host/i-0123",
      at: NOW,
    }),
    identity: async (account) => ({ account, arn: `arn:aws:sts::${account}:assumed-role/x/y` }),
    lookUp: async () => undefined,
    trails: async () => [
      {
        Name: "acme-org",
        TrailARN: TRAIL_ARN,
        HomeRegion: "eu-west-1",
        S3BucketName: "acme-trail",
        S3KeyPrefix: "trails",
        IsMultiRegionTrail: true,
        IncludeGlobalServiceEvents: true,
        LogFileValidationEnabled: true,
      },
    ],
    trailStatus: async () => ({ IsLogging: true, LatestDeliveryTime: new Date(NOW - 240_000) }),
    selectors: async () => ({
      AdvancedEventSelectors: [
        { FieldSelectors: [{ Field: "eventCategory", Equals: ["Management"] }] },
        {
          FieldSelectors: [
            { Field: "eventCategory", Equals: ["Data"] },
            { Field: "resources.type", Equals: ["AWS::S3::Object"] },
          ],
        },
      ],
    }),
    anyKey: async (_, prefix) => `${prefix}111122223333/CloudTrail/a.json.gz`,
    readByte: async () => undefined,
    waiting: async () => 3,
    watch: async () => undefined,
    workGroup: async () => ({
      Name: "bot",
      State: "ENABLED",
      Configuration: {
        ResultConfiguration: { OutputLocation: "s3://acme-results/" },
        BytesScannedCutoffPerQuery: 1e12,
      },
    }),
    table: async () => ({
      Name: "cloudtrail_logs",
      PartitionKeys: [{ Name: "account" }, { Name: "region" }, { Name: "timestamp" }],
      Parameters: {
        "projection.enabled": "true",
        "projection.account.type": "enum",
        "projection.account.values": "111122223333,222233334444",
        "projection.region.type": "enum",
        "projection.region.values": "eu-west-1,us-east-1",
      },
      StorageDescriptor: {
        Location: "s3://acme-trail/trails/AWSLogs/",
        Columns: [
          { Name: "useridentity", Type: "struct<sessioncontext:struct<sourceidentity:string>>" },
        ],
      },
    }),
    close: () => undefined,
    ...changes,
  };
}

/** An error as the SDK's clients throw it. */
export function sdkError(name: string, message = name, status = 400): Error {
  const error = new Error(message);
  error.name = name;
  return Object.assign(error, { $metadata: { httpStatusCode: status }, $fault: "client" });
}

export function refuses(name: string, message?: string, status?: number): () => Promise<never> {
  return () => Promise.reject(sdkError(name, message, status));
}

/** What the doctor says of a setup and of how AWS answers. */
export async function diagnosed(
  changes: Partial<AwsCalls> = {},
  setup: AwsSetup = SETUP,
  timeoutMs = 1_000,
): Promise<Check[]> {
  const reading = await liveReading(setup);
  return diagnose(reading, { signal: new AbortController().signal, timeoutMs }, outside(changes));
}

export async function liveReading(setup: AwsSetup): Promise<ConfigReading> {
  const reading = await readSettings({
    TRAILWATCH_STATE_DIR: tmpdir(),
    TRAILWATCH_CACHE_DIR: tmpdir(),
  });
  const accounts = { prod: "111122223333", staging: "222233334444" };
  return { ...reading, config: { ...reading.config, accounts, aws: { kind: "live", setup } } };
}

export function outside(changes: Partial<AwsCalls> = {}): Outside {
  return {
    nodeVersion: "22.11.0",
    now: () => NOW,
    openAws: async () => healthyCalls(changes),
    openSlack: async () => ({
      test: async () => ({ team: "Acme", user: "trailwatch" }),
      testApp: async () => undefined,
    }),
  };
}

/** `✗ CloudTrail acme-org: does not log → aws …`, of those that are not right. */
export function faults(checks: readonly Check[]): string[] {
  return checks
    .filter(({ state }) => state !== "right")
    .map(({ area, name, state, text, next = "" }) => {
      return `${state === "wrong" ? "✗" : "!"} ${area} ${name}: ${text} → ${next}`;
    });
}
