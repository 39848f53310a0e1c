/** The calls that the doctor makes to AWS; each only reads, and none costs more than a listing of S3. */
import type { GetWorkGroupCommandOutput } from "@aws-sdk/client-athena";
import type {
  GetEventSelectorsCommandOutput,
  GetTrailStatusCommandOutput,
  Trail,
} from "@aws-sdk/client-cloudtrail";
import type { GetTableCommandOutput } from "@aws-sdk/client-glue";
import type { STSClient } from "@aws-sdk/client-sts";
import { type AwsClients, createClients } from "../aws/clients.ts";
import type { AthenaSetup, AwsSetup, LogBucket } from "../aws/setup.ts";
import { never } from "../domain/never.ts";
import { MINUTE } from "../domain/time.ts";

/** `account` undefined: that of the credentials themselves. */
export type AwsPlace = { account: string | undefined; region: string };

/** Twelve digits and the ARN; `at`: AWS's clock, epoch milliseconds. */
export type Identity = { account: string; arn: string; at?: number };

export type AwsCalls = {
  /** Whose credentials these are, before any role. */
  self(signal: AbortSignal): Promise<Identity>;
  /** Who one is in an account, its role assumed. */
  identity(account: string, signal: AbortSignal): Promise<Identity>;
  lookUp(place: AwsPlace, signal: AbortSignal): Promise<void>;
  trails(place: AwsPlace, signal: AbortSignal): Promise<Trail[]>;
  trailStatus(place: AwsPlace, arn: string, signal: AbortSignal): Promise<TrailStatus>;
  selectors(place: AwsPlace, arn: string, signal: AbortSignal): Promise<Selectors>;
  /** A key below a prefix; undefined when there is none. */
  anyKey(logs: LogBucket, prefix: string, signal: AbortSignal): Promise<string | undefined>;
  /** Reads the first byte: decryption is tried too. */
  readByte(logs: LogBucket, key: string, signal: AbortSignal): Promise<void>;
  /** Messages that wait in the queue, about. */
  waiting(logs: LogBucket, queueUrl: string, signal: AbortSignal): Promise<number>;
  /** Tries one of the calls that read CloudWatch. */
  watch(place: AwsPlace, action: WatchAction, signal: AbortSignal): Promise<void>;
  workGroup(athena: AthenaSetup, signal: AbortSignal): Promise<WorkGroup>;
  table(athena: AthenaSetup, signal: AbortSignal): Promise<Table>;
  close(): void;
};

/** What metrics, alarms and dashboards are read with. */
export const WATCH_ACTIONS = [
  "DescribeAlarms",
  "ListMetrics",
  "GetMetricData",
  "ListDashboards",
] as const;
export type WatchAction = (typeof WATCH_ACTIONS)[number];

export type TrailStatus = Pick<
  GetTrailStatusCommandOutput,
  "IsLogging" | "LatestDeliveryError" | "LatestDeliveryTime" | "StartLoggingTime"
>;
export type Selectors = Pick<
  GetEventSelectorsCommandOutput,
  "EventSelectors" | "AdvancedEventSelectors"
>;
export type WorkGroup = NonNullable<GetWorkGroupCommandOutput["WorkGroup"]>;
export type Table = NonNullable<GetTableCommandOutput["Table"]>;

/** Names the doctor's sessions in the accounts' own trails. */
const ASKER = "doctor";

/** The calls over the real SDK. */
export function createAwsCalls(setup: AwsSetup): AwsCalls {
  const clients = createClients(setup);
  // Without accounts no role is assumed.
  const own = createClients({ ...setup, accounts: [] });
  const [home = "us-east-1"] = setup.regions;
  return {
    async self(signal) {
      return identityOf(await own.sts(undefined, home), signal);
    },
    async identity(account, signal) {
      return identityOf(await clients.sts(account, home, ASKER), signal);
    },
    ...trailCalls(clients),
    ...logCalls(clients),
    watch: watchCall(clients),
    ...athenaCalls(clients),
    close() {
      clients.close();
      own.close();
    },
  };
}

type TrailCalls = Pick<AwsCalls, "lookUp" | "trails" | "trailStatus" | "selectors">;

function trailCalls(clients: AwsClients): TrailCalls {
  const open = ({ account, region }: AwsPlace) => clients.cloudTrail(account, region, ASKER);
  return {
    async lookUp(place, abortSignal) {
      const { LookupEventsCommand } = await import("@aws-sdk/client-cloudtrail");
      const client = await open(place);
      await client.send(new LookupEventsCommand({ MaxResults: 1 }), { abortSignal });
    },
    async trails(place, abortSignal) {
      const { DescribeTrailsCommand } = await import("@aws-sdk/client-cloudtrail");
      const client = await open(place);
      const command = new DescribeTrailsCommand({ includeShadowTrails: true });
      return (await client.send(command, { abortSignal })).trailList ?? [];
    },
    async trailStatus(place, Name, abortSignal) {
      const { GetTrailStatusCommand } = await import("@aws-sdk/client-cloudtrail");
      const client = await open(place);
      return client.send(new GetTrailStatusCommand({ Name }), { abortSignal });
    },
    async selectors(place, TrailName, abortSignal) {
      const { GetEventSelectorsCommand } = await import("@aws-sdk/client-cloudtrail");
      const client = await open(place);
      return client.send(new GetEventSelectorsCommand({ TrailName }), { abortSignal });
    },
  };
}

