/** Computes the made-up company's metrics as CloudWatch would. */
import type { Series, SeriesQuery } from "../../../../domain/metric.ts";
import { type CatalogueOptions, createCatalogue } from "../../../scenario/metrics/catalogue.ts";
import type { MetricSource } from "../../../scenario/metrics/source.ts";
import type { MetricsEngine } from "../engine.ts";
import { invalid } from "../math/refusals.ts";
import { checkQueries } from "./check.ts";
import { createReader } from "./read.ts";
import { createValues } from "./session.ts";
import { createStore } from "./store.ts";
import { seriesOf, type Timeline, type Value } from "./timeline.ts";

export type EngineOptions = {
  /** Epoch milliseconds; nothing is known of what comes after it. */
  now: () => number;
} & (CatalogueOptions | { sources: readonly MetricSource[] });

/** An engine over the company's metrics as they are told up to `toldAt`, or over other sources. */
export function createMetricsEngine(options: EngineOptions): MetricsEngine {
  const { now } = options;
  const store = createStore("sources" in options ? options.sources : createCatalogue(options));
  const read = createReader();
  return {
    unitOf: (place, metric) => store.find(place, metric)?.unit,
    list: (place) => store.recent(place, now()).map(({ metric }) => metric),
    evaluate(place, queries, window) {
      checkQueries(queries, window);
      const valueById = createValues({ place, queries, window, now: now(), store, read });
      return queries.flatMap((query) => {
        const value = valueById(query.id);
        return value && !query.isHidden ? toSeries(query, value) : [];
      });
    },
  };
}

function toSeries(query: SeriesQuery, value: Value): Series[] {
  if (value.kind === "scalar") {
    throw invalid(
      `Error in expression '${query.id}': The result is a number, but has to be a time series or an array of them`,
    );
  }
  const labelled =
    value.kind === "series"
      ? [{ one: value.one, label: labelOf(query, value.one) }]
      : seriesOf(value).map((one) => ({ one, label: arrayLabel(query, one) }));
  return labelled.map(({ one, label }) => ({
    id: query.id,
    label,
    points: one.at.map((at, index) => ({ at, value: one.values[index] ?? 0 })),
    ...(one.periodMs > 0 && { periodMs: one.periodMs }),
    status: "complete",
    messages: [],
  }));
}

function labelOf(query: SeriesQuery, one: Timeline): string {
  if (query.label !== undefined) return query.label;
  return query.kind === "metric" ? one.label : query.id;
}

/** The expression's label before that of the series, which tells them apart. */
function arrayLabel({ id, label }: SeriesQuery, one: Timeline): string {
  return [label, one.label].filter(Boolean).join(" ") || id;
}
