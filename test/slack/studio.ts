/** Charts, and a studio that draws and uploads them as a test wants. */
import type { Answer } from "../../src/answers/answer.ts";
import type { Chart } from "../../src/charts/chart-data.ts";
import { MINUTE } from "../../src/domain/time.ts";
import type { Studio } from "../../src/slack/desk-pictures.ts";
import type { Picture } from "../../src/slack/gallery.ts";
import { sampleAnswer } from "./views/answers.ts";

export const FROM = Date.UTC(2026, 10, 22, 12, 0);
const POINTS = 36;

/** Three hours of one series at five minutes: more points than Slack's own charts take. */
export function sampleChart(over: Partial<Chart> = {}): Chart {
  return {
    title: "lambda checkout-api · Errors",
    window: { from: FROM, to: FROM + POINTS * 5 * MINUTE },
    zone: "Europe/Vienna",
    unit: "Count",
    series: [series("Errors", POINTS)],
    ...over,
  };
}

/** `count` points at five minutes, 0, 1, 2 … */
export function series(label: string, count: number): Chart["series"][number] {
  const points = Array.from({ length: count }, (_, at) => ({
    at: FROM + at * 5 * MINUTE,
    value: at,
  }));
  return { label, points, periodMs: 5 * MINUTE };
}

/** One that Slack draws itself. */
export function smallChart(over: Partial<Chart> = {}): Chart {
  return sampleChart({
    window: { from: FROM, to: FROM + 12 * 5 * MINUTE },
    series: [series("Errors", 12)],
    ...over,
  });
}

export function chartAnswer(...charts: Chart[]): Answer {
  return sampleAnswer({
    headline: "lambda checkout-api had 12 errors",
    sections: charts.map((chart) => ({
      kind: "chart",
      chart,
      caption: [["① ", { kind: "strong", text: "jane" }, " cut the concurrency"]],
    })),
    data: {},
  });
}

export type FakeStudio = Studio & {
  drawn: Chart[];
  hung: Picture[];
  warmed: number;
  /** What drawing and uploading wait for, or fail with. */
  drawing: () => Promise<void>;
  hanging: () => Promise<void>;
};

export function fakeStudio(): FakeStudio {
  const studio: FakeStudio = {
    drawn: [],
    hung: [],
    warmed: 0,
    drawing: async () => undefined,
    hanging: async () => undefined,
    artist: {
      async draw(chart) {
        studio.drawn.push(chart);
        await studio.drawing();
        return new Uint8Array([137, 80, 78, 71]);
      },
      warm: () => {
        studio.warmed += 1;
      },
      close: async () => undefined,
    },
    gallery: {
      async hang(picture) {
        studio.hung.push(picture);
        await studio.hanging();
        return `F${studio.hung.length}`;
      },
    },
  };
  return studio;
}
