/** A conversation in a thread: "and yesterday?", "only failed", "and bucket-y?" mean the question above with a word replaced. */
import { never } from "../domain/never.ts";
import type { Token } from "../language/tokens.ts";
import { threadActor } from "./antecedents.ts";
import type { AuditAsked } from "./audit/asked.ts";
import { readCalls } from "./calls.ts";
import { type Draft, isMetricsUnderstood, toAsked, type Understood } from "./draft.ts";
import { readTail, type Tail } from "./follow-on-words.ts";
import { type AuditQuestionName, GRAMMAR, isMetricsQuestion } from "./grammar.ts";
import type { ThreadContext } from "./question.ts";

/** The question above, as it was understood. */
export type Above = { question: AuditQuestionName; asked: AuditAsked };

/**
 * The question above as JSON data that outlives the process; what was said of the answer's form is left out, and what was
 * agreed to was so for that question alone.
 */
export function toAbove({ question, asked }: Above): unknown {
  const { notes: _, limit: __, asFile: ___, spendUsd: ____, ...kept } = asked;
  return { version: 1, question, asked: { ...kept, quietly: false, notes: [] } };
}

/** Reads what `toAbove` wrote; anything else, such as that of another version, is no question. */
export function readAbove(value: unknown): Above | undefined {
  if (!isRecord(value) || value.version !== 1 || !isRecord(value.asked)) return undefined;
  const question = questionNamed(value.question);
  const { window, notes } = value.asked;
  const isWhole = isRecord(window) && typeof window.from === "number" && Array.isArray(notes);
  // Written by this file alone, from an AuditAsked, under the same version.
  return question && isWhole ? { question, asked: value.asked as AuditAsked } : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function questionNamed(name: unknown): AuditQuestionName | undefined {
  const found = GRAMMAR.find((row) => row.name === name)?.name;
  return found === undefined || found === "help" || isMetricsQuestion(found) ? undefined : found;
}

/** What stands above in the thread; an alarm, or what an older version kept, gives only the parts. */
function aboveIn(draft: Draft, thread: ThreadContext): Above | undefined {
  const whole = readAbove(thread.above);
  if (whole) return whole;
  const { subject } = thread;
  const actor = thread.actor === undefined ? undefined : threadActor({ actor: thread.actor });
  const question =
    questionNamed(thread.question) ??
    (subject ? "who-changed" : actor ? "what-did" : "what-changed");
  const of = subject === undefined ? undefined : readCalls([nameToken(subject)]);
  const bare: Draft = {
    ...draft,
    main: [],
    sides: [],
    narrowing: {},
    window: undefined,
    notes: [],
  };
  const understood = toAsked(bare, question, {
    ...(of?.kind === "read" && of.read.subject && { subject: of.read.subject }),
    ...(actor && { actor }),
  });
  return understood.kind === "asked" ? understood : undefined;
}

function nameToken(text: string): Token {
  return { text, word: text.toLowerCase(), quoted: true };
}

/**
 * The question above with what these words replace; undefined when they ask a question of their own or when nothing
 * stands above. The answer says what was taken over. `bareNames`: a name alone is taken in place of that above.
 */
export function readFollowOn(draft: Draft, takes: { bareNames: boolean }): Understood | undefined {
  const { thread } = draft.context;
  if (!thread || draft.sides.length > 0 || draft.narrowing.eventId !== undefined) return undefined;
  const above = aboveIn(draft, thread);
  const about = above && { asked: above.asked, isAboutWhom: isAboutWhom(above) };
  const tail = about && readTail(draft, { ...about, ...takes });
  return tail && continued(above, draft, tail);
}

/** A question about the thing above means the same kind of thing: "it" of "the lambda function f" is no bucket. */
export function withThingAbove(
  understood: Understood,
  thread: ThreadContext | undefined,
): Understood {
  const above = readAbove(thread?.above)?.asked.subject;
  if (understood.kind !== "asked" || isMetricsUnderstood(understood) || !above) return understood;
  const { asked } = understood;
  if (asked.subject?.text !== above.text) return understood;
  return { ...understood, asked: { ...asked, subject: above } };
}

/** Questions whose name in "and jane?" is a person rather than a thing. */
function isAboutWhom({ question, asked }: Above): boolean {
  const isOfActors = question === "what-did" || question === "who-signed-in";
  return isOfActors || (asked.subject === undefined && asked.actor !== undefined);
}

function continued(above: Above, draft: Draft, tail: Tail): Understood {
  const kept: AuditAsked = { ...above.asked };
  for (const name of tail.drops ?? []) delete kept[name];
  const { adding = {} } = tail;
  const said = replacements(draft.narrowing);
  const window = windowOf(above, draft, tail);
  // A verb or a part that is named now replaces what was asked of the calls above.
  if (said.names || adding.names) delete kept.narrowedBy;
  const asked: AuditAsked = { ...kept, ...said, ...adding, window, notes: [] };
  if (asked.accounts?.length === 0) delete asked.accounts;
  if (asked.regions?.length === 0) delete asked.regions;
  const question = tail.question ?? above.question;
  const notes = [
    ...draft.notes,
    ...(draft.narrowing.notes ?? []),
    ...(adding.notes ?? []),
    takenOver(question, asked),
  ];
  return { kind: "asked", question, asked: { ...asked, notes } };
}

/** What narrows the question anew; what was not said stays as it was above. */
function replacements(narrowing: Draft["narrowing"]): Partial<AuditAsked> {
  const { notes: _, eventId: __, quietly: ___, ...said } = narrowing;
  return said;
}

function windowOf({ asked }: Above, { window, context }: Draft, tail: Tail): AuditAsked["window"] {
  if (window) return { ...window, byDefault: false };
  const { now, zone } = context;
  const { from, to, byDefault } = asked.window;
  const length = to - from;
  if (byDefault && !tail.shift) return { ...asked.window, from: now - length, to: now, zone };
  const shifted = { zone, words: "", byDefault: false };
  switch (tail.shift) {
    case "before":
      return { ...shifted, from: from - length, to: from - 1 };
    case "after":
      return { ...shifted, from: to, to: now };
    case "now":
      return { ...shifted, from: byDefault ? now - length : from, to: now };
    case undefined:
      return { ...shifted, from, to, words: fixedWords(asked.window.words) };
    default:
      return never(tail.shift);
  }
}

/** Dates stay true, "last 2 h" does not. */
function fixedWords(words: string): string {
  return /^\D{0,5}\d{4}-\d{2}-\d{2}/.test(words) ? words : "in the window of this thread";
}

/** `Read as: who-changed of bucket-x by jane, the calls that mean deleted, as above in this thread.` */
function takenOver(question: AuditQuestionName, asked: AuditAsked): string {
  const { subject, actor, names, narrowedBy, accounts, regions, window } = asked;
  const parts = [
    subject && `of ${subject.text}`,
    actor && `by ${actor.text || actor.kind}`,
    narrowedBy ? `narrowed to ${narrowedBy}` : names && `calls ${names.slice(0, 3).join(", ")}`,
    asked.onlyFailed && "refused or failed calls alone",
    accounts && `account ${accounts.join(", ")}`,
    regions && `Region ${regions.join(", ")}`,
    !window.byDefault && window.words.replace(/^in the window.*$/, "its window"),
  ].filter(Boolean);
  const about = parts.length > 0 ? `: ${parts.join("; ")}` : "";
  return `Read as ${question}${about}, as above in this thread.`;
}
