/** RPC v2 in CBOR, which the SDKs of several other languages speak with CloudWatch: the operation stands in the path. */
import { type OperationShape, plainCbor, readCbor, writeCbor } from "./schemas.ts";
import type { Protocol, Wire } from "./wire.ts";

/** The header by which such a request is known, and its value. */
const HEADER = "smithy-protocol";
const NAME = "rpc-v2-cbor";
const PATH = /^\/service\/[^/]+\/operation\/([A-Za-z0-9]+)$/;

export function isCbor({ headers }: Wire): boolean {
  return headers[HEADER] === NAME;
}

/** `shapeOf` gives the shape of an operation that is served. */
export function createCborProtocol(
  shapeOf: (operation: string) => Promise<OperationShape>,
): Protocol {
  const headersOf = (requestId: string) => ({
    "content-type": "application/cbor",
    [HEADER]: NAME,
    "x-amzn-requestid": requestId,
  });
  return {
    operationOf: ({ path }) => PATH.exec(path)?.[1],
    async decode(operation, { body }) {
      const { input } = await shapeOf(operation);
      if (body.length === 0) return {};
      const read: unknown = await readCbor(input, body);
      if (typeof read !== "object" || read === null || Array.isArray(read)) {
        throw new SyntaxError("the body is no map");
      }
      return { ...read };
    },
    async encode(operation, output, _wire, requestId) {
      const { output: schema } = await shapeOf(operation);
      const body = schema.isUnitSchema() ? plainCbor({}) : writeCbor(schema, output);
      return { status: 200, headers: headersOf(requestId), body };
    },
    refuse({ code, message, status }, _wire, requestId) {
      return {
        status,
        headers: { ...headersOf(requestId), "x-amzn-query-error": `${code};Sender` },
        body: plainCbor({ __type: code, message }),
      };
    },
    troubles: {
      noSignature: { code: "MissingAuthenticationTokenException", status: 400 },
      unknownKey: { code: "UnrecognizedClientException", status: 400 },
      expired: { code: "ExpiredTokenException", status: 400 },
      denied: { code: "AccessDeniedException", status: 400 },
      unknownOperation: { code: "UnknownOperationException", status: 404 },
      unreadable: { code: "SerializationException", status: 400 },
    },
  };
}
