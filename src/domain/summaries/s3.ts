/** S3 buckets and objects. */
import { isObject, type JsonValue } from "../json.ts";
import { isPublicPolicy, parsePolicy, policyWords } from "../policy-words.ts";
import {
  asked,
  at,
  type Call,
  type Deed,
  flagAt,
  listAt,
  name,
  type Summaries,
  textAt,
  the,
} from "./call.ts";
import { acts } from "./phrases.ts";
import { counted, listed, shownValue } from "./words.ts";

function bucket(call: Call): string {
  return the("bucket", name(call, "bucketName", "bucket"));
}

function object(call: Call): string {
  const key = asked(call, "key");
  return `${the("object", key)} in ${bucket(call)}`;
}

function policyDeed(what: string, policy: JsonValue | undefined): Deed {
  const words = policyWords(policy);
  if (parsePolicy(policy) && isPublicPolicy(policy)) {
    return { act: `make ${what} public`, detail: `policy ${words}` };
  }
  return { act: `change the policy of ${what}`, detail: words };
}

/** The four switches of block public access, and whether they are on. */
const SWITCHES = [
  "BlockPublicAcls",
  "IgnorePublicAcls",
  "BlockPublicPolicy",
  "RestrictPublicBuckets",
];

/** How block public access is set: `on`, `off`, or `BlockPublicPolicy off, the rest on`. */
export function publicAccessBlockWords(call: Call): string | undefined {
  const settings = at(call.request, "PublicAccessBlockConfiguration");
  if (!isObject(settings)) return undefined;
  const off = SWITCHES.filter((key) => flagAt(settings, key) !== true);
  if (off.length === 0) return "on";
  return off.length === SWITCHES.length ? "off" : `${listed(off)} off, the rest on`;
}

function blockDeed(call: Call, whose: string): Deed {
  const words = publicAccessBlockWords(call);
  if (words === "on" || words === "off") return `turn ${words} block public access of ${whose}`;
  return { act: `change block public access of ${whose}`, detail: words };
}

/** Permissions that an ACL gives to everybody: `READ to everyone`; undefined when it gives none. */
export function publicAclWords(call: Call): string | undefined {
  const canned = shownValue(listAt(call.request, "x-amz-acl", "acl")[0]);
  if (canned?.startsWith("public-")) return `${canned} for everyone`;
  const grants = listAt(
    call.request,
    "AccessControlPolicy.AccessControlList.Grant",
    "AccessControlPolicy.AccessControlList",
  );
  const open = grants.flatMap((grant) => {
    const uri = textAt(grant, "Grantee.URI") ?? "";
    const permission = textAt(grant, "Permission") ?? "access";
    if (uri.endsWith("/AllUsers")) return [`${permission} for everyone`];
    return uri.endsWith("/AuthenticatedUsers") ? [`${permission} for any AWS account`] : [];
  });
  return open.length === 0 ? undefined : listed(open);
}

function aclDeed(call: Call, what: string): Deed {
  const open = publicAclWords(call);
  if (open) return { act: `make ${what} public`, detail: `its ACL gives ${open}` };
  return { act: `change the ACL of ${what}`, detail: asked(call, "x-amz-acl.0", "x-amz-acl") };
}

function versioningDeed(call: Call): Deed {
  const status = asked(call, "VersioningConfiguration.Status");
  if (status === "Enabled") return `turn on versioning of ${bucket(call)}`;
  if (status === "Suspended") return `suspend versioning of ${bucket(call)}`;
  return `change versioning of ${bucket(call)}`;
}

/** The algorithm, and the key where one is named. */
export function encryptionWords(call: Call): string | undefined {
  const [rule] = listAt(call.request, "ServerSideEncryptionConfiguration.Rule");
  const algorithm = textAt(rule, "ApplyServerSideEncryptionByDefault.SSEAlgorithm");
  const key = textAt(rule, "ApplyServerSideEncryptionByDefault.KMSMasterKeyID");
  return key && algorithm ? `${algorithm} with key ${key}` : algorithm;
}

/** `expire after 30 days`, or how many rules. */
export function lifecycleWords(call: Call): string | undefined {
  const rules = listAt(call.request, "LifecycleConfiguration.Rule", "LifecycleConfiguration.Rules");
  if (rules.length === 0) return undefined;
  const days = rules.flatMap((rule) => textAt(rule, "Expiration.Days") ?? []);
  const expire = days.map((count) => `expire after ${counted(count, "day")}`);
  return expire.length > 0 ? listed(expire) : counted(rules.length, "rule");
}

