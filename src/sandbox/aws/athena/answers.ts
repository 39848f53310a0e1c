/** What Athena tells of queries, results and workgroups, as the SDK's types have it. */
import { AwsRefusal } from "../service.ts";
import type { Query } from "./query.ts";
import type { WorkGroup } from "./service.ts";

const ENGINE = {
  SelectedEngineVersion: "AUTO",
  EffectiveEngineVersion: "Athena engine version 3",
};

export function toExecution(query: Query): object {
  const { asked, reuse } = query;
  return {
    QueryExecutionId: query.id,
    Query: asked.sql,
    StatementType: "DML",
    SubstatementType: "SELECT",
    ResultConfiguration: { OutputLocation: `${asked.output}${query.id}.csv` },
    ResultReuseConfiguration: {
      ResultReuseByAgeConfiguration: {
        Enabled: reuse.isOn,
        ...(reuse.isOn && { MaxAgeInMinutes: reuse.maxAgeMinutes }),
      },
    },
    QueryExecutionContext: { Database: asked.database, Catalog: asked.catalog.toLowerCase() },
    Status: toStatus(query),
    Statistics: toStatistics(query),
    WorkGroup: asked.workgroup,
    EngineVersion: ENGINE,
    ...(asked.parameters.length > 0 && { ExecutionParameters: [...asked.parameters] }),
  };
}

function toStatus({ state, reason, error, submittedAt, completedAt }: Query): object {
  return {
    State: state,
    ...(reason !== undefined && { StateChangeReason: reason }),
    SubmissionDateTime: new Date(submittedAt),
    ...(completedAt !== undefined && { CompletionDateTime: new Date(completedAt) }),
    ...(error && {
      AthenaError: {
        ErrorCategory: error.category,
        ErrorType: error.type,
        Retryable: error.retryable,
        ErrorMessage: error.message,
      },
    }),
  };
}

function toStatistics(query: Query): object {
  const { submittedAt, startedAt, completedAt, scannedBytes, isReused } = query;
  return {
    DataScannedInBytes: scannedBytes,
    ...(startedAt !== undefined && { QueryQueueTimeInMillis: startedAt - submittedAt }),
    ...(completedAt !== undefined && {
      EngineExecutionTimeInMillis: completedAt - (startedAt ?? completedAt),
      TotalExecutionTimeInMillis: completedAt - submittedAt,
    }),
    ResultReuseInformation: { ReusedPreviousResult: isReused },
  };
}

const MOST_ROWS = 1000;

/** A page of rows; the header stands as the first row of the first page and counts as one. */
export function toResultPage(query: Query, input: Record<string, unknown>): object {
  const { result } = query;
  if (query.state === "FAILED" || query.state === "CANCELLED") {
    throw refusal(`Query did not finish successfully. Final query state: ${query.state}`);
  }
  if (query.state !== "SUCCEEDED") {
    throw refusal(`Query has not yet finished. Current state: ${query.state}`);
  }
  if (!result) throw refusal("Results of this query are no longer kept");
  const most = Number(input.MaxResults ?? MOST_ROWS);
  if (!(most >= 1 && most <= MOST_ROWS)) {
    throw refusal("MaxResults is more than maximum allowed length 1000");
  }
  const header = result.columns.map(({ name }) => name);
  const start = readToken(query, input.NextToken);
  const rows = [header, ...result.rows];
  const end = Math.min(rows.length, start + most);
  return {
    UpdateCount: 0,
    ResultSet: {
      Rows: rows.slice(start, end).map((cells) => ({ Data: cells.map(toDatum) })),
      ResultSetMetadata: { ColumnInfo: result.columns.map(toColumn) },
    },
    ...(end < rows.length && { NextToken: tokenOf(query, end) }),
  };
}

function toDatum(text: string | undefined): object {
  return text === undefined ? {} : { VarCharValue: text };
}

function toColumn({ name, type }: { name: string; type: string }): object {
  return {
    CatalogName: "hive",
    SchemaName: "",
    TableName: "",
    Name: name,
    Label: name,
    Type: type,
    Precision: type === "varchar" ? 2_147_483_647 : 19,
    Scale: 0,
    Nullable: "UNKNOWN",
    CaseSensitive: type === "varchar",
  };
}

function tokenOf(query: Query, row: number): string {
  return Buffer.from(`${query.id}/${row}`).toString("base64");
}

function readToken(query: Query, token: unknown): number {
  if (token === undefined || token === null) return 0;
  const [id, row] = Buffer.from(String(token), "base64").toString("utf8").split("/");
  if (id !== query.id || !/^\d+$/.test(row ?? "")) throw refusal("Invalid NextToken");
  return Number(row);
}

function refusal(message: string): AwsRefusal {
  return new AwsRefusal("InvalidRequestException", message);
}

export function toWorkGroup(name: string, { output, cutoffBytes }: WorkGroup): object {
  return {
    Name: name,
    State: "ENABLED",
    Configuration: {
      ...(output !== undefined && { ResultConfiguration: { OutputLocation: output } }),
      EnforceWorkGroupConfiguration: false,
      PublishCloudWatchMetricsEnabled: true,
      ...(cutoffBytes !== undefined && { BytesScannedCutoffPerQuery: cutoffBytes }),
      EngineVersion: ENGINE,
    },
  };
}
