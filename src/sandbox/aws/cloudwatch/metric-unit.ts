/** The unit in which a metric is published. */
import type { Metric } from "../../../domain/metric.ts";

const UNITS: readonly [RegExp, string][] = [
  [/Utilization$|Percent|CPUCreditBalance|HitRate|ErrorRate$/, "Percent"],
  [
    /^Duration$|IntegrationLatency|^Latency$|FirstByteLatency|ExecutionTime|IteratorAge/,
    "Milliseconds",
  ],
  [/Latency$|ResponseTime|ApproximateAgeOf|ReplicaLag|DurationSeconds/, "Seconds"],
  [/Bytes|FreeStorageSpace|FreeableMemory|NetworkIn|NetworkOut|SizeBytes/, "Bytes"],
  [/IOPS$/, "Count/Second"],
];

/** What it counts is known by its name; `Count` for all others. */
export function unitOf({ name }: Metric): string {
  return UNITS.find(([pattern]) => pattern.test(name))?.[1] ?? "Count";
}
