/** awsQuery, which STS speaks: a form goes in, XML comes out. */

import { type OperationShape, type Schema, writeXml } from "./schemas.ts";
import type { Protocol } from "./wire.ts";
import { escapeXml } from "./xml-text.ts";

const NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
const DEEPEST = 8;

/** `shapeOf` gives the shape of an operation that is served. */
export function createQueryProtocol(
  shapeOf: (operation: string) => Promise<OperationShape>,
): Protocol {
  return {
    operationOf: ({ body }) => formOf(body).get("Action") ?? undefined,
    async decode(operation, { body }) {
      const { input } = await shapeOf(operation);
      return readStruct(input, formOf(body), "", 0);
    },
    async encode(operation, output, _wire, requestId) {
      const { output: schema } = await shapeOf(operation);
      const inner = withoutRoot(writeXml(schema, output));
      const body = `<${operation}Response xmlns="${NAMESPACE}"><${operation}Result>${inner}</${operation}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`;
      return { status: 200, headers: { "content-type": "text/xml" }, body };
    },
    refuse({ code, message, status }, _wire, requestId) {
      const body = `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
      return { status, headers: { "content-type": "text/xml" }, body };
    },
    troubles: {
      noSignature: { code: "MissingAuthenticationToken", status: 403 },
      unknownKey: { code: "InvalidClientTokenId", status: 403 },
      expired: { code: "ExpiredToken", status: 403 },
      denied: { code: "AccessDenied", status: 403 },
      unknownOperation: { code: "InvalidAction", status: 400 },
      unreadable: { code: "MalformedInput", status: 400 },
    },
  };
}

function formOf(body: Buffer): URLSearchParams {
  return new URLSearchParams(body.toString("utf8"));
}

function withoutRoot(text: string): string {
  return text.endsWith("/>") ? "" : text.replace(/^<[^>]*>/, "").replace(/<\/[^>]*>$/, "");
}

/** `Tags.member.1.Key=a` is the Key of the first of a list; what the schema does not know is left out. */
function readStruct(
  schema: Schema,
  form: URLSearchParams,
  prefix: string,
  depth: number,
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const value = readValue(member, form, `${prefix}${name}`, depth + 1);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

function readValue(schema: Schema, form: URLSearchParams, key: string, depth: number): unknown {
  if (depth > DEEPEST) return undefined;
  const isThere = [...form.keys()].some((name) => name === key || name.startsWith(`${key}.`));
  if (!isThere) return undefined;
  if (schema.isListSchema()) return readList(schema, form, key, depth);
  if (schema.isStructSchema()) return readStruct(schema, form, `${key}.`, depth);
  const text = form.get(key) ?? undefined;
  if (text === undefined) return undefined;
  if (schema.isNumericSchema()) return text.trim() === "" ? Number.NaN : Number(text);
  return schema.isBooleanSchema() ? text === "true" : text;
}

function readList(schema: Schema, form: URLSearchParams, key: string, depth: number): unknown[] {
  const items: unknown[] = [];
  const item = schema.getValueSchema();
  for (let place = 1; place <= form.size; place++) {
    const value = readValue(item, form, `${key}.member.${place}`, depth + 1);
    if (value === undefined) break;
    items.push(value);
  }
  return items;
}
