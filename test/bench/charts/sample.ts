/** What the benchmark draws: three series of 500 points with all that a question about a metric shows. */
import type { Chart } from "../../../src/charts/chart-data.ts";
import { HOUR, MINUTE } from "../../../src/domain/time.ts";
import { points, START, waves } from "../../charts/gallery.ts";

/** Another one each time. */
export function sampleChart(number: number): Chart {
  return {
    title: `checkout-api: duration, picture ${number}`,
    window: { from: START, to: START + 500 * MINUTE },
    zone: "Europe/Berlin",
    unit: "Milliseconds",
    series: ["p50", "p90", "p99"].map((label, at) => ({
      label,
      periodMs: MINUTE,
      points: points(500, waves(number + at, 100 * (at + 1))),
    })),
    thresholds: [{ value: 280, label: "alarm above 280 ms", breach: "above" }],
    spans: [{ from: START + HOUR, to: START + 2 * HOUR, label: "in ALARM", tone: "alarm" }],
    markers: [
      { at: START + HOUR, number: 1, label: "deployment", tone: "deployment" },
      { at: START + 3 * HOUR, number: 2, label: "change", tone: "change" },
    ],
  };
}
