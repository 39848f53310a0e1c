/** What an answer lists, as files: CSV for spreadsheets, JSON Lines for programs. */
import { formatInstant } from "../domain/time.ts";
import type { Answer } from "./answer.ts";

const COLUMNS = [
  "eventTime",
  "list",
  "eventName",
  "service",
  "account",
  "region",
  "person",
  "actor",
  "role",
  "address",
  "via",
  "result",
  "error",
  "before",
  "after",
  "summary",
  "resources",
  "eventId",
] as const;

type Flat = Record<(typeof COLUMNS)[number], string>;

/** What the rows of a file are, and how many. */
export type FileRows = { noun: "event" | "datapoint" | "alarm" | "dashboard"; count: number };

/** What a file of the answer would hold; undefined where it lists nothing. */
export function fileRows(answer: Answer): FileRows | undefined {
  const { noun, rows } = listing(answer);
  return rows.length > 0 ? { noun, count: rows.length } : undefined;
}

/** RFC 4180, CRLF, one header row. Cells that a spreadsheet would run as a formula are made text by an apostrophe. */
export function toCsv(answer: Answer): string {
  const { columns, rows } = listing(answer);
  const lines = rows.map((row) => columns.map((name) => cell(row[name])).join(","));
  return `${[columns.join(","), ...lines].join("\r\n")}\r\n`;
}

/** One event a line as it stands in `data`, with the list it stood in; datapoints and alarms as their rows. */
export function toJsonLines(answer: Answer): string {
  const { noun, rows } = listing(answer);
  const lines =
    noun === "event" ? events(answer).map(({ list, event }) => ({ list, ...event })) : rows;
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

type Row = { [column: string]: unknown };

type Listing = { noun: FileRows["noun"]; columns: readonly string[]; rows: Row[] };

/** A picture's datapoints before the changes that it marks: who asks for a metric as a file wants its numbers. */
function listing(answer: Answer): Listing {
  const measured = recordsIn(answer, "series").flatMap(seriesRows);
  if (measured.length > 0) return { noun: "datapoint", columns: METRIC_COLUMNS, rows: measured };
  const drawn = drawnPoints(answer);
  if (drawn.length > 0) return { noun: "datapoint", columns: POINT_COLUMNS, rows: drawn };
  const alarms = recordsIn(answer, "alarms");
  if (alarms.length > 0) {
    return { noun: "alarm", columns: ALARM_COLUMNS, rows: alarms.map(flatAlarm) };
  }
  const dashboards = recordsIn(answer, "dashboards");
  if (dashboards.length > 0) {
    const rows = dashboards.map((row) => withTimes({ ...row, ...placeOf(row) }, ["modifiedAt"]));
    return { noun: "dashboard", columns: DASHBOARD_COLUMNS, rows };
  }
  return { noun: "event", columns: COLUMNS, rows: flatEvents(answer) };
}

const METRIC_COLUMNS = [
  "time",
  "series",
  "value",
  "unit",
  "namespace",
  "metric",
  "dimensions",
  "stat",
  "periodSeconds",
  "account",
  "region",
];
const POINT_COLUMNS = ["time", "chart", "series", "value", "unit"];
const ALARM_COLUMNS = [
  "name",
  "state",
  "stateSince",
  "account",
  "region",
  "watches",
  "stateReason",
  "description",
  "actionsEnabled",
  "arn",
];
const DASHBOARD_COLUMNS = ["name", "account", "region", "modifiedAt", "bytes", "arn"];

/** Every datapoint of a metric, also of series that the picture leaves out. */
function seriesRows(series: Row): Row[] {
  const { points, label, dimensions, earlier: _, ...facts } = series;
  if (!Array.isArray(points)) return [];
  const named = Object.entries(isRecord(dimensions) ? dimensions : {});
  const words = named.map(([name, value]) => `${name}=${String(value)}`).join(" ");
  return points.filter(isRecord).map(({ time, value }) => {
    return { ...facts, time, series: label, value, dimensions: words };
  });
}

/** Every datapoint of every picture, as it is drawn. */
function drawnPoints({ sections }: Answer): Row[] {
  return sections.flatMap((section) => {
    if (section.kind !== "chart") return [];
    const { chart } = section;
    return chart.series.flatMap(({ label, points, axis }) =>
      points.map(({ at, value }) => ({
        time: formatInstant(at),
        chart: chart.title,
        series: label,
        value,
        unit: axis === "right" ? chart.rightUnit : chart.unit,
      })),
    );
  });
}

function flatAlarm(alarm: Row): Row {
  const watch = isRecord(alarm.watch) ? alarm.watch : {};
  return withTimes({ ...alarm, ...placeOf(alarm), watches: watch.kind }, ["stateSince"]);
}

function placeOf({ place }: Row): Row {
  return isRecord(place) ? { account: place.account, region: place.region } : {};
}

/** Epoch milliseconds as people and spreadsheets read them. */
function withTimes(row: Row, names: string[]): Row {
  const times = names.map((name) => {
    const at = row[name];
    return [name, typeof at === "number" ? formatInstant(at) : at] as const;
  });
  return { ...row, ...Object.fromEntries(times) };
}

function recordsIn({ data }: Answer, name: string): Row[] {
  const found = data[name];
  return Array.isArray(found) ? found.filter(isRecord) : [];
}

type Listed = { list: string; event: { [name: string]: unknown } };

function events(answer: Answer): Listed[] {
  return ["changes", "attempts", "reads"].flatMap((list) => {
    const found = answer.data[list];
    return Array.isArray(found) ? found.filter(isRecord).map((event) => ({ list, event })) : [];
  });
}

function isRecord(value: unknown): value is { [name: string]: unknown } {
  return typeof value === "object" && value !== null;
}

function flatEvents(answer: Answer): Flat[] {
  return events(answer).map(({ list, event }) => {
    const actor = isRecord(event.actor) ? event.actor : {};
    const source: { [name: string]: unknown } = { ...actor, ...event, actor: actor.label, list };
    const flat = COLUMNS.map((name) => [name, text(source[name])] as const);
    return Object.fromEntries(flat) as Flat;
  });
}

function text(value: unknown): string {
  if (value === undefined || value === null) return "";
  return Array.isArray(value) ? value.join(" ") : String(value);
}

/** A number is no formula, whatever its sign. */
function cell(value: unknown): string {
  const words = text(value);
  const safe = typeof value !== "number" && /^[=+\-@\t\r]/.test(words) ? `'${words}` : words;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
