/** An answer as a message: the headline, its sections, what it rests on, and what to ask next. */
import type { Answer, FollowUp, Outcome } from "../../answers/answer.ts";
import { evidenceLine, gapsOf } from "../../answers/evidence.ts";
import { plain as plainLine } from "../../answers/to-text.ts";
import { altText } from "../../charts/alt-text.ts";
import { ACTIONS, type Content, type SlackBlock } from "./blocks.ts";
import { actionsRow, button, plainText } from "./controls.ts";
import { askedBlocks, evidenceBlocks } from "./evidence-view.ts";
import { fittedBlocks, isWhole } from "./fit.ts";
import { LIMITS, MESSAGE_BUDGET } from "./limits.ts";
import { code, fallback, mrkdwn, prose, strong, utcText } from "./mrkdwn.ts";
import { type OrderOffer, orderButton } from "./order-view.ts";
import { rowSentence } from "./sections/changes.ts";
import type { PictureOf } from "./sections/chart.ts";
import { type Draft, smallBlock, textBlock } from "./sections/draft.ts";
import { sectionDrafts } from "./sections/section-draft.ts";
import { cutPlain, shownLine } from "./shown.ts";
import { textLength } from "./text-length.ts";

export type AnswerOptions = {
  questionId: string;
  /** Slack id of the person who asked. */
  askedBy?: string;
  /** True when one person alone sees it: then it can be shared. */
  isQuiet?: boolean;
  /** True while more is being read: it can be cancelled, and neither followed up nor shared. */
  isPart?: boolean;
  /** A line below the headline, such as what is new since the first answer. */
  note?: string;
  /** A line at the end, such as when the answer looks again by itself. */
  endNote?: string;
  /** `prod` → 111122223333. */
  accountNames?: Record<string, string>;
  /** Pictures that are uploaded by now; without it charts are said in words. */
  pictureOf?: PictureOf;
  /** What a press would have done in AWS. */
  offer?: OrderOffer;
};

/** Outcomes that are no answer to the question stand smaller, with a sign. */
const SIGNS: Partial<Record<Outcome, string>> = {
  refused: "⛔",
  misunderstood: "🤔",
  failed: "🛑",
};

/** A longer headline is no more than text. */
const BOLD_HEADLINE = 400;
const FALLBACK = 1500;
const SPOKEN_ROWS = 5;
const SPOKEN_CHARTS = 2;

/** The message that shows an answer. Every limit of Slack holds, whatever the answer holds. */
export function answerView(answer: Answer, options: AnswerOptions): Content {
  const { accountNames = {} } = options;
  // A note stands between headline and sections, and a long headline is cut: then each row says all.
  const isHeadlineWhole = options.note === undefined && answer.headline.length <= BOLD_HEADLINE;
  const drafts = sectionDrafts(answer.sections, {
    accountNames,
    ...(options.pictureOf && { pictureOf: options.pictureOf }),
    ...(isHeadlineWhole && { headline: answer.headline }),
  });
  return {
    text: spoken(answer),
    blocks: answerBlocks(answer, drafts, options, false),
    plain: answerBlocks(answer, drafts, options, true),
  };
}

function answerBlocks(
  answer: Answer,
  drafts: readonly Draft[],
  options: AnswerOptions,
  isPlain: boolean,
): SlackBlock[] {
  const top = [...headlineBlocks(answer, isPlain), ...noteBlocks(options.note)];
  const small = [...evidenceBlocks(answer, options), ...askedBlocks(answer, options)];
  const text = MESSAGE_BUDGET - textLength([...top, ...small]) - controlsLength(answer);
  const isAllShown = isWhole(drafts, text);
  const bottom = isPlain
    ? plainControls(answer, options)
    : actionsRow(asks(answer, isAllShown, options), [orderOf(options), ownButton(options)]);
  const blocks = LIMITS.blocksInMessage - top.length - small.length - bottom.length;
  return [...top, ...fittedBlocks(drafts, { blocks, text }, isPlain), ...bottom, ...small];
}

