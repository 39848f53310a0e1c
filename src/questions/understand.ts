/** Text from Slack or a terminal → the question that it asks. Never throws, whatever the text. */
import { readTime } from "../language/time-phrase.ts";
import { isWord, type Token, tokenize } from "../language/tokens.ts";
import { readAllOf, readBehind, readEverything } from "./actor-forms.ts";
import { spellOut } from "./antecedents.ts";
import { readClauses } from "./clauses.ts";
import { type Draft, isMetricsUnderstood, misunderstood, type Understood } from "./draft.ts";
import { readFollowOn, withThingAbove } from "./follow-on.ts";
import { readChanged, readDeeds, readDid } from "./forms.ts";
import { type AuditQuestionName, grammarRow, isMetricsQuestion } from "./grammar.ts";
import { readMetricsFollowOn } from "./metrics/read-follow-on.ts";
import { readMetricsQuestion } from "./metrics/read-question.ts";
import { wordsOf } from "./metrics/read-words.ts";
import { readNarrowing } from "./narrowing.ts";
import { readOrder } from "./orders/read-order.ts";
import type { AskContext } from "./question.ts";
import { reworded, withSignInsJoined } from "./rewording.ts";
import { readHelp, readRawEvent } from "./short-forms.ts";
import { readDenied, readSignIns } from "./sign-in-words.ts";
import { readSlash } from "./slash.ts";
import { type Corrected, withoutTypos } from "./typos.ts";

export type { Understood } from "./draft.ts";
export type { QuestionName } from "./grammar.ts";

/** The longest question; a longer text is a log or a file, not a question. */
const LONGEST = 4000;

/** Understands a slash command, a mention, or a question in words; says what is wrong where it cannot. */
export function understand(text: string, context: AskContext): Understood {
  if (text.length > LONGEST) {
    return misunderstood(
      `This text has ${text.length} characters, and a question at most ${LONGEST}: ask for one thing, by its name.`,
      ["who changed bucket-x last 7d"],
    );
  }
  const tokens = withSignInsJoined(withoutMention(tokenize(text)));
  const understood = read(tokens, text, context);
  const corrected = withoutTypos(tokens);
  if (!corrected || !isDoubtful(understood, corrected)) return understood;
  const again = read(corrected.tokens, textOf(corrected.tokens), context);
  if (again.kind === "help") return again;
  if (again.kind === "misunderstood") return understood;
  const notes = [...corrected.notes, ...again.asked.notes];
  return isMetricsUnderstood(again)
    ? { ...again, asked: { ...again.asked, notes } }
    : { ...again, asked: { ...again.asked, notes } };
}

/** Not understood as typed, or only by taking "yestreday" for somebody's name. */
function isDoubtful(understood: Understood, { unlikelyNames }: Corrected): boolean {
  if (understood.kind !== "asked") return understood.kind === "misunderstood";
  if (isMetricsUnderstood(understood)) {
    const words = understood.asked.name.split(/\s+/);
    return unlikelyNames.some((name) => words.includes(name));
  }
  const { subject, actor } = understood.asked;
  return unlikelyNames.some((name) => name === subject?.text || name === actor?.text);
}

/** `@trailwatch …`, `<@U0BOT> …`: to whom the text is said. */
function withoutMention(tokens: Token[]): Token[] {
  const addressed = tokens.findIndex((token) => token.quoted || !/^@/.test(token.word));
  const bare = addressed > 0 ? tokens.slice(addressed) : tokens;
  return isWord(bare[0], "trailwatch", "/trailwatch") && bare.length > 1 ? bare.slice(1) : bare;
}

/** Words that were put right, as a text again. */
function textOf(tokens: readonly Token[]): string {
  return tokens.map(({ text, quoted }) => (quoted ? `"${text}"` : text)).join(" ");
}

function read(typed: Token[], text: string, context: AskContext): Understood {
  const help = readHelp(typed);
  if (help) return help;
  const order = readOrder(typed, context);
  if (order) return order;
  const words = wordsOf(text);
  const metrics = readMetricsQuestion(words, context, "sure");
  if (metrics) return metrics;
  const further = readMetricsFollowOn(words, context);
  if (further) return further;
  const audit = readAuditQuestion(typed, context);
  if (audit.kind !== "misunderstood") return audit;
  return readMetricsQuestion(words, context, "else") ?? audit;
}

/** What CloudTrail answers. */
function readAuditQuestion(typed: Token[], context: AskContext): Understood {
  const { now, zone, thread } = context;
  const { tokens, named } = spellOut(typed, thread);
  const anchor = thread?.window?.to;
  const time = readTime(tokens, { now, zone, ...(anchor !== undefined && { anchor }) });
  if (time.kind === "problem") return misunderstood(time.text, ["what changed last 2h"]);
  const command = commandOf(time.rest);
  const { main, sides } = command
    ? { main: time.rest.slice(1), sides: [] }
    : readClauses(time.rest);
  const narrowed = readNarrowing(main, context);
  if (narrowed.kind === "problem") return misunderstood(narrowed.text, []);
  const draft: Draft = {
    context,
    main: command ? narrowed.rest : reworded(narrowed.rest),
    sides,
    narrowing: narrowed.narrowing,
    window: time.window,
    notes: [...time.notes, ...named.map((name) => `Taken from above in this thread: ${name}.`)],
  };
  return command ? readSlash(command, draft) : readInThread(onceMore(draft, typed));
}

/** "again", "and now?": words that are only said along elsewhere. */
function onceMore(draft: Draft, typed: readonly Token[]): Draft {
  const again = typed.find((token) => isWord(token, "again", "now", "currently", "still"));
  const isEmpty = draft.main.length === 0 && draft.sides.length === 0;
  return again && isEmpty ? { ...draft, main: [again] } : draft;
}

/** A word that goes on about what stands above, else a question of its own; a lone name only where it asks nothing else. */
function readInThread(draft: Draft): Understood {
  const followed = readFollowOn(draft, { bareNames: false });
  if (followed) return followed;
  const own = withThingAbove(readWords(draft), draft.context.thread);
  if (own.kind !== "misunderstood") return own;
  return readFollowOn(draft, { bareNames: true }) ?? own;
}

function commandOf(tokens: readonly Token[]): AuditQuestionName | undefined {
  const [first] = tokens;
  if (!first || first.quoted || !/^\/?[a-z]+-[a-z-]+$|^\/[a-z-]+$/.test(first.word))
    return undefined;
  const row = grammarRow(first.word);
  if (!row || row.name === "help" || isMetricsQuestion(row.name)) return undefined;
  return row.name;
}

/** The forms, the most telling first. */
function readWords(draft: Draft): Understood {
  return (
    readRawEvent(draft) ??
    readSignIns(draft) ??
    readDenied(draft) ??
    readAllOf(draft) ??
    readBehind(draft) ??
    readEverything(draft) ??
    readDid(draft) ??
    readDeeds(draft) ??
    readChanged(draft)
  );
}
