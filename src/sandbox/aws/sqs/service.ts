/** SQS: the queue that S3 tells of new objects in the trail's bucket. */
import { setTimeout as sleep } from "node:timers/promises";
import { formatInstant, SECOND } from "../../../domain/time.ts";
import { AwsRefusal, type AwsService, type Caller } from "../service.ts";
import type { Queue, QueueMessage } from "./queue.ts";

export const QUEUE_NAME = "cloudtrail-log-files";

export type SqsParts = {
  queue: Queue;
  /** The account that the queue belongs to. */
  account: string;
  /** This server's address; a queue's URL begins with it. */
  endpoint(): string;
  /** Sends what is due; called before anybody looks into the queue. */
  refresh(): Promise<void>;
};

const HIDDEN_S = 30;
const LONGEST_HIDDEN_S = 43_200;
const LONGEST_WAIT_S = 20;
const MOST_MESSAGES = 10;
/** How often a waiting request looks. */
const LOOK_MS = 100;

/** The queue's address. */
export function queueUrl(endpoint: string, account: string): string {
  return `${endpoint}/${account}/${QUEUE_NAME}`;
}

export function createSqs(parts: SqsParts): AwsService {
  const { queue } = parts;
  const check = (input: Record<string, unknown>) => {
    const path = String(input.QueueUrl).replace(/^https?:\/\/[^/]+/, "");
    if (path !== `/${parts.account}/${QUEUE_NAME}`) refuseQueue();
  };
  return {
    name: "sqs",
    operations: {
      async GetQueueUrl(input) {
        if (input.QueueName !== QUEUE_NAME) refuseQueue();
        return { QueueUrl: queueUrl(parts.endpoint(), parts.account) };
      },
      async GetQueueAttributes(input) {
        check(input);
        await parts.refresh();
        const { visible, held } = queue.counts();
        return {
          Attributes: {
            ApproximateNumberOfMessages: String(visible),
            ApproximateNumberOfMessagesNotVisible: String(held),
            VisibilityTimeout: String(HIDDEN_S),
          },
        };
      },
      async ReceiveMessage(input, caller) {
        check(input);
        const messages = await receive(parts, input, caller);
        return messages.length > 0 ? { Messages: messages.map(toMessage) } : {};
      },
      async DeleteMessage(input) {
        check(input);
        if (!queue.remove(String(input.ReceiptHandle))) refuseReceipt();
        return {};
      },
      async DeleteMessageBatch(input) {
        check(input);
        return deleteBatch(queue, input.Entries);
      },
      async ChangeMessageVisibility(input) {
        check(input);
        const hiddenMs = numberIn(input.VisibilityTimeout, 0, LONGEST_HIDDEN_S, HIDDEN_S) * SECOND;
        if (!queue.hide(String(input.ReceiptHandle), hiddenMs)) refuseReceipt();
        return {};
      },
    },
  };
}

async function receive(
  { queue, refresh }: SqsParts,
  input: Record<string, unknown>,
  { signal }: Caller,
): Promise<QueueMessage[]> {
  const most = numberIn(input.MaxNumberOfMessages, 1, MOST_MESSAGES, 1);
  const hiddenMs = numberIn(input.VisibilityTimeout, 0, LONGEST_HIDDEN_S, HIDDEN_S) * SECOND;
  const waitMs = numberIn(input.WaitTimeSeconds, 0, LONGEST_WAIT_S, 0) * SECOND;
  const end = performance.now() + waitMs;
  for (;;) {
    await refresh();
    const messages = queue.receive(most, hiddenMs);
    if (messages.length > 0 || performance.now() >= end) return messages;
    await sleep(LOOK_MS, undefined, { signal });
  }
}

function toMessage({ id, body, md5, receipt, receiveCount }: QueueMessage): object {
  return {
    MessageId: id,
    ReceiptHandle: receipt,
    Body: body,
    MD5OfBody: md5,
    Attributes: { ApproximateReceiveCount: String(receiveCount) },
  };
}

function deleteBatch(queue: Queue, entries: unknown): object {
  if (!Array.isArray(entries) || entries.length === 0 || entries.length > MOST_MESSAGES) {
    const code =
      Array.isArray(entries) && entries.length > 0
        ? "TooManyEntriesInBatchRequest"
        : "EmptyBatchRequest";
    throw new AwsRefusal(code, "A batch holds one to ten entries.");
  }
  const isDone = (entry: Record<string, unknown>) => queue.remove(String(entry.ReceiptHandle));
  const done = entries.map((entry) => ({ Id: entry.Id, isDone: isDone(entry) }));
  return {
    Successful: done.filter((entry) => entry.isDone).map(({ Id }) => ({ Id })),
    Failed: done
      .filter((entry) => !entry.isDone)
      .map(({ Id }) => ({ Id, Code: "ReceiptHandleIsInvalid", SenderFault: true })),
  };
}

function numberIn(value: unknown, least: number, most: number, usual: number): number {
  if (value === undefined) return usual;
  if (typeof value === "number" && value >= least && value <= most) return value;
  throw new AwsRefusal(
    "InvalidParameterValue",
    `Value ${String(value)} is invalid. Reason: Must be between ${least} and ${most}, if provided.`,
  );
}

function refuseQueue(): never {
  throw new AwsRefusal("QueueDoesNotExist", "The specified queue does not exist.");
}

function refuseReceipt(): never {
  throw new AwsRefusal("ReceiptHandleIsInvalid", "The input receipt handle is invalid.");
}

/** What S3 sends when notifications are switched on. */
export function testNotification(bucket: string, at: number): string {
  const text = {
    Service: "Amazon S3",
    Event: "s3:TestEvent",
    Time: formatInstant(at),
    Bucket: bucket,
  };
  return JSON.stringify(text);
}

/** What S3 sends for a new object; keys are encoded as in a form. */
export function objectNotification(
  place: { bucket: string; region: string },
  object: { key: string; sizeBytes: number; at: number },
): string {
  const key = encodeURIComponent(object.key).replaceAll("%2F", "/").replaceAll("%20", "+");
  const record = {
    eventVersion: "2.1",
    eventSource: "aws:s3",
    awsRegion: place.region,
    eventTime: formatInstant(object.at),
    eventName: "ObjectCreated:Put",
    s3: {
      s3SchemaVersion: "1.0",
      configurationId: "new-log-files",
      bucket: { name: place.bucket, arn: `arn:aws:s3:::${place.bucket}` },
      object: { key, size: object.sizeBytes },
    },
  };
  return JSON.stringify({ Records: [record] });
}