function headlineBlocks(answer: Answer, isPlain: boolean): SlackBlock[] {
  const headline = shownLine(answer.headline).trim();
  const sign = SIGNS[answer.outcome];
  if (sign === undefined && !isPlain && headline.length <= LIMITS.headerText) {
    return [{ type: "header", text: plainText(headline, LIMITS.headerText) }];
  }
  const text = headline.length <= BOLD_HEADLINE ? strong(headline) : prose(headline, 1500);
  return [textBlock(sign ? `${sign}  ${text}` : text)];
}

function noteBlocks(note: string | undefined): SlackBlock[] {
  return note === undefined ? [] : [smallBlock([`🔄  ${prose(note, 300)}`])];
}

/** The questions to ask next; where rows are hidden, the file with all of them among the first. */
function asks(answer: Answer, isAllShown: boolean, { isPart }: AnswerOptions): FollowUp[] {
  if (isPart) return [];
  const file = fileFollowUp(answer, isAllShown);
  const followUps = answer.followUps.filter(({ text }) => text !== file?.text);
  return file ? [...followUps.slice(0, 3), file, ...followUps.slice(3)] : followUps;
}

function fileFollowUp(answer: Answer, isAllShown: boolean): FollowUp | undefined {
  const isHidden = answer.sections.some((section) => "hidden" in section && section.hidden > 0);
  const { text } = answer.question;
  const canBeFile = Array.isArray(answer.data.changes) && text !== "" && text.length < 450;
  if (!canBeFile || (isAllShown && !isHidden)) return undefined;
  if (/\bas\s+(?:a\s+)?(?:csv|jsonl?|file)\b/i.test(text)) return undefined;
  return { label: "All as a file", text: `${text} as csv` };
}

function orderOf({ isPart, offer }: AnswerOptions) {
  return offer && !isPart ? orderButton(offer) : undefined;
}

function ownButton({ isPart, isQuiet, questionId }: AnswerOptions) {
  if (isPart) return button(ACTIONS.cancel, "Cancel", questionId);
  if (!isQuiet) return undefined;
  return button(ACTIONS.share, "Share with the channel", questionId, "primary");
}

/** Without action blocks: the questions as text, the button beside a section. */
function plainControls(answer: Answer, options: AnswerOptions): SlackBlock[] {
  const texts = answer.followUps.slice(0, 6).map(({ text }) => code(cutPlain(text, 150)));
  const accessory = ownButton(options);
  const asked = texts.length === 0 ? [] : [smallBlock([`Ask next: ${texts.join(" · ")}`])];
  const order = orderOf(options);
  const ordered: SlackBlock[] = order
    ? [{ type: "section", text: mrkdwn("To have it done:"), accessory: order }]
    : [];
  if (!accessory) return [...asked, ...ordered];
  return [...asked, ...ordered, { type: "section", text: mrkdwn(ownWords(options)), accessory }];
}

function ownWords({ isPart }: AnswerOptions): string {
  return isPart ? "More is being read." : "Share this answer with the channel?";
}

/** What controls take at most, buttons or text; the same for both, so that both show the same rows. */
function controlsLength(answer: Answer): number {
  return 200 + Math.min(answer.followUps.length, 10) * 160;
}

/** The answer in one line for notifications and for those who hear it. */
function spoken(answer: Answer): string {
  const rows = answer.sections.flatMap((section) =>
    section.kind === "changes" ? section.rows : [],
  );
  const sentences = rows.slice(0, SPOKEN_ROWS).map((row) => rowSentence(row, utcText(row.at)));
  const [first] = answer.searched;
  const charts = answer.sections.flatMap((section) =>
    section.kind === "chart" ? [altText(section.chart)] : [],
  );
  const rest = rows.length > SPOKEN_ROWS ? [`${rows.length - SPOKEN_ROWS} more`] : [];
  const gaps = gapsOf(answer.searched).slice(0, 1);
  const evidence = first
    ? [`Searched ${plainLine(evidenceLine(first, "UTC"), { zone: "UTC" })}`]
    : [];
  const parts = [
    answer.headline,
    ...charts.slice(0, SPOKEN_CHARTS),
    ...sentences,
    ...rest,
    ...gaps,
    ...evidence,
  ];
  return fallback(parts.map((part) => shownLine(cutPlain(part, 500)).trim()).join(". "), FALLBACK);
}
