/** A workspace whose messages hold charts of every kind, and an uploaded picture. */
import type { ConsoleSnapshot } from "../../../src/sandbox/slack/console-protocol.ts";
import { message, workspace } from "./workspace.ts";

const CATEGORIES = Array.from({ length: 12 }, (_, at) => `14:${String(at * 5).padStart(2, "0")}`);

function series(name: string, value: (at: number) => number) {
  return { name, data: CATEGORIES.map((label, at) => ({ label, value: value(at) })) };
}

function xy(type: string, title: string, ...all: ReturnType<typeof series>[]) {
  const axis_config = { categories: CATEGORIES, x_label: "Europe/Vienna", y_label: "Count" };
  return { type: "data_visualization", title, chart: { type, series: all, axis_config } };
}

const wave = (height: number) => (at: number) => Math.round(height * (1 + Math.sin(at / 2)));

export const CHARTS = [
  xy(
    "line",
    "Errors of checkout-api",
    series("Errors", wave(40)),
    series("Errors before", wave(22)),
    series("Threshold", () => 60),
  ),
  xy(
    "bar",
    "Calls",
    series("Invocations", wave(1200)),
    series("Throttles", (at) => 90 * at),
  ),
  xy(
    "area",
    "Below zero",
    series("Balance", (at) => 12.5 * (at - 6)),
  ),
  {
    type: "data_visualization",
    title: "By service",
    chart: {
      type: "pie",
      segments: [
        { label: "s3", value: 60 },
        { label: "lambda", value: 30 },
        { label: "rds", value: 10 },
      ],
    },
  },
  { type: "data_visualization", title: "Later", chart: { type: "galaxy" } },
];

export function chartWorkspace(): ConsoleSnapshot {
  const shown = workspace("U1");
  const picture = {
    type: "image",
    slack_file: { id: "FHUNG" },
    alt_text: "Errors of checkout-api: latest 60, least 0, most 80",
    title: { type: "plain_text", text: "lambda checkout-api · Errors" },
  };
  return {
    ...shown,
    messages: [
      ...shown.messages.slice(0, 1),
      ...CHARTS.map((block, at) => message(at + 1, "UBOT", `Chart ${at}`, { blocks: [block] })),
      message(9, "UBOT", "A picture", { blocks: [picture] }),
    ],
  };
}
