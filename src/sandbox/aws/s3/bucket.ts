/** A bucket over a folder in the layout of CloudTrail, and objects that come into it while the server runs. */
import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { byBytes, listFiles } from "../folder.ts";
import { AwsRefusal } from "../service.ts";

export type StoredObject = {
  bytes: Uint8Array;
  /** Epoch milliseconds. */
  modifiedAt: number;
  /** In quotes, as S3 has it. */
  etag: string;
  metadata: Record<string, string>;
};

export type Bucket = {
  region: string;
  createdAt: number;
  /** In the order of their bytes. */
  keys(): Promise<readonly string[]>;
  size(key: string): Promise<{ sizeBytes: number; modifiedAt: number } | undefined>;
  read(key: string): Promise<StoredObject | undefined>;
  /** Puts an object that no file holds. */
  put(key: string, bytes: Uint8Array, modifiedAt: number): Promise<void>;
};

export type BucketPlace = {
  region: string;
  createdAt: number;
  /** What an object has besides its bytes, such as the signature of a digest. */
  metadataOf(key: string): Promise<Record<string, string>>;
  /** Puts what is due; called before anybody looks. */
  refresh(): Promise<void>;
};

export function createFolderBucket(dir: string, place: BucketPlace): Bucket {
  const { metadataOf, refresh, region, createdAt } = place;
  const put = new Map<string, { bytes: Uint8Array; modifiedAt: number }>();
  let listed: Promise<ReadonlySet<string>> | undefined;

  /** In order. The folder is listed once: nobody else writes into it while the server runs. */
  function known(): Promise<ReadonlySet<string>> {
    listed ??= listFiles(dir)
      .catch(() => [])
      .then((paths) => new Set(paths.filter((path) => /(?:^|\/)AWSLogs\//.test(path))));
    return listed;
  }

  async function keys(): Promise<readonly string[]> {
    await refresh();
    return [...(await known())];
  }

  return {
    region,
    createdAt,
    keys,
    // Only listed keys are read, so no `..` leads out of the folder.
    async size(key) {
      const fresh = put.get(key);
      if (fresh) return { sizeBytes: fresh.bytes.byteLength, modifiedAt: fresh.modifiedAt };
      if (!(await known()).has(key)) return undefined;
      const { size, mtimeMs } = await stat(join(dir, key));
      return { sizeBytes: size, modifiedAt: deliveredAt(key) ?? mtimeMs };
    },
    async read(key) {
      await refresh();
      const fresh = put.get(key);
      if (!fresh && !(await known()).has(key)) return undefined;
      const bytes = fresh?.bytes ?? (await readFile(join(dir, key)));
      const modifiedAt =
        fresh?.modifiedAt ?? deliveredAt(key) ?? (await stat(join(dir, key))).mtimeMs;
      const etag = `"${createHash("md5").update(bytes).digest("hex")}"`;
      return { bytes, modifiedAt, etag, metadata: await metadataOf(key) };
    },
    async put(key, bytes, modifiedAt) {
      put.set(key, { bytes, modifiedAt });
      const others = await known();
      if (!others.has(key)) listed = Promise.resolve(new Set([...others, key].sort(byBytes)));
    },
  };
}

/** The moment in the name of a log file or digest; files copied into a folder have lost it. */
function deliveredAt(key: string): number | undefined {
  const [, year, month, day, hour, minute, second] =
    /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?Z[_.]/.exec(key) ?? [];
  if (year === undefined) return undefined;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second ?? "00"}Z`);
  return Number.isFinite(at) ? at : undefined;
}

const PAGE = 1000;

type ListedPage = { [member: string]: unknown; NextContinuationToken: string | undefined };

/** One page of ListObjects, as it was before ListObjectsV2; the AWS CLI checks digests with it. */
export async function listOldPage(
  name: string,
  bucket: Bucket,
  input: Record<string, unknown>,
): Promise<object> {
  const {
    StartAfter: _,
    KeyCount: __,
    NextContinuationToken: next,
    ...rest
  } = await listPage(name, bucket, {
    ...input,
    StartAfter: input.Marker,
    ContinuationToken: undefined,
  });
  const last = next === undefined ? undefined : Buffer.from(next, "base64").toString("utf8");
  return { ...rest, Marker: textOf(input.Marker), NextMarker: last };
}

/** One page of ListObjectsV2. */
export async function listPage(
  name: string,
  bucket: Bucket,
  input: Record<string, unknown>,
): Promise<ListedPage> {
  const prefix = textOf(input.Prefix);
  const delimiter = textOf(input.Delimiter);
  const most = mostOf(input.MaxKeys);
  const start = startOf(input);
  const encode = input.EncodingType === "url" ? encodeKey : (text: string) => text;
  const { objects, folders, last, isTruncated } = page(await bucket.keys(), {
    prefix,
    delimiter,
    start,
    most,
  });
  return {
    Name: name,
    Prefix: encode(prefix),
    Delimiter: delimiter === "" ? undefined : encode(delimiter),
    MaxKeys: most,
    EncodingType: input.EncodingType,
    KeyCount: objects.length + folders.length,
    IsTruncated: isTruncated,
    StartAfter: input.StartAfter,
    ContinuationToken: input.ContinuationToken,
    NextContinuationToken: isTruncated ? Buffer.from(last).toString("base64") : undefined,
    Contents: await Promise.all(objects.map((key) => toContent(bucket, key, encode(key)))),
    CommonPrefixes: folders.map((folder) => ({ Prefix: encode(folder) })),
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function mostOf(value: unknown): number {
  if (value === undefined) return PAGE;
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) {
    return Math.min(value, PAGE);
  }
  throw new AwsRefusal(
    "InvalidArgument",
    "Provided max-keys not an integer or within integer range",
  );
}

/** A token is the last key or folder of the page before. */
function startOf(input: Record<string, unknown>): string {
  if (typeof input.ContinuationToken !== "string") return textOf(input.StartAfter);
  const key = Buffer.from(input.ContinuationToken, "base64").toString("utf8");
  if (Buffer.from(key).toString("base64") === input.ContinuationToken) return key;
  throw new AwsRefusal("InvalidArgument", "The continuation token provided is incorrect");
}

function encodeKey(text: string): string {
  return encodeURIComponent(text).replaceAll("%2F", "/");
}

type Page = { objects: string[]; folders: string[]; last: string; isTruncated: boolean };

function page(
  keys: readonly string[],
  asked: { prefix: string; delimiter: string; start: string; most: number },
): Page {
  const { prefix, delimiter, start, most } = asked;
  const found: Page = { objects: [], folders: [], last: "", isTruncated: false };
  if (most === 0) return found;
  const isAsked = (key: string) =>
    key.startsWith(prefix) && (start === "" || byBytes(key, start) > 0);
  for (const key of keys.filter(isAsked)) {
    const folder = folderOf(key, prefix, delimiter);
    if (folder !== undefined && (folder === start || folder === found.folders.at(-1))) continue;
    if (found.objects.length + found.folders.length === most) {
      return { ...found, isTruncated: true };
    }
    (folder === undefined ? found.objects : found.folders).push(folder ?? key);
    found.last = folder ?? key;
  }
  return found;
}

function folderOf(key: string, prefix: string, delimiter: string): string | undefined {
  const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

async function toContent(bucket: Bucket, key: string, Key: string): Promise<object> {
  const size = await bucket.size(key);
  return {
    Key,
    Size: size?.sizeBytes ?? 0,
    LastModified: new Date(size?.modifiedAt ?? 0),
    // Reading each object for its hash would cost more than the listing; the tag is only said to be opaque.
    ETag: `"${createHash("md5").update(`${key} ${size?.sizeBytes}`).digest("hex")}"`,
    StorageClass: "STANDARD",
  };
}
