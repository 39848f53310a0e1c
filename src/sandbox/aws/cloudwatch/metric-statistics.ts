/** GetMetricStatistics, which came before GetMetricData and is still asked by scripts. */
import type { Metric } from "../../../domain/metric.ts";
import type { AwsPlace } from "../../../domain/place.ts";
import { SECOND, type Window } from "../../../domain/time.ts";
import { AwsRefusal } from "../service.ts";
import type { MetricsEngine } from "./engine.ts";
import { type Input, invalid, numberIn, textIn, textsIn, timeIn, wantedText } from "./input.ts";
import { checkPeriod, readDimensions } from "./metric-query.ts";

const MOST_DATAPOINTS = 1440;
const STATISTICS = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];

/** Datapoints come in no order that means anything; here the oldest is first. */
export function readStatistics(engine: MetricsEngine, place: AwsPlace, input: Input): object {
  const metric: Metric = {
    namespace: wantedText(input, "Namespace"),
    name: wantedText(input, "MetricName"),
    dimensions: readDimensions(input.Dimensions),
  };
  const { window, period } = readSpan(input);
  const statistics = textsIn(input.Statistics);
  const extended = textsIn(input.ExtendedStatistics);
  const wanted = [...statistics, ...extended];
  if (wanted.length === 0) invalid("Must specify either Statistics or ExtendedStatistics");
  const unknown = statistics.find((name) => !STATISTICS.includes(name));
  if (unknown)
    invalid(
      `The parameter Statistics.member.1 must be a value in the set [ ${STATISTICS.join(", ")} ].`,
    );
  const unit = textIn(input.Unit);
  const published = unit ?? engine.unitOf(place, metric);
  const points = new Map<number, Input>();
  for (const stat of wanted) {
    const query = { id: "m1", kind: "metric", metric, stat, period } as const;
    const [series] = engine.evaluate(place, [unit ? { ...query, unit } : query], window);
    for (const { at, value } of series?.points ?? []) {
      const point = points.get(at) ?? toPoint(at, published);
      points.set(at, point);
      if (statistics.includes(stat)) point[stat] = value;
      else point.ExtendedStatistics = { ...extendedOf(point), [stat]: value };
    }
  }
  const ordered = [...points].toSorted(([a], [b]) => a - b).map(([, point]) => point);
  return { Label: metric.name, Datapoints: ordered };
}

function toPoint(at: number, unit: string | undefined): Input {
  return { Timestamp: new Date(at), ...(unit !== undefined && { Unit: unit }) };
}

function extendedOf({ ExtendedStatistics }: Input): object {
  return typeof ExtendedStatistics === "object" && ExtendedStatistics ? ExtendedStatistics : {};
}

function readSpan(input: Input): { window: Window; period: number } {
  const from = timeIn(input.StartTime);
  const to = timeIn(input.EndTime);
  const period = numberIn(input.Period);
  if (from === undefined || to === undefined || period === undefined) {
    invalid("The parameters StartTime, EndTime and Period are required.");
  }
  checkPeriod(period, "Period");
  if (from >= to) invalid("The parameter StartTime must be less than the parameter EndTime.");
  const count = Math.ceil((to - from) / (period * SECOND));
  if (count > MOST_DATAPOINTS) {
    throw new AwsRefusal(
      "InvalidParameterCombination",
      `You have requested up to ${count.toLocaleString("en-US")} datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  }
  return { window: { from, to }, period };
}
