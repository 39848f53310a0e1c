/** From a request to the work of its query: what it reads, and what may be wrong with it. */
import { isObject, stringAt } from "../../../domain/json.ts";
import { AwsRefusal } from "../service.ts";
import { parseSql, runSql } from "./engine.ts";
import { type Scanned, scanFolders } from "./folders.ts";
import { type Literal, readLiteral } from "./literals.ts";
import type { Asked, Failure, Work } from "./query.ts";
import type { AthenaOptions, WorkGroup } from "./service.ts";
import { readStatement, type Statement } from "./statement.ts";

const LONGEST_SQL = 262_144;
const LONGEST_PARAMETER = 1024;

/** What a request of StartQueryExecution asks for; throws a refusal where it is not well formed. */
export function readAsked(input: Record<string, unknown>): Asked {
  const sql = typeof input.QueryString === "string" ? input.QueryString.trim() : "";
  if (sql === "" || Buffer.byteLength(sql) > LONGEST_SQL) {
    throw new AwsRefusal("InvalidRequestException", "queryString failed to satisfy constraint");
  }
  const context = isObject(input.QueryExecutionContext) ? input.QueryExecutionContext : {};
  const result = isObject(input.ResultConfiguration) ? input.ResultConfiguration : {};
  return {
    sql,
    parameters: readParameters(input.ExecutionParameters),
    database: stringAt(context, "Database") ?? "default",
    catalog: stringAt(context, "Catalog") ?? "AwsDataCatalog",
    workgroup: typeof input.WorkGroup === "string" ? input.WorkGroup : "primary",
    output: stringAt(result, "OutputLocation") ?? "",
  };
}

function readParameters(value: unknown): string[] {
  const parameters = Array.isArray(value) ? value.map(String) : [];
  if (parameters.some((text) => text.length === 0 || text.length > LONGEST_PARAMETER)) {
    throw new AwsRefusal(
      "InvalidRequestException",
      "Value at 'executionParameters' failed to satisfy constraint: Member must have length less than or equal to 1024 and greater than or equal to 1",
    );
  }
  return parameters;
}

/** What is wrong with the words of a query is said at once, what is wrong with its meaning when it runs. */
export async function createWork(
  asked: Asked,
  group: WorkGroup,
  options: AthenaOptions,
): Promise<(signal: AbortSignal) => Work> {
  const trees = await parseSql(asked.sql);
  if ("error" in trees) throw new AwsRefusal("InvalidRequestException", trees.error);
  const [tree, ...others] = trees;
  if (tree === undefined || others.length > 0) {
    throw new AwsRefusal("InvalidRequestException", "Only one sql statement is allowed.");
  }
  const values = asked.parameters.map(readLiteral);
  const literals = values.map((value): Literal => (value === undefined ? null : value));
  const statement = readStatement(tree, literals);
  const wrong = whatIsWrong(asked, statement, values, options);
  return (signal) => workOf({ asked, literals, statement, wrong, signal }, group, options);
}

type Prepared = {
  asked: Asked;
  literals: readonly Literal[];
  statement: Statement;
  wrong: string | undefined;
  signal: AbortSignal;
};

function workOf(prepared: Prepared, group: WorkGroup, options: AthenaOptions): Work {
  const { asked, literals, statement, wrong, signal } = prepared;
  let scanned: Scanned = { files: [], sizeBytes: 0, largestBytes: 0, folders: 0 };
  const work: Work = {
    async plan() {
      if (wrong !== undefined) throw new Error(wrong);
      if (statement.tables.length > 0) scanned = await scanFolders(options.dir, statement.reads);
      return scanned.sizeBytes;
    },
    run() {
      const { dir, database, table } = options;
      const { files, largestBytes } = scanned;
      const { sql } = asked;
      return runSql({
        sql,
        parameters: literals,
        database,
        table,
        dir,
        files,
        largestBytes,
        signal,
      });
    },
    toFailure,
  };
  if (group.cutoffBytes !== undefined) work.cutoffBytes = group.cutoffBytes;
  return work;
}

/** In Athena's words. */
function whatIsWrong(
  asked: Asked,
  statement: Statement,
  values: readonly (Literal | undefined)[],
  { database, table }: AthenaOptions,
): string | undefined {
  for (const name of statement.tables) {
    const there = name.database === "" ? asked.database : name.database;
    if (there !== database) return `SCHEMA_NOT_FOUND: line 1:1: Schema '${there}' does not exist`;
    if (name.table !== table)
      return `TABLE_NOT_FOUND: line 1:1: Table 'awsdatacatalog.${there}.${name.table}' does not exist`;
  }
  if (statement.marks !== values.length)
    return `INVALID_PARAMETER_USAGE: line 1:1: Incorrect number of parameters: expected ${statement.marks} but found ${values.length}`;
  const bad = values.indexOf(undefined);
  if (bad === -1) return undefined;
  return `COLUMN_NOT_FOUND: line 1:1: Column '${asked.parameters[bad]?.split(/\W/)[0]}' cannot be resolved`;
}

const KINDS: [shape: RegExp, code: string][] = [
  [/^Binder Error: Referenced column|^Binder Error:.*column/i, "COLUMN_NOT_FOUND"],
  [/^Catalog Error:.*function/i, "FUNCTION_NOT_FOUND"],
  [/^Catalog Error/i, "TABLE_NOT_FOUND"],
  [/^Permission Error/i, "PERMISSION_DENIED"],
];

function toFailure(error: unknown): Failure {
  const said = error instanceof Error ? error.message : String(error);
  const [first = ""] = said.split("\n");
  const code = KINDS.find(([shape]) => shape.test(first))?.[1];
  const message = /^[A-Z_]+:/.test(first) ? first : `${code ?? "SYNTAX_ERROR"}: line 1:1: ${first}`;
  return { category: 2, type: 1006, retryable: false, message };
}
