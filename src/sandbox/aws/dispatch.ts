/** From a request to its answer: who asks, for which operation, and whether both sides keep to the schema. */
import { randomUUID } from "node:crypto";
import { misfit } from "./check-shape.ts";
import type { Key, KeyRing } from "./keys.ts";
import { createCborProtocol, isCbor } from "./protocol-cbor.ts";
import { createJsonProtocol } from "./protocol-json.ts";
import { createQueryProtocol } from "./protocol-query.ts";
import { createS3Protocol } from "./protocol-s3.ts";
import { type OperationShape, readShape } from "./schemas.ts";
import { AwsRefusal, type AwsService, type Caller, type Operation } from "./service.ts";
import { readSignature, type Signature } from "./signature.ts";
import type { Protocol, Reply, Troubles, Wire } from "./wire.ts";

export type DispatchParts = {
  services: readonly AwsService[];
  keys: KeyRing;
  now(): number;
  /** True where a caller may do nothing at all just now. */
  isBarred(key: Key, service: string): boolean;
  /** True for a Region that the account has not switched on; AWS knows no key there. */
  isDisabled(region: string): boolean;
  /** A mistake of the server's, which no client can make. */
  report(text: string): void;
};

/** Never throws; what goes wrong here is answered with 500 and reported. */
export function createDispatch(
  parts: DispatchParts,
): (wire: Wire, signal: AbortSignal) => Promise<Reply> {
  const services = new Map(parts.services.map((service) => [service.name, service]));
  const protocols = new Map<string, Protocol>();

  function protocolOf(wire: Wire, service: AwsService): Protocol {
    const kind = kindOf(wire, service.name);
    const key = `${kind} ${service.name}`;
    const known = protocols.get(key);
    if (known) return known;
    const fresh = MAKERS[kind]((operation) => shapeOf(service, operation));
    protocols.set(key, fresh);
    return fresh;
  }

  return async (wire, signal) => {
    const requestId = randomUUID();
    const signature = readSignature(wire.headers.authorization);
    const service = services.get(signature?.service ?? guessService(wire));
    const protocol = service ? protocolOf(wire, service) : unknownProtocol(wire);
    try {
      const key = identify(parts, protocol.troubles, signature, wire);
      if (!service || !signature) throw trouble(protocol.troubles, "unknownOperation", UNKNOWN);
      return await run({ parts, wire, protocol, service, key, signature, requestId, signal });
    } catch (error) {
      // Nobody reads the answer any more, and what was cut short is no mistake.
      const isGone = signal.aborted;
      const refusal = error instanceof AwsRefusal ? error : bug(parts, error, isGone);
      return protocol.refuse(refusal, wire, requestId);
    }
  };
}

const UNKNOWN = "The service or operation is not part of this local AWS.";

const MAKERS = {
  cbor: createCborProtocol,
  json: createJsonProtocol,
  query: createQueryProtocol,
  s3: createS3Protocol,
};

function kindOf(wire: Wire, service: string): keyof typeof MAKERS {
  if (isCbor(wire)) return "cbor";
  if (wire.headers["x-amz-target"] !== undefined) return "json";
  return service === "s3" ? "s3" : "query";
}

/** Without a signature only the manner of the refusal depends on it. */
function guessService({ headers }: Wire): string {
  const target = headers["x-amz-target"]?.split(".").at(-2) ?? "";
  if (target.startsWith("CloudTrail")) return "cloudtrail";
  return headers["content-type"]?.includes("urlencoded") ? "sts" : "s3";
}

function unknownProtocol(wire: Wire): Protocol {
  return MAKERS[kindOf(wire, "")](() => Promise.reject(new Error(UNKNOWN)));
}

async function shapeOf(service: AwsService, operation: string): Promise<OperationShape> {
  const shape = await readShape(service.name, operation);
  if (!shape) throw new Error(`${service.name} has no schema of ${operation}`);
  return shape;
}

function trouble(troubles: Troubles, kind: keyof Troubles, message: string): AwsRefusal {
  const { code, status } = troubles[kind];
  return new AwsRefusal(code, message, status);
}

function identify(
  { keys, now, isDisabled }: DispatchParts,
  troubles: Troubles,
  signature: Signature | undefined,
  { headers }: Wire,
): Key {
  if (!signature) throw trouble(troubles, "noSignature", "Missing Authentication Token");
  const key = isDisabled(signature.region) ? undefined : keys.find(signature.accessKeyId);
  if (!key || (key.sessionToken ?? "") !== (headers["x-amz-security-token"] ?? "")) {
    const message = "The security token included in the request is invalid.";
    throw trouble(troubles, "unknownKey", message);
  }
  if (key.expiresAt !== undefined && key.expiresAt <= now()) {
    throw trouble(troubles, "expired", "The security token included in the request is expired");
  }
  return key;
}

type Running = {
  parts: DispatchParts;
  wire: Wire;
  protocol: Protocol;
  service: AwsService;
  key: Key;
  signature: Signature;
  requestId: string;
  signal: AbortSignal;
};

async function run(running: Running): Promise<Reply> {
  const { parts, wire, protocol, service, key, signature, requestId, signal } = running;
  const name = protocol.operationOf(wire);
  const operation = operationOf(service, name);
  if (name === undefined || !operation) {
    throw trouble(protocol.troubles, "unknownOperation", UNKNOWN);
  }
  const action = `${service.name}:${name}`;
  if (parts.isBarred(key, service.name)) {
    const message = `User: ${key.arn} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
    throw trouble(protocol.troubles, "denied", message);
  }
  const input = await readInput(running, name);
  const caller: Caller = {
    accessKeyId: key.accessKeyId,
    account: key.account,
    arn: key.arn,
    region: signature.region,
    signal,
  };
  const output = await operation(input, caller);
  const { output: schema } = await shapeOf(service, name);
  const problem = misfit(schema, output);
  if (problem) throw new Error(`the answer of ${action} does not fit its schema: ${problem}`);
  return protocol.encode(name, output, wire, requestId);
}

function operationOf(service: AwsService, name: string | undefined): Operation | undefined {
  if (name === undefined || !Object.hasOwn(service.operations, name)) return undefined;
  return service.operations[name];
}

async function readInput(
  { protocol, service, wire }: Running,
  name: string,
): Promise<Record<string, unknown>> {
  const { input: schema } = await shapeOf(service, name);
  const input = await protocol.decode(name, wire).catch(() => undefined);
  const problem = input === undefined ? "the body cannot be read" : misfit(schema, input);
  if (input === undefined || problem) {
    throw trouble(protocol.troubles, "unreadable", problem ?? "");
  }
  return input;
}

function bug({ report }: DispatchParts, error: unknown, isGone: boolean): AwsRefusal {
  if (!isGone) report(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const message = error instanceof Error ? error.message : "";
  return new AwsRefusal("InternalFailure", `A mistake of the local AWS: ${message}`, 500);
}
