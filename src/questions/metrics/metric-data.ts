/** A series as programs read it: `data.series` of an answer, described in docs/answers.md. */
import { formatInstant, SECOND } from "../../domain/time.ts";
import { numbersOf } from "./compare.ts";
import type { SeenSeries } from "./metric-series.ts";

export type PointData = { time: string; value: number };

export type SeriesData = {
  label: string;
  account: string;
  region: string;
  namespace?: string;
  metric?: string;
  dimensions?: { [name: string]: string };
  stat?: string;
  /** What is reckoned, where it is a rate. */
  expression?: string;
  unit?: string;
  periodSeconds: number;
  status: string;
  points: PointData[];
  earlier?: PointData[];
  latest?: number;
  least?: number;
  most?: number;
  sum?: number;
  average?: number;
};

export function toSeriesData(seen: SeenSeries): SeriesData {
  const { label, place, meant, points, earlier, periodMs, status } = seen;
  const numbers = numbersOf(points);
  return {
    label,
    ...place,
    ...(meant && {
      namespace: meant.metric.namespace,
      metric: meant.metric.name,
      dimensions: Object.fromEntries(
        meant.metric.dimensions.map(({ name, value }) => [name, value]),
      ),
      ...(meant.rate ? { expression: meant.rate.expression } : { stat: meant.stat }),
      ...(meant.unit !== undefined && { unit: meant.unit }),
    }),
    periodSeconds: periodMs / SECOND,
    status,
    points: points.map(toPoint),
    ...(earlier && { earlier: earlier.map(toPoint) }),
    ...(numbers && {
      latest: numbers.latest.value,
      least: numbers.least.value,
      most: numbers.most.value,
      sum: numbers.sum,
      average: numbers.average,
    }),
  };
}

function toPoint({ at, value }: { at: number; value: number }): PointData {
  return { time: formatInstant(at), value };
}
