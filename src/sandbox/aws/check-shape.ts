/** Holds a value against a schema, so that neither a client's nonsense nor a mistake of ours gets through. */
import type { Schema } from "./schemas.ts";

/**
 * Says what does not fit, with the path to it (`Events[0].EventTime: a time is missing`); undefined when all of it fits.
 * Members that are undefined count as absent.
 */
export function misfit(schema: Schema, value: unknown, path = ""): string | undefined {
  if (schema.isUnitSchema()) return undefined;
  if (schema.isStructSchema()) return structMisfit(schema, value, path);
  if (schema.isListSchema()) return listMisfit(schema, value, path);
  if (schema.isMapSchema()) return mapMisfit(schema, value, path);
  return simpleMisfit(schema, value, path);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !(value instanceof Uint8Array)
  );
}

function structMisfit(schema: Schema, value: unknown, path: string): string | undefined {
  if (!isPlain(value)) return `${path || "the whole"}: an object is wanted`;
  const members = schema.getMemberSchemas();
  for (const [name, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    const here = path === "" ? name : `${path}.${name}`;
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    if (!member) return `${here}: there is no such member`;
    const problem = misfit(member, inner, here);
    if (problem) return problem;
  }
  return undefined;
}

function listMisfit(schema: Schema, value: unknown, path: string): string | undefined {
  if (!Array.isArray(value)) return `${path}: a list is wanted`;
  const item = schema.getValueSchema();
  for (const [index, inner] of value.entries()) {
    const problem = misfit(item, inner, `${path}[${index}]`);
    if (problem) return problem;
  }
  return undefined;
}

function mapMisfit(schema: Schema, value: unknown, path: string): string | undefined {
  if (!isPlain(value)) return `${path}: a map is wanted`;
  const item = schema.getValueSchema();
  for (const [key, inner] of Object.entries(value)) {
    const problem = misfit(item, inner, `${path}[${JSON.stringify(key)}]`);
    if (problem) return problem;
  }
  return undefined;
}

type Kind = { is(schema: Schema): boolean; fits(value: unknown): boolean; wanted: string };

const KINDS: Kind[] = [
  {
    is: (schema) => schema.isTimestampSchema(),
    fits: (value) => value instanceof Date && Number.isFinite(value.getTime()),
    wanted: "a time is wanted",
  },
  {
    is: (schema) => schema.isStringSchema(),
    fits: (value) => typeof value === "string",
    wanted: "a text is wanted",
  },
  {
    is: (schema) => schema.isBooleanSchema(),
    fits: (value) => typeof value === "boolean",
    wanted: "true or false is wanted",
  },
  {
    is: (schema) => schema.isNumericSchema(),
    fits: (value) => typeof value === "number" && Number.isFinite(value),
    wanted: "a number is wanted",
  },
  {
    is: (schema) => schema.isBlobSchema(),
    fits: (value) => value instanceof Uint8Array,
    wanted: "bytes are wanted",
  },
];

function simpleMisfit(schema: Schema, value: unknown, path: string): string | undefined {
  const kind = KINDS.find(({ is }) => is(schema));
  return !kind || kind.fits(value) ? undefined : `${path}: ${kind.wanted}`;
}
