/** awsJson1.0 and 1.1: the operation stands in `X-Amz-Target`, input and output are JSON. */
import { type OperationShape, readJson, writeJson } from "./schemas.ts";
import type { Protocol } from "./wire.ts";

/** `shapeOf` gives the shape of an operation that is served. */
export function createJsonProtocol(
  shapeOf: (operation: string) => Promise<OperationShape>,
): Protocol {
  return {
    // awscli writes CloudTrail's as com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents.
    operationOf: ({ headers }) => headers["x-amz-target"]?.split(".").at(-1),
    async decode(operation, { body }) {
      const { input } = await shapeOf(operation);
      const text = body.toString("utf8").trim() || "{}";
      // The SDK's reader takes a list for an object without members.
      if (!text.startsWith("{")) throw new SyntaxError("the body is no object");
      return readJson(input, text);
    },
    async encode(operation, output, { headers }, requestId) {
      const shape = await shapeOf(operation);
      return {
        status: 200,
        headers: { "content-type": contentType(headers), "x-amzn-requestid": requestId },
        body: shape.output.isUnitSchema() ? "{}" : writeJson(shape.output, output),
      };
    },
    refuse({ code, message, status }, { headers }, requestId) {
      const isQueryCompatible = headers["x-amzn-query-mode"] === "true";
      return {
        status,
        headers: {
          "content-type": contentType(headers),
          "x-amzn-requestid": requestId,
          "x-amzn-errortype": code,
          ...(isQueryCompatible ? { "x-amzn-query-error": `${code};Sender` } : {}),
        },
        body: JSON.stringify({ __type: code, message }),
      };
    },
    troubles: {
      noSignature: { code: "MissingAuthenticationTokenException", status: 400 },
      unknownKey: { code: "UnrecognizedClientException", status: 400 },
      expired: { code: "ExpiredTokenException", status: 400 },
      denied: { code: "AccessDeniedException", status: 400 },
      unknownOperation: { code: "UnknownOperationException", status: 400 },
      unreadable: { code: "SerializationException", status: 400 },
    },
  };
}

function contentType(headers: Record<string, string>): string {
  return headers["content-type"]?.includes("json-1.0")
    ? "application/x-amz-json-1.0"
    : "application/x-amz-json-1.1";
}
