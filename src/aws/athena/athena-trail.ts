/** Searches of the trail's log files in S3, over Athena and what is known of its costs. */
import { createHash } from "node:crypto";
import type { Search } from "../../domain/search.ts";
import { DAY, formatInstant, MINUTE } from "../../domain/time.ts";
import { toTrailEvent } from "../../domain/trail-event.ts";
import type { Clock } from "../../sources/clock.ts";
import type { Run, TrailFound, TrailQuery } from "../../sources/trail.ts";
import { createCollector } from "../../trail/collector.ts";
import { bestNames, matchLevel } from "../../trail/match.ts";
import { toRecord } from "../../trail/row.ts";
import type { Estimate, Reach, TrailSource } from "../../trail/source.ts";
import {
  type Partitions,
  partitionsOf,
  type Sql,
  type TrailTable,
  toSql,
} from "../../trail/sql.ts";
import { strongest } from "../../trail/strongest.ts";
import { toProblem } from "../problems.ts";
import type { AthenaSetup } from "../setup.ts";
import { judgeCost } from "./cost.ts";
import { type Costs, reusableMinutes } from "./costs.ts";
import { refusalProblem } from "./failures.ts";
import type { Athena } from "./port.ts";
import { type QueryDone, runQuery } from "./run-query.ts";
import { searchOf, sparedFound } from "./told.ts";

/** What a search needs. */
export type AthenaParts = {
  setup: AthenaSetup;
  table: TrailTable;
  costs: Costs;
  clock: Clock;
  lagMs: number;
  open(asker: string | undefined): Promise<Athena>;
  /** When results were made, by statement. */
  made: Map<string, number>;
  maxMs?: number;
  pauseMs?: number;
};

/** Log files are there 5 to 15 minutes after the call, seldom later. */
export const LAG_MS = 15 * MINUTE;
/** Candidates that are brought for one search; they are the newest. */
export const MOST_ROWS = 10_000;
const MOST_MADE = 500;

const START_MS = 2_500;
const BYTES_A_MS = 400_000;

/** The source over its parts; `openAthena` makes them for AWS. */
export function createAthenaTrail(parts: AthenaParts): TrailSource {
  return {
    name: "athena",
    find: (query, run) => find(parts, query, run),
    // A list of all names would cost a query over everything.
    suggest: async () => [],
    reach: async () => reachOf(parts),
    estimate: (query) => estimate(parts, query),
  };
}

function reachOf({ table, clock, lagMs }: AthenaParts): Reach {
  const { accounts, regions } = table;
  const isListed = accounts.length > 0 && regions.length > 0;
  return {
    window: { from: table.since ?? 0, to: clock.now() },
    ...(isListed && {
      places: accounts.flatMap((account) => regions.map((region) => ({ account, region }))),
    }),
    never: [],
    lagMs,
  };
}

async function estimate(parts: AthenaParts, query: TrailQuery): Promise<Estimate | undefined> {
  const folders = partitionsOf(query, parts.table);
  if (folders.isNothing) return undefined;
  const cost = await parts.costs.expect(folders);
  return { ms: msOf(cost?.scannedBytes), ...cost };
}

function msOf(scannedBytes = 0): number {
  return START_MS + scannedBytes / BYTES_A_MS;
}

async function find(parts: AthenaParts, query: TrailQuery, run: Run): Promise<TrailFound> {
  const folders = partitionsOf(query, parts.table);
  if (folders.isNothing) return nothingFound(parts, query, folders);
  const sql = toSql(query, parts.table, MOST_ROWS);
  const expected = await parts.costs.expect(folders, run.signal);
  try {
    const athena = await parts.open(run.asker);
    run.signal.throwIfAborted();
    const spending = run.spending && spendingFor(query, run.spending);
    const verdict = judgeCost(expected, parts.setup, spending);
    if (verdict.kind === "spared") return sparedFound(parts, query, folders, verdict.spared);
    const { mostUsd } = verdict;
    return await search({ parts, query, folders, sql, athena, expected, mostUsd }, run);
  } catch (error) {
    run.signal.throwIfAborted();
    const { account, region, database, table } = parts.setup;
    const place = {
      ...(account !== undefined && { account }),
      region,
      resource: `${database}.${table}`,
    };
    throw refusalProblem(error, parts.setup) ?? toProblem(error, place);
  }
}

/** What nobody asked for by name is not paid for out of what the asker agreed to. */
function spendingFor(query: TrailQuery, spending: NonNullable<Run["spending"]>) {
  if (!query.aside) return spending;
  return { left: () => spending.left(), add: (usd: number) => spending.add(usd) };
}

