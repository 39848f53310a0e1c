/** Runs one SELECT of Athena's language on DuckDB, over log files that lie in a folder and nothing else. */
import { setImmediate } from "node:timers/promises";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { isObject, type JsonObject } from "../../../domain/json.ts";
import { parseJson } from "../../../domain/torn-json.ts";
import type { Literal } from "./literals.ts";
import { MACROS, viewSql } from "./view.ts";

export type Result = {
  columns: { name: string; type: string }[];
  /** NULL is undefined. */
  rows: (string | undefined)[][];
};

export type Job = {
  sql: string;
  parameters: readonly Literal[];
  database: string;
  table: string;
  dir: string;
  files: readonly string[];
  largestBytes: number;
  /** Stops the query. */
  signal: AbortSignal;
};

/** DuckDB takes a third of a second to load, which nobody waits for who asks nothing of Athena. */
async function openInstance(): Promise<DuckDBInstance> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  return await DuckDBInstance.create(":memory:", {
    threads: "1",
    memory_limit: "1GB",
    // Nothing is written beside the process, and nothing is fetched from the network.
    temp_directory: "",
    autoinstall_known_extensions: "false",
  });
}

/** The trees of all statements in a text, or why it cannot be read. */
export async function parseSql(sql: string): Promise<JsonObject[] | { error: string }> {
  const instance = await openInstance();
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll("SELECT json_serialize_sql($1::VARCHAR)", [sql]);
    const parsed = parseJson(String(reader.getRows()[0]?.[0]));
    if (!isObject(parsed) || parsed.error === true) {
      return { error: String(isObject(parsed) ? parsed.error_message : "unreadable") };
    }
    return Array.isArray(parsed.statements) ? parsed.statements.filter(isObject) : [];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Rejects with DuckDB's own words where a column or function is missing. */
export async function runSql(job: Job): Promise<Result> {
  const instance = await openInstance();
  const connection = await instance.connect();
  const stop = () => connection.interrupt();
  try {
    job.signal.throwIfAborted();
    job.signal.addEventListener("abort", stop);
    await prepareTable(connection, job);
    return await read(connection, job);
  } finally {
    job.signal.removeEventListener("abort", stop);
    connection.closeSync();
    instance.closeSync();
  }
}

async function prepareTable(connection: DuckDBConnection, job: Job): Promise<void> {
  const name = `"${job.database}"."${job.table}"`;
  for (const macro of MACROS) await connection.run(macro);
  await connection.run(`CREATE SCHEMA "${job.database}"`);
  await connection.run(`CREATE VIEW ${name} AS ${viewSql(job.files, job.largestBytes)}`);
  await connection.run(`USE "${job.database}"`);
  await connection.run(`SET allowed_directories = ['${job.dir.replaceAll("'", "''")}/']`);
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
}

async function read(connection: DuckDBConnection, job: Job): Promise<Result> {
  const result = await connection.stream(job.sql, [...job.parameters]);
  const types = result.columnTypes().map((type) => type.toString().toLowerCase());
  const columns = result
    .columnNames()
    .map((name, index) => ({ name, type: types[index] ?? "varchar" }));
  const rows: Result["rows"] = [];
  for (;;) {
    const chunk = await result.fetchChunk();
    job.signal.throwIfAborted();
    if (!chunk || chunk.rowCount === 0) return { columns, rows };
    const first = rows.length;
    for (let row = 0; row < chunk.rowCount; row += 1) rows.push([]);
    for (let column = 0; column < columns.length; column += 1) {
      for (const [row, value] of chunk.getColumnValues(column).entries()) {
        rows[first + row]?.push(value === null ? undefined : String(value));
      }
      // Thousands of texts are turned into JavaScript's: others shall have their turn in between.
      await setImmediate();
    }
  }
}
