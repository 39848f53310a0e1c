/**
 * What the adapters do against an AWS that is not written here (moto, Python): a role is assumed, log files are copied from S3 by
 * listing and by S3's notifications in SQS, metrics, alarms and dashboards are read. Takes moto's address; prints how many things
 * were as expected, or fails.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { type AwsClients, createClients } from "../../src/aws/clients.ts";
import { startSync, syncLogs } from "../../src/aws/logs/follow.ts";
import type { SyncReport } from "../../src/aws/logs/sync-report.ts";
import type { AwsSetup, LogBucket } from "../../src/aws/setup.ts";
import { ACCOUNTS, BUCKETS, HOME } from "../../src/sandbox/scenario/company.ts";
import { writeScenario } from "../../src/sandbox/scenario/write.ts";
import { checkCloudWatch } from "./moto-cloudwatch.ts";
import { checkQuestions } from "./moto-questions.ts";

const PATIENCE_MS = 30_000;
const run = { signal: AbortSignal.timeout(120_000), progress: () => {} };
let checks = 0;

function check(what: string, isRight: boolean): void {
  if (!isRight) throw new Error(`peer moto: ${what} was not as expected`);
  checks += 1;
}

/** Paths of all log files below a folder, without digests and what is no log. */
function logFiles(dir: string): string[] {
  const paths = readdirSync(dir, { recursive: true, encoding: "utf8" });
  return paths.filter((path) => /\/CloudTrail\/.*\.json\.gz$/.test(path)).sort();
}

function isSame(one: string, other: string, paths: string[]): boolean {
  return paths.every((path) => readFileSync(join(one, path)).equals(readFileSync(join(other, path))));
}

async function assumesRole(clients: AwsClients): Promise<void> {
  const sts = await clients.sts(ACCOUNTS.staging.id, HOME, "U0PEER");
  const { Arn = "" } = await sts.send(new GetCallerIdentityCommand({}));
  check("the session's name", Arn.includes("assumed-role/trailwatch-reader/trailwatch-U0PEER"));
}

async function fillBucket(clients: AwsClients, told: string, keys: string[]): Promise<void> {
  const s3 = await clients.s3(undefined, HOME);
  const region = { LocationConstraint: HOME } as const;
  await s3.send(new CreateBucketCommand({ Bucket: BUCKETS.logs, CreateBucketConfiguration: region }));
  for (const key of keys) await putLog(clients, told, key);
}

async function putLog(clients: AwsClients, told: string, key: string): Promise<void> {
  const s3 = await clients.s3(undefined, HOME);
  const Body = readFileSync(join(told, key));
  await s3.send(new PutObjectCommand({ Bucket: BUCKETS.logs, Key: key, Body }));
}

/** The last files come later, told by a queue. */
async function copiesByQueue(parts: {
  clients: AwsClients;
  setup: AwsSetup & { logs: LogBucket };
  told: string;
  late: string[];
  now: number;
}): Promise<void> {
  const { clients, setup, told, late, now } = parts;
  const sqs = await clients.sqs(undefined, HOME);
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "log-files" }));
  const copied: SyncReport[] = [];
  const sync = await startSync({
    setup: { ...setup, logs: { ...setup.logs, queueUrl: QueueUrl } },
    clients,
    clock: { now: () => now },
    everyMs: 500,
    onCopied: async (report) => void copied.push(report),
  });
  try {
    for (const key of late) {
      await putLog(clients, told, key);
      const object = { key: encodeURIComponent(key), size: 1 };
      const record = { eventName: "ObjectCreated:Put", s3: { bucket: { name: BUCKETS.logs }, object } };
      const MessageBody = JSON.stringify({ Records: [{ eventSource: "aws:s3", ...record }] });
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    }
    const isHere = () => late.every((key) => logFiles(setup.logs.dir).includes(key));
    for (let waited = 0; !isHere() && waited < PATIENCE_MS; waited += 250) {
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    check("files that the queue told of", isHere() && isSame(told, setup.logs.dir, late));
  } finally {
    await sync.close();
  }
  const AttributeNames = ["ApproximateNumberOfMessages" as const];
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  check("the emptied queue", Attributes?.ApproximateNumberOfMessages === "0");
}

async function main(endpoint: string): Promise<void> {
  const own = mkdtempSync(join(tmpdir(), "trailwatch-peer-moto-"));
  const told = join(own, "told");
  const { now } = await writeScenario({ dir: told, now: Date.now(), days: 3 });
  const keys = logFiles(told);
  const [early, late] = [keys.slice(0, -3), keys.slice(-3)];
  const accounts = [
    { id: ACCOUNTS.prod.id },
    { id: ACCOUNTS.staging.id, role: { arn: `arn:aws:iam::${ACCOUNTS.staging.id}:role/trailwatch-reader` } },
    { id: ACCOUNTS.security.id },
  ];
  const credentials = { accessKeyId: "AKIAPEER", secretAccessKey: "peer" };
  const logs = { bucket: BUCKETS.logs, region: HOME, dir: join(own, "copies"), days: 4 };
  const setup = { accounts, regions: [HOME], lookupEvents: false, logs, endpoint, credentials };
  const clients = createClients(setup);
  try {
    await assumesRole(clients);
    await fillBucket(clients, told, early);
    const first = await syncLogs({ setup, clients, clock: { now: () => now }, run });
    const here = logFiles(logs.dir);
    check("files that the listing told of", first.copied === here.length && here.length > 100);
    check("no gap", first.gaps.length === 0 && first.refused === 0);
    check("what is in them", isSame(told, logs.dir, here));
    const again = await syncLogs({ setup, clients, clock: { now: () => now }, run });
    check("nothing copied twice", again.copied === 0);
    await copiesByQueue({ clients, setup, told, late, now });
    let facts = 0;
    await checkCloudWatch(endpoint, () => {
      facts += 1;
    });
    let answers = 0;
    await checkQuestions(endpoint, () => {
      answers += 1;
    });
    process.stdout.write(`${checks} things as expected, ${here.length} files copied; of CloudWatch ${facts} facts and ${answers} answers\n`);
  } finally {
    clients.close();
    rmSync(own, { recursive: true, force: true });
  }
}

await main(process.argv[2] ?? "");
