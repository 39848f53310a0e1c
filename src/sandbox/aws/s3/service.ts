/** S3: the trail's bucket, to be listed and read. */
import { AwsRefusal, type AwsService } from "../service.ts";
import { type Bucket, listOldPage, listPage } from "./bucket.ts";

/** Buckets by name; nothing can be written into them from outside. */
export function createS3(buckets: ReadonlyMap<string, Bucket>): AwsService {
  const find = (input: Record<string, unknown>): Bucket => {
    const bucket = buckets.get(String(input.Bucket));
    if (bucket) return bucket;
    throw new AwsRefusal("NoSuchBucket", "The specified bucket does not exist", 404);
  };
  const read = async (input: Record<string, unknown>) => {
    const object = await find(input).read(String(input.Key));
    if (object) return object;
    throw new AwsRefusal("NoSuchKey", "The specified key does not exist.", 404);
  };
  return {
    name: "s3",
    operations: {
      ListBuckets: async () => ({
        Buckets: [...buckets].map(([Name, { createdAt }]) => ({
          Name,
          CreationDate: new Date(createdAt),
        })),
      }),
      HeadBucket: async (input) => ({ BucketRegion: find(input).region }),
      GetBucketLocation: async (input) => {
        const { region } = find(input);
        return region === "us-east-1" ? {} : { LocationConstraint: region };
      },
      ListObjectsV2: async (input) => listPage(String(input.Bucket), find(input), input),
      ListObjects: async (input) => listOldPage(String(input.Bucket), find(input), input),
      HeadObject: async (input) => {
        const { bytes, modifiedAt, etag, metadata } = await read(input);
        return {
          ContentLength: bytes.byteLength,
          LastModified: new Date(modifiedAt),
          ETag: etag,
          ContentType: "application/json",
          ContentEncoding: "gzip",
          AcceptRanges: "bytes",
          Metadata: metadata,
        };
      },
      GetObject: async (input) => {
        const { bytes, modifiedAt, etag, metadata } = await read(input);
        const { body, range } = cut(bytes, input.Range);
        return {
          Body: body,
          ContentLength: body.byteLength,
          LastModified: new Date(modifiedAt),
          ETag: etag,
          ContentType: "application/json",
          ContentEncoding: "gzip",
          AcceptRanges: "bytes",
          ContentRange: range,
          Metadata: metadata,
        };
      },
    },
  };
}

/** `bytes=0-99`, `bytes=100-`; anything else gives the whole, as HTTP allows. */
function cut(bytes: Uint8Array, range: unknown): { body: Uint8Array; range?: string } {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(String(range)) ?? [];
  if (first === undefined) return { body: bytes };
  const from = Number(first);
  const to = last ? Math.min(Number(last), bytes.byteLength - 1) : bytes.byteLength - 1;
  if (from > to) {
    throw new AwsRefusal("InvalidRange", "The requested range is not satisfiable", 416);
  }
  return {
    body: bytes.subarray(from, to + 1),
    range: `bytes ${from}-${to}/${bytes.byteLength}`,
  };
}
