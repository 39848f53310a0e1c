/** Where a source was not asked because of its price: a button that asks the same question and agrees to it. */
import type { Answer, FollowUp } from "../answers/answer.ts";
import { dollars } from "../answers/words.ts";
import type { AuditAsked } from "./audit/asked.ts";

const MOST_FOLLOW_UPS = 6;

/** The answer with the offer before its other follow-ups; as it is where nothing was spared that words could buy. */
export function withSpendOffer(answer: Answer, text: string, asked: AuditAsked): Answer {
  const offer = offerFor(answer, text, asked);
  if (!offer) return answer;
  return { ...answer, followUps: [offer, ...answer.followUps].slice(0, MOST_FOLLOW_UPS) };
}

function offerFor({ searched }: Answer, text: string, asked: AuditAsked): FollowUp | undefined {
  const spared = searched.flatMap((search) => search.spared ?? []);
  const offered = spared.filter(({ words }) => words !== undefined);
  const [first] = offered;
  if (!first) return undefined;
  const sources = [...new Set(offered.map(({ source }) => source))].join(" and ");
  // What the question has cost already counts against what is agreed to.
  const costs = [...offered, ...searched].reduce((sum, { costUsd = 0 }) => sum + costUsd, 0);
  const price = priceIn(first.words) ?? 0;
  const words = `spend ${dollars(Math.max(costs, price))}`;
  return {
    label: `Ask ${sources} too (${dollars(Math.max(costs, price))})`,
    text: isFollowOn(asked) ? words : `${withoutSpend(text)} ${words}`,
  };
}

function priceIn(words = ""): number | undefined {
  const amount = /\$(\d+(?:\.\d+)?)/.exec(words)?.[1];
  return amount === undefined ? undefined : Number(amount);
}

/** "the hour before?" would be read anew from the answer that stands above by then: the words alone mean that answer. */
function isFollowOn({ notes }: AuditAsked): boolean {
  return notes.some(
    (note) => note.startsWith("Read as ") && note.endsWith("as above in this thread."),
  );
}

const SPEND =
  /(?<![\w-])(?:spend|spending|pay|paying)\s+(?:up\s+to\s+)?\$?\d*\.?\d+(?:\s?(?:\$|¢|usd|dollars?|cents?|c)(?!\w))?[,;.]?/gi;

/** The text without what was agreed to before; quoted names stay as they are. */
function withoutSpend(text: string): string {
  const parts = text.split(/("[^"]*"|`[^`]*`)/);
  const kept = parts.map((part, at) => (at % 2 === 0 ? part.replace(SPEND, " ") : part));
  return kept.join("").replace(/\s+/g, " ").trim();
}
