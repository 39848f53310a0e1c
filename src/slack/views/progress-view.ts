/** Messages about a question that has no answer yet, or gets none, and single lines. */
import { grouped } from "../../answers/words.ts";
import { ACTIONS, type Content, type SlackBlock } from "./blocks.ts";
import { button } from "./controls.ts";
import { code, fallback, mrkdwn, prose } from "./mrkdwn.ts";
import { smallBlock, textBlock } from "./sections/draft.ts";
import { cutPlain } from "./shown.ts";

export type ProgressParts = {
  /** The question, or what is being waited for. */
  text: string;
  done?: number;
  total?: number;
  /** What is counted: `files`. */
  unit?: string;
  questionId: string;
  elapsedMs: number;
};

const BAR = 12;

/** The message of a question in work, with a button that cancels it. */
export function progressView(parts: ProgressParts): Content {
  const cancel = button(ACTIONS.cancel, "Cancel", parts.questionId);
  const text = mrkdwn(`⏳  *Looking* · ${prose(cutPlain(parts.text, 600), 1500)}`);
  const seconds = `${grouped(Math.max(0, parts.elapsedMs) / 1000)} s so far`;
  const counted = countedWords(parts);
  const small = smallBlock([progressWords(parts)]);
  const words = [`Looking: ${parts.text}`, ...counted.slice(-1), seconds].join(", ");
  return {
    text: fallback(words, 500),
    blocks: [{ type: "section", text, ...(cancel && { accessory: cancel }) }, small],
    plain: [textBlock(text.text), small],
  };
}

/** `▰▰▰▱▱▱ 50% · 20 of 40 pages of LookupEvents · 4 s so far`. */
export function progressWords(
  parts: Pick<ProgressParts, "done" | "total" | "unit" | "elapsedMs">,
): string {
  const seconds = `${grouped(Math.max(0, parts.elapsedMs) / 1000)} s so far`;
  return [...countedWords(parts), seconds].join(" · ");
}

/** A bar and a count; empty where nothing is counted. */
function countedWords({
  done,
  total,
  unit,
}: Pick<ProgressParts, "done" | "total" | "unit">): string[] {
  if (done === undefined || total === undefined || !(total > 0)) return [];
  const share = Math.min(1, Math.max(0, done / total));
  const full = Math.round(share * BAR);
  const bar = `${"▰".repeat(full)}${"▱".repeat(BAR - full)} ${Math.floor(share * 100)}%`;
  return [bar, `${grouped(done)} of ${grouped(total)} ${prose(unit ?? "", 40)}`.trimEnd()];
}

/** A question that somebody stopped. */
export function cancelledView(text: string, byUserId?: string): Content {
  const isUser = byUserId !== undefined && /^[UW][A-Z0-9]{1,30}$/.test(byUserId);
  return endedView(isUser ? `✋  Cancelled by <@${byUserId}>` : "✋  Cancelled", "Cancelled", text);
}

/** A question that the last process took along when it ended. */
export function interruptedView(text: string): Content {
  const words = "Trailwatch was restarted before it had the answer";
  return endedView(`⚠️  ${words}`, words, text);
}

function endedView(marked: string, words: string, question: string): Content {
  const again = button(ACTIONS.ask, "Ask again", question);
  const text = mrkdwn(/\S/.test(question) ? `${marked}: ${code(cutPlain(question, 300))}` : marked);
  const section: SlackBlock = { type: "section", text, ...(again && { accessory: again }) };
  return {
    text: fallback(`${words}: ${question}`, 500),
    blocks: [section],
    plain: [textBlock(text.text)],
  };
}

/** One line, said to one person or to all. */
export function lineView(text: string): Content {
  return { text: fallback(text), blocks: [textBlock(prose(cutPlain(text, 1400), 3000))] };
}
