/** restXml as S3 speaks it: bucket and key in path or host, the rest in query and headers, XML or the object itself as answer. */
import { type OperationShape, type Schema, writeXml } from "./schemas.ts";
import type { Protocol, Reply, Wire } from "./wire.ts";
import { escapeXml } from "./xml-text.ts";

const NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

/** `shapeOf` gives the shape of an operation that is served. */
export function createS3Protocol(
  shapeOf: (operation: string) => Promise<OperationShape>,
): Protocol {
  return {
    operationOf,
    async decode(operation, wire) {
      const { input } = await shapeOf(operation);
      return readInput(input, wire);
    },
    async encode(operation, output, wire, requestId) {
      const { output: schema, http } = await shapeOf(operation);
      const members = new Map(Object.entries(output).filter(([, value]) => value !== undefined));
      const headers = { "x-amz-request-id": requestId, ...takeHeaders(schema, members) };
      const status = members.has("ContentRange") || "content-range" in headers ? 206 : 200;
      const body = bodyOf(operation, schema, members);
      const isBare = http?.method === "HEAD" || wire.method === "HEAD";
      return { status, headers: { ...typeOf(body), ...headers }, body: isBare ? "" : body };
    },
    refuse({ code, message, status }, wire, requestId) {
      const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message><Resource>${escapeXml(wire.path)}</Resource><RequestId>${requestId}</RequestId></Error>`;
      const headers = { "x-amz-request-id": requestId, "content-type": "application/xml" };
      return { status, headers, body: wire.method === "HEAD" ? "" : body };
    },
    troubles: {
      noSignature: { code: "AccessDenied", status: 403 },
      unknownKey: { code: "InvalidAccessKeyId", status: 403 },
      expired: { code: "ExpiredToken", status: 400 },
      denied: { code: "AccessDenied", status: 403 },
      unknownOperation: { code: "NotImplemented", status: 501 },
      unreadable: { code: "InvalidArgument", status: 400 },
    },
  };
}

/** Queries that name a part of a bucket or object which is not imitated. */
const KNOWN_QUERIES =
  /^(?:x-id|list-type|prefix|delimiter|continuation-token|start-after|max-keys|marker|encoding-type|fetch-owner|location|versionId|response-.*|max-buckets|bucket-region)$/;

function operationOf(wire: Wire): string | undefined {
  const { bucket, key } = placeOf(wire);
  if ([...wire.query.keys()].some((name) => !KNOWN_QUERIES.test(name))) return undefined;
  if (key !== undefined) return wire.method === "GET" ? "GetObject" : onHead(wire, "HeadObject");
  if (bucket === undefined) return wire.method === "GET" ? "ListBuckets" : undefined;
  if (wire.method !== "GET") return onHead(wire, "HeadBucket");
  if (wire.query.has("location")) return "GetBucketLocation";
  return wire.query.get("list-type") === "2" ? "ListObjectsV2" : "ListObjects";
}

function onHead({ method }: Wire, operation: string): string | undefined {
  return method === "HEAD" ? operation : undefined;
}

/** Path style unless the bucket stands before the host. */
function placeOf({ path, headers }: Wire): { bucket?: string; key?: string } {
  const host =
    /^([a-z\d][a-z\d.-]{1,61}[a-z\d])\.(?:localhost|127\.0\.0\.1|s3[.-][a-z\d.-]+)(?::\d+)?$/;
  const [, ofHost] = host.exec(headers.host ?? "") ?? [];
  const parts = path.slice(1).split("/");
  const bucket = ofHost ?? unescaped(parts.shift() ?? "");
  const key = parts.map(unescaped).join("/");
  return { ...(bucket === "" ? {} : { bucket }), ...(key === "" ? {} : { key }) };
}

/** A percent sign that begins nothing stands for itself. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function readInput(schema: Schema, wire: Wire): Record<string, unknown> {
  const place = placeOf(wire);
  const labels: Record<string, string | undefined> = { Bucket: place.bucket, Key: place.key };
  const input: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const { httpLabel, httpQuery, httpHeader } = member.getMergedTraits();
    const text = httpLabel
      ? labels[name]
      : httpQuery
        ? wire.query.get(httpQuery)
        : wire.headers[String(httpHeader).toLowerCase()];
    if (text !== undefined && text !== null) input[name] = toValue(member, text);
  }
  return input;
}

function toValue(schema: Schema, text: string): unknown {
  if (schema.isTimestampSchema()) return new Date(text);
  if (schema.isNumericSchema()) return text.trim() === "" ? Number.NaN : Number(text);
  return schema.isBooleanSchema() ? text === "true" : text;
}

/** Members that travel as headers; taken out of the others. */
function takeHeaders(schema: Schema, members: Map<string, unknown>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, member] of schema.structIterator()) {
    const value = members.get(name);
    const { httpHeader, httpPrefixHeaders } = member.getMergedTraits();
    if (value === undefined || (!httpHeader && !httpPrefixHeaders)) continue;
    members.delete(name);
    if (httpHeader) headers[httpHeader.toLowerCase()] = headerText(value);
    for (const [key, text] of httpPrefixHeaders ? Object.entries(Object(value)) : []) {
      headers[`${httpPrefixHeaders}${key}`.toLowerCase()] = String(text);
    }
  }
  return headers;
}

function headerText(value: unknown): string {
  return value instanceof Date ? value.toUTCString() : String(value);
}

function bodyOf(
  operation: string,
  schema: Schema,
  members: Map<string, unknown>,
): string | Uint8Array {
  for (const [name, member] of schema.structIterator()) {
    const value = members.get(name);
    if (member.getMergedTraits().httpPayload && value instanceof Uint8Array) return value;
  }
  // The one answer whose text is the element itself.
  if (operation === "GetBucketLocation") {
    const place = escapeXml(String(members.get("LocationConstraint") ?? ""));
    return `<LocationConstraint xmlns="${NAMESPACE}">${place}</LocationConstraint>`;
  }
  if (members.size === 0) return "";
  const text = writeXml(schema, Object.fromEntries(members));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text.replace(/^<([\w]+)/, `<$1 xmlns="${NAMESPACE}"`)}`;
}

function typeOf(body: Reply["body"]): Record<string, string> {
  return typeof body === "string" && body !== "" ? { "content-type": "application/xml" } : {};
}
