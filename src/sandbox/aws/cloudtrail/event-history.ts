/**
 * Event history over a folder of log files: fields of the events by account, Region and day, read when a day is first asked
 * for, and the records themselves from their files again, so that the memory holds neither a whole trail nor its texts.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { arrayAt, isObject, type JsonObject, stringAt } from "../../../domain/json.ts";
import { DAY } from "../../../domain/time.ts";
import { listFolder } from "../folder.ts";
import { type Outer, outerEvent } from "./outer-event.ts";

/** Where the record of an event stands: a file of the folder and its place there, or the record itself. */
export type Row = Outer & { file: string; index: number; record?: JsonObject; visibleAt?: number };

export type EventHistory = {
  /** Events of one UTC day in an account and Region, newest first, each once. */
  day(account: string, region: string, day: number): Promise<readonly Row[]>;
  /** The first and last day (its beginning) that may hold something; undefined for none. */
  days(account: string, region: string): Promise<{ first: number; last: number } | undefined>;
  text(row: Row): Promise<string>;
  /** Adds records that no file holds yet; they can be seen from `visibleAt` on. */
  add(records: readonly JsonObject[], visibleAt: number): void;
};

const MOST_ROWS = 300_000;
const MOST_OPEN_FILES = 24;

/** Newest first, then by key, so that a page can begin after any event. */
export function byNewest(a: Outer, b: Outer): number {
  return b.at - a.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

export function createEventHistory(dir: string): EventHistory {
  const listing = listFolder(dir);
  const cache = createDayCache();
  const files = createFileCache(dir);
  const added = new Map<string, Row[]>();

  async function readRows(file: string, account: string, region: string): Promise<Row[]> {
    const records = await files.read(file);
    return records.flatMap((record, index) => {
      if (!isOf(record, account, region)) return [];
      const outer = outerEvent(record);
      return outer ? [{ ...outer, file, index }] : [];
    });
  }

  async function readDay(account: string, region: string, day: number): Promise<Row[]> {
    const { placed, loose } = await listing;
    const folders = placed.get(`${account} ${region}`);
    // Events come up to a day before the day of delivery that their folder is named for.
    const paths = [day, day + DAY].flatMap((delivered) => folders?.get(delivered) ?? []);
    const rows = new Map<string, Row>();
    for (const path of [...loose, ...paths]) {
      for (const row of await readRows(path, account, region)) {
        if (row.at >= day && row.at < day + DAY) rows.set(row.key, row);
      }
    }
    return [...rows.values()].sort(byNewest);
  }

  return {
    async day(account, region, day) {
      const rows = await cache.take(`${account} ${region} ${day}`, () =>
        readDay(account, region, day),
      );
      const late = added
        .get(`${account} ${region}`)
        ?.filter(({ at }) => at >= day && at < day + DAY);
      return late && late.length > 0 ? [...late, ...rows].sort(byNewest) : rows;
    },
    async days(account, region) {
      const { placed, loose, looseDays } = await listing;
      const days = [...(placed.get(`${account} ${region}`)?.keys() ?? [])];
      const own = days.flatMap((day) => [day - DAY, day]);
      const late = (added.get(`${account} ${region}`) ?? []).map(({ at }) => dayOf(at));
      const all = [...own, ...late, ...(loose.length > 0 ? await looseDays(files.read) : [])];
      if (all.length === 0) return undefined;
      return {
        first: all.reduce((a, b) => Math.min(a, b)),
        last: all.reduce((a, b) => Math.max(a, b)),
      };
    },
    async text(row) {
      return JSON.stringify(row.record ?? (await files.read(row.file))[row.index] ?? {});
    },
    add(records, visibleAt) {
      for (const record of records) {
        const outer = outerEvent(record);
        if (!outer) continue;
        const place = `${accountOf(record)} ${stringAt(record, "awsRegion")}`;
        const rows = added.get(place) ?? [];
        rows.push({ ...outer, file: "", index: 0, record, visibleAt });
        added.set(place, rows);
      }
    },
  };
}

export function dayOf(at: number): number {
  return Math.floor(at / DAY) * DAY;
}

function accountOf(record: JsonObject): string | undefined {
  return stringAt(record, "recipientAccountId") ?? stringAt(record, "userIdentity", "accountId");
}

/** Old records lack the account that received them; the folder has told it then. */
function isOf(record: JsonObject, account: string, region: string): boolean {
  const recipient = stringAt(record, "recipientAccountId") ?? account;
  return recipient === account && (stringAt(record, "awsRegion") ?? region) === region;
}

/** Days by key; the ones that were asked for longest ago are forgotten first. */
function createDayCache() {
  const days = new Map<string, Promise<Row[]>>();
  let rows = 0;
  return {
    take(key: string, read: () => Promise<Row[]>): Promise<Row[]> {
      const known = days.get(key);
      if (known) {
        days.delete(key);
        days.set(key, known);
        return known;
      }
      const fresh = read().then(async (found) => {
        rows += found.length;
        for (const [old, held] of days) {
          if (rows <= MOST_ROWS || old === key) break;
          days.delete(old);
          rows -= (await held).length;
        }
        return found;
      });
      days.set(key, fresh);
      return fresh;
    },
  };
}

/** The last files that were opened, since one page takes many records of few files. */
function createFileCache(dir: string) {
  const open = new Map<string, Promise<JsonObject[]>>();
  return {
    read(path: string): Promise<JsonObject[]> {
      const known = open.get(path);
      if (known) return known;
      const fresh = readRecords(join(dir, path));
      open.set(path, fresh);
      const oldest = open.keys().next().value;
      if (open.size > MOST_OPEN_FILES && oldest !== undefined) open.delete(oldest);
      return fresh;
    },
  };
}

/** A file that cannot be read holds nothing: event history knows no files. */
async function readRecords(path: string): Promise<JsonObject[]> {
  try {
    const bytes = await readFile(path);
    const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
    return arrayAt(JSON.parse(text), "Records").filter(isObject);
  } catch {
    return [];
  }
}
