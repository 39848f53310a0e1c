import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ActorQuery } from "../../src/domain/actor-query.ts";
import type { JsonObject } from "../../src/domain/json.ts";
import { parseSubject } from "../../src/domain/subject.ts";
import { summarize } from "../../src/domain/summary.ts";
import { type TrailEvent, toTrailEvent } from "../../src/domain/trail-event.ts";
import type { TrailQuery } from "../../src/sources/trail.ts";
import { classes } from "../../src/trail/collector.ts";
import { matchLevel } from "../../src/trail/match.ts";
import { toSql } from "../../src/trail/sql.ts";
import { corpusFolder, unpackedCorpus } from "../support/corpus.ts";
import { rawRecords } from "../support/naive.ts";
import { type HeldTable, openTable, TABLE } from "../support/trail-table.ts";

/** The folder says another day than the records; only the records' own columns are of interest here. */
const UNCUT = { ...TABLE, partitions: "none" as const, accounts: [], regions: [] };
/** Real records are many: each n-th name is asked for. */
const SUBJECTS = 12;
const ACTORS = 6;

function each<T>(values: readonly T[], count: number): T[] {
  const step = Math.max(1, Math.floor(values.length / count));
  return values.filter((_, index) => index % step === 0).slice(0, count);
}

/** Those whose time is written as AWS writes it, each with an id of its own. */
function recordsOf(folder: string): JsonObject[] {
  const raw = rawRecords(join(unpackedCorpus(), folder)) as JsonObject[];
  return raw
    .filter((record) => AWS_TIME.test(String(record.eventTime)))
    .map((record, index) => ({ ...record, eventID: `${String(record.eventID)}-${index}` }));
}

const AWS_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** All that is told of an event. */
function told(record: JsonObject) {
  const event = toTrailEvent(record);
  if (!event) return undefined;
  const { raw: _, ...facts } = event;
  return { ...facts, summary: summarize(event) };
}

function queriesOf(events: readonly TrailEvent[]): TrailQuery[] {
  const texts = [
    ...new Set(events.flatMap(({ touched }) => touched.map(({ text }) => text))),
  ].sort();
  const actors = [...new Set(events.map(({ actor }) => actor.userName ?? actor.role ?? ""))];
  const times = events.map(({ at }) => at);
  const all: Omit<TrailQuery, "subject"> = {
    window: { from: Math.min(...times), to: Math.max(...times) },
    roles: ["target", "container", "mention"],
    classes: [...classes],
    limit: 20,
  };
  const kinds: ActorQuery["kind"][] = ["any", "user", "role"];
  return [
    ...each(texts, SUBJECTS).map((text) => ({ ...all, subject: parseSubject(text) })),
    ...each(texts, SUBJECTS).map((text) => ({
      ...all,
      subject: parseSubject(text.slice(1, -1)),
      classes: ["change" as const],
    })),
    ...each(actors, ACTORS).flatMap((text) =>
      kinds.map((kind) => ({ ...all, actor: { kind, text } })),
    ),
    ...each(texts, ACTORS).map((text) => ({ ...all, words: [text.toLowerCase()] })),
    ...classes.map((one) => ({ ...all, classes: [one] })),
  ].filter((query) => query.window.from < query.window.to);
}

describe.skipIf(!corpusFolder)("the rows of a search in real records", () => {
  let table: HeldTable;

  beforeAll(async () => {
    table = await openTable();
  });

  afterAll(() => table.close());

  const folders = corpusFolder
    ? readdirSync(unpackedCorpus()).filter((name) => name.startsWith("ct-"))
    : [];

  it("tell all that the records in the log files tell", { timeout: 60_000 }, async () => {
    const records = folders
      .flatMap(recordsOf)
      .map((record, index) => ({ ...record, eventID: `${index}` }));
    await table.fill(records);
    const everything: TrailQuery = { window: { from: 0, to: 4e12 }, classes: ["read"], limit: 1 };

    const rows = await table.records(toSql(everything, UNCUT, 100_000));

    const byId = new Map(rows.map((row) => [row.eventID, row]));
    expect(records.length).toBeGreaterThan(3000);
    for (const record of records) {
      expect(told(byId.get(record.eventID) ?? {})).toEqual(told(record));
    }
  });

  it.each(folders)("hold all that the domain finds in %s", { timeout: 60_000 }, async (folder) => {
    const records = recordsOf(folder).slice(0, 1500);
    const events = records.flatMap((record) => toTrailEvent(record) ?? []);
    const all = events.length > 0 ? queriesOf(events) : [];
    const missed: string[] = [];
    let found = 0;
    if (all.length > 0) await table.fill(records);

    for (const query of all) {
      const rows = await table.rows(toSql(query, UNCUT, 100_000));
      const column = toSql(query, UNCUT).columns.indexOf("eventid");
      const ids = new Set(rows.map((row) => row[column]));
      const matching = events.filter((event) => matchLevel(event, query) !== undefined);
      found += matching.length;
      const lost = matching.filter(({ id }) => !ids.has(id));
      for (const { id } of lost) missed.push(`${id} for ${JSON.stringify(query)}`);
    }

    expect(missed).toEqual([]);
    expect(found > 0 || events.length === 0).toBe(true);
  });
});
