/** The table of the trail, held by DuckDB: runs many statements over the same records in little time. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import type { JsonObject } from "../../src/domain/json.ts";
import { readLiteral } from "../../src/sandbox/aws/athena/literals.ts";
import { MACROS, viewSql } from "../../src/sandbox/aws/athena/view.ts";
import { toRecord } from "../../src/trail/row.ts";
import type { Sql, TrailTable } from "../../src/trail/sql.ts";

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";
export const DAY = "2026/11/20";

export const TABLE: TrailTable = {
  database: "trail",
  table: "cloudtrail_logs",
  partitions: "account-region-day",
  accounts: [ACCOUNT],
  regions: [REGION],
};

export type HeldTable = {
  /** Fills it anew; all records lie in one folder. */
  fill(records: readonly JsonObject[]): Promise<void>;
  rows(sql: Sql): Promise<(string | undefined)[][]>;
  records(sql: Sql): Promise<JsonObject[]>;
  close(): void;
};

export async function openTable(): Promise<HeldTable> {
  const home = mkdtempSync(join(tmpdir(), "trailwatch-table-"));
  const dir = join(home, "AWSLogs", ACCOUNT, "CloudTrail", REGION, DAY);
  const file = join(dir, "records.json.gz");
  mkdirSync(dir, { recursive: true });
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  for (const macro of MACROS) await connection.run(macro);
  await connection.run("CREATE SCHEMA trail");

  async function rows(sql: Sql): Promise<(string | undefined)[][]> {
    const values = sql.parameters.map((text) => {
      const value = readLiteral(text);
      if (value === undefined) throw new Error(`This is no literal: ${text}`);
      return value;
    });
    const reader = await connection.runAndReadAll(sql.text, values);
    return reader
      .getRows()
      .map((row) => row.map((cell) => (cell === null ? undefined : String(cell))));
  }

  return {
    rows,
    async fill(records) {
      const bytes = gzipSync(JSON.stringify({ Records: records }), { level: 1 });
      writeFileSync(file, bytes);
      const view = viewSql([file], bytes.length);
      await connection.run(`CREATE OR REPLACE TABLE trail.cloudtrail_logs AS ${view}`);
    },
    records: async (sql) => (await rows(sql)).map((row) => toRecord(sql.columns, row)),
    close() {
      connection.closeSync();
      instance.closeSync();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
