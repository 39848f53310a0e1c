/** What the local AWS was asked, as numbers. */
import type { ConsoleAwsCounts } from "../console-protocol.ts";
import { type Child, element } from "./element.ts";

const whole = new Intl.NumberFormat("en-US");

/** Requests by account and Region, and what Athena read. */
export function countsView({ places, queries, scannedBytes, costUsd }: ConsoleAwsCounts): Child[] {
  const athena = element(
    "p",
    {},
    queries === 0
      ? "Athena: no query yet."
      : `Athena: ${queries === 1 ? "1 query" : `${whole.format(queries)} queries`}, ${bytesWords(scannedBytes)} read, $${costUsd.toFixed(4)}.`,
  );
  if (places.length === 0) {
    return [element("p", {}, "CloudTrail: no request yet."), athena];
  }
  const cell = (text: string | number) =>
    element(
      "td",
      typeof text === "number" ? { class: "align-right" } : {},
      typeof text === "number" ? whole.format(text) : text,
    );
  const head = (text: string, isNumber = false) =>
    element("th", { scope: "col", ...(isNumber && { class: "align-right" }) }, text);
  const table = element(
    "table",
    {},
    element("caption", {}, "Requests of CloudTrail"),
    element(
      "thead",
      {},
      element("tr", {}, head("Account"), head("Region"), head("All", true), head("Refused", true)),
    ),
    element(
      "tbody",
      {},
      ...places.map(({ account, region, requests, refused }) =>
        element("tr", {}, cell(account), cell(region), cell(requests), cell(refused)),
      ),
    ),
  );
  return [element("div", { class: "table-scroller" }, table), athena];
}

function bytesWords(bytes: number): string {
  if (bytes < 1e6) {
    return `${whole.format(Math.round(bytes / 1e3))} kB`;
  }
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
