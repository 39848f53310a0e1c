/**
 * What an operation takes and gives, from the schemas that the SDK's clients carry. The exports used here (`LookupEvents$`,
 * NormalizedSchema, codecs) are documented nowhere: this file alone knows them, package.json pins their versions, and
 * awscli, which is not made from them, proves what comes out.
 */
import { AwsJson1_1Protocol, XmlCodec } from "@aws-sdk/core/protocols";
import { CborCodec, cbor } from "@smithy/core/cbor";
import { NormalizedSchema } from "@smithy/core/schema";

export type Schema = NormalizedSchema;
type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];

export type OperationShape = {
  name: string;
  input: Schema;
  output: Schema;
  /** Method and path of a REST operation: `GET`, `/{Key+}?x-id=GetObject`. */
  http?: { method: string; path: string };
};

/** Clients by the name that a signature has for their service. */
const CLIENTS: Record<string, () => Promise<object>> = {
  athena: () => import("@aws-sdk/client-athena"),
  cloudtrail: () => import("@aws-sdk/client-cloudtrail"),
  glue: () => import("@aws-sdk/client-glue"),
  monitoring: () => import("@aws-sdk/client-cloudwatch"),
  s3: () => import("@aws-sdk/client-s3"),
  sqs: () => import("@aws-sdk/client-sqs"),
  sts: () => import("@aws-sdk/client-sts"),
};

/** The shape of an operation, or undefined where the service has none of that name. */
export async function readShape(
  service: string,
  operation: string,
): Promise<OperationShape | undefined> {
  const load = Object.hasOwn(CLIENTS, service) ? CLIENTS[service] : undefined;
  if (!load || !/^[A-Z]\w*$/.test(operation)) return undefined;
  const found: unknown = Reflect.get(await load(), `${operation}$`);
  return isOperation(found) ? toShape(found) : undefined;
}

/** `[9, namespace, name, traits, input, output]`. */
type StaticOperation = [9, string, string, unknown, SchemaRef, SchemaRef];
const OPERATION = 9;

function isOperation(value: unknown): value is StaticOperation {
  return Array.isArray(value) && value[0] === OPERATION;
}

function toShape([, , name, traits, input, output]: StaticOperation): OperationShape {
  const shape = { name, input: NormalizedSchema.of(input), output: NormalizedSchema.of(output) };
  const [method, path] = readHttp(traits);
  return method && path ? { ...shape, http: { method, path } } : shape;
}

function readHttp(traits: unknown): string[] {
  if (typeof traits !== "object" || traits === null) return [];
  const http: unknown = Reflect.get(traits, "http");
  return Array.isArray(http) ? http.map(String) : [];
}

const json = new AwsJson1_1Protocol({ defaultNamespace: "", serviceTarget: "" }).getPayloadCodec();

/** Reads the text of a JSON body; members that the schema does not know are left out. */
export async function readJson(schema: Schema, text: string): Promise<Record<string, unknown>> {
  return await json.createDeserializer().read(schema, text);
}

/** Times become seconds with a fraction, bytes Base64. */
export function writeJson(schema: Schema, value: object): Uint8Array {
  const serializer = json.createSerializer();
  serializer.write(schema, value);
  const written = serializer.flush();
  return typeof written === "string" ? new TextEncoder().encode(written) : written;
}

const binary = new CborCodec();

/** Reads a body in CBOR. */
export async function readCbor(schema: Schema, body: Uint8Array): Promise<Record<string, unknown>> {
  return await binary.createDeserializer().read(schema, body);
}

/** Times are tagged as such, bytes stay bytes. */
export function writeCbor(schema: Schema, value: object): Uint8Array {
  const serializer = binary.createSerializer();
  serializer.write(schema, value);
  return serializer.flush();
}

/** CBOR of what has no schema: refusals, and nothing at all. */
export function plainCbor(value: Record<string, string>): Uint8Array {
  return cbor.serialize(value);
}

const xml = new XmlCodec({
  timestampFormat: { useTrait: true, default: 5 },
  httpBindings: false,
  xmlNamespace: "",
  serviceNamespace: "",
});

/** One element for the whole, called as the schema says. */
export function writeXml(schema: Schema, value: object): string {
  const serializer = xml.createSerializer();
  serializer.write(schema, value);
  return String(serializer.flush());
}