function loggingDeed(call: Call): Deed {
  const target = asked(call, "BucketLoggingStatus.LoggingEnabled.TargetBucket");
  if (target) return `turn on access logging of ${bucket(call)} into bucket ${target}`;
  return `turn off access logging of ${bucket(call)}`;
}

function tags(call: Call): string | undefined {
  const keys = listAt(call.request, "Tagging.TagSet.Tag", "Tagging.TagSet").flatMap(
    (tag) => textAt(tag, "Key") ?? [],
  );
  return keys.length === 0 ? undefined : listed(keys);
}

const part = (verb: string, what: string) => (call: Call) =>
  `${verb} the ${what} of ${bucket(call)}`;
const setLifecycle = (call: Call): Deed => ({
  act: `set the lifecycle rules of ${bucket(call)}`,
  detail: lifecycleWords(call),
});
const account = "the whole account";

export const s3: Summaries = {
  CreateBucket: (call) => ({ act: `create ${bucket(call)}`, detail: publicAclWords(call) }),
  DeleteBucket: acts("delete", "bucket", "bucketName"),
  PutBucketPolicy: (call) =>
    policyDeed(bucket(call), at(call.request, "bucketPolicy") ?? at(call.request, "policy")),
  DeleteBucketPolicy: part("remove", "policy"),
  PutBucketAcl: (call) => aclDeed(call, bucket(call)),
  PutObjectAcl: (call) => aclDeed(call, object(call)),
  PutPublicAccessBlock: (call) => blockDeed(call, bucket(call)),
  PutBucketPublicAccessBlock: (call) => blockDeed(call, bucket(call)),
  PutAccountPublicAccessBlock: (call) => blockDeed(call, account),
  DeletePublicAccessBlock: (call) => `turn off block public access of ${bucket(call)}`,
  DeleteBucketPublicAccessBlock: (call) => `turn off block public access of ${bucket(call)}`,
  DeleteAccountPublicAccessBlock: () => `turn off block public access of ${account}`,
  PutBucketVersioning: versioningDeed,
  PutBucketEncryption: (call) => ({
    act: `set the default encryption of ${bucket(call)}`,
    detail: encryptionWords(call),
  }),
  DeleteBucketEncryption: part("remove", "default encryption"),
  PutBucketLifecycle: setLifecycle,
  PutBucketLifecycleConfiguration: setLifecycle,
  DeleteBucketLifecycle: part("remove", "lifecycle rules"),
  PutBucketLogging: loggingDeed,
  PutBucketCors: part("set", "CORS rules"),
  DeleteBucketCors: part("remove", "CORS rules"),
  PutBucketWebsite: (call) => `make ${bucket(call)} serve a website`,
  DeleteBucketWebsite: (call) => `stop ${bucket(call)} from serving a website`,
  PutBucketTagging: (call) => ({ act: `tag ${bucket(call)}`, detail: tags(call) }),
  DeleteBucketTagging: part("remove", "tags"),
  PutBucketReplication: part("set", "replication"),
  DeleteBucketReplication: part("remove", "replication"),
  PutBucketNotification: part("set", "notifications"),
  PutBucketNotificationConfiguration: part("set", "notifications"),
  PutBucketOwnershipControls: part("set", "object ownership"),
  PutBucketObjectLockConfiguration: part("set", "object lock"),
  PutObjectLockConfiguration: part("set", "object lock"),
  PutBucketRequestPayment: part("set", "requester-pays setting"),
  PutObject: (call) => `write ${object(call)}`,
  CopyObject: (call) => `copy to ${object(call)}`,
  GetObject: (call) => `read ${object(call)}`,
  HeadObject: (call) => `check ${object(call)}`,
  DeleteObject: (call) => `delete ${object(call)}`,
  DeleteObjects: (call) => `delete several objects in ${bucket(call)}`,
  CompleteMultipartUpload: (call) => `write ${object(call)}`,
  CreateMultipartUpload: (call) => `start to upload ${object(call)}`,
  ListObjects: (call) => `list the objects of ${bucket(call)}`,
  ListBuckets: () => "list the buckets",
  CreateAccessPoint: acts("create", "access point", "name"),
  DeleteAccessPoint: acts("delete", "access point", "name"),
  PutAccessPointPolicy: (call) =>
    policyDeed(
      the("access point", name(call, "name")),
      at(call.request, "PutAccessPointPolicyRequest.Policy") ?? at(call.request, "policy"),
    ),
};
