/** A local AWS with Athena over a small trail, asked by the SDK's client. */
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  type StartQueryExecutionCommandInput,
} from "@aws-sdk/client-athena";
import type { JsonObject } from "../../../../src/domain/json.ts";
import {
  type AthenaOptions,
  createAthenaService,
} from "../../../../src/sandbox/aws/athena/service.ts";
import { type AwsFaults, createAwsFaults } from "../../../../src/sandbox/aws/faults.ts";
import { NOW, start, writeTrail } from "../made-trail.ts";

export type MadeAthena = {
  client: AthenaClient;
  dir: string;
  faults: AwsFaults;
  bugs: string[];
  /** Moves the service's clock. */
  wait(ms: number): void;
};

export async function startAthena(
  records: readonly JsonObject[],
  options: Partial<AthenaOptions> = {},
): Promise<MadeAthena> {
  const dir = writeTrail(records);
  const faults = createAwsFaults();
  let now = NOW;
  const athena = createAthenaService({
    dir,
    now: () => now,
    faults,
    database: "trail",
    table: "logs",
    ...options,
  });
  const { client, bugs } = await start([], { dir, services: [athena] });
  const wait = (ms: number) => {
    now += ms;
  };
  return { client: new AthenaClient(client), dir, faults, bugs, wait };
}

type Asked = Partial<StartQueryExecutionCommandInput>;

export async function begin(client: AthenaClient, sql: string, asked: Asked = {}): Promise<string> {
  const { QueryExecutionId = "" } = await client.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      QueryExecutionContext: { Database: "trail" },
      ...asked,
    }),
  );
  return QueryExecutionId;
}

export async function look(client: AthenaClient, id: string): Promise<QueryExecution> {
  const { QueryExecution: query = {} } = await client.send(
    new GetQueryExecutionCommand({ QueryExecutionId: id }),
  );
  return query;
}

/** States that were seen until it ended, each once in a row, and how it ended. */
export async function follow(
  client: AthenaClient,
  id: string,
): Promise<{ states: string[]; query: QueryExecution }> {
  const states: string[] = [];
  for (;;) {
    const query = await look(client, id);
    const state = query.Status?.State ?? "";
    if (states.at(-1) !== state) states.push(state);
    if (query.Status?.CompletionDateTime) return { states, query };
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

/** Runs a statement to its end and gives the rows of the first page, without the header. */
export async function rowsOf(
  client: AthenaClient,
  sql: string,
  asked: Asked = {},
): Promise<{ rows: (string | undefined)[][]; scannedBytes: number }> {
  const id = await begin(client, sql, asked);
  const { query } = await follow(client, id);
  if (query.Status?.State !== "SUCCEEDED") throw new Error(query.Status?.StateChangeReason);
  const { ResultSet } = await client.send(new GetQueryResultsCommand({ QueryExecutionId: id }));
  const rows = (ResultSet?.Rows ?? []).map(({ Data = [] }) =>
    Data.map(({ VarCharValue }) => VarCharValue),
  );
  return { rows: rows.slice(1), scannedBytes: query.Statistics?.DataScannedInBytes ?? -1 };
}
