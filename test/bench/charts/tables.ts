/** Measurements of pictures → Markdown. */
import { median, percentile } from "../measure.ts";
import { digits, table } from "../tables.ts";
import type { ChartsResult } from "./results.ts";

const LIMITS = { drawMs: 80, ackMs: 25, leftMb: 40 };
const MODES = { socket: "Socket Mode", http: "HTTP" };

/** Two tables and what they mean, below a heading of the second level. */
export function chartsSection({ drawing, acks }: ChartsResult): string {
  const { drawMs, beforeMb, peakMb, afterMb, heldMs } = drawing;
  const count = String(drawMs.length);
  const most = (what: string, limit: number, unit: string, measured: number) => [
    what,
    `at most ${limit} ${unit}`,
    digits(measured),
    measured <= limit ? "met" : "**not met**",
  ];
  const limits = [
    most(
      "a picture of 3 series of 500 points, 1200 × 600, p95",
      LIMITS.drawMs,
      "ms",
      percentile(drawMs, 0.95),
    ),
    ...acks.map(({ mode, ackMs }) =>
      most(
        `acknowledgement of a command, ${MODES[mode]}, 100 a second, while pictures are drawn, p99`,
        LIMITS.ackMs,
        "ms",
        percentile(ackMs, 0.99),
      ),
    ),
    most(`memory that is left after ${count} pictures`, LIMITS.leftMb, "MB", afterMb - beforeMb),
  ];
  const times = [
    digits(median(drawMs)),
    digits(percentile(drawMs, 0.95)),
    digits(Math.max(...drawMs)),
    digits(heldMs),
  ];
  const memory = [beforeMb, peakMb, afterMb].map(digits);
  return [
    "## Pictures",
    table(["limit", "", "measured", ""], limits),
    "Pictures are drawn one after the other by the built program in a process of its own, without any font installed. Memory is resident: before the first and after the last once the drawing thread has ended. While acknowledgements are timed a hundred pictures are always waiting.",
    table(
      [
        "pictures",
        "median, ms",
        "p95, ms",
        "worst, ms",
        "main thread held up, p99, ms",
        "before, MB",
        "at most, MB",
        "after, MB",
      ],
      [[count, ...times, ...memory]],
    ),
    `${acks.map(({ mode, ackMs, drawn }) => `${MODES[mode]}: ${ackMs.length} commands while ${drawn} pictures were drawn, acknowledged after ${digits(median(ackMs))} ms in the median and ${digits(Math.max(...ackMs))} ms at worst`).join("; ")}.`,
  ].join("\n\n");
}
