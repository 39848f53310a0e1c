/**
 * What the bytes of a compact record say without parsing it: its time, its call, and whether it is a plain successful
 * read. Every doubt is answered with "parse it".
 */
import { parseInstant } from "../../domain/time.ts";
import type { CutText } from "./cut.ts";

/** Ask in ascending order of the records: each search goes on where the last one ended. */
export type Peek = {
  /** True only for a successful read that is neither a sign-in nor the issue of credentials. */
  isPlainRead(index: number): boolean;
  /** eventTime in epoch milliseconds, undefined when it cannot be told from the bytes. */
  timeOf(index: number): number | undefined;
  /** Service, event name and Region in one text (`s3|PutObject|eu-west-1`), undefined when they cannot be told. */
  callOf(index: number): string | undefined;
};

/** Services of sign-ins and issued credentials, whose successful reads are classes of their own. */
const SESSION_SOURCE = /^(?:sts|signin|sso|identitystore|cognito|portal)[a-z0-9.-]*\|/;
const READ_ONLY = '","readOnly":true,"';
const EVENT_ID = '"eventID":"';
const ID_LENGTH = 36;
const SOURCE = '"eventSource":"';
const CALL =
  /([A-Za-z0-9.-]{1,80})","eventName":"([A-Za-z0-9_:.-]{1,120})","awsRegion":"([a-z0-9-]{1,40})"/y;
const TIME = '"eventTime":"';
const TIME_LENGTH = "2026-11-22T10:00:00Z".length;
const FAR = Number.MAX_SAFE_INTEGER;

export function createPeek({ latin1, bounds }: CutText): Peek {
  const readOnly = cursor(latin1, READ_ONLY);
  const errorCode = cursor(latin1, '"errorCode"');
  const errorMessage = cursor(latin1, '"errorMessage"');
  const source = cursor(latin1, SOURCE);
  const time = cursor(latin1, TIME);
  const parameters = cursor(latin1, '"requestParameters"');
  const startOf = (index: number) => bounds[index] ?? FAR;

  /** The first place of a key in a record: the record's own, since what a caller sends stands behind requestParameters. */
  function ownKey(find: (from: number) => number, index: number): number | undefined {
    const start = startOf(index);
    const at = find(start);
    return at < startOf(index + 1) && at < parameters(start) ? at : undefined;
  }

  function callOf(index: number): string | undefined {
    const at = ownKey(source, index);
    if (at === undefined) return undefined;
    CALL.lastIndex = at + SOURCE.length;
    const [, service, name, region] = CALL.exec(latin1) ?? [];
    if (service === undefined) return undefined;
    return `${service.toLowerCase().replace(/\.amazonaws\.com(?:\.cn)?$/, "")}|${name}|${region}`;
  }

  function isPlainRead(index: number): boolean {
    const start = startOf(index);
    const end = startOf(index + 1);
    const flag = readOnly(start);
    if (flag >= end || !isOwnFlag(latin1, flag)) return false;
    if (errorCode(start) < end || errorMessage(start) < end) return false;
    const call = callOf(index);
    return call !== undefined && !SESSION_SOURCE.test(call);
  }

  function timeOf(index: number): number | undefined {
    const at = ownKey(time, index);
    if (at === undefined) return undefined;
    const from = at + TIME.length;
    if (latin1[from + TIME_LENGTH] !== '"') return undefined;
    return parseInstant(latin1.slice(from, from + TIME_LENGTH));
  }

  return { isPlainRead, timeOf, callOf };
}

/**
 * A task definition's volumes say `"readOnly":true` too, so the flag must be the record's own: AWS writes it between
 * eventID and eventType or resources.
 */
function isOwnFlag(latin1: string, flag: number): boolean {
  if (!latin1.startsWith(EVENT_ID, flag - ID_LENGTH - EVENT_ID.length)) return false;
  const after = flag + READ_ONLY.length;
  return latin1.startsWith('eventType":"', after) || latin1.startsWith('resources":[', after);
}

/** Next place of a text at or after a place; asked in ascending order it goes over the file once. */
function cursor(text: string, needle: string): (from: number) => number {
  let found = -1;
  return (from) => {
    if (found < from) {
      const next = text.indexOf(needle, from);
      found = next === -1 ? FAR : next;
    }
    return found;
  };
}
