/** What a thread is about after an answer, so that "and yesterday?" needs no subject. */
import type { Answer } from "../answers/answer.ts";
import type { ActorQuery } from "../domain/actor-query.ts";
import { isMetricsUnderstood, type MetricsUnderstood } from "../questions/draft.ts";
import { toAbove } from "../questions/follow-on.ts";
import { toMetricsAbove } from "../questions/metrics/read-follow-on.ts";
import type { ThreadTopic } from "../store/journal.ts";
import type { AskedQuestion } from "./desk-answering.ts";

/**
 * Undefined for questions that open no subject of their own: then the thread stays about what it was about. What
 * `before` named and this question does not, "it" and "they" still mean.
 */
export function toTopic(
  asked: AskedQuestion,
  answer: Answer,
  before?: ThreadTopic,
): ThreadTopic | undefined {
  if (isMetricsUnderstood(asked)) return metricsTopic(asked, answer, before);
  if (asked.question === "raw-event") return undefined;
  const { subject, actor, window, accounts = [], regions = [] } = asked.asked;
  const seenActor = actor ? undefined : (seenIn(answer) ?? before?.actor ?? before?.seenActor);
  const thing = subject?.text ?? before?.subject;
  const [account] = accounts.length === 1 ? accounts : [];
  const [region] = regions.length === 1 ? regions : [];
  return {
    question: asked.question,
    above: toAbove(asked),
    ...(thing !== undefined && { subject: thing }),
    ...(actor && { actor: actorWords(actor) }),
    ...(seenActor !== undefined && { seenActor }),
    ...(!window.byDefault && { window: { from: window.from, to: window.to } }),
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
  };
}

const NAMING: ReadonlySet<string> = new Set(["metric", "alarm"]);

/** The thing of a picture is what "who changed it?" means; a list names nothing of its own. */
function metricsTopic(
  asked: MetricsUnderstood,
  answer: Answer,
  before: ThreadTopic | undefined,
): ThreadTopic {
  const { window, accounts = [], regions = [] } = asked.asked;
  const named = NAMING.has(asked.question) && answer.outcome === "found";
  const subject = (named ? answer.question.subject : undefined) ?? before?.subject;
  const [account] = accounts.length === 1 ? accounts : [];
  const [region] = regions.length === 1 ? regions : [];
  const seenActor = before?.actor ?? before?.seenActor;
  return {
    question: asked.question,
    above: toMetricsAbove(asked),
    ...(subject !== undefined && { subject }),
    ...(seenActor !== undefined && { seenActor }),
    ...(!window.byDefault && { window: { from: window.from, to: window.to } }),
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
  };
}

/** `by role deploy`, `by jane`, `by root`, as the grammar reads it. */
export function actorWords({ kind, text }: ActorQuery): string {
  if (kind === "root") return "by root";
  const name = /^[\w./:@*+=-]+$/.test(text) ? text : `"${text.replaceAll('"', "'")}"`;
  return kind === "any" ? `by ${name}` : `by ${kind} ${name}`;
}

const LISTS = ["changes", "attempts", "reads", "signIns"];

/** Whom the newest event of the answer names: the person where one is known, else the role or key. */
function seenIn(answer: Answer): string | undefined {
  for (const list of LISTS) {
    const found: unknown = answer.data[list];
    const [newest]: unknown[] = Array.isArray(found) ? found : [];
    const actor = isRecord(newest) ? newest.actor : undefined;
    const words = isRecord(actor) ? seenWords(actor) : undefined;
    if (words !== undefined) return words;
  }
  return undefined;
}

function seenWords(actor: Record<string, unknown>): string | undefined {
  const { kind, person, role, label } = actor;
  if (kind === "root") return "by root";
  if (typeof person === "string") return actorWords({ kind: "any", text: person });
  if (typeof role === "string") return actorWords({ kind: "role", text: role });
  return typeof label === "string" ? actorWords({ kind: "any", text: label }) : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
