/** Athena of the local AWS: runs SELECT over the log files of a folder, with real states, real paging and exact bytes. */
import { isObject, objectAt } from "../../../domain/json.ts";
import type { AwsFaults } from "../faults.ts";
import { AwsRefusal, type AwsService, type Operation } from "../service.ts";
import { toExecution, toResultPage, toWorkGroup } from "./answers.ts";
import { createHistory, type History } from "./history.ts";
import { live, type Query } from "./query.ts";
import { createWork, readAsked } from "./work.ts";

export type AthenaOptions = {
  /** Folder that holds `AWSLogs/`. */
  dir: string;
  now: () => number;
  faults: AwsFaults;
  /** The one table that there is. */
  database: string;
  table: string;
  /** Workgroups by name; `primary` alone unless given. */
  workgroups?: Record<string, WorkGroup>;
};

export type WorkGroup = {
  /** Where results would go; a query must name a place without it. */
  output?: string;
  /** Most bytes that one query may read. */
  cutoffBytes?: number;
};

const PRIMARY = { primary: { output: "s3://athena-results/" } };
const MOST_AT_ONCE = 20;
const MOST_IDS = 50;

/** Nothing is loaded and nothing read before the first query. */
export function createAthenaService(options: AthenaOptions): AwsService {
  const workgroups: Record<string, WorkGroup> = options.workgroups ?? PRIMARY;
  const history = createHistory();

  function workgroupOf(name: string): WorkGroup {
    const group = Object.hasOwn(workgroups, name) ? workgroups[name] : undefined;
    if (!group) throw refusal(`WorkGroup ${name} is not found.`);
    return group;
  }

  function queryOf({ QueryExecutionId: id }: Record<string, unknown>): Query {
    const query = history.find(String(id));
    if (!query) throw refusal(`QueryExecution ${String(id)} was not found`);
    return query;
  }

  return {
    name: "athena",
    operations: {
      StartQueryExecution: createStart(options, history, workgroupOf),
      GetQueryExecution: async (input) => ({ QueryExecution: toExecution(queryOf(input)) }),
      BatchGetQueryExecution: async (input) => {
        const ids = Array.isArray(input.QueryExecutionIds) ? input.QueryExecutionIds : [];
        const found = ids.flatMap((id) => history.find(String(id)) ?? []);
        return { QueryExecutions: found.map(toExecution), UnprocessedQueryExecutionIds: [] };
      },
      ListQueryExecutions: async (input) => {
        const name = String(input.WorkGroup ?? "primary");
        workgroupOf(name);
        const most = Math.min(MOST_IDS, Number(input.MaxResults ?? MOST_IDS));
        return { QueryExecutionIds: history.ids(name).slice(0, most) };
      },
      GetQueryResults: async (input) => toResultPage(queryOf(input), input),
      StopQueryExecution: async (input) => {
        queryOf(input).stop.abort(new Error("Query was cancelled by the user"));
        return {};
      },
      GetWorkGroup: async (input) => {
        const name = String(input.WorkGroup);
        return { WorkGroup: toWorkGroup(name, workgroupOf(name)) };
      },
    },
  };
}

function createStart(
  options: AthenaOptions,
  history: History,
  workgroupOf: (name: string) => WorkGroup,
): Operation {
  const byToken = new Map<string, string>();
  const pace = {
    now: options.now,
    isQueued: () => options.faults.isOn("athena-queued"),
    isFailing: () => options.faults.isOn("athena-failed"),
  };

  return async (input) => {
    const token = String(input.ClientRequestToken ?? "");
    const known = history.find(byToken.get(token) ?? "");
    if (known) return { QueryExecutionId: known.id };
    if (history.running() >= MOST_AT_ONCE) throw tooMany();
    const asked = readAsked(input);
    const group = workgroupOf(asked.workgroup);
    asked.output ||= group.output ?? "";
    if (asked.output === "") throw refusal(NO_OUTPUT);
    const work = await createWork(asked, group, options);
    const query = history.add(asked, readReuse(input.ResultReuseConfiguration), options.now());
    if (token !== "") byToken.set(token, query.id);
    const older = history.older(query);
    if (older) takeAgain(query, older);
    else void live(query, work(query.stop.signal), pace);
    return { QueryExecutionId: query.id };
  };
}

function takeAgain(query: Query, older: Query): void {
  query.state = "SUCCEEDED";
  query.isReused = true;
  query.startedAt = query.submittedAt;
  query.completedAt = query.submittedAt;
  if (older.result) query.result = older.result;
}

const NO_OUTPUT =
  "No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.";

function refusal(message: string): AwsRefusal {
  return new AwsRefusal("InvalidRequestException", message);
}

function tooMany(): AwsRefusal {
  return new AwsRefusal(
    "TooManyRequestsException",
    "You have exceeded the limit for the number of queries you can run concurrently.",
  );
}

function readReuse(configuration: unknown): Query["reuse"] {
  if (!isObject(configuration)) return { isOn: false, maxAgeMinutes: 0 };
  const byAge = objectAt(configuration, "ResultReuseByAgeConfiguration");
  return { isOn: byAge?.Enabled === true, maxAgeMinutes: Number(byAge?.MaxAgeInMinutes ?? 60) };
}
