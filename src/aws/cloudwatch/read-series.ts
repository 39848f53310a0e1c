/** GetMetricData: the queries of one place over one window, in as many requests as they need. */
import type { GetMetricDataCommandInput } from "@aws-sdk/client-cloudwatch";
import type { Series, SeriesQuery } from "../../domain/metric.ts";
import { MINUTE, SECOND, wallClock } from "../../domain/time.ts";
import type { SeriesAsk, SeriesFound } from "../../sources/cloudwatch.ts";
import { causeKind } from "../problems.ts";
import { gapOf, type Reach, toSearch, tryPlace } from "./ask-places.ts";
import type { Asking } from "./call.ts";
import { createGathered, emptySeries, isOverMany } from "./gather-series.ts";
import { groupQueries, hasInsights, MOST_QUERIES } from "./metric-groups.ts";
import { readPages } from "./pages.ts";
import { toMetricDataQuery } from "./read-queries.ts";

/** Dollars for one metric asked (https://aws.amazon.com/cloudwatch/pricing/: $0.01 for 1,000). */
const USD_PER_METRIC = 0.01 / 1000;
/** Of 100,800 datapoints each. */
const MOST_PAGES = 30;
const MOST_TOLD = 5;

/** Never throws for what AWS refuses: such series are empty, and a gap says why. */
export async function readSeries(
  reach: Reach,
  ask: SeriesAsk,
  asking: Asking,
): Promise<SeriesFound> {
  const { place, window, queries } = ask;
  const { groups, tooMany } = groupQueries(queries);
  const before = asking.requests;
  const found = await Promise.all(groups.map((group) => readGroup(reach, ask, group, asking)));
  const refused = tooMany.map((query) =>
    emptySeries(query, "failed", `it hangs together with more than ${MOST_QUERIES} queries`),
  );
  const all = [...found.flatMap(({ series }) => series), ...refused];
  const series = queries.flatMap(({ id, isHidden }) =>
    isHidden ? [] : all.filter((each) => each.id === id),
  );
  const gaps = [...new Set(found.flatMap((each) => each.gaps)), ...seriesGaps(series)];
  const costUsd = metricsAsked(queries, series) * USD_PER_METRIC;
  asking.run.spending?.add(costUsd);
  const searched = toSearch(place, {
    source: "CloudWatch metrics",
    unit: "datapoint",
    window,
    examined: found.reduce((sum, each) => sum + each.examined, 0),
    matched: series.reduce((sum, { points }) => sum + points.length, 0),
    requests: asking.requests - before,
    costUsd,
    gaps,
  });
  return { place, series, searched };
}

type GroupFound = { series: Series[]; gaps: string[]; examined: number };

async function readGroup(
  reach: Reach,
  ask: SeriesAsk,
  group: SeriesQuery[],
  asking: Asking,
): Promise<GroupFound> {
  const gathered = createGathered(group, ask.window);
  const name = group.some(hasInsights) ? "MetricsInsights" : "GetMetricData";
  const read = async () => {
    const { GetMetricDataCommand } = await import("@aws-sdk/client-cloudwatch");
    const input = inputOf(ask, group);
    return readPages(
      async (NextToken) => {
        const command = new GetMetricDataCommand({
          ...input,
          ...(NextToken !== undefined && { NextToken }),
        });
        const page = await reach.call(asking, ask.place, name, (client, abortSignal) =>
          client.send(command, { abortSignal }),
        );
        gathered.add(page);
        return { items: [], token: page.NextToken };
      },
      { mostPages: MOST_PAGES },
    );
  };
  const asked = await tryPlace(asking.run, ask.place, read);
  const said = gathered.messages().map((message) => `CloudWatch says: ${message}`);
  const examined = gathered.examined();
  if (asked.ok) {
    const cut = asked.value.isCut ? ["there are more datapoints than were read"] : [];
    return { series: gathered.series(), gaps: [...said, ...cut], examined };
  }
  const gap = gapOf(reach.setup, asked, "GetMetricData");
  const status = causeKind(asked.error) === "denied" ? "forbidden" : "failed";
  const visible = group.filter(({ isHidden }) => !isHidden);
  // What pages before the failure brought is not a whole series.
  const series = visible.map((query) => emptySeries(query, status, gap));
  return { series, gaps: [...said, gap], examined };
}

/** Both ends belong to a window; GetMetricData leaves out its end, and reckons in seconds. */
function inputOf(ask: SeriesAsk, group: SeriesQuery[]): GetMetricDataCommandInput {
  const { window, zone } = ask;
  return {
    MetricDataQueries: group.map(toMetricDataQuery),
    StartTime: new Date(Math.floor(window.from / SECOND) * SECOND),
    EndTime: new Date(Math.ceil((window.to + 1) / SECOND) * SECOND),
    ScanBy: "TimestampAscending",
    ...(zone !== undefined && { LabelOptions: { Timezone: offsetOf(zone, window.to) } }),
  };
}

/** `+0100`: how far a zone's clocks are ahead. */
function offsetOf(zone: string, at: number): string {
  const { year, month, day, hour, minute } = wallClock(at, zone);
  const aheadMs = Date.UTC(year, month - 1, day, hour, minute) - Math.floor(at / MINUTE) * MINUTE;
  const minutes = Math.abs(Math.round(aheadMs / MINUTE));
  const two = (value: number) => String(value).padStart(2, "0");
  return `${aheadMs < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}

const STATUS_WORDS = {
  partial: "was read in part only",
  forbidden: "may not be read",
  failed: "could not be read",
} as const;

/** One line a series that lacks something and whose place has not failed. */
function seriesGaps(series: readonly Series[]): string[] {
  const gaps = series.flatMap(({ label, status, messages, points }) => {
    if (status === "complete") return messages.map((message) => `${label}: ${message}`);
    // A failed request is told once for all of its series.
    const isTold = points.length === 0 && messages.some((message) => /^account \d/.test(message));
    const why = messages.length > 0 ? ` (${messages.join("; ")})` : "";
    return isTold ? [] : [`${label} ${STATUS_WORDS[status]}${why}`];
  });
  if (gaps.length <= MOST_TOLD) return gaps;
  return [...gaps.slice(0, MOST_TOLD), `and ${gaps.length - MOST_TOLD} more series like these`];
}

/** Expressions cost nothing; a search and a Metrics Insights query cost what they find. */
function metricsAsked(queries: readonly SeriesQuery[], series: readonly Series[]): number {
  const over = new Set(queries.filter(isOverMany).map(({ id }) => id));
  const named = queries.filter(({ kind }) => kind === "metric").length;
  return named + series.filter(({ id }) => over.has(id)).length;
}
