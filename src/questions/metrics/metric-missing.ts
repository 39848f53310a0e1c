/** What a picture lacks, in words: gaps, datapoints that stopped, series that are not drawn, none at all. */
import type { Line, Section } from "../../answers/answer.ts";
import { ago, count, listed, sentence } from "../../answers/words.ts";
import { MINUTE } from "../../domain/time.ts";
import { gapsIn } from "./compare.ts";
import { clock, type Seen } from "./metric-seen.ts";
import type { SeenSeries } from "./metric-series.ts";
import { withArticle } from "./naming/unclear-name.ts";

type Warning = Extract<Section, { kind: "callout" }>;

function warning(...line: Line): Warning {
  return { kind: "callout", tone: "warning", line };
}

export function missingSections(seen: Seen, drawn: readonly SeenSeries[]): Section[] {
  const { series } = seen;
  if (series.every(({ points }) => points.length === 0)) return [nothingAtAll(seen)];
  return [
    ...notDrawn(seen, drawn),
    ...emptySeries(drawn),
    ...oddValues(series),
    ...unwhole(series),
    ...gapSections(seen, drawn),
    ...stopped(seen, drawn),
  ];
}

function notDrawn({ series }: Seen, drawn: readonly SeenSeries[]): Section[] {
  if (drawn.length === series.length) return [];
  return [
    warning(
      `Of ${count(series.length, "series", "series")} the ${drawn.length} highest are drawn; name one of them to see it, or narrow the question.`,
    ),
  ];
}

function emptySeries(drawn: readonly SeenSeries[]): Section[] {
  const empty = drawn.filter(({ points }) => points.length === 0).map(({ label }) => label);
  return empty.length === 0 ? [] : [warning(`No datapoints: ${listed(empty, 6)}.`)];
}

function oddValues(series: readonly SeenSeries[]): Section[] {
  const odd = series.reduce((sum, each) => sum + each.odd, 0);
  return odd === 0
    ? []
    : [warning(`Left out ${count(odd, "datapoint")} whose value is no finite number.`)];
}

/** What CloudWatch itself says about a series that did not come whole. */
function unwhole(series: readonly SeenSeries[]): Section[] {
  const bad = series.filter(({ status }) => status !== "complete");
  const words = {
    partial: "not all datapoints came",
    forbidden: "not allowed to read",
    failed: "could not be read",
  };
  const lines = bad.flatMap(({ label, status }) =>
    status === "complete" ? [] : [`${label}: ${words[status]}`],
  );
  const told = [...new Set(series.flatMap(({ messages }) => messages))];
  return [
    ...(lines.length > 0 ? [warning(`${listed(lines, 4)}.`)] : []),
    ...(told.length > 0 ? [warning(`CloudWatch says: ${listed(told, 3)}`)] : []),
  ];
}

const MOST_GAPS = 3;

function gapSections({ window, context }: Seen, drawn: readonly SeenSeries[]): Section[] {
  const lines = drawn.flatMap((series) => {
    const gaps = gapsIn(series.points, series.periodMs);
    if (gaps.length === 0) return [];
    const who = drawn.length === 1 ? "" : `${series.label}: `;
    const periods = Math.max(1, Math.round((window.to - window.from) / series.periodMs));
    // A metric that is sent only when something happens has more gaps than datapoints.
    if (gaps.length > 10 || series.points.length < periods / 4) {
      return [`${who}datapoints in ${series.points.length} of ${periods} periods`];
    }
    const spans = gaps
      .slice(0, MOST_GAPS)
      .map(
        ({ from, to }) =>
          `${clock(from, window, context.zone)} to ${clock(to, window, context.zone)}`,
      );
    const rest = gaps.length - spans.length;
    return [
      `${who}no datapoints from ${listed(spans)}${rest > 0 ? ` and ${rest} shorter gaps` : ""}`,
    ];
  });
  return lines.length === 0
    ? []
    : [{ kind: "callout", tone: "info", line: [`Gaps: ${listed(lines, 4)}.`] }];
}

/** CloudWatch itself is some minutes late. */
const LATE_MS = 10 * MINUTE;

function stopped({ window, context }: Seen, drawn: readonly SeenSeries[]): Section[] {
  if (window.to < context.now - LATE_MS) return [];
  const late = drawn.flatMap(({ label, points, periodMs }) => {
    const last = points.at(-1);
    const isLate = last && window.to - (last.at + periodMs) > Math.max(LATE_MS, 3 * periodMs);
    return isLate ? [{ label, since: ago(last.at, context.now) }] : [];
  });
  const [first] = late;
  if (!first) return [];
  if (drawn.length === 1) return [warning(`The last datapoint came ${first.since}.`)];
  const words = late.map(({ label, since }) => `${label} since ${since}`);
  return [warning(`No datapoints any more: ${listed(words, 4)}.`)];
}

function nothingAtAll({ series, asked, searched }: Seen): Section {
  const gaps = [...new Set(searched.flatMap((search) => search.gaps))];
  if (gaps.length > 0 && searched.every(({ complete }) => !complete)) {
    return {
      kind: "callout",
      tone: "problem",
      line: [`Nothing could be read: ${listed(gaps, 2)}`],
    };
  }
  const meant = series[0]?.meant;
  const silent = meant?.service
    ? ` ${sentence(withArticle(meant.service))} gives none ${meant.service.silentWhen}.`
    : "";
  const search =
    asked.expression === undefined
      ? ""
      : " A SEARCH sees only what had datapoints in the last two weeks, and a query needs the exact namespace and dimensions.";
  return {
    kind: "callout",
    tone: "info",
    line: [
      `CloudWatch has no datapoints there.${silent}${search} See whether the account, the Region and the window are right, or ask for a longer one: \`last 7d\`.`,
    ],
  };
}
