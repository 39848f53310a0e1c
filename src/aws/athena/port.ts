/** The four calls of Athena that a query needs, in our own words; and their real form over the SDK's client. */
import type {
  AthenaClient,
  QueryExecution,
  StartQueryExecutionCommandInput,
} from "@aws-sdk/client-athena";
import type { AthenaSetup } from "../setup.ts";

export type Statement = {
  text: string;
  /** SQL literals, one for each `?`. */
  parameters: string[];
  /** A result of the same statement may be taken again when it is no older; a new query is run when unset. */
  reuseMinutes?: number;
  /** A start that is sent twice with the same token runs once. */
  token: string;
};

export type Execution = {
  state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
  /** Why it failed or was cancelled; text of AWS. */
  reason?: string;
  /** True when the same query may succeed at once. */
  isRetryable: boolean;
  /** Undefined while Athena does not say. */
  scannedBytes?: number;
  /** An older result was taken again. */
  isReused: boolean;
};

export type ResultPage = {
  /** Cells; NULL is undefined. The first row of the first page holds the names of the columns. */
  rows: (string | undefined)[][];
  nextToken?: string;
};

export type Athena = {
  /** Id of the execution. */
  start(statement: Statement, signal: AbortSignal): Promise<string>;
  look(id: string, signal: AbortSignal): Promise<Execution>;
  page(id: string, token: string | undefined, signal: AbortSignal): Promise<ResultPage>;
  stop(id: string, signal: AbortSignal): Promise<void>;
};

/** Most rows that AWS puts on a page. */
const PAGE_ROWS = 1000;

/** Athena over the SDK. Errors are those of the SDK. */
export async function toAthena(client: AthenaClient, setup: AthenaSetup): Promise<Athena> {
  const {
    GetQueryExecutionCommand,
    GetQueryResultsCommand,
    StartQueryExecutionCommand,
    StopQueryExecutionCommand,
  } = await import("@aws-sdk/client-athena");
  return {
    async start(statement, abortSignal) {
      const command = new StartQueryExecutionCommand(toInput(statement, setup));
      const { QueryExecutionId: id } = await client.send(command, { abortSignal });
      if (id === undefined) throw new TypeError("Athena started a query without an id");
      return id;
    },
    async look(QueryExecutionId, abortSignal) {
      const command = new GetQueryExecutionCommand({ QueryExecutionId });
      const { QueryExecution } = await client.send(command, { abortSignal });
      return toExecution(QueryExecution);
    },
    async page(QueryExecutionId, NextToken, abortSignal) {
      const command = new GetQueryResultsCommand({
        QueryExecutionId,
        MaxResults: PAGE_ROWS,
        ...(NextToken !== undefined && { NextToken }),
      });
      const { ResultSet, NextToken: nextToken } = await client.send(command, { abortSignal });
      const rows = (ResultSet?.Rows ?? []).map(({ Data = [] }) =>
        Data.map(({ VarCharValue }) => VarCharValue),
      );
      return { rows, ...(nextToken && { nextToken }) };
    },
    async stop(QueryExecutionId, abortSignal) {
      await client.send(new StopQueryExecutionCommand({ QueryExecutionId }), { abortSignal });
    },
  };
}

function toInput(statement: Statement, setup: AthenaSetup): StartQueryExecutionCommandInput {
  const { text, parameters, reuseMinutes, token } = statement;
  const { catalog = "AwsDataCatalog", database, workgroup = "primary", output } = setup;
  return {
    QueryString: text,
    ClientRequestToken: token,
    QueryExecutionContext: { Catalog: catalog, Database: database },
    WorkGroup: workgroup,
    ...(output !== undefined && { ResultConfiguration: { OutputLocation: output } }),
    ...(parameters.length > 0 && { ExecutionParameters: parameters }),
    ...(reuseMinutes !== undefined && {
      ResultReuseConfiguration: {
        ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: reuseMinutes },
      },
    }),
  };
}

const STATES: Record<string, Execution["state"]> = {
  QUEUED: "queued",
  RUNNING: "running",
  SUCCEEDED: "succeeded",
  FAILED: "failed",
  CANCELLED: "cancelled",
};

function toExecution(execution: QueryExecution | undefined): Execution {
  const { State = "", StateChangeReason, AthenaError } = execution?.Status ?? {};
  const { DataScannedInBytes, ResultReuseInformation } = execution?.Statistics ?? {};
  const reason = StateChangeReason ?? AthenaError?.ErrorMessage;
  return {
    // A state that is new to us is no end.
    state: STATES[State] ?? "running",
    ...(reason !== undefined && { reason }),
    isRetryable: AthenaError?.Retryable === true,
    ...(DataScannedInBytes !== undefined && { scannedBytes: DataScannedInBytes }),
    isReused: ResultReuseInformation?.ReusedPreviousResult === true,
  };
}
