/** The pictures of one question's answers: drawn and uploaded once each, however often the message is edited. */
import { createHash } from "node:crypto";
import type { Answer } from "../answers/answer.ts";
import { altText } from "../charts/alt-text.ts";
import type { Artist } from "../charts/artist.ts";
import type { Chart } from "../charts/chart-data.ts";
import { Problem } from "../domain/problem.ts";
import { type DeskLog, errorName, SILENT } from "./desk-parts.ts";
import type { Gallery } from "./gallery.ts";
import { LIMITS } from "./views/limits.ts";
import { nativeCharts } from "./views/native-chart.ts";
import type { ChartPicture, PictureOf } from "./views/sections/chart.ts";
import { cutPlain, shownLine } from "./views/shown.ts";

/** Who draws and where pictures are uploaded to. */
export type Studio = { artist: Artist; gallery: Gallery };

export type Pictures = {
  /**
   * Begins to draw and upload what the answer shows and is not there yet; settles when all is there or could not be
   * made, and no later than `withinMs`. True when nothing is under way any more. Never rejects.
   */
  prepare(answer: Answer, withinMs: number): Promise<boolean>;
  /** What is there by now. */
  of: PictureOf;
};

/** An answer in words is shown first where its pictures take longer than this. */
export const QUICK_PICTURES_MS = 2000;
/** Pictures that take longer than this are no longer waited for. */
export const LATE_PICTURES_MS = 20_000;

/** A message shows no more; what a dashboard has beyond is on its next page. */
const MOST_PICTURES = 10;
const TITLE = 200;

type Made = { result?: ChartPicture; done: Promise<void> };

/** Without a studio every chart is said in words. */
export function createPictures(
  studio: Studio | undefined,
  signal: AbortSignal,
  log: DeskLog = SILENT,
): Pictures {
  const made = new Map<string, Made>();
  const keys = new WeakMap<Chart, string>();

  function keyOf(chart: Chart): string {
    const key =
      keys.get(chart) ?? createHash("sha1").update(JSON.stringify(chart)).digest("base64");
    keys.set(chart, key);
    return key;
  }

  function begin(chart: Chart, { artist, gallery }: Studio): Made {
    const one: Made = { done: Promise.resolve() };
    one.done = paint(chart, { artist, gallery }, signal).then(
      (fileId) => {
        one.result = { kind: "file", fileId };
      },
      (error: unknown) => {
        one.result = { kind: "missing", why: whyNot(error) };
        if (!signal.aborted) log.warn({ error: errorName(error) }, "A picture could not be shown");
      },
    );
    return one;
  }

  return {
    async prepare(answer, withinMs) {
      if (!studio) return true;
      const charts = chartsToPaint(answer);
      const wanted = charts.map((chart) => {
        const key = keyOf(chart);
        const one = made.get(key) ?? begin(chart, studio);
        made.set(key, one);
        return one;
      });
      await within(withinMs, Promise.all(wanted.map(({ done }) => done)));
      return wanted.every(({ result }) => result !== undefined);
    },
    of: (chart) => made.get(keyOf(chart))?.result,
  };
}

/** What Slack draws itself needs no picture. */
function chartsToPaint({ sections }: Answer): Chart[] {
  const native = nativeCharts(sections);
  return sections
    .flatMap((section, index) =>
      section.kind === "chart" && !native.has(index) ? [section.chart] : [],
    )
    .slice(0, MOST_PICTURES);
}

async function paint(chart: Chart, studio: Studio, signal: AbortSignal): Promise<string> {
  const png = await studio.artist.draw(chart, { signal });
  const title = cutPlain(shownLine(chart.title).trim(), TITLE);
  const picture = {
    name: `${fileName(title)}.png`,
    title,
    altText: cutPlain(shownLine(altText(chart)), LIMITS.imageAlt),
    png,
  };
  return studio.gallery.hang(picture, signal);
}

/** `lambda checkout-api: Errors` → `lambda-checkout-api-errors`. */
function fileName(title: string): string {
  const name = title.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return name.replace(/^-|-$/g, "").slice(0, 60) || "chart";
}

function whyNot(error: unknown): string {
  if (error instanceof Problem) return `${error.message} ${error.next}`;
  return "it could not be drawn.";
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, timeout]);
  clearTimeout(timer);
}
