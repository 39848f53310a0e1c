/**
 * Event history over a folder of log files: fields of the events by account, Region and day, read when a day is first asked
 * for, and the records themselves from their files again, so that the memory holds neither a whole trail nor its texts.
 */
import { type JsonObject, stringAt } from "../../../domain/json.ts";
import { DAY } from "../../../domain/time.ts";
import { listFolder } from "../folder.ts";
import { type Outer, outerEvent } from "./outer-event.ts";
import { createRecordFiles } from "./record-files.ts";

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

const MOST_ROWS = 150_000;

/** Newest first, then by key, so that a page can begin after any event. */
export function byNewest(a: Outer, b: Outer): number {
  return b.at - a.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

export function createEventHistory(dir: string): EventHistory {
  const listing = listFolder(dir);
  const cache = createDayCache();
  const files = createRecordFiles(dir);
  const added = createShelf();
  let lying: Promise<Shelf> | undefined;

  /** Files that tell neither account nor day are read once and whole. */
  function loose(): Promise<Shelf> {
    lying ??= listing.then(async (listed) => {
      const shelf = createShelf();
      for (const path of listed.loose) shelf.add(await files.read(path), { file: path });
      return shelf;
    });
    return lying;
  }

  async function readDay(account: string, region: string, day: number): Promise<Row[]> {
    const { placed } = await listing;
    const folders = placed.get(`${account} ${region}`);
    const shelf = createShelf();
    // Events come up to a day before the day of delivery that their folder is named for.
    for (const delivered of [day, day + DAY]) {
      for (const path of folders?.get(delivered) ?? []) {
        shelf.add(await files.read(path), { file: path, account, region });
      }
    }
    const rows = [...shelf.day(account, region, day), ...(await loose()).day(account, region, day)];
    return [...new Map(rows.map((row) => [row.key, row])).values()].sort(byNewest);
  }

  return {
    async day(account, region, day) {
      const key = `${account} ${region} ${day}`;
      const rows = await cache.take(key, () => readDay(account, region, day));
      const late = added.day(account, region, day);
      return late.length > 0 ? [...late, ...rows].sort(byNewest) : rows;
    },
    async days(account, region) {
      const { placed } = await listing;
      const days = [...(placed.get(`${account} ${region}`)?.keys() ?? [])];
      const own = days.flatMap((day) => [day - DAY, day]);
      const others = [added, await loose()].flatMap((shelf) => shelf.days(account, region));
      const all = [...own, ...others].sort((a, b) => a - b);
      const [first] = all;
      return first === undefined ? undefined : { first, last: all.at(-1) ?? first };
    },
    async text(row) {
      return JSON.stringify(row.record ?? (await files.read(row.file))[row.index] ?? {});
    },
    add(records, visibleAt) {
      added.add(records, { file: "", visibleAt });
    },
  };
}

type Shelf = ReturnType<typeof createShelf>;
type Origin = { file: string; account?: string; region?: string; visibleAt?: number };

/** Rows by account, Region and day. */
function createShelf() {
  const places = new Map<string, Map<number, Row[]>>();
  return {
    /** The records of a file, or of none: those are kept themselves. */
    add(records: readonly JsonObject[], { file, visibleAt, ...folder }: Origin): void {
      for (const [index, record] of records.entries()) {
        const outer = outerEvent(record);
        if (!outer) continue;
        const place = placeOf(record, folder);
        const days = places.get(place) ?? new Map<number, Row[]>();
        const rows = days.get(dayOf(outer.at)) ?? [];
        const held = file === "" ? { record } : {};
        rows.push({ ...outer, file, index, ...held, ...(visibleAt ? { visibleAt } : {}) });
        days.set(dayOf(outer.at), rows);
        places.set(place, days);
      }
    },
    day: (account: string, region: string, day: number): readonly Row[] =>
      places.get(`${account} ${region}`)?.get(day) ?? [],
    days: (account: string, region: string): number[] => [
      ...(places.get(`${account} ${region}`)?.keys() ?? []),
    ],
  };
}

/** Old records lack the account that received them; their folder tells it. */
function placeOf(record: JsonObject, folder: { account?: string; region?: string }): string {
  const account =
    stringAt(record, "recipientAccountId") ??
    folder.account ??
    stringAt(record, "userIdentity", "accountId");
  return `${account} ${stringAt(record, "awsRegion") ?? folder.region}`;
}

export function dayOf(at: number): number {
  return Math.floor(at / DAY) * DAY;
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
