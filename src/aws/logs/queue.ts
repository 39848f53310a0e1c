/** The queue that tells of new objects: a message is deleted only after its objects are safely on the disk. */
import type { Message, SQSClient } from "@aws-sdk/client-sqs";
import { readNotification } from "./notification.ts";
import { shownKey } from "./sync-report.ts";

export type QueuePlace = { sqs: SQSClient; queueUrl: string; bucket: string };

export type Drained = {
  /** Messages that came. */
  messages: number;
  /** Messages that were left in the queue, a sentence each. */
  warnings: string[];
};

/** Copies objects; which keys need no more. */
export type CopyKeys = (keys: readonly string[]) => Promise<ReadonlySet<string>>;

/** Below the time after which the client gives a request up. */
const LONGEST_WAIT_S = 15;
const MESSAGES = 10;
/** So long a message stays with us: enough for its objects, and for another try soon. */
const HIDDEN_S = 120;

/** Waits for messages once, copies what they name, and deletes those whose objects are here. Errors are the SDK's. */
export async function drainQueue(
  { sqs, queueUrl, bucket }: QueuePlace,
  copy: CopyKeys,
  signal: AbortSignal,
  waitSeconds: number = LONGEST_WAIT_S,
): Promise<Drained> {
  const { ReceiveMessageCommand } = await import("@aws-sdk/client-sqs");
  const got = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: MESSAGES,
      WaitTimeSeconds: waitSeconds,
      VisibilityTimeout: HIDDEN_S,
    }),
    { abortSignal: signal },
  );
  const messages = got.Messages ?? [];
  const warnings: string[] = [];
  const named = messages.flatMap((message) => {
    const read = readNotification(message.Body ?? "", bucket);
    if (read.kind === "objects") return [{ message, keys: read.keys }];
    warnings.push(`A message of the queue was left there: ${read.why} (${idOf(message)})`);
    return [];
  });
  if (named.length === 0) return { messages: messages.length, warnings };
  const settled = await copy(named.flatMap(({ keys }) => keys));
  const done = named.filter(({ keys }) => keys.every((key) => settled.has(key)));
  const failed = await deleteMessages({ sqs, queueUrl }, done, signal);
  if (failed > 0) warnings.push(`${failed} messages could not be deleted from the queue`);
  return { messages: messages.length, warnings };
}

async function deleteMessages(
  { sqs, queueUrl }: Pick<QueuePlace, "sqs" | "queueUrl">,
  done: readonly { message: Message }[],
  signal: AbortSignal,
): Promise<number> {
  if (done.length === 0) return 0;
  const { DeleteMessageBatchCommand } = await import("@aws-sdk/client-sqs");
  const entries = done.map(({ message }, at) => ({
    Id: String(at),
    ReceiptHandle: message.ReceiptHandle ?? "",
  }));
  const answer = await sqs.send(
    new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }),
    { abortSignal: signal },
  );
  return answer.Failed?.length ?? 0;
}

function idOf({ MessageId }: Message): string {
  return shownKey(MessageId ?? "without an id");
}

/** `eu-west-1` of `https://sqs.eu-west-1.amazonaws.com/…`; undefined for an address that does not tell. */
export function queueRegion(queueUrl: string): string | undefined {
  return /^https:\/\/(?:sqs\.)?([a-z]{2,3}(?:-[a-z]+)+-\d{1,2})\.(?:queue\.)?amazonaws\.com/.exec(
    queueUrl,
  )?.[1];
}
