/** Measurements of the chat side → Markdown. */
import { median, percentile } from "../measure.ts";
import { digits, table } from "../tables.ts";
import type { AckResult, ChatResult } from "./results.ts";

const MODES = { socket: "Socket Mode", http: "HTTP" };

const LIMITS = { ackMs: 25, ofBare: 0.8, pageMs: 400, pictureMs: 700, startMs: 1500, idleMb: 200 };

const p99 = (samples: readonly number[]) => percentile(samples, 0.99);
const worst = (samples: readonly number[]) => Math.max(...samples);

function ofBare({ perSecond }: AckResult): number {
  return median(perSecond.ours) / median(perSecond.bare);
}

function limitRows({ acks, start, memory, page }: ChatResult): string[][] {
  const most = (what: string, limit: number, unit: string, measured: number): string[] => {
    const verdict = measured <= limit ? "met" : "**not met**";
    return [what, `at most ${limit} ${unit}`, digits(measured), verdict];
  };
  const rows = acks.flatMap((ack) => [
    most(
      `acknowledgement of a command, ${MODES[ack.mode]}, 100 a second, all answered, p99`,
      LIMITS.ackMs,
      "ms",
      p99(ack.answering.ackMs),
    ),
    [
      `acknowledged a second, ${MODES[ack.mode]}, against bare Bolt`,
      `at least ${LIMITS.ofBare} times`,
      digits(ofBare(ack)),
      ofBare(ack) >= LIMITS.ofBare ? "met" : "**not met**",
    ],
  ]);
  if (typeof page !== "string") {
    const what = "`/who-changed bucket-x` from Enter to the painted answer, p95";
    rows.push(most(what, LIMITS.pageMs, "ms", percentile(page.answer, 0.95)));
    const drawn = "`/metric lambda checkout-api errors` from Enter to the painted picture, p95";
    rows.push(most(drawn, LIMITS.pictureMs, "ms", percentile(page.picture, 0.95)));
  }
  rows.push(most("process to connected, median", LIMITS.startMs, "ms", median(start.liveMs)));
  rows.push(
    most(
      "the sandbox by itself to connected, median",
      LIMITS.startMs,
      "ms",
      median(start.sandboxMs),
    ),
  );
  for (const { name, idleMb } of memory) {
    rows.push(most(`idle memory, ${name}`, LIMITS.idleMb, "MB", idleMb));
  }
  return rows;
}

function ackRows({ mode, answering, perSecond, idleDeskMs }: AckResult): string[][] {
  const times = (samples: readonly number[]) =>
    `${digits(median(samples))} / ${digits(p99(samples))} / ${digits(worst(samples))}`;
  const rate = (samples: readonly number[]) => digits(median(samples));
  return [
    [MODES[mode], "bare Bolt", times(idleDeskMs.bare), rate(perSecond.bare)],
    [MODES[mode], "ours, no answers", times(idleDeskMs.ours), rate(perSecond.ours)],
    [MODES[mode], "the whole program, answering", times(answering.ackMs), "–"],
  ];
}

function answeringWords({ mode, answering }: AckResult): string {
  const { ackMs, answered, toldAlone } = answering;
  return `${MODES[mode]}: ${ackMs.length} commands, ${answered} messages posted or edited and ${toldAlone} told to the asker alone until 1.5 s after the last`;
}

function timesRow(what: string, samples: readonly number[]): string[] {
  return [what, digits(median(samples)), digits(percentile(samples, 0.95)), digits(worst(samples))];
}

function pageRows(page: ChatResult["page"]): string[][] {
  if (typeof page === "string") return [];
  return [
    timesRow("Enter to the painted answer", page.answer),
    timesRow("Enter to the painted picture of a metric", page.picture),
  ];
}

/** Three tables and what they mean, below a heading of the second level. */
export function chatSection(result: ChatResult): string {
  const { acks, start, memory, page } = result;
  const times = [
    timesRow("process to connected, Slack elsewhere", start.liveMs),
    timesRow("the sandbox to connected", start.sandboxMs),
    timesRow("its very first start, to connected", start.firstMs),
    timesRow("its very first start, to the first answer, asked at once", start.firstAnswerMs),
    ...pageRows(page),
  ];
  return [
    "## The bot in Slack",
    table(["limit", "", "measured", ""], limitRows(result)),
    "A Slack that costs next to nothing runs in the benchmark's process and the app in one of its own, on the same two cores. Acknowledgements are timed from the moment that a command is sent until its acknowledgement is there; 300 people ask in 600 channels, so that neither places nor Slack's one message a second are what is measured. Against bare Bolt both apps run side by side and are loaded in turn, 32 commands on the way at a time; the rates are medians.",
    table(
      ["mode", "app", "acknowledged after, p50 / p99 / worst, ms", "acknowledged a second"],
      acks.flatMap(ackRows),
    ),
    `${acks.map(answeringWords).join("; ")}.`,
    table(["ms", "median", "p95", "worst"], times),
    ...(typeof page === "string" ? [`From Enter to the answer: not measured, ${page}.`] : []),
    table(
      ["process", "idle, MB", "after questions, MB", "questions"],
      memory.map(({ name, idleMb, usedMb, questions }) => [
        name,
        digits(idleMb),
        digits(usedMb),
        String(questions),
      ]),
    ),
  ].join("\n\n");
}

/** The document with this section in place of its older one, or at its end. */
export function withSection(document: string, section: string): string {
  const [heading = ""] = section.split("\n", 1);
  const parts = document.trimEnd().split(/\n(?=## )/);
  const at = parts.findIndex((part) => part.startsWith(`${heading}\n`));
  const rest = at < 0 ? [...parts, section] : parts.with(at, section);
  return `${rest.flatMap((part) => part.trimEnd() || []).join("\n\n")}\n`;
}
