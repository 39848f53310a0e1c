/** Names of calls as LookupEvents wants them: whole, in the right case, with the version that CloudTrail puts behind them. */
import { splitVersion } from "../../domain/event-name.ts";
import { hasWildcard } from "../../domain/wildcard.ts";

/** Calls of Lambda that are recorded with a date (CloudTrail's documentation of Lambda, and records seen). */
const LAMBDA: Record<string, string> = {
  AddLayerVersionPermission: "20181031",
  AddPermission: "20150331v2",
  CreateAlias: "20150331",
  CreateEventSourceMapping: "20150331",
  CreateFunction: "20150331",
  DeleteAlias: "20150331",
  DeleteEventSourceMapping: "20150331",
  DeleteFunction: "20150331",
  DeleteFunctionConcurrency: "20171031",
  DeleteLayerVersion: "20181031",
  GetFunction: "20150331v2",
  GetFunctionConfiguration: "20150331v2",
  GetPolicy: "20150331v2",
  ListFunctions: "20150331",
  PublishLayerVersion: "20181031",
  PublishVersion: "20150331",
  PutFunctionConcurrency: "20171031",
  RemoveLayerVersionPermission: "20181031",
  RemovePermission: "20150331v2",
  TagResource: "20170331v2",
  UntagResource: "20170331v2",
  UpdateAlias: "20150331",
  UpdateEventSourceMapping: "20150331",
  UpdateFunctionCode: "20150331v2",
  UpdateFunctionConfiguration: "20150331v2",
};

/** Calls of S3 that are recorded under another name than the API has; CloudTrail's documentation of S3. */
const S3: [string, string][] = [
  ["PutPublicAccessBlock", "PutBucketPublicAccessBlock"],
  ["GetPublicAccessBlock", "GetBucketPublicAccessBlock"],
  ["DeletePublicAccessBlock", "DeleteBucketPublicAccessBlock"],
  ["PutBucketLifecycleConfiguration", "PutBucketLifecycle"],
  ["GetBucketLifecycleConfiguration", "GetBucketLifecycle"],
  ["PutBucketNotificationConfiguration", "PutBucketNotification"],
  ["GetBucketNotificationConfiguration", "GetBucketNotification"],
  ["PutObjectLockConfiguration", "PutBucketObjectLockConfiguration"],
  ["GetObjectLockConfiguration", "GetBucketObjectLockConfiguration"],
];

const CLOUDFRONT =
  /Distribution|Invalidation|OriginAccess|CachePolicy|OriginRequestPolicy|ResponseHeadersPolicy|StreamingDistribution|FieldLevelEncryption/;
const CLOUDFRONT_VERSION = "2020_05_31";

const CALL = /^[A-Z][A-Za-z0-9]{2,}(?:_\d[\d_v]*)?$/;

/**
 * All names under which the calls asked for are recorded; undefined when one cannot be said exactly
 * (a wildcard, lower case).
 */
export function recordedNames(asked: readonly string[]): string[] | undefined {
  const names = new Set<string>();
  for (const text of asked) {
    const colon = text.indexOf(":");
    const service = colon > 0 ? text.slice(0, colon).toLowerCase() : "";
    const call = text.slice(colon + 1).trim();
    if (hasWildcard(call) || !CALL.test(call)) return undefined;
    for (const name of formsOf(call, service)) names.add(name);
  }
  return [...names];
}

function formsOf(call: string, service: string): string[] {
  const bare = splitVersion(call);
  const forms = [call, bare];
  const isOf = (name: string) => service === "" || service.startsWith(name);
  const version = isOf("lambda") && Object.hasOwn(LAMBDA, bare) ? LAMBDA[bare] : undefined;
  if (version !== undefined) forms.push(`${bare}${version}`);
  if (service === "cloudfront" || (service === "" && CLOUDFRONT.test(bare))) {
    forms.push(`${bare}${CLOUDFRONT_VERSION}`);
  }
  if (isOf("s3")) {
    for (const pair of S3) if (pair.includes(bare)) forms.push(...pair);
  }
  return forms;
}
