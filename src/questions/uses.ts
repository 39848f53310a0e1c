/** uses: who asked what, for those who may know; made from the journal alone, which holds no results. */
import type { Answer, Line } from "../answers/answer.ts";
import { count, duration } from "../answers/words.ts";
import { DAY } from "../domain/time.ts";
import { readTime } from "../language/time-phrase.ts";
import { isWord, type Token, tokenize } from "../language/tokens.ts";
import type { JournalEntry } from "../store/journal.ts";
import { POLITE } from "./function-words.ts";
import { findPhrase, toPhrase } from "./phrases.ts";
import type { AskContext } from "./question.ts";

export type UsesAsked = {
  kind: "uses";
  window: { from: number; to: number };
  /** `last 7 days`, as it is said back. */
  words: string;
  zone: string;
  /** Slack id of the one person who is asked about. */
  userId?: string;
};

const USES = [
  "^ show? me? the? all? uses of? trailwatch? by <> $",
  "^ show? me? the? all? uses of? trailwatch? $",
  "^ show? me? the? question|questions log|journal $",
  "^ show? me? the? journal|audit-log $",
  "^ who asked|asks you|trailwatch? what|questions|anything? $",
  "^ who is|has? used|uses|using you|trailwatch $",
  "^ what|which questions? was|were|has|have been? asked here|you|trailwatch? $",
  "^ what|which questions? did|has <> ask|asked you|trailwatch? $",
].map(toPhrase);

const DEFAULT_MS = 7 * DAY;

/** The Slack id in a mention as Slack writes it: `<@U0123|jane>`. */
const MENTION = /<@([UW][A-Z0-9]{1,20})(?:\|[^<>]{0,100})?>/g;

/** `/trailwatch uses last 7d`, `who asked what?`, `uses by <@U1>`; undefined when the text asks something else. */
export function readUses(
  text: string,
  context: Pick<AskContext, "now" | "zone">,
): UsesAsked | undefined {
  if (text.length > 400) return undefined;
  const tokens = withoutName(tokenize(text));
  const time = readTime(tokens, context);
  if (time.kind === "problem") return undefined;
  const match = findPhrase(USES, time.rest);
  if (!match) return undefined;
  const named = (match.captured[0] ?? []).length > 0;
  // "what did jane ask?" names nobody whom Slack knows; a mention does.
  const userId = named ? userIdIn(text) : undefined;
  if (named && userId === undefined) return undefined;
  const { now, zone } = context;
  const window = time.window ?? { from: now - DEFAULT_MS, to: now, words: "last 7 days" };
  return {
    kind: "uses",
    window: { from: window.from, to: window.to },
    words: window.words,
    zone,
    ...(userId !== undefined && { userId }),
  };
}

const NAME = "trailwatch";

/** The words without the name of whom they are said to. */
function withoutName(tokens: Token[]): Token[] {
  const isPolite = ({ quoted, word }: Token) => !quoted && POLITE.has(word) && word !== NAME;
  const spoken = tokens.filter((token) => !isPolite(token));
  const start = spoken.findIndex(
    (token) => !isWord(token, NAME, `/${NAME}`) && !/^@./.test(token.word),
  );
  return start > 0 ? spoken.slice(start) : spoken;
}

/** The last one: the first may be the bot itself. */
function userIdIn(text: string): string | undefined {
  return [...text.matchAll(MENTION)].at(-1)?.[1];
}

const SHOWN = 50;

/** A table of who asked what, newest first. `names`: people by their Slack ids. */
export function toUses(
  text: string,
  asked: UsesAsked,
  entries: readonly JournalEntry[],
  names: ReadonlyMap<string, string>,
): Answer {
  const { from, to } = asked.window;
  const inWindow = entries.filter(({ at }) => at >= from && at <= to);
  const people = new Set(inWindow.map(({ address }) => address.userId)).size;
  const asks = `${count(inWindow.length, "question")} by ${count(people, "person", "people")}`;
  return {
    outcome: inWindow.length > 0 ? "found" : "nothing",
    headline:
      inWindow.length > 0 ? `${asks} (${asked.words})` : `Nobody asked anything (${asked.words})`,
    question: { name: "uses", text: text.slice(0, 500), window: asked.window, zone: asked.zone },
    sections: [
      {
        kind: "table",
        columns: ["When", "Who", "Where", "Question", "Outcome", "Took"],
        rows: inWindow.slice(0, SHOWN).map((entry) => rowOf(entry, names)),
        hidden: Math.max(0, inWindow.length - SHOWN),
      },
    ],
    searched: [],
    followUps: [],
    data: { uses: inWindow.slice(0, SHOWN).map(useOf) },
  };
}

function rowOf(entry: JournalEntry, names: ReadonlyMap<string, string>): Line[] {
  const { at, address, text, state, outcome, tookMs } = entry;
  const where = address.channelId.startsWith("D") ? "direct message" : address.channelId;
  return [
    [{ kind: "time", at }],
    [names.get(address.userId) ?? address.userId],
    [where],
    [text === "" ? "(nothing)" : shortened(text)],
    [state === "answered" ? (outcome ?? state) : state],
    [tookMs === undefined ? "" : tookWords(tookMs)],
  ];
}

/** A table cell takes a line, not a page. */
function shortened(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

function tookWords(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : duration(ms);
}

function useOf({ at, address, question, text, state, outcome, tookMs, ...cost }: JournalEntry) {
  const { userId, channelId } = address;
  const { scannedBytes, costUsd } = cost;
  const use = { at, userId, channelId, question, text, state, outcome, tookMs };
  return { ...use, scannedBytes, costUsd };
}
