/** The one way in: text → question → answer. Whatever happens, an Answer comes out. */
import type { Answer, Outcome } from "../answers/answer.ts";
import { Problem } from "../domain/problem.ts";
import type { Run } from "../sources/trail.ts";
import { withActorNamed } from "./audit/actor-names.ts";
import type { AuditAsked } from "./audit/asked.ts";
import { answerDenied } from "./audit/denied.ts";
import { answerRawEvent } from "./audit/raw-event.ts";
import { answerWhatChanged } from "./audit/what-changed.ts";
import { answerWhatDid } from "./audit/what-did.ts";
import { answerWhoChanged } from "./audit/who-changed.ts";
import { answerWhoSignedIn } from "./audit/who-signed-in.ts";
import { type AuditUnderstood, isMetricsUnderstood } from "./draft.ts";
import type { AuditQuestionName } from "./grammar.ts";
import { toHelp } from "./help.ts";
import { answerMetrics } from "./metrics/answer-metrics.ts";
import type { AskContext, Sources } from "./question.ts";
import { withSpendOffer } from "./spend-offer.ts";
import { agreeing } from "./spending.ts";
import { type Understood, understand } from "./understand.ts";

/** Errors that are no Problem: shown as a neutral line with a reference, told here in full. */
export type ReportError = (reference: string, error: unknown) => void;

type AnswerQuestion = (
  asked: AuditAsked,
  text: string,
  sources: Sources,
  context: AskContext,
  run: Run,
) => Promise<Answer>;

const ANSWERS: Record<AuditQuestionName, AnswerQuestion> = {
  "who-changed": answerWhoChanged,
  "what-changed": answerWhatChanged,
  "what-did": answerWhatDid,
  "who-signed-in": answerWhoSignedIn,
  denied: answerDenied,
  "raw-event": answerRawEvent,
};

/** An understood question, with the file format it was asked to be written in. */
export type Asked = { answer: Answer; understood: Understood };

/**
 * Answers a text. Never throws but for an abort of `run.signal`: what is misunderstood, refused by a source,
 * or broken is an Answer too.
 */
export async function ask(
  text: string,
  sources: Sources,
  context: AskContext,
  run: Run,
  report: ReportError,
): Promise<Asked> {
  const understood = understand(text, context);
  switch (understood.kind) {
    case "help":
      return { understood, answer: toHelp(text, understood.topic) };
    case "misunderstood":
      return { understood, answer: misunderstoodAnswer(text, understood) };
    case "asked":
      return {
        understood,
        answer: await answerAsked(understood, text, sources, context, run, report),
      };
  }
}

type AskedQuestion = Extract<Understood, { kind: "asked" }>;

/** Answers what was understood before, as `ask` does; asked again later, it is about the same window. */
export async function answerAsked(
  understood: AskedQuestion,
  text: string,
  sources: Sources,
  context: AskContext,
  run: Run,
  report: ReportError,
): Promise<Answer> {
  const agreed = agreeing(run, understood.asked.spendUsd);
  const meant = await withWhoIsMeant(understood, sources, agreed);
  return answerMeant(meant, text, sources, context, agreed, report);
}

/** The same question with whom a name like "jane" means; as it is where nobody can be asked for that. */
export async function withWhoIsMeant(
  understood: AskedQuestion,
  { trail }: Sources,
  run: Run,
): Promise<AskedQuestion> {
  if (isMetricsUnderstood(understood)) return understood;
  try {
    const asked = await withActorNamed(understood.asked, trail, run);
    return { ...understood, asked };
  } catch {
    run.signal.throwIfAborted();
    // The search itself will say what is wrong.
    return understood;
  }
}

/**
 * Answers a question of which is settled whom it means. `run` knows already what the asker agreed to; `showPart` is given
 * what is right and not yet whole.
 */
export async function answerMeant(
  understood: AskedQuestion,
  text: string,
  sources: Sources,
  context: AskContext,
  run: Run,
  report: ReportError,
  showPart?: (part: Answer) => void,
): Promise<Answer> {
  try {
    if (isMetricsUnderstood(understood)) {
      return await answerMetrics(understood, text, sources, context, run, showPart);
    }
    return await answerAudit(understood, text, sources, context, run);
  } catch (error) {
    run.signal.throwIfAborted();
    return failedAnswer(text, understood.question, error, context, report);
  }
}

async function answerAudit(
  { question, asked }: AuditUnderstood,
  text: string,
  sources: Sources,
  context: AskContext,
  run: Run,
): Promise<Answer> {
  const answer = await ANSWERS[question](asked, text, sources, context, run);
  return withSpendOffer(answer, text, asked);
}

function misunderstoodAnswer(
  text: string,
  understood: Extract<Understood, { kind: "misunderstood" }>,
): Answer {
  return {
    ...empty(text, "unknown", "misunderstood"),
    headline: understood.text,
    followUps: understood.suggestions.map((suggestion) => ({
      label: suggestion,
      text: suggestion,
    })),
  };
}

/** A Problem says its own text and next step; anything else one neutral line with a reference. */
export function failedAnswer(
  text: string,
  name: string,
  error: unknown,
  context: { now: number },
  report: ReportError,
): Answer {
  if (error instanceof Problem) {
    return {
      ...empty(text, name, "failed"),
      headline: error.message,
      sections: [{ kind: "callout", tone: "problem", line: [error.next] }],
      data: { problem: { code: error.code, next: error.next } },
    };
  }
  const reference = context.now.toString(36);
  report(reference, error);
  return {
    ...empty(text, name, "failed"),
    headline: `Something went wrong here that is not your question's fault (reference ${reference}).`,
    sections: [
      {
        kind: "callout",
        tone: "problem",
        line: [`Ask again; if it stays, give the operator the reference ${reference}.`],
      },
    ],
    data: { problem: { code: "internal.error", reference } },
  };
}

function empty(text: string, name: string, outcome: Outcome): Answer {
  return {
    outcome,
    headline: "",
    question: { name, text: text.slice(0, 500) },
    sections: [],
    searched: [],
    followUps: [],
    data: {},
  };
}
