/** A picture: Slack's own chart where that shows all, an uploaded image where there is one, else its numbers in words. */
import type { Line, Section } from "../../../answers/answer.ts";
import { chartNotes, chartNumbers, numbersWords } from "../../../answers/chart-lines.ts";
import { plain } from "../../../answers/to-text.ts";
import { altText } from "../../../charts/alt-text.ts";
import type { Chart } from "../../../charts/chart-data.ts";
import type { DataVisualizationBlock, SlackBlock } from "../blocks.ts";
import { plainText } from "../controls.ts";
import { LIMITS } from "../limits.ts";
import { escapeText, lineText, prose, strong } from "../mrkdwn.ts";
import { cutPlain, shownLine } from "../shown.ts";
import {
  type Draft,
  hiddenBlocks,
  joinedBlocks,
  type Look,
  smallBlock,
  textBlock,
} from "./draft.ts";

/** An uploaded picture, or why there is none. */
export type ChartPicture = { kind: "file"; fileId: string } | { kind: "missing"; why: string };

/** What became of the picture of a chart; undefined where it is not there yet, or pictures are not made here. */
export type PictureOf = (chart: Chart) => ChartPicture | undefined;

export type ChartOptions = {
  native?: DataVisualizationBlock | undefined;
  picture?: ChartPicture | undefined;
  /** Charts in the message: they share the room for what they are called and what is said of them. */
  charts: number;
};

type ChartSection = Extract<Section, { kind: "chart" }>;

/** Numbers of so many series stand in words; the others are counted. */
const MOST_SERIES = 8;
const MOST_NOTES = 10;
const TITLE = 200;
/** Of a line below a picture, and of such lines of all pictures: links to graphs of the console are long. */
const CAPTION = 400;
const LONGEST_CAPTION = 1600;
const ALL_CAPTIONS = 5000;
const WHY = 400;
/** "12 more" of the caption. */
const FRAME_OF_PICTURE = 20;
/** Letters that the descriptions of all pictures of a message take together. */
const ALL_ALT = 4000;
const LEAST_ALT = 200;

export function chartDraft(section: ChartSection, options: ChartOptions): Draft {
  const { chart, caption = [] } = section;
  const lines = captionLines(caption, options.charts);
  const words = wordLines(section, options.charts);
  const most = Math.max(
    LEAST_ALT,
    Math.min(LIMITS.imageAlt, ALL_ALT / Math.max(1, options.charts)),
  );
  const alt = cutPlain(shownLine(altText(chart)), Math.floor(most));
  const title = titleOf(section);
  const why =
    options.picture?.kind === "missing" ? whyText(options.picture.why, options.charts) : "";
  const spoken = [...words, why].reduce((sum, line) => sum + line.length + 1, 0);
  // Escaped, a title may grow.
  const picture = Math.max(alt.length, spoken) + strong(title).length + FRAME_OF_PICTURE;
  return {
    costs: [picture, ...lines.map((line) => line.length + 1)],
    fixed: 0,
    view(shown, look) {
      if (shown === 0) return hiddenBlocks(1, look);
      const said = lines.slice(0, shown - 1);
      return [
        ...pictureBlocks(
          { ...options, title, drawnTitle: titleOf({ kind: "chart", chart }), alt, words, why },
          look,
        ),
        ...captionBlocks(said),
        ...hiddenBlocks(lines.length - said.length, look),
      ];
    },
  };
}

type Said = ChartOptions & {
  title: string;
  /** As it stands in the picture. */
  drawnTitle: string;
  alt: string;
  words: string[];
  why: string;
};

function pictureBlocks(said: Said, look: Look): SlackBlock[] {
  const { native, picture, title, drawnTitle, alt, words, why } = said;
  if (!look.isPlain && native) {
    // Slack's own chart shows its title; a longer one, or another, stands above it.
    return [...(native.title === title ? [] : [textBlock(strong(title))]), native];
  }
  if (!look.isPlain && picture?.kind === "file") {
    const slackFile = { id: picture.fileId };
    // The picture shows its own title.
    const above = title === drawnTitle ? {} : { title: plainText(title, TITLE) };
    return [{ type: "image", slack_file: slackFile, alt_text: alt, ...above }];
  }
  return [...joinedBlocks([strong(title), ...words]), ...(why === "" ? [] : [smallBlock([why])])];
}

/** Where several pictures have the same trouble, the first says all that there is to say. */
function whyText(why: string, charts: number): string {
  return `🖼  The picture could not be shown: ${prose(why, charts > 2 ? WHY / 4 : WHY)}`;
}

function titleOf({ title, chart }: ChartSection): string {
  const text = title ? plain(title, { zone: chart.zone }) : chart.title;
  return cutPlain(shownLine(text).trim(), TITLE);
}

/** The chart's numbers, for those who do not see it. */
function wordLines({ chart, caption = [] }: ChartSection, charts: number): string[] {
  const numbers = chartNumbers(chart);
  const most = Math.max(2, Math.floor(MOST_SERIES / Math.ceil(charts / 3)));
  const lines = numbers
    .slice(0, most)
    .map((row) => `• ${strong(cutPlain(row.label, 60))} ${escapeText(numbersWords(row))}`);
  const hidden = numbers.length - lines.length;
  const isEmpty = numbers.every(({ latest }) => latest === undefined);
  const empty = isEmpty && chart.emptyWords ? [prose(chart.emptyWords, 200)] : [];
  const notes = chartNotes(chart, chart.zone, caption.length > 0);
  return [
    ...empty,
    ...lines,
    ...(hidden > 0 ? [`… ${hidden} more series`] : []),
    ...notes.slice(0, Math.min(most, MOST_NOTES)).map((note) => prose(note, 120)),
  ];
}

/** A line that is nothing but a link says nothing once the link does not fit. */
function captionLines(caption: Line[], charts: number): string[] {
  const room = Math.floor(ALL_CAPTIONS / Math.max(1, charts));
  const limit = Math.max(CAPTION, Math.min(LONGEST_CAPTION, room));
  return caption.flatMap((line) => {
    const text = lineText(line, limit);
    const isLink = line.every((span) => typeof span !== "string" && span.kind === "link");
    return isLink && !text.startsWith("<") ? [] : [text];
  });
}

function captionBlocks(lines: string[]): SlackBlock[] {
  const blocks: string[] = [];
  for (const line of lines) {
    const last = blocks.at(-1);
    const isFull = last === undefined || last.length + line.length + 1 > LIMITS.anyText;
    if (isFull) blocks.push(line);
    else blocks[blocks.length - 1] = `${last}\n${line}`;
  }
  return blocks.length > 0 ? [smallBlock(blocks)] : [];
}
