import { describe, expect, it } from "vitest";
import { Problem } from "../../src/domain/problem.ts";
import { parseSubject } from "../../src/domain/subject.ts";
import { DAY, HOUR } from "../../src/domain/time.ts";
import type { TrailQuery } from "../../src/sources/trail.ts";
import { partitionsOf, type TrailTable, toSql } from "../../src/trail/sql.ts";
import { runsOf, sqlIdentifier, sqlLiteral } from "../../src/trail/sql-text.ts";

const TABLE: TrailTable = {
  database: "trailwatch",
  table: "cloudtrail_logs",
  partitions: "account-region-day",
  accounts: ["111122223333", "222233334444"],
  regions: ["eu-west-1", "us-east-1"],
};
const EVENING = Date.UTC(2026, 10, 20, 22);

const query: TrailQuery = {
  window: { from: EVENING, to: EVENING + HOUR },
  subject: parseSubject("It's-Buckets"),
  accounts: ["111122223333"],
  regions: ["eu-west-1"],
  classes: ["change", "data-change"],
  limit: 20,
};

function whereOf(text: string): string {
  return text.slice(text.indexOf(" WHERE ") + " WHERE ".length);
}

describe("the SQL of a search", () => {
  it("cuts by account, Region, delivery day and time, leaves out reads, and takes names as parameters", () => {
    const { text, parameters } = toSql(query, TABLE, 100);

    expect(whereOf(text)).toBe(
      "\"account\" IN ('111122223333') AND \"region\" IN ('eu-west-1')" +
        " AND \"timestamp\" >= '2026/11/20' AND \"timestamp\" <= '2026/11/21'" +
        " AND eventtime >= '2026-11-20T22:00:00' AND eventtime <= '2026-11-20T23:00:00Z'" +
        " AND (lower(coalesce(readonly, 'false')) NOT IN ('true', 'yes')" +
        " AND (strpos(lower(concat_ws('|', requestparameters, responseelements, additionaleventdata, serviceeventdetails, json_format(CAST(resources AS JSON)))), ?) > 0" +
        " AND strpos(lower(concat_ws('|', requestparameters, responseelements, additionaleventdata, serviceeventdetails, json_format(CAST(resources AS JSON)))), ?) > 0))" +
        " ORDER BY eventtime DESC LIMIT 100",
    );
    expect(parameters).toEqual(["'s-buckets'", "'it'"]);
  });

  it("stays below the length that Athena takes, however many resources are asked for", () => {
    const touching = Array.from({ length: 1000 }, (_, index) =>
      parseSubject(
        `arn:aws:ecs:eu-west-1:111122223333:service/shop-${index}/web-frontend-${index}`,
      ),
    );

    const { text, parameters } = toSql({ ...query, touching }, TABLE);

    expect(text.length).toBeLessThan(262_144);
    expect(parameters.length).toBeGreaterThan(1000);
  });

  it("keeps to AWS's own columns where the table has no others", () => {
    const { text, columns } = toSql(query, { ...TABLE, dialect: "aws" });

    expect(text).not.toMatch(/sourceidentity|inscopeof|identityprovider|managementevent/);
    expect(columns).not.toContain("managementevent");
    expect(columns).toContain("useridentity_arn");
  });

  it("names no folders of a table that has none", () => {
    const { text } = toSql(query, { ...TABLE, partitions: "none" });

    expect(text).not.toContain('"timestamp"');
    expect(whereOf(text)).toContain("awsregion IN ('eu-west-1')");
  });

  it("refuses a table whose name is no identifier", () => {
    const refused = () => toSql(query, { ...TABLE, table: 'x" WHERE 1=1 --' });

    expect(refused).toThrow(Problem);
  });

  it.each(["a\nb", "a\u0000b", "a\u2028b", "a\ud800b"])("refuses the event id %j", (eventId) => {
    const refused = () => toSql({ ...query, eventId }, TABLE);

    expect(refused).toThrow(Problem);
  });
});

describe("the folders of a search", () => {
  it("are those of the window and one day more", () => {
    const folders = partitionsOf(query, TABLE);

    expect(folders).toEqual({
      accounts: ["111122223333"],
      regions: ["eu-west-1"],
      days: ["2026/11/20", "2026/11/21"],
      isNothing: false,
    });
  });

  it("are those of all accounts and Regions where none is asked for", () => {
    const { accounts, regions } = partitionsOf({ window: query.window }, TABLE);

    expect(accounts).toEqual(TABLE.accounts);
    expect(regions).toEqual(TABLE.regions);
  });

  it("begin with the table", () => {
    const window = { from: 0, to: EVENING };

    const { days } = partitionsOf({ window }, { ...TABLE, since: EVENING - DAY });

    expect(days).toEqual(["2026/11/19", "2026/11/20", "2026/11/21"]);
  });

  it("are none for an account that the table does not hold, and then the SQL reads nothing", () => {
    const other = { ...query, accounts: ["999999999999"] };

    const { isNothing } = partitionsOf(other, TABLE);
    const { text } = toSql(other, TABLE);

    expect(isNothing).toBe(true);
    expect(whereOf(text)).toMatch(/^1 = 0 AND /);
  });
});

describe("text in SQL", () => {
  it("doubles quotes in literals", () => {
    const literal = sqlLiteral("it's '");

    expect(literal).toBe("'it''s '''");
  });

  it("refuses literals that Athena would refuse", () => {
    const refused = () => sqlLiteral("x".repeat(1023));

    expect(refused).toThrow(/too long/);
  });

  it.each(["Trail", 'a"b', "", "a b", "a.b", "-a"])("refuses %j as a table", (name) => {
    expect(() => sqlIdentifier(name)).toThrow(Problem);
  });

  it("looks for the pieces of a name that are spelt alike everywhere", () => {
    const runs = runsOf("Reports/jane@example.com 'x' reports");

    expect(runs.map(({ spellings }) => spellings)).toEqual([
      ["example.com"],
      ["reports"],
      ["jane"],
    ]);
  });

  it("looks for foreign letters as they are, as JSON escapes them and as URLs do", () => {
    const runs = runsOf("名");

    expect(runs).toEqual([{ spellings: ["名", "\\u540d", "%e5%90%8d"] }]);
  });

  it("looks for nothing where a name is signs alone", () => {
    expect(runsOf("%'?*")).toEqual([]);
  });
});
