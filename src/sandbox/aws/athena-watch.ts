/** Notes what happens to Athena's queries on their way to whoever asks, for the console and for tests. */
import type { AwsService, Operation } from "./service.ts";

export type WatchedQuery = {
  id: string;
  /** `SUCCEEDED`, `RUNNING` …, as it was last told. */
  state: string;
  scannedBytes: number;
  /** An older result was taken again: nothing is billed. */
  isReused: boolean;
  isStopped: boolean;
};

export type WatchedAthena = {
  service: AwsService;
  /** Those that are billed: what a stopped one has read is, a failed one and an older result are not. */
  queries(): readonly WatchedQuery[];
  /** The last 1,000 that were started, the oldest first. */
  started(): readonly WatchedQuery[];
};

const MOST_KEPT = 1_000;

/** The same service; what it tells of its queries is kept. */
export function watchAthena(service: AwsService): WatchedAthena {
  const queries = new Map<string, WatchedQuery>();

  function note(id: string, news: Partial<WatchedQuery>): void {
    const fresh = { id, state: "QUEUED", scannedBytes: 0, isReused: false, isStopped: false };
    queries.set(id, { ...(queries.get(id) ?? fresh), ...news });
    const [oldest] = queries.keys();
    if (queries.size > MOST_KEPT && oldest !== undefined) queries.delete(oldest);
  }

  const seen: Record<string, (input: Record<string, unknown>, output: object) => void> = {
    StartQueryExecution: (_input, output) => note(textAt(output, "QueryExecutionId"), {}),
    StopQueryExecution: (input) => note(String(input.QueryExecutionId), { isStopped: true }),
    GetQueryExecution: (input, output) =>
      note(String(input.QueryExecutionId), toNews(partAt(output, "QueryExecution"))),
  };

  const operations = Object.entries(service.operations).map(([name, operation]) => {
    const watch = Object.hasOwn(seen, name) ? seen[name] : undefined;
    const watched: Operation = async (input, caller) => {
      const output = await operation(input, caller);
      watch?.(input, output);
      return output;
    };
    return [name, watched] as const;
  });
  return {
    service: { ...service, operations: Object.fromEntries(operations) },
    queries: () => [...queries.values()].filter(isBilled),
    started: () => [...queries.values()],
  };
}

function isBilled({ state, isReused, scannedBytes }: WatchedQuery): boolean {
  if (isReused) return false;
  return state === "SUCCEEDED" || (state === "CANCELLED" && scannedBytes > 0);
}

function toNews(execution: Record<string, unknown>): Partial<WatchedQuery> {
  const statistics = partAt(execution, "Statistics");
  const reuse = partAt(statistics, "ResultReuseInformation");
  return {
    state: textAt(partAt(execution, "Status"), "State"),
    scannedBytes: Number(statistics.DataScannedInBytes ?? 0),
    isReused: reuse.ReusedPreviousResult === true,
  };
}

function partAt(value: object, key: string): Record<string, unknown> {
  const part: unknown = Object.entries(value).find(([name]) => name === key)?.[1];
  return isRecord(part) ? part : {};
}

function textAt(value: object, key: string): string {
  const text: unknown = Object.entries(value).find(([name]) => name === key)?.[1];
  return typeof text === "string" ? text : "";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
