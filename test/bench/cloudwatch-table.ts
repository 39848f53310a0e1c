/** `alarms` over many alarms → Markdown. */
import type { AlarmsResult } from "./cloudwatch-part.ts";
import { median, percentile } from "./measure.ts";
import { digits, table } from "./tables.ts";

const LIMITS = { ms: 2_000, aSecond: 9 };

const verdict = (isMet: boolean) => (isMet ? "met" : "**not met**");
const count = (value: number) => value.toLocaleString("en-US");

/** A heading of the second level, the limits, and what was measured of each size. */
export function cloudWatchSection(results: readonly AlarmsResult[]): string {
  const [first] = results;
  const limits = first
    ? [
        [
          `\`alarms\` over ${count(first.alarms)} alarms in ${first.regions} Regions, worst`,
          `at most ${count(LIMITS.ms)} ms`,
          digits(Math.max(...first.ms)),
          verdict(Math.max(...first.ms) <= LIMITS.ms),
        ],
      ]
    : [];
  const most = Math.max(...results.map(({ mostASecond }) => mostASecond));
  const refused = results.reduce((sum, result) => sum + result.refused, 0);
  return [
    "## CloudWatch",
    table(
      ["limit", "", "measured", ""],
      [
        ...limits,
        [
          "DescribeAlarms of one Region within any second, most",
          `at most ${LIMITS.aSecond}`,
          String(most),
          verdict(most <= LIMITS.aSecond && refused === 0),
        ],
      ],
    ),
    "An AWS that takes 40 ms for each request and refuses the tenth of a second runs in the same process; each question is asked after a rest, so that the pace begins anew.",
    table(
      [
        "alarms",
        "Regions",
        "questions",
        "answered after, median / p95 / worst, ms",
        "DescribeAlarms",
        "refused",
      ],
      results.map(({ alarms, regions, ms, requests, refused: no }) => [
        count(alarms),
        String(regions),
        String(ms.length),
        `${digits(median(ms))} / ${digits(percentile(ms, 0.95))} / ${digits(Math.max(...ms))}`,
        digits(requests),
        String(no),
      ]),
    ),
  ].join("\n\n");
}
