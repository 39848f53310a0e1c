/** A bucket of S3 as a store of objects. */
import { Readable } from "node:stream";
import type { GetObjectCommandOutput, S3Client } from "@aws-sdk/client-s3";
import type { ListedObject, ObjectStore, OpenedObject } from "./object-store.ts";

/** Objects on a page, the most that S3 gives. */
const PAGE = 1000;

/** Reads a bucket through a client. Errors are those of the SDK. */
export function openBucket(s3: S3Client, bucket: string): ObjectStore {
  return {
    list: (prefix, options) => listObjects(s3, { Bucket: bucket, Prefix: prefix }, options),
    folders: (prefix, signal) => listFolders(s3, { Bucket: bucket, Prefix: prefix }, signal),
    open: (key, signal) => openObject(s3, { Bucket: bucket, Key: key }, signal),
  };
}

type Below = { Bucket: string; Prefix: string };

async function* listObjects(
  s3: S3Client,
  below: Below,
  { startAfter, signal }: { startAfter?: string; signal: AbortSignal },
): AsyncGenerator<ListedObject> {
  const { ListObjectsV2Command } = await import("@aws-sdk/client-s3");
  const first = { ...below, MaxKeys: PAGE, ...(startAfter && { StartAfter: startAfter }) };
  let token: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({ ...first, ...(token && { ContinuationToken: token }) }),
      { abortSignal: signal },
    );
    for (const { Key, Size } of page.Contents ?? []) {
      if (Key !== undefined) yield { key: Key, sizeBytes: Size ?? 0 };
    }
    token = nextToken(page.NextContinuationToken, token);
  } while (token !== undefined);
}

async function listFolders(s3: S3Client, below: Below, signal: AbortSignal): Promise<string[]> {
  const { ListObjectsV2Command } = await import("@aws-sdk/client-s3");
  const found: string[] = [];
  let token: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({
        ...below,
        Delimiter: "/",
        MaxKeys: PAGE,
        ...(token && { ContinuationToken: token }),
      }),
      { abortSignal: signal },
    );
    for (const { Prefix } of page.CommonPrefixes ?? []) if (Prefix) found.push(Prefix);
    token = nextToken(page.NextContinuationToken, token);
  } while (token !== undefined);
  return found;
}

/** A store that gives the same page for ever is left, not followed. */
function nextToken(next: string | undefined, last: string | undefined): string | undefined {
  if (next !== undefined && next === last) {
    throw new Error("The bucket's listing gives the same page again and again");
  }
  return next || undefined;
}

async function openObject(
  s3: S3Client,
  place: { Bucket: string; Key: string },
  signal: AbortSignal,
): Promise<OpenedObject | undefined> {
  const { GetObjectCommand } = await import("@aws-sdk/client-s3");
  try {
    const got = await s3.send(new GetObjectCommand(place), { abortSignal: signal });
    const md5 = md5Of(got);
    return {
      body: got.Body instanceof Readable ? got.Body : Readable.from([]),
      metadata: lowerCased(got.Metadata ?? {}),
      ...(got.ContentLength !== undefined && { sizeBytes: got.ContentLength }),
      ...(md5 !== undefined && { md5 }),
    };
  } catch (error) {
    if (error instanceof Error && ["NoSuchKey", "NotFound"].includes(error.name)) return undefined;
    throw error;
  }
}

/** The tag is the MD5 of what was put in one piece, unless a key of KMS encrypted it. */
function md5Of({ ETag, ServerSideEncryption }: GetObjectCommandOutput): string | undefined {
  if (ServerSideEncryption !== undefined && ServerSideEncryption !== "AES256") return undefined;
  return /^"?([0-9a-f]{32})"?$/.exec(ETag ?? "")?.[1];
}

function lowerCased(metadata: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
