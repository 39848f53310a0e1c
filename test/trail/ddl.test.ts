import { HiveSQL } from "dt-sql-parser/dist/parser/hive/index.js";
import { describe, expect, it } from "vitest";
import { Problem } from "../../src/domain/problem.ts";
import { type TrailLayout, tableDdl } from "../../src/trail/ddl.ts";
import { columnsOf } from "../../src/trail/sql-columns.ts";

const LAYOUT: TrailLayout = {
  kind: "accounts",
  bucket: "acme-cloudtrail",
  accounts: ["222233334444", "111122223333"],
  regions: ["eu-west-1"],
  database: "trailwatch",
  table: "cloudtrail_logs",
  since: Date.UTC(2024, 0, 1),
};

const hive = new HiveSQL();

describe("the table's statement", () => {
  it("names folders by account, Region and day, and us-east-1 besides", () => {
    const ddl = tableDdl(LAYOUT);

    expect(ddl).toContain("'projection.account.values' = '111122223333,222233334444'");
    expect(ddl).toContain("'projection.region.values' = 'eu-west-1,us-east-1'");
    expect(ddl).toContain("'projection.timestamp.range' = '2024/01/01,NOW'");
    expect(ddl).toContain(
      `'storage.location.template' = 's3://acme-cloudtrail/AWSLogs/\${account}/CloudTrail/\${region}/\${timestamp}'`,
    );
  });

  it("goes one folder deeper for an organization, and below the prefix", () => {
    const ddl = tableDdl({
      ...LAYOUT,
      kind: "organization",
      organizationId: "o-a1b2c3d4e5",
      prefix: "/logs/trail/",
    });

    expect(ddl).toContain("LOCATION 's3://acme-cloudtrail/logs/trail/AWSLogs/o-a1b2c3d4e5/'");
    expect(ddl).toContain(`/AWSLogs/o-a1b2c3d4e5/\${account}/CloudTrail/`);
  });

  it("leaves Regions of other partitions alone", () => {
    const ddl = tableDdl({ ...LAYOUT, regions: ["cn-north-1"] });

    expect(ddl).toContain("'projection.region.values' = 'cn-north-1'");
  });

  it.each([
    { ...LAYOUT, kind: "account" as const, accounts: ["111122223333"] },
    LAYOUT,
    { ...LAYOUT, kind: "organization" as const, organizationId: "o-a1b2c3d4e5" },
  ])("is a statement of Hive's grammar, which Athena takes for tables: $kind", (layout) => {
    const errors = hive.validate(tableDdl(layout));

    expect(errors).toEqual([]);
  });

  it("has every column that questions read", () => {
    const ddl = tableDdl(LAYOUT);

    for (const { path } of columnsOf("ours")) {
      for (const key of path) expect(ddl).toMatch(new RegExp(`\\b${key.toLowerCase()}\\b`));
    }
  });

  it.each<[string, Partial<TrailLayout>, string]>([
    ["a bucket with a quote", { bucket: "a'b" }, "ddl.bucket"],
    ["a bucket with its scheme", { bucket: "s3://acme" }, "ddl.bucket"],
    ["a prefix that names a partition", { prefix: `\${account}` }, "ddl.prefix"],
    ["a table with a backtick", { table: "x` (a int); drop" }, "ddl.table"],
    ["a database in capitals", { database: "Trail" }, "ddl.database"],
    ["an account of eleven digits", { accounts: ["11112222333"] }, "ddl.account"],
    ["a Region that is a list", { regions: ["eu-west-1,us-east-1"] }, "ddl.region"],
    ["no accounts", { accounts: [] }, "ddl.missing"],
    ["no Regions", { regions: [] }, "ddl.missing"],
    ["one account too many", { kind: "account" }, "ddl.missing"],
    ["an organization without its id", { kind: "organization" }, "ddl.organization"],
    ["a day that is none", { since: Number.NaN }, "ddl.missing"],
  ])("refuses %s and says what to write", (_, change, code) => {
    const refused = () => tableDdl({ ...LAYOUT, ...change });

    expect(refused).toThrow(Problem);
    expect(refused).toThrow(expect.objectContaining({ code, next: expect.stringMatching(/\w/) }));
  });
});