function watchCall(clients: AwsClients): AwsCalls["watch"] {
  return async ({ account, region }, action, abortSignal) => {
    const {
      DescribeAlarmsCommand,
      GetMetricDataCommand,
      ListDashboardsCommand,
      ListMetricsCommand,
    } = await import("@aws-sdk/client-cloudwatch");
    const client = await clients.cloudWatch(account, region, ASKER);
    const options = { abortSignal };
    switch (action) {
      case "DescribeAlarms":
        return void (await client.send(new DescribeAlarmsCommand({ MaxRecords: 1 }), options));
      case "ListMetrics":
        return void (await client.send(
          new ListMetricsCommand({ Namespace: "AWS/Usage", RecentlyActive: "PT3H" }),
          options,
        ));
      case "ListDashboards":
        return void (await client.send(new ListDashboardsCommand({}), options));
      case "GetMetricData":
        return void (await client.send(new GetMetricDataCommand(oneMetric()), options));
      default:
        return never(action);
    }
  };
}

/** The cheapest question: one metric, $0.00001. */
function oneMetric() {
  const at = Date.now();
  const Metric = { Namespace: "AWS/Usage", MetricName: "CallCount" };
  return {
    StartTime: new Date(at - 5 * MINUTE),
    EndTime: new Date(at),
    MetricDataQueries: [{ Id: "m1", MetricStat: { Metric, Period: 300, Stat: "Sum" } }],
  };
}

function logCalls(clients: AwsClients): Pick<AwsCalls, "anyKey" | "readByte" | "waiting"> {
  const open = ({ account, region }: LogBucket) => clients.s3(account, region, ASKER);
  return {
    async anyKey(logs, Prefix, abortSignal) {
      const { ListObjectsV2Command } = await import("@aws-sdk/client-s3");
      const client = await open(logs);
      const command = new ListObjectsV2Command({ Bucket: logs.bucket, Prefix, MaxKeys: 1 });
      return (await client.send(command, { abortSignal })).Contents?.[0]?.Key;
    },
    async readByte(logs, Key, abortSignal) {
      const { GetObjectCommand } = await import("@aws-sdk/client-s3");
      const client = await open(logs);
      const command = new GetObjectCommand({ Bucket: logs.bucket, Key, Range: "bytes=0-0" });
      const { Body } = await client.send(command, { abortSignal });
      await Body?.transformToByteArray();
    },
    async waiting(logs, QueueUrl, abortSignal) {
      const { GetQueueAttributesCommand } = await import("@aws-sdk/client-sqs");
      const client = await clients.sqs(logs.account, logs.region, ASKER);
      const command = new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ["ApproximateNumberOfMessages"],
      });
      const { Attributes } = await client.send(command, { abortSignal });
      return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
    },
  };
}

function athenaCalls(clients: AwsClients): Pick<AwsCalls, "workGroup" | "table"> {
  return {
    async workGroup({ account, region, workgroup = "primary" }, abortSignal) {
      const { GetWorkGroupCommand } = await import("@aws-sdk/client-athena");
      const client = await clients.athena(account, region, ASKER);
      const command = new GetWorkGroupCommand({ WorkGroup: workgroup });
      return (await client.send(command, { abortSignal })).WorkGroup ?? { Name: workgroup };
    },
    async table({ account, region, database, table }, abortSignal) {
      const { GetTableCommand } = await import("@aws-sdk/client-glue");
      const client = await clients.glue(account, region, ASKER);
      const command = new GetTableCommand({ DatabaseName: database, Name: table });
      return (await client.send(command, { abortSignal })).Table ?? { Name: table };
    },
  };
}

async function identityOf(client: STSClient, abortSignal: AbortSignal): Promise<Identity> {
  const { GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
  let date: string | undefined;
  const command = new GetCallerIdentityCommand({});
  // The output tells nothing of the answer's head, where AWS's clock stands.
  command.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      date = dateOf(answer.response);
      return answer;
    },
    { step: "deserialize", name: "readDate" },
  );
  const { Account = "", Arn = "" } = await client.send(command, { abortSignal });
  const at = date === undefined ? Number.NaN : Date.parse(date);
  return { account: Account, arn: Arn, ...(Number.isFinite(at) && { at }) };
}

function dateOf(response: unknown): string | undefined {
  if (typeof response !== "object" || response === null || !("headers" in response))
    return undefined;
  const { headers } = response;
  if (typeof headers !== "object" || headers === null) return undefined;
  const date: unknown = Object.entries(headers).find(
    ([name]) => name.toLowerCase() === "date",
  )?.[1];
  return typeof date === "string" ? date : undefined;
}
