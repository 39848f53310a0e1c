/** What the parts of the parser hand to each other, and how it becomes what is asked. */

import { HOUR } from "../domain/time.ts";
import type { NamedWindow } from "../language/time-phrase.ts";
import type { Token } from "../language/tokens.ts";
import type { AuditAsked } from "./audit/asked.ts";
import type { QuestionName } from "./grammar.ts";
import type { Narrowing } from "./narrowing.ts";
import type { AskContext, Misunderstood } from "./question.ts";

export type Understood =
  | { kind: "asked"; question: QuestionName; asked: AuditAsked }
  | { kind: "help"; topic?: string }
  | Misunderstood;

/** A question whose times and narrowing words are out. */
export type Draft = {
  context: AskContext;
  /** Words of the question that are left. */
  main: Token[];
  sides: Token[][];
  narrowing: Narrowing;
  window: NamedWindow | undefined;
  notes: string[];
};

/** Parts of AuditAsked that a question adds to what narrows it. */
export type Adding = Partial<Omit<AuditAsked, "window" | "notes">> & { notes?: string[] };

const DEFAULT_MS = 24 * HOUR;

export function misunderstood(text: string, suggestions: string[]): Misunderstood {
  return { kind: "misunderstood", text, suggestions };
}

/** Joins what narrows any question, what this one adds, and what the thread is about. */
export function toAsked(draft: Draft, question: QuestionName, adding: Adding): Understood {
  const asked: AuditAsked = {
    ...whatAndWho(draft.narrowing, adding),
    ...place(draft),
    ...output(draft.narrowing),
    window: askedWindow(draft),
    includeReads: draft.narrowing.includeReads ?? adding.includeReads ?? false,
    onlyReads: adding.onlyReads ?? false,
    ...(adding.onlyChanges && { onlyChanges: true }),
    onlyFailed: draft.narrowing.onlyFailed ?? adding.onlyFailed ?? false,
    includeAutomation: draft.narrowing.includeAutomation ?? false,
    withoutMfa: draft.narrowing.withoutMfa ?? false,
    notes: [...draft.notes, ...(draft.narrowing.notes ?? []), ...(adding.notes ?? [])],
  };
  return { kind: "asked", question, asked };
}

function whatAndWho(narrowing: Narrowing, adding: Adding) {
  const { subject, narrowedBy, anyWords } = adding;
  const actor = adding.actor ?? narrowing.actor;
  // Event names that were typed replace those that a verb means: they say it more exactly.
  const names = unlessEmpty(narrowing.names ?? adding.names ?? []);
  const services = narrowing.services ?? adding.services;
  const words = unlessEmpty(wordsOf(narrowing, adding));
  const eventId = adding.eventId ?? narrowing.eventId;
  return {
    ...(subject && { subject }),
    ...(actor && { actor }),
    ...(names && { names }),
    ...(narrowedBy !== undefined && { narrowedBy }),
    ...(anyWords && { anyWords }),
    ...(words && { words }),
    ...(services && { services }),
    ...(eventId !== undefined && { eventId }),
  };
}

/** "what did key AKIA… do from 10.0.0.1": one is the actor, the other must stand in the record. */
function wordsOf(narrowing: Narrowing, adding: Adding): string[] {
  const second = adding.actor && narrowing.actor?.text ? [narrowing.actor.text] : [];
  return [...(adding.words ?? []), ...(narrowing.words ?? []), ...second];
}

function output({ limit, asFile, quietly }: Narrowing) {
  return {
    ...(limit !== undefined && { limit }),
    ...(asFile && { asFile }),
    quietly: quietly ?? false,
  };
}

function unlessEmpty(list: string[]): string[] | undefined {
  return list.length > 0 ? [...new Set(list)] : undefined;
}

function askedWindow({ window, context }: Draft): AuditAsked["window"] {
  if (window) return { ...window, byDefault: false };
  const { zone, now, thread } = context;
  if (thread?.window)
    return { ...thread.window, zone, words: "the window of this thread", byDefault: false };
  return { from: now - DEFAULT_MS, to: now, zone, words: "last 24 h", byDefault: true };
}

function place({ narrowing, context }: Draft): { accounts?: string[]; regions?: string[] } {
  const { thread } = context;
  const accounts = narrowing.accounts ?? (thread?.account ? [thread.account] : undefined);
  const regions = narrowing.regions ?? (thread?.region ? [thread.region] : undefined);
  return { ...(accounts && { accounts }), ...(regions && { regions }) };
}
