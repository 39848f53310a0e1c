/** The small print of an answer: what was searched, what is missing, who asked what. */
import type { Answer } from "../../answers/answer.ts";
import { evidenceLine, gapsOf } from "../../answers/evidence.ts";
import { count } from "../../answers/words.ts";
import type { Search } from "../../domain/search.ts";
import type { SlackBlock } from "./blocks.ts";
import { code, lineText, prose } from "./mrkdwn.ts";
import { accountText } from "./sections/changes.ts";
import { smallBlock, textBlock } from "./sections/draft.ts";
import { cutPlain } from "./shown.ts";

const MOST_SEARCHES = 4;
const MOST_GAPS = 4;

export type AskedBy = { askedBy?: string };

export type EvidenceOptions = {
  /** `prod` → 111122223333. */
  accountNames?: Record<string, string>;
  /** A line below the evidence. */
  endNote?: string;
};

/** Gaps stand out, evidence stands small. */
export function evidenceBlocks(answer: Answer, options: EvidenceOptions): SlackBlock[] {
  const gaps = gapsOf(answer.searched).map((gap) => withAccountNames(gap, options));
  const searches = answer.searched.slice(0, MOST_SEARCHES).map((search) => {
    // The times are written in the zone of whoever reads, which Slack alone knows.
    return `🔎  Searched ${lineText(evidenceLine(inChannelWords(search, options), "your time"), 600)}`;
  });
  const unsaid = answer.searched.length - searches.length;
  if (unsaid > 0) searches.push(`… and ${count(unsaid, "more search", "more searches")}`);
  if (options.endNote !== undefined) searches.push(prose(options.endNote, 300));
  return [...gapBlocks(gaps), ...(searches.length > 0 ? [smallBlock([searches.join("\n")])] : [])];
}

/** Accounts by name; a folder of the machine that answers tells nobody in a channel anything. */
function inChannelWords(search: Search, { accountNames = {} }: EvidenceOptions): Search {
  const { place, ...rest } = search;
  const isPath = place !== undefined && /^(\/|[A-Za-z]:\\|\.{1,2}\/)/.test(place);
  const accounts = search.accounts.map((account) => accountText(account, { accountNames }));
  return { ...rest, accounts, ...(place !== undefined && !isPath && { place }) };
}

/** `account 333344445555` → `account security`. */
function withAccountNames(text: string, { accountNames = {} }: EvidenceOptions): string {
  return text.replace(/(?<![\w:/-])\d{12}(?![\w/-])/g, (id) => accountText(id, { accountNames }));
}

function gapBlocks(gaps: string[]): SlackBlock[] {
  if (gaps.length === 0) return [];
  const lines = gaps.slice(0, MOST_GAPS).map((gap) => `⚠️  *Missing:* ${prose(gap, 300)}`);
  const unsaid = gaps.length - lines.length;
  if (unsaid > 0) lines.push(`… and ${count(unsaid, "more gap")}`);
  return [textBlock(lines.join("\n"))];
}

/** Who asked what; a slash command leaves no other trace of it in the channel. */
export function askedBlocks(answer: Answer, { askedBy }: AskedBy): SlackBlock[] {
  const isUser = askedBy !== undefined && /^[UW][A-Z0-9]{1,30}$/.test(askedBy);
  const question = /\S/.test(answer.question.text)
    ? code(cutPlain(answer.question.text, 200))
    : undefined;
  const parts = [
    isUser ? `Asked by <@${askedBy}>` : undefined,
    question && (isUser ? question : `Asked: ${question}`),
  ];
  const text = parts.filter((part) => part !== undefined).join(" · ");
  return text === "" ? [] : [smallBlock([text])];
}
