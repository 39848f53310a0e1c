/** Whether the trail's bucket can be read, whether it is the trail's, and whether its queue answers. */
import type { Trail } from "@aws-sdk/client-cloudtrail";
import { count } from "../answers/words.ts";
import type { LogBucket } from "../aws/setup.ts";
import type { AwsAsk } from "./account-checks.ts";
import { type Check, look, right, wrong } from "./check.ts";
import { allow, refused } from "./refusal.ts";
import { tried } from "./tries.ts";

const AREA = "Log files";

/** `trails`: those that were found, to compare the bucket with; empty when none could be read. */
export async function checkLogs(
  ask: AwsAsk,
  logs: LogBucket,
  trails: readonly Trail[],
): Promise<Check[]> {
  const [bucket, queue] = await Promise.all([checkBucket(ask, logs), checkQueue(ask, logs)]);
  return [...bucket, ...belongs(logs, trails), ...queue];
}

/** Where CloudTrail writes: an organization's files stand below its id. */
function placeOf({ prefix, organization }: LogBucket): string {
  const before = prefix === undefined ? "" : `${prefix}/`;
  return `${before}AWSLogs/${organization === undefined ? "" : `${organization}/`}`;
}

function toPlace({ account, region, bucket }: LogBucket, action: string) {
  return { region, resource: bucket, action, ...(account !== undefined && { account }) };
}

async function checkBucket(ask: AwsAsk, logs: LogBucket): Promise<Check[]> {
  const { calls, tries } = ask;
  const { bucket } = logs;
  const place = placeOf(logs);
  const listed = await tried(tries, (signal) => calls.anyKey(logs, place, signal));
  if (!listed.ok) {
    const denied = `${allow(["s3:ListBucket"], `arn:aws:s3:::${bucket}`)}; a bucket of another account must allow it in its bucket policy too`;
    const elsewhere = `Set aws.logs.region to the Region of the bucket: aws s3api get-bucket-location --bucket ${bucket}`;
    return [
      refused(AREA, bucket, listed.error, toPlace(logs, "s3:ListBucket"), { denied, elsewhere }),
    ];
  }
  const key = listed.value;
  if (key === undefined) {
    return [
      wrong(
        AREA,
        bucket,
        `holds nothing below ${place}`,
        "Correct aws.logs.prefix and aws.logs.organization: aws cloudtrail describe-trails tells S3KeyPrefix and IsOrganizationTrail.",
      ),
    ];
  }
  const read = await tried(tries, (signal) => calls.readByte(logs, key, signal));
  if (read.ok) return [right(AREA, bucket, `can be listed and read below ${place}`)];
  const denied = `${allow(["s3:GetObject"], `arn:aws:s3:::${bucket}/${place}*`)}; where the trail encrypts with a KMS key, kms:Decrypt on that key too, and in the key's policy`;
  return [refused(AREA, bucket, read.error, toPlace(logs, "s3:GetObject"), { denied })];
}

function belongs({ bucket, prefix }: LogBucket, trails: readonly Trail[]): Check[] {
  if (trails.length === 0) return [];
  const own = trails.filter(({ S3BucketName }) => S3BucketName === bucket);
  if (own.length === 0) {
    const others = [...new Set(trails.map(({ S3BucketName }) => S3BucketName ?? "none"))];
    const text = `no trail that was found delivers here; they deliver to ${others.join(", ")}`;
    return [
      look(
        AREA,
        bucket,
        text,
        "Correct aws.logs.bucket, or leave it where the trail is another account's.",
      ),
    ];
  }
  const prefixes = own.map(({ S3KeyPrefix = "" }) => S3KeyPrefix.replace(/\/+$/, ""));
  if (prefixes.includes(prefix ?? "")) return [];
  const text = `its trail writes below the prefix ${JSON.stringify(prefixes[0])}, not ${JSON.stringify(prefix ?? "")}`;
  return [wrong(AREA, bucket, text, `Set aws.logs.prefix: ${prefixes[0] || "remove it"}`)];
}

async function checkQueue(ask: AwsAsk, logs: LogBucket): Promise<Check[]> {
  const { queueUrl } = logs;
  if (queueUrl === undefined) return [];
  const name = queueUrl.split("/").at(-1) ?? "queue";
  const answer = await tried(ask.tries, (signal) => ask.calls.waiting(logs, queueUrl, signal));
  if (answer.ok) {
    return [right(AREA, name, `answers; about ${count(answer.value, "message")} waiting`)];
  }
  const actions = ["sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:DeleteMessage"];
  const missing = `Correct aws.logs.queueUrl: aws sqs get-queue-url --queue-name ${name} --region ${logs.region}`;
  const place = { ...toPlace(logs, "sqs:GetQueueAttributes"), resource: name };
  return [
    refused(AREA, name, answer.error, place, { denied: allow(actions), "no-queue": missing }),
  ];
}
