import { TrinoSQL } from "dt-sql-parser/dist/parser/trino/index.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type TrailTable, toSql } from "../../src/trail/sql.ts";
import { hostileNames } from "../support/hostile.ts";
import { hostileQuery } from "../support/hostile-queries.ts";
import { TABLE } from "../support/trail-table.ts";

const trino = new TrinoSQL();

const TABLES: TrailTable[] = [
  TABLE,
  { ...TABLE, dialect: "aws" },
  { ...TABLE, partitions: "day" },
  { ...TABLE, partitions: "none", accounts: [], regions: [] },
];

describe("the statements", () => {
  it("are Trino's, whatever is asked of which table", () => {
    const asked = fc.tuple(fc.constantFrom(...TABLES), hostileNames.chain(hostileQuery));
    const texts = new Set<string>();

    fc.assert(
      fc.property(asked, ([table, query]) => {
        const sql = toSql(query, table);
        const marks = sql.text.match(/\?/g) ?? [];
        texts.add(sql.text.slice(sql.text.indexOf(" FROM ")));
        expect(marks).toHaveLength(sql.parameters.length);
        expect(trino.validate(sql.text), sql.text).toEqual([]);
      }),
      { numRuns: 40 },
    );

    expect(texts.size).toBeGreaterThan(20);
  });

  it("are told from what is none", () => {
    const errors = trino.validate("SELECT FROM WHERE 'a");

    expect(errors.length).toBeGreaterThan(0);
  });
});