type Searching = {
  parts: AthenaParts;
  query: TrailQuery;
  folders: Partitions;
  sql: Sql;
  athena: Athena;
  expected: { scannedBytes: number; costUsd: number } | undefined;
  mostUsd: number;
};

async function search(searching: Searching, run: Run): Promise<TrailFound> {
  const { parts, query, folders, sql, athena, expected, mostUsd } = searching;
  const { setup, clock, maxMs, pauseMs } = parts;
  const collector = createCollector(query);
  const rows = {
    unreadable: 0,
    oldestAt: Infinity,
    accounts: new Set<string>(),
    regions: new Set<string>(),
  };
  const reuseMinutes = reusableMinutes(query.window, clock.now(), setup);
  const done = await runQuery(
    {
      athena,
      setup,
      statement: {
        text: `${sql.text} /* ${statementKey(sql)} */`,
        parameters: sql.parameters,
        ...(reuseMinutes !== undefined && { reuseMinutes }),
      },
      expected,
      mostUsd,
      expectedMs: msOf(expected?.scannedBytes),
      ...(maxMs !== undefined && { maxMs }),
      ...(pauseMs !== undefined && { pauseMs }),
      take(header, row) {
        const event = toTrailEvent(toRecord(header, row));
        if (!event) {
          rows.unreadable++;
          return;
        }
        rows.oldestAt = Math.min(rows.oldestAt, event.at);
        rows.accounts.add(event.account);
        rows.regions.add(event.region);
        const level = matchLevel(event, query);
        if (level) collector.add(event, level);
      },
    },
    run,
  );
  if (!done.isReused) parts.costs.learn(folders, done.scannedBytes);
  const { found, match, matched } = strongest(query, (level) => collector.found(level));
  const told: Search = {
    ...searchOf(parts, query, folders, rows),
    examined: done.rows,
    matched,
    scannedBytes: done.scannedBytes,
    costUsd: done.costUsd,
    requests: done.requests,
    ...reusedWords(parts, sql, done),
    ...gapsOf(done, rows),
  };
  return {
    events: found.events,
    counts: found.counts,
    names: bestNames(found.names),
    searched: [told],
    ...(query.subject && match && { match }),
  };
}

function gapsOf(
  { rows, gaps }: QueryDone,
  { unreadable, oldestAt }: { unreadable: number; oldestAt: number },
): Pick<Search, "complete" | "gaps"> {
  const all = [...gaps];
  if (rows >= MOST_ROWS && Number.isFinite(oldestAt)) {
    all.push(
      `only the newest ${MOST_ROWS} rows of Athena were looked through, back to ${formatInstant(oldestAt)}`,
    );
  }
  if (unreadable > 0) all.push(`${unreadable} rows of Athena were no events that can be read`);
  return { complete: all.length === 0, gaps: all };
}

/**
 * Tells statements apart that differ in their parameters alone. Athena takes an older result again where the text is the same,
 * and does not promise to look at the parameters: so this stands in the text, as a comment.
 */
function statementKey({ text, parameters }: Sql): string {
  return createHash("sha256")
    .update(JSON.stringify([text, parameters]))
    .digest("hex")
    .slice(0, 32);
}

/** `result of 14:05 UTC used again, nothing read`. */
function reusedWords(
  { made, clock }: AthenaParts,
  sql: Sql,
  done: QueryDone,
): Pick<Search, "filter"> {
  const key = statementKey(sql);
  const madeAt = made.get(key);
  if (!done.isReused) {
    made.delete(key);
    made.set(key, clock.now());
    const oldest = made.keys().next().value;
    if (made.size > MOST_MADE && oldest !== undefined) made.delete(oldest);
    return {};
  }
  const which =
    madeAt === undefined || clock.now() - madeAt > DAY
      ? "an earlier result"
      : `the result of ${formatInstant(madeAt).slice(11, 16)} UTC`;
  return { filter: `${which} used again, nothing read` };
}

/** Asked for what the table is not made for. */
function nothingFound(parts: AthenaParts, query: TrailQuery, folders: Partitions): TrailFound {
  const { database, table } = parts.setup;
  const gap = `the table ${database}.${table} holds none of the accounts, Regions or days that are asked for`;
  const told = { ...searchOf(parts, query, folders), complete: false, gaps: [gap] };
  return { events: [], counts: {}, names: [], searched: [told] };
}
