/** Widgets of dashboards, in the JSON that CloudWatch's console writes. */
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import { HOME } from "./company.ts";

/** Where a widget stands and how large it is, in the grid of 24 columns. */
export type Box = [x: number, y: number, width: number, height: number];

export function widget(type: string, [x, y, width, height]: Box, properties: JsonObject) {
  return { type, x, y, width, height, properties };
}

/** Rows as CloudWatch has them, with `.` and `...` where they repeat the row above. */
export function metricWidget(
  box: Box,
  title: string,
  metrics: JsonValue[][],
  rest: JsonObject = {},
) {
  return widget("metric", box, {
    title,
    view: "timeSeries",
    stacked: false,
    region: HOME,
    period: 300,
    stat: "Average",
    metrics,
    ...rest,
  });
}

export function textWidget(box: Box, markdown: string) {
  return widget("text", box, { markdown });
}
