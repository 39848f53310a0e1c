/** Whether a call left a resource open to everybody. */
import { isPublicPolicy } from "../policy-words.ts";
import { asked, at, type Call, flagAt, listAt, textAt } from "./call.ts";
import { publicAclWords } from "./s3.ts";

/** What a policy says of access: `public`, or `unknown` where it no longer makes the resource public (other ways may). */
function byPolicy(document: Parameters<typeof isPublicPolicy>[0]): string {
  return isPublicPolicy(document) ? "public" : "unknown";
}

const READERS: Readonly<Record<string, (call: Call) => string | undefined>> = {
  PutBucketPolicy: (call) =>
    byPolicy(at(call.request, "bucketPolicy") ?? at(call.request, "policy")),
  DeleteBucketPolicy: () => "unknown",
  PutBucketAcl: (call) => (publicAclWords(call) ? "public" : "unknown"),
  PutKeyPolicy: (call) => byPolicy(at(call.request, "policy")),
  SetQueueAttributes: (call) => {
    const policy = at(call.request, "attributes.Policy");
    return policy === undefined ? undefined : byPolicy(policy);
  },
  SetTopicAttributes: (call) =>
    asked(call, "attributeName") === "Policy"
      ? byPolicy(at(call.request, "attributeValue"))
      : undefined,
  ModifySnapshotAttribute: (call) => shared(call, "createVolumePermission"),
  ModifyImageAttribute: (call) => shared(call, "launchPermission"),
  ModifyDBInstance: (call) => {
    const open = flagAt(call.request, "publiclyAccessible");
    return open === undefined ? undefined : open ? "public" : "not public";
  },
};

function shared(call: Call, permission: string): string | undefined {
  const named = (side: string) =>
    listAt(call.request, `${permission}.${side}`).some((item) => textAt(item, "group") === "all");
  if (named("add")) return "public";
  return named("remove") ? "not public" : undefined;
}

/** `public`, `not public`, `unknown` where what made it public may be gone; undefined where the call says nothing of access. */
export function accessAfter(call: Call): string | undefined {
  const { name } = call.event;
  return Object.hasOwn(READERS, name) ? READERS[name]?.(call) : undefined;
}
