import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/domain/json.ts";
import { summarize } from "../../src/domain/summary.ts";
import { toTrailEvent } from "../../src/domain/trail-event.ts";
import { toRecord } from "../../src/trail/row.ts";
import { toSql } from "../../src/trail/sql.ts";
import { columnsOf } from "../../src/trail/sql-columns.ts";
import { hostileNames, hostileRecords, NOON } from "../support/hostile.ts";
import { trailRecord } from "../support/records.ts";
import { type HeldTable, openTable, TABLE } from "../support/trail-table.ts";

const EVERYTHING = {
  window: { from: NOON - 86_400_000, to: NOON + 86_400_000 },
  classes: ["read" as const],
  limit: 1,
};

/** All that is told of an event. */
function told(record: JsonObject) {
  const event = toTrailEvent(record);
  if (!event) return undefined;
  const { raw: _, ...facts } = event;
  return { ...facts, summary: summarize(event) };
}

describe("a record from the table", () => {
  let table: HeldTable;

  beforeAll(async () => {
    table = await openTable();
  });

  afterAll(() => table.close());

  it("tells all that the record in the log file tells", { timeout: 30_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(hostileNames.chain(hostileRecords), async (records) => {
        await table.fill(records);

        const rows = await table.records(toSql(EVERYTHING, TABLE));

        const byId = new Map(rows.map((record) => [record.eventID, record]));
        expect(rows).toHaveLength(records.length);
        for (const record of records) {
          expect(told(byId.get(record.eventID) ?? {})).toEqual(told(record));
        }
      }),
      { numRuns: 25 },
    );
  });

  it("keeps odd values: parts of another type, empty ones, nested lists", async () => {
    const odd = [
      trailRecord({ eventID: "1", userIdentity: "somebody", resources: "none" }),
      trailRecord({ eventID: "2", requestParameters: [1, { a: null }], resources: [null, 3, {}] }),
      trailRecord({ eventID: "3", requestParameters: {}, readOnly: "true", errorCode: 404 }),
      trailRecord({ eventID: "4", responseElements: "Success", additionalEventData: false }),
    ];
    await table.fill(odd);

    const rows = await table.records(toSql(EVERYTHING, TABLE));

    const events = rows.map(told).sort((a, b) => ((a?.id ?? "") < (b?.id ?? "") ? -1 : 1));
    expect(events).toEqual(odd.map(told));
  });
});

describe("a row", () => {
  const names = columnsOf("ours").map(({ name }) => name);

  it("becomes a record of CloudTrail's shape", () => {
    const header = ["eventname", "useridentity_sessioncontext_sessionissuer_username", "readonly"];

    const record = toRecord(header, ["DeleteBucket", "admin", "false"]);

    expect(record).toEqual({
      eventName: "DeleteBucket",
      userIdentity: { sessionContext: { sessionIssuer: { userName: "admin" } } },
      readOnly: false,
    });
  });

  it.each<[string, string]>([
    ["objects", '[{"arn":"arn:aws:s3:::x","accountid":"1","type":"AWS::S3::Bucket"}]'],
    ["lists of values, as older engines write them", '[["arn:aws:s3:::x","1","AWS::S3::Bucket"]]'],
  ])("understands resources that are %s", (_, text) => {
    const record = toRecord(["resources"], [text]);

    expect(record.resources).toEqual([
      { ARN: "arn:aws:s3:::x", accountId: "1", type: "AWS::S3::Bucket" },
    ]);
  });

  it("keeps parameters that were cut off as text", () => {
    const record = toRecord(["requestparameters"], ['{"bucketName":"x","policy":"{\\"Sta']);

    expect(record.requestParameters).toBe('{"bucketName":"x","policy":"{\\"Sta');
  });

  it("leaves out NULL, columns of others and cells without a column", () => {
    const record = toRecord(["eventname", "EVENTID", "partition_0"], [undefined, "e", "x", "y"]);

    expect(record).toEqual({ eventID: "e" });
  });

  it("is read without an error, whatever stands in its cells", () => {
    const cell = fc.oneof(
      fc.constant(undefined),
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.json(),
      fc.json().map((text) => text.slice(0, -1)),
      fc.constantFrom("null", "[null]", "[[]]", '[{"arn":1}]', "", "true", '"', "{", "[1,2"),
    );
    const row = fc.array(cell, { minLength: 0, maxLength: names.length + 2 });

    fc.assert(
      fc.property(row, fc.shuffledSubarray(names), (cells, header) => {
        const record = toRecord(header, cells);
        const event = toTrailEvent(record);

        expect(record).not.toHaveProperty("undefined");
        expect(event === undefined || event.id.length > 0).toBe(true);
      }),
    );
  });
});
