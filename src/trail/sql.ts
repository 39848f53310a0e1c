/**
 * A query as SQL for Athena (Trino), in the part of the language that the sandbox runs too. What a person typed travels as
 * execution parameters alone. Too many records come rather than too few: `match.ts` decides.
 */
import { DAY, formatInstant, utcDay, type Window } from "../domain/time.ts";
import type { TrailQuery } from "../sources/trail.ts";
import { columnsOf, type Dialect } from "./sql-columns.ts";
import { type Condition, plain } from "./sql-condition.ts";
import { filtersOf } from "./sql-filters.ts";
import { distinct, sqlIdentifier } from "./sql-text.ts";

export type TrailTable = {
  database: string;
  table: string;
  /** Folders by which the table is cut; a day is that of delivery. */
  partitions: "account-region-day" | "day" | "none";
  /** All that the table holds; empty where that is not known. */
  accounts: readonly string[];
  regions: readonly string[];
  /** `ours` unless set. */
  dialect?: Dialect;
  /** First UTC day of the table, epoch milliseconds. */
  since?: number;
};

export type Sql = {
  text: string;
  /** SQL literals, as `ExecutionParameters` wants them. */
  parameters: string[];
  /** Names of the result's columns, in order. */
  columns: string[];
};

/** So many of the newest records are brought unless said otherwise. */
const DEFAULT_ROWS = 5000;

/** The records that may answer a query, newest first, at most `rows` of them. */
export function toSql(query: TrailQuery, table: TrailTable, rows = DEFAULT_ROWS): Sql {
  const columns = columnsOf(table.dialect ?? "ours");
  const where = whereOf(query, table);
  const list = columns.map(({ name, sql }) => (name === sql ? name : `${sql} AS ${name}`));
  return {
    text: `SELECT ${list.join(", ")} FROM ${nameOf(table)} WHERE ${where.sql} ORDER BY eventtime DESC LIMIT ${wholeNumber(rows)}`,
    parameters: where.parameters,
    columns: columns.map(({ name }) => name),
  };
}

export type Partitions = {
  /** Empty where the table is not cut by them. */
  accounts: string[];
  regions: string[];
  /** `2026/11/22`, ascending. */
  days: string[];
  /** True when the query asks for what the table does not hold, and reads nothing. */
  isNothing: boolean;
};

type Asked = Pick<TrailQuery, "window" | "accounts" | "regions">;

/**
 * The folders that a query reads, as `toSql` names them. The day is that of delivery: what happened late in the evening
 * is delivered on the next day, so one day more is read. Not cut by anything: no folders, and all is read.
 */
export function partitionsOf(query: Asked, table: TrailTable): Partitions {
  const isCut = table.partitions === "account-region-day";
  const accounts = isCut ? meant(query.accounts, table.accounts, /^\d{12}$/) : undefined;
  const regions = isCut ? meant(query.regions, table.regions, /^[a-z0-9-]{1,40}$/) : undefined;
  const days = table.partitions === "none" ? undefined : daysOf(query.window, table.since);
  return {
    accounts: accounts ?? [],
    regions: regions ?? [],
    days: days ?? [],
    isNothing: [accounts, regions, days].some((folders) => folders?.length === 0),
  };
}

/** Of those known the ones that are asked for; undefined where all may be. */
function meant(
  asked: readonly string[] | undefined,
  known: readonly string[],
  shape: RegExp,
): string[] | undefined {
  const isAsked = asked !== undefined && asked.length > 0;
  if (!isAsked && known.length === 0) return undefined;
  const some = distinct(isAsked ? asked : known).filter((name) => shape.test(name));
  return some.filter((name) => known.length === 0 || known.includes(name)).sort();
}

/** CloudTrail exists since 2013; no folder is older. */
const FIRST_DAY = 1_356_998_400_000;
const LAST_DAY = 4_102_444_800_000;

function daysOf({ from, to }: Window, since = FIRST_DAY): string[] {
  const days: string[] = [];
  const start = startOfDay(clamped(Math.max(from, since)));
  const end = startOfDay(clamped(to)) + DAY;
  if (to < from) return [];
  for (let day = start; day <= end; day += DAY) days.push(utcDay(day).replaceAll("-", "/"));
  return days;
}

function startOfDay(at: number): number {
  return Math.floor(at / DAY) * DAY;
}

function clamped(at: number): number {
  return Math.min(Math.max(at, FIRST_DAY), LAST_DAY);
}

function whereOf(query: TrailQuery, table: TrailTable): NonNullable<Condition> {
  const dialect = table.dialect ?? "ours";
  return joined([...placeConditions(query, table), filtersOf(query, dialect)]);
}

function joined(conditions: readonly Condition[]): NonNullable<Condition> {
  const known = conditions.filter((condition) => condition !== undefined);
  return {
    sql: known.map(({ sql }) => sql).join(" AND "),
    parameters: known.flatMap(({ parameters }) => parameters),
  };
}

function placeConditions(query: Asked, table: TrailTable): Condition[] {
  const { accounts, regions, days, isNothing } = partitionsOf(query, table);
  const isCut = table.partitions === "account-region-day";
  const listed = (query.regions ?? []).filter((name) => /^[a-z0-9-]{1,40}$/.test(name));
  return [
    isNothing ? plain("1 = 0") : undefined,
    accounts.length > 0 ? plain(`"account" IN (${quoted(accounts)})`) : undefined,
    regions.length > 0 ? plain(`"region" IN (${quoted(regions)})`) : undefined,
    days.length > 0
      ? plain(`"timestamp" >= '${days[0]}' AND "timestamp" <= '${days.at(-1)}'`)
      : undefined,
    !isCut && listed.length > 0 ? plain(`awsregion IN (${quoted(listed)})`) : undefined,
    ...timeConditions(query.window),
  ];
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(", ");
}

/** Times are compared as text; fractions of a second stand before the `Z`, and so after its lack. */
function timeConditions({ from, to }: Window): Condition[] {
  const first = formatInstant(clamped(from)).slice(0, 19);
  const last = formatInstant(clamped(to)).slice(0, 19);
  return [plain(`eventtime >= '${first}'`), plain(`eventtime <= '${last}Z'`)];
}

function nameOf({ database, table }: TrailTable): string {
  return `${sqlIdentifier(database)}.${sqlIdentifier(table)}`;
}

function wholeNumber(rows: number): string {
  return String(Math.max(1, Math.min(100_000, Math.floor(rows))));
}
