import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/domain/json.ts";
import { toTrailEvent } from "../../src/domain/trail-event.ts";
import type { TrailQuery } from "../../src/sources/trail.ts";
import { matchLevel } from "../../src/trail/match.ts";
import { toSql } from "../../src/trail/sql.ts";
import { hostileNames, hostileRecords, MARK } from "../support/hostile.ts";
import { hostileQuery } from "../support/hostile-queries.ts";
import { type HeldTable, openTable, TABLE } from "../support/trail-table.ts";

/** Ids of the records that answer a query and how well, as the domain judges. */
function matches(records: readonly JsonObject[], query: TrailQuery): string[] {
  return records
    .flatMap((record) => {
      const event = toTrailEvent(record);
      const level = event && matchLevel(event, query);
      return level ? [`${event.id} ${level}`] : [];
    })
    .sort();
}

describe("the rows of a search", () => {
  let table: HeldTable;

  beforeAll(async () => {
    table = await openTable();
  });

  afterAll(() => table.close());

  it("hold all that the domain finds in the records, whatever the names are", {
    timeout: 60_000,
  }, async () => {
    let found = 0;
    let brought = 0;
    let held = 0;
    const trial = hostileNames.chain((names) =>
      fc.tuple(
        hostileRecords(names),
        fc.array(hostileQuery(names), { minLength: 20, maxLength: 20 }),
      ),
    );

    await fc.assert(
      fc.asyncProperty(trial, async ([records, queries]) => {
        await table.fill(records);
        for (const query of queries) {
          const expected = matches(records, query);
          const sql = toSql(query, TABLE);
          const rows = await table.records(sql);
          found += expected.length;
          brought += rows.length;
          held += records.length;
          expect(matches(rows, query), `${JSON.stringify(query)} ${sql.text}`).toEqual(expected);
          expect(sql.text).not.toContain(MARK);
        }
      }),
      { numRuns: 25 },
    );

    // Too few matches would prove little, and a search that brings everything narrows nothing.
    expect(found).toBeGreaterThan(50);
    expect(brought).toBeLessThan(held * 0.8);
  });
});
