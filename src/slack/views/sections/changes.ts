/** Calls, one after another: who, what, before → after; then when, through what, from where. */
import type { ChangeRow, FollowUp, Section } from "../../../answers/answer.ts";
import { isUnsaid, replacedWords } from "../../../answers/change-words.ts";
import { formatInstant } from "../../../domain/time.ts";
import type { SlackBlock } from "../blocks.ts";
import { menu } from "../controls.ts";
import { code, codeBlock, dateToken, isDated, mrkdwn, prose, strong } from "../mrkdwn.ts";
import { cutPlain, shownLine } from "../shown.ts";
import {
  type Draft,
  FRAME,
  hiddenBlocks,
  joinedBlocks,
  type Look,
  smallBlock,
  textBlock,
  titleBlocks,
} from "./draft.ts";

/** How long a value may be to stand in the line, and how much of a long one is shown. */
const SHORT_VALUE = 40;
const LONG_VALUE = 160;
const BLOCK_VALUE = 700;

const MARKS: Record<ChangeRow["result"], string> = { done: "", denied: "🚫 ", failed: "⚠️ " };

export type RowOptions = { accountNames: Record<string, string> };

/** `headline`: what stands above the section already, where it is the first of its kind. */
export type ChangesOptions = RowOptions & { headline?: string };

type RowText = { head: string; detail: string; row: ChangeRow };

export function changesDraft(
  section: Extract<Section, { kind: "changes" }>,
  options: ChangesOptions,
): Draft {
  const rows = section.rows.map((row): RowText => {
    return { head: headText(row), detail: detailText(row, options), row };
  });
  const [first] = rows;
  const lead = first && isSaid(first.row, options.headline) ? first : undefined;
  return {
    costs: rows.map(({ head, detail }) => head.length + detail.length + 1),
    fixed: FRAME,
    view: (shown, look) => [
      ...(lead && shown > 0
        ? [...leadBlocks(lead), ...titleBlocks(shown > 1 ? "Before that" : undefined)]
        : titleBlocks(section.title)),
      ...rowBlocks(rows.slice(lead ? 1 : 0, shown), look),
      ...hiddenBlocks(section.hidden + rows.length - shown, look, section.more),
    ],
  };
}

/** True where the headline says who did what, so that the row need not. */
function isSaid({ who, what, result }: ChangeRow, headline: string | undefined): boolean {
  return result === "done" && headline?.startsWith(`${who} ${what}`) === true;
}

/** The row that the headline tells: what it replaced, when, through what and from where. */
function leadBlocks({ row, detail }: RowText): SlackBlock[] {
  const replaced = replacedText(row).trim();
  return [...(replaced === "" ? [] : [textBlock(replaced)]), smallBlock([detail])];
}

function rowBlocks(rows: RowText[], look: Look): SlackBlock[] {
  if (look.level === "dense") return joinedBlocks(rows.map(together), "\n\n");
  return rows.flatMap((row) => oneRow(row, look));
}

function oneRow(row: RowText, look: Look): SlackBlock[] {
  const isRoomy = look.level === "roomy";
  const text = mrkdwn(isRoomy ? row.head : together(row));
  const accessory = look.isPlain ? undefined : menu(aboutRow(row.row));
  const section: SlackBlock = { type: "section", text, ...(accessory && { accessory }) };
  return isRoomy ? [section, smallBlock([row.detail])] : [section];
}

function together({ head, detail }: RowText): string {
  return `${head}\n${detail}`;
}

/** `*jane* made bucket bucket-x public`, and what it replaced below. */
function headText(row: ChangeRow): string {
  const who = strong(cutPlain(row.who, 150));
  const error = isUnsaid(row) ? ` ${code(cutPlain(row.error ?? row.result, 80))}` : "";
  return `${MARKS[row.result]}${who} ${prose(row.what, 600)}${error}${replacedText(row)}`;
}

/** Empty, or a line break and the values: in one line where they are short, below each other, or as blocks. */
function replacedText(row: ChangeRow): string {
  const words = replacedWords(row);
  if (words === undefined) return "";
  const [before, after] = [shortDigest(row.before), shortDigest(row.after)];
  if (before === undefined) return `\nnow ${valueText(after ?? "")}`;
  if (after === undefined) return `\n${valueText(before)} → unknown`;
  if (isBlock(before) || isBlock(after)) {
    return `\n*Before*\n${codeBlock(before, BLOCK_VALUE)}\n*After*\n${codeBlock(after, BLOCK_VALUE)}`;
  }
  // "made bucket-x public: policy allows …" has told the new value: a long one is not said twice.
  if (after.length > SHORT_VALUE && row.what.includes(after)) return `\nbefore: ${code(before)}`;
  const isShort = before.length <= SHORT_VALUE && after.length <= SHORT_VALUE;
  return `\n${code(before)}${isShort ? " → " : "\n→ "}${code(after)}`;
}

/** Nobody reads a digest to its end: its beginning tells it from another. */
function shortDigest(value: string | undefined): string | undefined {
  return value
    ?.replace(/^((?:sha\d+:)?[0-9a-f]{12})[0-9a-f]{28,}$/, "$1…")
    .replace(/^([A-Za-z0-9+/]{12})[A-Za-z0-9+/]{20,}={1,2}$/, "$1…");
}

function valueText(value: string): string {
  return isBlock(value) ? `\n${codeBlock(value, BLOCK_VALUE)}` : code(value);
}

function isBlock(value: string): boolean {
  return value.length > LONG_VALUE || /[\r\n]/.test(value);
}

/** `Today 5:15:21 PM · via console · from 203.0.113.24 · prod eu-west-1 · permission set Admin · s3 PutBucketPolicy`. */
function detailText(row: ChangeRow, options: RowOptions): string {
  const parts = [
    row.via && `via ${row.via}`,
    row.address && `from ${row.address}`,
    [accountText(row.account, options), row.region].filter(Boolean).join(" "),
    row.whoDetail,
    // Service and call stay on one line.
    row.call.replace(" ", "\u00a0"),
  ];
  const texts = parts.filter((part): part is string => Boolean(part && /\S/.test(part)));
  return [dateToken(row.at), ...texts.map((text) => prose(text, 160))].join(" · ");
}

/** `prod` where the configuration names the account, else its id. */
export function accountText(account: string, { accountNames }: RowOptions): string {
  return Object.entries(accountNames).find(([, id]) => id === account)?.[0] ?? account;
}

/** What may be asked about one row. */
function aboutRow(row: ChangeRow): FollowUp[] {
  const at = isDated(row.at) ? formatInstant(row.at) : undefined;
  const isName = /^[\w.@+=-]+$/.test(row.who);
  const isId = /^[\w-]{8,64}$/.test(row.eventId);
  const followUps = [
    at && isName && ["What else they did then", `what did ${row.who} do around ${at}`],
    at && ["What changed around it", `what changed around ${at}`],
    isId && ["Raw record", `raw event ${row.eventId}`],
  ];
  return followUps.flatMap((one) => {
    const [label, text] = one || [];
    return label && text ? [{ label, text }] : [];
  });
}

/** The row as a sentence for those who hear it. */
export function rowSentence(row: ChangeRow, time: string): string {
  const replaced = replacedWords(row);
  const parts = [
    `${row.who} ${row.what}`,
    isUnsaid(row) ? (row.error ?? row.result) : undefined,
    replaced && cutPlain(shownLine(replaced), 200),
    time,
    row.via && `via ${row.via}`,
    row.address && `from ${row.address}`,
  ];
  return parts.filter((part) => part).join(", ");
}
