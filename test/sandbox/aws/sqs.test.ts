import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "../../../src/domain/time.ts";
import { errorOf, NOW, record, start } from "./made-trail.ts";

async function queue() {
  let now = NOW;
  const { client, server, bugs } = await start([], { now: () => now });
  const sqs = new SQSClient(client);
  const QueueUrl = server.queueUrl;
  const receive = async (asked: { VisibilityTimeout?: number; WaitTimeSeconds?: number } = {}) => {
    const asking = { QueueUrl, MaxNumberOfMessages: 10, ...asked };
    return (await sqs.send(new ReceiveMessageCommand(asking))).Messages ?? [];
  };
  const goTo = (at: number) => {
    now = at;
  };
  return { client, server, bugs, sqs, QueueUrl, receive, goTo };
}

describe("the queue of new log files", () => {
  it("has an address, and begins with the notice that S3 sends first", async () => {
    const { sqs, QueueUrl, receive } = await queue();

    const found = await sqs.send(new GetQueueUrlCommand({ QueueName: "cloudtrail-log-files" }));
    const [message] = await receive();

    expect(found.QueueUrl).toBe(QueueUrl);
    expect(JSON.parse(message?.Body ?? "")).toMatchObject({ Event: "s3:TestEvent" });
    expect(message?.MD5OfBody).toBe(
      createHash("md5")
        .update(message?.Body ?? "")
        .digest("hex"),
    );
  });

  it("tells of what has just happened when its log file is in the bucket", async () => {
    const { client, server, receive, goTo } = await queue();
    const s3 = new S3Client({ ...client, forcePathStyle: true });
    const Bucket = "acme-shop-cloudtrail";
    const count = async () => (await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount;
    await receive();

    server.arrive([record({ eventID: "new" }, NOW)], NOW);
    goTo(NOW + 5 * MINUTE - SECOND);
    const before = [await count(), (await receive()).length];
    goTo(NOW + 10 * MINUTE);
    const after = await count();
    const [message] = await receive();

    const { s3: told } = JSON.parse(message?.Body ?? "").Records[0];
    const object = await s3.send(new GetObjectCommand({ Bucket, Key: told.object.key }));
    const bytes = (await object.Body?.transformToByteArray()) ?? new Uint8Array();
    expect([before, after]).toEqual([[0, 0], 1]);
    expect(bytes.byteLength).toBe(told.object.size);
    expect(JSON.parse(gunzipSync(bytes).toString()).Records[0].eventID).toBe("new");
  });

  it("shows a message again until it is deleted", async () => {
    const { sqs, QueueUrl, receive } = await queue();

    const [first] = await receive({ VisibilityTimeout: 0 });
    const [second] = await receive({ VisibilityTimeout: 60 });
    const hidden = await receive();
    const ReceiptHandle = second?.ReceiptHandle ?? "";
    await sqs.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }),
    );
    const [third] = await receive({ VisibilityTimeout: 0 });
    await sqs.send(
      new DeleteMessageCommand({ QueueUrl, ReceiptHandle: third?.ReceiptHandle ?? "" }),
    );
    const gone = await receive();

    expect([first, second, third].map((one) => one?.Attributes?.ApproximateReceiveCount)).toEqual([
      "1",
      "2",
      "3",
    ]);
    expect([hidden, gone]).toEqual([[], []]);
  });

  it("waits for a message as long as it is asked to", async () => {
    const { receive } = await queue();
    await receive();
    const begun = performance.now();

    const messages = await receive({ WaitTimeSeconds: 1 });

    expect(messages).toEqual([]);
    expect(performance.now() - begun).toBeGreaterThan(950);
  });

  it("takes it for no mistake when the client stops waiting", async () => {
    const { sqs, QueueUrl, receive, bugs } = await queue();
    await receive();
    const stop = new AbortController();
    const asked = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 });
    const waiting = errorOf(sqs.send(asked, { abortSignal: stop.signal }));
    setTimeout(() => stop.abort(), 150);

    const name = await waiting;
    // The server notices on its next look.
    await new Promise((resolve) => setTimeout(resolve, 200));

    expect(name).toBe("AbortError");
    expect(bugs).toEqual([]);
  });

  it("deletes several, and says which it could not", async () => {
    const { sqs, QueueUrl, receive } = await queue();
    const [message] = await receive();
    const Entries = [
      { Id: "a", ReceiptHandle: message?.ReceiptHandle ?? "" },
      { Id: "b", ReceiptHandle: "mine" },
    ];

    const { Successful: done, Failed: failed } = await sqs.send(
      new DeleteMessageBatchCommand({ QueueUrl, Entries }),
    );
    const { Attributes: left } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
    );

    expect(done?.map(({ Id }) => Id)).toEqual(["a"]);
    expect(failed?.map(({ Id, Code }) => [Id, Code])).toEqual([["b", "ReceiptHandleIsInvalid"]]);
    expect(left).toMatchObject({
      ApproximateNumberOfMessages: "0",
      ApproximateNumberOfMessagesNotVisible: "0",
    });
  });

  it("refuses other queues and what is out of range", async () => {
    const { sqs, QueueUrl, bugs } = await queue();
    const receive = (asked: object) =>
      errorOf(sqs.send(new ReceiveMessageCommand({ QueueUrl, ...asked })));

    const names = await Promise.all([
      receive({ QueueUrl: `${QueueUrl}-2` }),
      receive({ MaxNumberOfMessages: 11 }),
      receive({ WaitTimeSeconds: 21 }),
      errorOf(sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: "mine" }))),
      errorOf(sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: [] }))),
    ]);

    expect(names).toEqual([
      "QueueDoesNotExist",
      "InvalidParameterValue",
      "InvalidParameterValue",
      "ReceiptHandleIsInvalid",
      "EmptyBatchRequest",
    ]);
    expect(bugs).toEqual([]);
  });
});
