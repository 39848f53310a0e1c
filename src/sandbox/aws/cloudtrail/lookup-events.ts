/** LookupEvents by its real rules: one attribute, exact, newest first, fifty a page, the last ninety days, and late. */
import { createHash } from "node:crypto";
import { DAY, MINUTE } from "../../../domain/time.ts";
import { AwsRefusal } from "../service.ts";
import { byNewest, dayOf, type EventHistory, type Row } from "./event-history.ts";

/** Which field of an event an attribute is compared with. */
const ATTRIBUTES: Record<string, (row: Row) => readonly (string | undefined)[]> = {
  EventId: (row) => [row.id],
  EventName: (row) => [row.name],
  ReadOnly: (row) => [row.readOnly],
  Username: (row) => [row.user],
  ResourceType: (row) => row.resources.map(({ ResourceType }) => ResourceType),
  ResourceName: (row) => row.resources.map(({ ResourceName }) => ResourceName),
  EventSource: (row) => [row.source],
  AccessKeyId: (row) => [row.accessKeyId],
};

const PAGE = 50;
const KEPT_MS = 90 * DAY;
const LONGEST_VALUE = 2000;
/** Events looked at for one page: a page may come with few events or none, and a token. */
const MOST_EXAMINED = 50_000;

export type Lookup = {
  history: EventHistory;
  now(): number;
  /** How long after its time an event is seen. */
  lagMs(eventId: string): number;
};

export type LookupQuery = {
  account: string;
  region: string;
  attribute?: { key: string; value: string };
  from: number;
  to: number;
  limit: number;
  /** Events up to and with this one were given before. */
  after?: { at: number; key: string };
  /** Of all that must be the same for the next page. */
  digest: string;
};

/** Between two and eight minutes, always the same for an event. */
export function usualLag(eventId: string): number {
  const [byte = 0] = createHash("sha256").update(eventId).digest();
  return 2 * MINUTE + (byte / 255) * 6 * MINUTE;
}

/** Reads the input as CloudTrail does; throws what CloudTrail refuses. */
export function readLookup(
  input: Record<string, unknown>,
  caller: { account: string; region: string },
): LookupQuery {
  const from = timeOf(input.StartTime) ?? 0;
  const to = timeOf(input.EndTime) ?? 8.64e15;
  if (from > to) {
    refuse("InvalidTimeRangeException", "The start time must be before the end time.");
  }
  const attribute = attributeOf(input.LookupAttributes);
  const digest = digestOf([
    caller.account,
    caller.region,
    attribute,
    from,
    to,
    input.EventCategory,
  ]);
  const after = readToken(input.NextToken, digest);
  return {
    ...caller,
    ...(attribute ? { attribute } : {}),
    from,
    to,
    limit: limitOf(input.MaxResults),
    ...(after ? { after } : {}),
    digest,
  };
}

function refuse(code: string, message: string): never {
  throw new AwsRefusal(code, message);
}

function timeOf(value: unknown): number | undefined {
  return value instanceof Date ? value.getTime() : undefined;
}

function limitOf(value: unknown): number {
  if (value === undefined) return PAGE;
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1 || value > PAGE) {
    return refuse("InvalidMaxResultsException", `A maximum of ${PAGE} results can be returned.`);
  }
  return value;
}

function attributeOf(value: unknown): LookupQuery["attribute"] {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  if (value.length > 1) {
    return refuse("InvalidLookupAttributesException", "You can only specify one lookup attribute.");
  }
  const { AttributeKey: key, AttributeValue: text } = value[0] ?? {};
  if (typeof key !== "string" || !Object.hasOwn(ATTRIBUTES, key)) {
    return refuse("InvalidLookupAttributesException", `Invalid attribute key: ${String(key)}`);
  }
  if (typeof text !== "string" || text === "" || countedLength(text) > LONGEST_VALUE) {
    return refuse("InvalidLookupAttributesException", `Invalid value for attribute ${key}.`);
  }
  return { key, value: text };
}

/** The reference counts `_`, space, comma, backslash and line break double. */
function countedLength(text: string): number {
  return text.length + (text.match(/[_ ,\\\n]/g)?.length ?? 0);
}

function digestOf(parts: unknown): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 24);
}

function writeToken(row: Row, digest: string): string {
  return Buffer.from(JSON.stringify([digest, row.at, row.key])).toString("base64");
}

function readToken(value: unknown, digest: string): LookupQuery["after"] {
  if (value === undefined) return undefined;
  try {
    const [of, at, key] = JSON.parse(Buffer.from(String(value), "base64").toString("utf8"));
    if (of === digest && typeof at === "number" && typeof key === "string") return { at, key };
  } catch {
    // Refused below: what cannot be read is no token.
  }
  return refuse(
    "InvalidNextTokenException",
    "The token is invalid, or its parameters differ from those of the first request.",
  );
}

/** One page, and the token of the next when there is more. */
export async function lookupEvents(
  lookup: Lookup,
  query: LookupQuery,
): Promise<{ rows: Row[]; nextToken?: string }> {
  const rows: Row[] = [];
  let examined = 0;
  for await (const { row, isSeen } of eventsOf(lookup, query)) {
    const last = rows.at(-1);
    examined += 1;
    if (isSeen && fits(row, query.attribute)) {
      if (last && rows.length === query.limit) {
        return { rows, nextToken: writeToken(last, query.digest) };
      }
      rows.push(row);
    } else if (examined >= MOST_EXAMINED) {
      return { rows, nextToken: writeToken(row, query.digest) };
    }
  }
  return { rows };
}

/** Events of the window that were not given before, newest first, whatever the attribute. */
async function* eventsOf({ history, now, lagMs }: Lookup, query: LookupQuery) {
  const at = now();
  const known = await history.days(query.account, query.region);
  if (!known) return;
  const from = Math.max(query.from, at - KEPT_MS);
  const to = Math.min(query.to, at, query.after?.at ?? Infinity);
  const firstDay = Math.max(dayOf(from), known.first);
  for (let day = Math.min(dayOf(to), known.last); day >= firstDay; day -= DAY) {
    for (const row of await history.day(query.account, query.region, day)) {
      if (row.at > to || row.at < from || !isAfter(row, query.after)) continue;
      yield { row, isSeen: (row.visibleAt ?? row.at + lagMs(row.id)) <= at };
    }
  }
}

function isAfter(row: Row, after: LookupQuery["after"]): boolean {
  return !after || byNewest(row, { ...row, ...after }) > 0;
}

function fits(row: Row, attribute: LookupQuery["attribute"]): boolean {
  if (!attribute) return true;
  return ATTRIBUTES[attribute.key]?.(row).includes(attribute.value) ?? false;
}
