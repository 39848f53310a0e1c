import {
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  S3Client,
} from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "../../../src/domain/time.ts";
import { errorOf, HOME, NOW, record, STAGING, start } from "./made-trail.ts";

const Bucket = "acme-shop-cloudtrail";

/** Three days of two accounts, one file a day each. */
const RECORDS = [0, 1, 2].flatMap((day) => [
  record({ eventID: `p${day}` }, NOW - HOUR - day * DAY),
  record({ eventID: `s${day}`, recipientAccountId: STAGING }, NOW - HOUR - day * DAY),
]);

async function bucket() {
  const { client, bugs } = await start(RECORDS);
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const list = (asked: Partial<ListObjectsV2CommandInput> = {}) =>
    s3.send(new ListObjectsV2Command({ Bucket, ...asked }));
  const keys = async () => ((await list()).Contents ?? []).map(({ Key = "" }) => Key);
  return { s3, list, keys, client, bugs };
}

describe("the trail's bucket", () => {
  it("lists its keys in the order of their bytes", async () => {
    const { list } = await bucket();

    const { Contents: all = [], KeyCount, IsTruncated } = await list();

    const found = all.map(({ Key = "" }) => Key);
    expect([KeyCount, IsTruncated]).toEqual([6, false]);
    expect(found).toEqual(found.toSorted());
    expect(all.every(({ Size = 0 }) => Size > 100)).toBe(true);
    expect(all[0]?.LastModified?.toISOString()).toBe("2026-11-18T16:00:00.000Z");
  });

  it("lists folders by a delimiter", async () => {
    const { list } = await bucket();

    const { CommonPrefixes: folders, Contents: all } = await list({
      Prefix: "AWSLogs/",
      Delimiter: "/",
    });

    expect(folders?.map(({ Prefix }) => Prefix)).toEqual([
      "AWSLogs/111122223333/",
      "AWSLogs/222233334444/",
    ]);
    expect(all).toBeUndefined();
  });

  it.each([1, 2, 4, 6, 1000])("gives the same keys in pages of %s", async (MaxKeys) => {
    const { list, keys } = await bucket();
    const found: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;

    do {
      const page = await list({ MaxKeys, ...(ContinuationToken ? { ContinuationToken } : {}) });
      found.push(...(page.Contents ?? []).map(({ Key }) => Key));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);

    expect(found).toEqual(await keys());
  });

  it("pages through folders without repeating one", async () => {
    const { list } = await bucket();
    const asked = { Prefix: "AWSLogs/", Delimiter: "/", MaxKeys: 1 };
    const first = await list(asked);

    const second = await list({ ...asked, ContinuationToken: first.NextContinuationToken });

    expect([first, second].map((page) => page.CommonPrefixes?.[0]?.Prefix)).toEqual([
      "AWSLogs/111122223333/",
      "AWSLogs/222233334444/",
    ]);
    expect(second.IsTruncated).toBe(false);
  });

  it("begins after a key, in the older listing too", async () => {
    const { s3, list, keys } = await bucket();
    const all = await keys();

    const newer = await list({ StartAfter: all[3] ?? "" });
    const older = await s3.send(new ListObjectsCommand({ Bucket, Marker: all[3] ?? "" }));

    expect(newer.Contents?.map(({ Key }) => Key)).toEqual(all.slice(4));
    expect(older.Contents?.map(({ Key }) => Key)).toEqual(all.slice(4));
  });

  it("gives objects, parts of them, and what is known of them", async () => {
    const { s3, keys } = await bucket();
    const [Key = ""] = await keys();

    const head = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    const whole = await s3.send(new GetObjectCommand({ Bucket, Key }));
    const part = await s3.send(new GetObjectCommand({ Bucket, Key, Range: "bytes=0-1" }));

    const bytes = await whole.Body?.transformToByteArray();
    expect(bytes?.byteLength).toBe(head.ContentLength);
    expect(whole.ETag).toBe(head.ETag);
    expect([...((await part.Body?.transformToByteArray()) ?? [])]).toEqual([0x1f, 0x8b]);
    expect(part.ContentRange).toBe(`bytes 0-1/${head.ContentLength}`);
  });

  it("says where it is", async () => {
    const { s3 } = await bucket();

    const place = await s3.send(new GetBucketLocationCommand({ Bucket }));
    const head = await s3.send(new HeadBucketCommand({ Bucket }));
    const all = await s3.send(new ListBucketsCommand({}));

    expect([place.LocationConstraint, head.BucketRegion]).toEqual([HOME, HOME]);
    expect(all.Buckets?.map(({ Name }) => Name)).toEqual([Bucket]);
  });

  it("answers by the name of its host as well as by the path", async () => {
    const { client } = await bucket();
    const port = new URL(client.endpoint).port;
    const s3 = new S3Client({ ...client, endpoint: `http://localhost:${port}` });
    let host: unknown;
    s3.middlewareStack.add(
      (next) => (args) => {
        const request = Object(args.request);
        host = request.headers.host;
        // Names below localhost are this machine's, but not every resolver says so.
        Reflect.set(request, "hostname", "127.0.0.1");
        return next(args);
      },
      { step: "finalizeRequest", priority: "low" },
    );

    const { Contents: all } = await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 2 }));

    expect(all).toHaveLength(2);
    expect(host).toBe(`${Bucket}.localhost:${port}`);
  });

  const keysOutside = [
    "../1",
    "AWSLogs/../../../etc/passwd",
    "AWSLogs//x",
    "AWSLogs/%2e%2e/x",
    "é\n&<",
  ];
  it.each(keysOutside)("has no object %j", async (Key) => {
    const { s3, bugs } = await bucket();

    const names = [
      await errorOf(s3.send(new GetObjectCommand({ Bucket, Key }))),
      await errorOf(s3.send(new HeadObjectCommand({ Bucket, Key }))),
    ];

    expect(names).toEqual(["NoSuchKey", "NotFound"]);
    expect(bugs).toEqual([]);
  });

  it("refuses other buckets, tokens of one's own and what it does not imitate", async () => {
    const { s3, list, client } = await bucket();
    const [key = ""] = await (await bucket()).keys();

    const names = await Promise.all([
      errorOf(s3.send(new ListObjectsV2Command({ Bucket: "another-bucket" }))),
      errorOf(list({ ContinuationToken: "mine" })),
      errorOf(list({ MaxKeys: -1 })),
      errorOf(s3.send(new GetObjectCommand({ Bucket, Key: key, Range: "bytes=999999-" }))),
    ]);
    const unsigned = await fetch(`${client.endpoint}/${Bucket}/${key}`);

    expect(names).toEqual(["NoSuchBucket", "InvalidArgument", "InvalidArgument", "InvalidRange"]);
    expect(unsigned.status).toBe(403);
  });
});
