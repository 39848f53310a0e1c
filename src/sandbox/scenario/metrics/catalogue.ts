/** All metrics of the made-up company. */
import { computeMetrics } from "./compute.ts";
import { customMetrics } from "./custom.ts";
import { dataMetrics } from "./data.ts";
import { createDemand } from "./demand.ts";
import { lambdaMetrics } from "./lambda.ts";
import { messagingMetrics } from "./messaging.ts";
import type { MetricSource } from "./source.ts";
import { storyTimes } from "./times.ts";
import { webMetrics } from "./web.ts";

export type CatalogueOptions = {
  /** The moment up to which the stories are told; epoch milliseconds. */
  toldAt: number;
  /** When somebody gave checkout-api its concurrency back, once somebody did. */
  restoredAt?: () => number | undefined;
};

/** Every metric with its values as a function of time, in a lasting order. */
export function createCatalogue({ toldAt, restoredAt }: CatalogueOptions): MetricSource[] {
  const demand = createDemand(storyTimes(toldAt), restoredAt);
  return [
    ...lambdaMetrics(demand),
    ...webMetrics(demand),
    ...dataMetrics(demand),
    ...computeMetrics(demand),
    ...messagingMetrics(demand),
    ...customMetrics(demand),
  ];
}
