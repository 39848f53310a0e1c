/**
 * The records of a log file, cut out of its bytes without parsing the rest. AWS writes compact files in which each
 * record begins with `{"eventVersion":`; whatever is not like that is parsed whole.
 */
import { isAscii } from "node:buffer";
import type { JsonObject } from "../../domain/json.ts";
import { isObject } from "../../domain/json.ts";
import { parseDocument, readRecords } from "../../domain/record-shapes.ts";

/** A compact file in memory. */
export type CutText = {
  bytes: Buffer;
  /** The same as one character a byte, in which searching is fast. */
  latin1: string;
  /** True when that is the text itself. */
  isAscii: boolean;
  /** Where each record begins, and at last where the records end. */
  bounds: number[];
};

export type FileRecord = {
  record: JsonObject;
  /** Its JSON text where it was cut out. */
  json?: Buffer;
};

export type FileRecords = {
  /** Those wanted, in the order of the file. */
  records: FileRecord[];
  /** All in the file, wanted or not. */
  total: number;
  /** True when every record was parsed. */
  isWhole: boolean;
  /** What could not be read; absent when all could. */
  torn?: string;
};

/** Chooses records of a compact file by their bytes: their places, in order. It may choose too many, never too few. */
export type Choose = (text: CutText) => Iterable<number>;

const BEGINNING = '{"Records":[{"eventVersion":';
const RECORD = '{"eventVersion":';
const END = /\}\s*\]\s*\}\s*$/;
const LONGEST_END = 64;

/** Reads the chosen records of a file; all of them where the file is not compact or a cut was wrong. */
export function readFileRecords(bytes: Buffer, choose: Choose): FileRecords {
  const text = cutText(bytes);
  return (text && readChosen(text, choose)) ?? readWhole(bytes);
}

/** Finds where the records of a compact file begin; undefined for any other file. */
export function cutText(bytes: Buffer): CutText | undefined {
  if (bytes.toString("latin1", 0, BEGINNING.length) !== BEGINNING) return undefined;
  const from = Math.max(0, bytes.length - LONGEST_END);
  const end = END.exec(bytes.toString("latin1", from));
  if (!end) return undefined;
  const latin1 = bytes.toString("latin1");
  const bounds: number[] = [];
  let at = BEGINNING.length - RECORD.length;
  while (at !== -1) {
    bounds.push(at);
    at = latin1.indexOf(RECORD, at + RECORD.length);
  }
  bounds.push(from + end.index + 1);
  return { bytes, latin1, isAscii: isAscii(bytes), bounds };
}

function readChosen(text: CutText, choose: Choose): FileRecords | undefined {
  const records: FileRecord[] = [];
  for (const index of choose(text)) {
    const found = recordsAt(text, index);
    if (!found) return undefined;
    records.push(...found);
  }
  return { records, total: text.bounds.length - 1, isWhole: false };
}

/** The record at a place (none when it is an Insight record); undefined when the cut does not parse. */
function recordsAt(text: CutText, index: number): FileRecord[] | undefined {
  const [start, end] = recordSpan(text, index);
  const json = text.bytes.subarray(start, end);
  try {
    const found: unknown = JSON.parse(
      text.isAscii ? text.latin1.slice(start, end) : json.toString(),
    );
    return isObject(found) ? readRecords(found).map((record) => ({ record, json })) : undefined;
  } catch {
    return undefined;
  }
}

/** First byte of a record, and the byte after its last. */
function recordSpan(text: CutText, index: number): [start: number, end: number] {
  const start = text.bounds[index] ?? 0;
  const next = text.bounds[index + 1] ?? start;
  return [start, text.latin1[next - 1] === "," ? next - 1 : next];
}

function readWhole(bytes: Buffer): FileRecords {
  const { records, torn } = parseDocument(bytes.toString());
  const whole: FileRecords = {
    records: records.map((record) => ({ record })),
    total: records.length,
    isWhole: true,
  };
  if (torn !== undefined) whole.torn = torn;
  return whole;
}
