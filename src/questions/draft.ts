/** What the parts of the parser hand to each other, and how it becomes what is asked. */

import { HOUR, type Window } from "../domain/time.ts";
import type { NamedWindow } from "../language/time-phrase.ts";
import type { Token } from "../language/tokens.ts";
import type { AuditAsked } from "./audit/asked.ts";
import { type AuditQuestionName, isMetricsQuestion, type MetricsQuestionName } from "./grammar.ts";
import type { MetricsAsked } from "./metrics/asked.ts";
import type { Narrowing } from "./narrowing.ts";
import type { AskContext, Misunderstood } from "./question.ts";

export type AuditUnderstood = { kind: "asked"; question: AuditQuestionName; asked: AuditAsked };
export type MetricsUnderstood = {
  kind: "asked";
  question: MetricsQuestionName;
  asked: MetricsAsked;
};

/** True for what CloudWatch answers, not CloudTrail. */
export function isMetricsUnderstood(
  asked: AuditUnderstood | MetricsUnderstood,
): asked is MetricsUnderstood {
  return isMetricsQuestion(asked.question);
}

export type Understood =
  | AuditUnderstood
  | MetricsUnderstood
  | MetricsUnderstood
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
export function toAsked(
  draft: Draft,
  question: AuditQuestionName,
  adding: Adding,
): AuditUnderstood {
  const taken = takenOver(draft, question, adding);
  const asked: AuditAsked = {
    ...whatAndWho(draft.narrowing, adding),
    ...place(draft.narrowing, taken),
    ...output(draft.narrowing),
    window: askedWindow(draft, taken),
    includeReads: draft.narrowing.includeReads ?? adding.includeReads ?? false,
    onlyReads: adding.onlyReads ?? false,
    ...(adding.onlyChanges && { onlyChanges: true }),
    onlyFailed: draft.narrowing.onlyFailed ?? adding.onlyFailed ?? false,
    includeAutomation: draft.narrowing.includeAutomation ?? false,
    withoutMfa: draft.narrowing.withoutMfa ?? false,
    notes: [
      ...draft.notes,
      ...(draft.narrowing.notes ?? []),
      ...(adding.notes ?? []),
      ...takenNotes(taken),
    ],
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

function output({ limit, asFile, quietly, spendUsd }: Narrowing) {
  return {
    ...(spendUsd !== undefined && { spendUsd }),
    ...(limit !== undefined && { limit }),
    ...(asFile && { asFile }),
    quietly: quietly ?? false,
  };
}

function unlessEmpty(list: string[]): string[] | undefined {
  return list.length > 0 ? [...new Set(list)] : undefined;
}

/** What a question that is complete by itself still takes from its thread: what nobody said again. */
type Taken = { window?: Window; account?: string; region?: string };

function takenOver(
  { window, narrowing, context }: Draft,
  name: AuditQuestionName,
  adding: Adding,
): Taken {
  const { thread } = context;
  // One event is found by its id alone, wherever it is.
  if (!thread || name === "raw-event") return {};
  const { account, region } = thread;
  // A name that says where the thing is (an ARN, a URL) is not looked for elsewhere.
  const isPlaced = adding.subject?.account !== undefined || adding.subject?.region !== undefined;
  // Sign-ins are recorded in a Region of their own, whatever was done afterwards.
  const anyRegion = isPlaced || narrowing.regions || name === "who-signed-in";
  return {
    ...(!window && thread.window && { window: thread.window }),
    ...(account !== undefined && !narrowing.accounts && !isPlaced && { account }),
    ...(region !== undefined && !anyRegion && { region }),
  };
}

function takenNotes({ window, account, region }: Taken): string[] {
  const parts = [
    window && "its window",
    account !== undefined && `account ${account}`,
    region !== undefined && `Region ${region}`,
  ].filter(Boolean);
  return parts.length > 0 ? [`Taken from above in this thread: ${parts.join(", ")}.`] : [];
}

function askedWindow({ window, context }: Draft, taken: Taken): AuditAsked["window"] {
  if (window) return { ...window, byDefault: false };
  const { zone, now } = context;
  if (taken.window)
    return { ...taken.window, zone, words: "in the window of this thread", byDefault: false };
  return { from: now - DEFAULT_MS, to: now, zone, words: "last 24 h", byDefault: true };
}

/** An empty list says "all of them": then nothing is taken from the thread either. */
function place(
  narrowing: Narrowing,
  { account, region }: Taken,
): { accounts?: string[]; regions?: string[] } {
  const accounts = narrowing.accounts ?? (account !== undefined ? [account] : []);
  const regions = narrowing.regions ?? (region !== undefined ? [region] : []);
  return { ...(accounts.length > 0 && { accounts }), ...(regions.length > 0 && { regions }) };
}
