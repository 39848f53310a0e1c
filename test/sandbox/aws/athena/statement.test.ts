import { describe, expect, it } from "vitest";
import { parseSql } from "../../../../src/sandbox/aws/athena/engine.ts";
import { readStatement, type Statement } from "../../../../src/sandbox/aws/athena/statement.ts";

async function statementOf(sql: string, parameters: (string | number)[] = []): Promise<Statement> {
  const trees = await parseSql(sql);
  const tree = "error" in trees ? undefined : trees[0];
  if (!tree) throw new Error(`This cannot be read: ${sql}`);
  return readStatement(tree, parameters);
}

const PLACE = { account: "111122223333", region: "eu-west-1", timestamp: "2026/11/20" };

describe("the folders of a statement", () => {
  it.each<[string, boolean]>([
    ["SELECT 1 FROM d.t", true],
    ["SELECT 1 FROM d.t WHERE account = '1'", false],
    ["SELECT 1 FROM d.t AS x WHERE x.account = '1'", false],
    ["SELECT 1 FROM d.t WHERE '1' = account", false],
    ["SELECT 1 FROM d.t WHERE \"timestamp\" > '2026/11/20'", false],
    ["SELECT 1 FROM d.t WHERE \"timestamp\" <= '2026/11/20'", true],
    ["SELECT 1 FROM d.t WHERE region <> 'eu-west-1'", false],
    ["SELECT 1 FROM d.t WHERE region NOT IN ('eu-west-1', 'x')", false],
    ["SELECT 1 FROM d.t WHERE NOT (region = 'eu-west-1' AND eventname = 'x')", true],
    ["SELECT 1 FROM d.t WHERE region = 'x' OR account = '111122223333'", true],
    ["SELECT 1 FROM d.t WHERE region = NULL", false],
    ["SELECT 1 FROM d.t WHERE 1 = 0", false],
    ["SELECT 1 FROM d.t WHERE upper(region) = 'X'", true],
    ["WITH r AS (SELECT * FROM d.t WHERE region = 'x') SELECT * FROM r", false],
    ["SELECT 1 FROM (SELECT * FROM d.t) WHERE region = 'x'", true],
    ["SELECT 1 FROM d.t WHERE region = 'x' UNION ALL SELECT 1 FROM d.t", true],
    ["SELECT 1 FROM d.t a JOIN d.t b ON a.eventid = b.eventid WHERE a.region = 'x'", true],
  ])("are told from its WHERE: %s", async (sql, reads) => {
    const statement = await statementOf(sql);

    expect(statement.reads(PLACE)).toBe(reads);
  });

  it("are told from parameters too", async () => {
    const sql = "SELECT 1 FROM d.t WHERE account = ? AND region = ?";

    const here = await statementOf(sql, ["111122223333", "eu-west-1"]);
    const there = await statementOf(sql, ["111122223333", "x"]);

    expect([here.marks, here.reads(PLACE), there.reads(PLACE)]).toEqual([2, true, false]);
  });

  it("are those of tables, and what WITH names is none", async () => {
    const statement = await statementOf("WITH r AS (SELECT 1 FROM d.t) SELECT * FROM r, other");

    expect(statement.tables).toEqual([
      { database: "d", table: "t" },
      { database: "", table: "other" },
    ]);
  });
});
