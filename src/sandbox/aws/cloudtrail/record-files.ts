/** Records of log files, the last few of which stay open, since one page of events takes many records of few files. */
import { setImmediate } from "node:timers/promises";
import type { JsonObject } from "../../../domain/json.ts";
import { parseDocument } from "../../../domain/record-shapes.ts";
import { readLogFile } from "../../../trail/files/log-file.ts";

export type RecordFiles = {
  /** What can be read of a file; event history knows no damaged files. */
  read(path: string): Promise<readonly JsonObject[]>;
};

const MOST_OPEN = 24;

export function createRecordFiles(dir: string): RecordFiles {
  const open = new Map<string, Promise<readonly JsonObject[]>>();
  return {
    read(path) {
      const known = open.get(path);
      if (known) return known;
      const fresh = readRecords(dir, path);
      open.set(path, fresh);
      const oldest = open.keys().next().value;
      if (open.size > MOST_OPEN && oldest !== undefined) open.delete(oldest);
      return fresh;
    },
  };
}

/** Others get their turn between files. */
async function readRecords(dir: string, path: string): Promise<readonly JsonObject[]> {
  await setImmediate();
  const { bytes } = readLogFile(dir, path);
  return parseDocument(bytes.toString("utf8")).records;
}
