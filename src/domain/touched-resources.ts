/** What `resources[]` and the calls on S3 objects name. */
import { isArn } from "./arn.ts";
import { isObject, type JsonObject, type JsonValue } from "./json.ts";
import { cloudFormationService, isSameService } from "./resource-types.ts";
import type { TouchRole } from "./touched.ts";
import { isForeignArn, isTagging, requestRole } from "./touched-roles.ts";
import { canBeName } from "./touched-values.ts";
import { MOST_VALUES, put, type Walk } from "./touched-walk.ts";

/** An object is spoken of as `bucket/key`. */
export function addObject(walk: Walk, request: JsonValue | undefined): void {
  if (!walk.call.data || !isObject(request)) return;
  const { bucketName, key } = request;
  if (typeof bucketName !== "string" || typeof key !== "string" || key === "") return;
  put(walk, { text: `${bucketName}/${key}`, role: "target", type: "key" });
  const source = copySource(request);
  if (source !== undefined) put(walk, { text: source, role: "mention", type: COPY_SOURCE });
}

const COPY_SOURCE = "x-amz-copy-source";

/** What CopyObject copies from, as `bucket/key`; the header is URL-encoded and may carry a version. */
function copySource(request: JsonObject): string | undefined {
  const source = request[COPY_SOURCE];
  if (typeof source !== "string") return undefined;
  const plain = source.replace(/^\//, "").replace(/\?versionId=.*$/, "");
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}

/** `resources[]` of the record, and the outer `Resources` of LookupEvents: name or ARN, with a CloudFormation type. */
export function readResources(walk: Walk, resources: JsonValue | undefined): void {
  if (!Array.isArray(resources)) return;
  for (const resource of resources) {
    walk.values += 1;
    if (walk.values > MOST_VALUES) return;
    if (isObject(resource)) readResource(walk, resource);
  }
}

function readResource(walk: Walk, resource: JsonObject): void {
  const type = firstText(resource.type, resource.ResourceType, resource.resourceType);
  const text = firstText(resource.ARN, resource.arn, resource.resourceName, resource.ResourceName);
  const prefix = firstText(resource.ARNPrefix);
  if (prefix !== undefined)
    put(walk, { text: prefix.replace(/\/$/, ""), role: "container", type: type ?? "ARNPrefix" });
  if (text === undefined || !canBeName(text)) return;
  put(walk, { text, role: resourceRole(walk, text, type ?? ""), type: type ?? "resource" });
}

function resourceRole(walk: Walk, text: string, type: string): TouchRole {
  const { call } = walk;
  const [, service = "", thing = ""] = type.toLowerCase().split("::");
  if (call.data && call.service === "s3") return isObjectArn(text, walk) ? "target" : "container";
  if (isArn(text) && isForeignArn(call, text, false)) return "mention";
  if (call.data) return "container";
  if (service !== "" && !isSameService(cloudFormationService(service), call.service)) {
    return call.linking || isTagging(walk.call.name) ? "target" : "mention";
  }
  return call.service === "ec2" && thing !== "" ? requestRole(call, thing, false, 1) : "target";
}

/** The ARN of an object, and not of the one that was copied from. */
function isObjectArn(text: string, walk: Walk): boolean {
  const object = /^arn:[^/]*:::([^/]+\/.+)$/.exec(text)?.[1];
  return object !== undefined && walk.found.get(object)?.type !== COPY_SOURCE;
}

function firstText(...values: (JsonValue | undefined)[]): string | undefined {
  return values.find((value): value is string => typeof value === "string" && value !== "");
}
