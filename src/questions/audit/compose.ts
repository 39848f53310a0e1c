/** Parts that every audit answer has in common: its data, its evidence, what was left out, what to ask next. */
import type { Answer, AskedSummary, FollowUp, Outcome, Section } from "../../answers/answer.ts";
import { isUnasked, windowWords } from "../../answers/evidence.ts";
import { count, duration, listed } from "../../answers/words.ts";
import type { Search } from "../../domain/search.ts";
import { formatInstant, MINUTE } from "../../domain/time.ts";
import type { TrailEvent } from "../../domain/trail-event.ts";
import type { AskContext } from "../question.ts";
import type { AuditAsked } from "./asked.ts";
import { type EventData, type Known, toEventData, toRow } from "./event-data.ts";
import { SHOWN_ROWS } from "./searching.ts";

/** `data` of an audit answer: newest first; `attempts` were denied or failed and are never among `changes`. */
export type AuditData = {
  changes: EventData[];
  attempts: EventData[];
  reads: EventData[];
  /** Matching events left out as automation. */
  folded: number;
  /** Matching events beyond the limit. */
  truncated: number;
};

/** CloudTrail delivers within about 5 minutes on average and gives no bound; 15 is what its documentation used to promise. */
export const LATE_MS = 15 * MINUTE;

export function toAnswer(
  asked: AuditAsked,
  question: AskedSummary,
  parts: {
    outcome: Outcome;
    headline: string;
    sections: Section[];
    searched: Search[];
    followUps: FollowUp[];
    data: AuditData & { [name: string]: unknown };
  },
  context: AskContext,
): Answer {
  return {
    outcome: parts.outcome,
    headline: toHeadline(parts),
    question,
    sections: [...noteSections(asked), ...parts.sections, ...lateSections(asked, context)],
    searched: mergeSearches(parts.searched),
    followUps: parts.followUps.slice(0, 6),
    data: parts.data,
  };
}

/** Headlines that say that something did not happen, also where attempts at it were found. */
const NOTHING_DONE = /^(?:Nobody|Nothing)\b|\bchanged nothing\b/;

/** "Nobody" is only said of what was looked through. */
function toHeadline({
  outcome,
  headline,
  searched,
}: {
  outcome: Outcome;
  headline: string;
  searched: Search[];
}): string {
  const saysNothing = outcome === "nothing" || NOTHING_DONE.test(headline);
  if (!saysNothing || searched.every(({ complete }) => complete)) return headline;
  if (!searched.every(isUnasked)) return `${headline}, as far as could be looked`;
  const sources = [...new Set(searched.map(({ source }) => source))];
  return `Not known: ${listed(sources)} ${sources.length === 1 ? "was" : "were"} not asked`;
}

export function summaryOf(name: string, text: string, asked: AuditAsked): AskedSummary {
  return {
    name,
    text,
    ...(asked.subject && { subject: asked.subject.text }),
    ...(asked.actor && { actor: asked.actor.text || asked.actor.kind }),
    window: { from: asked.window.from, to: asked.window.to },
    zone: asked.window.zone,
  };
}

export function toData(
  lists: { changes?: TrailEvent[]; attempts?: TrailEvent[]; reads?: TrailEvent[] },
  known: Known,
  rest: { folded?: number; truncated?: number } = {},
): AuditData {
  const events = (list: TrailEvent[] | undefined) =>
    (list ?? []).map((event) => toEventData(event, known));
  return {
    changes: events(lists.changes),
    attempts: events(lists.attempts),
    reads: events(lists.reads),
    folded: rest.folded ?? 0,
    truncated: rest.truncated ?? 0,
  };
}

/** A section of rows, cut at what a reader takes in; `matched` counts all there are. Empty when there are none. */
export function rowsSection(
  title: string,
  events: TrailEvent[],
  matched: number,
  known: Known,
  shown = SHOWN_ROWS,
): Section[] {
  if (events.length === 0) return [];
  const rows = events.slice(0, shown).map((event) => toRow(event, known));
  return [{ kind: "changes", title, rows, hidden: matched - rows.length }];
}

/** `in the last 24 h`, `from 2026-11-20 14:00:00 to 14:30:00 UTC`. */
export function inWindow(asked: AuditAsked): string {
  const { words } = asked.window;
  if (
    /^(in|on|from|since|between|before|around|at|today|yesterday|this|last night)\b/.test(words)
  ) {
    return words;
  }
  if (/^(last|past)\b/.test(words)) return `in the ${words}`;
  return words === "" ? windowWords(asked.window, asked.window.zone) : words;
}

/** The window as words that the grammar reads again. */
export function windowText(window: { from: number; to: number }): string {
  return `from ${formatInstant(window.from)} to ${formatInstant(window.to)}`;
}

/** A name as the grammar takes it back: quoted where it holds spaces or looks like a keyword. */
export function nameText(name: string): string {
  return /^[\w./:@*$+=-]+$/.test(name) ? name : `"${name.replaceAll('"', "'")}"`;
}

function noteSections(asked: AuditAsked): Section[] {
  return asked.notes.map((note) => ({ kind: "callout", tone: "info", line: [note] }));
}

function lateSections(asked: AuditAsked, context: AskContext): Section[] {
  const age = context.now - asked.window.to;
  if (age >= LATE_MS || context.looksAgain) return [];
  return [
    {
      kind: "callout",
      tone: "info",
      line: [
        `CloudTrail may still deliver events of the last ${duration(LATE_MS)}; ask again then to be sure.`,
      ],
    },
  ];
}

/** Searches of the same source and window are one line of evidence: what they looked at is not added up twice. */
function mergeSearches(searched: Search[]): Search[] {
  const merged = new Map<string, Search>();
  for (const search of searched) {
    const key = `${search.source} ${search.place} ${search.window.from} ${search.window.to}`;
    const before = merged.get(key);
    merged.set(key, before ? joined(before, search) : search);
  }
  return [...merged.values()];
}

function joined(a: Search, b: Search): Search {
  const newest = Math.max(a.newestEventAt ?? 0, b.newestEventAt ?? 0);
  return {
    ...a,
    accounts: [...new Set([...a.accounts, ...b.accounts])].sort(),
    regions: [...new Set([...a.regions, ...b.regions])].sort(),
    examined: Math.max(a.examined, b.examined),
    matched: a.matched + b.matched,
    ...(newest > 0 && { newestEventAt: newest }),
    scannedBytes: (a.scannedBytes ?? 0) + (b.scannedBytes ?? 0),
    ...added("requests", a, b),
    ...added("costUsd", a, b),
    ...firstOf("filter", a, b),
    ...firstOf("spared", a, b),
    ...firstOf("pending", a, b),
    complete: a.complete && b.complete,
    gaps: [...new Set([...a.gaps, ...b.gaps])],
  };
}

function added(name: "requests" | "costUsd", a: Search, b: Search): Partial<Search> {
  if (a[name] === undefined && b[name] === undefined) return {};
  return { [name]: (a[name] ?? 0) + (b[name] ?? 0) };
}

function firstOf(name: "filter" | "spared" | "pending", a: Search, b: Search): Partial<Search> {
  const value = a[name] ?? b[name];
  return value === undefined ? {} : { [name]: value };
}

/** `4 refused or failed attempts`. */
export function attemptsWords(amount: number): string {
  return count(amount, "refused or failed attempt");
}
