/** A question answered twice where sources differ in speed: from the first that has something, then from all. */
import type { Answer } from "../answers/answer.ts";
import { listed } from "../answers/words.ts";
import type { Run, StagedTrail, Trail } from "../sources/trail.ts";
import { answerAsked, answerMeant, type ReportError, withWhoIsMeant } from "./ask.ts";
import { isMetricsUnderstood } from "./draft.ts";
import type { AskContext, Sources } from "./question.ts";
import { agreeing } from "./spending.ts";
import type { Understood } from "./understand.ts";

export type InStages = {
  answer: Answer;
  /** What to ask when the same question is asked again later: what was paid for is not paid for twice. */
  later(): Sources;
};

/**
 * Answers what was understood, as `answerAsked` does. `showPart` is given what the first sources tell, at most once, when
 * that is something and others are still being read; it is never given what the whole answer might take back.
 */
export async function answerInStages(
  understood: Extract<Understood, { kind: "asked" }>,
  text: string,
  sources: Sources,
  context: AskContext,
  run: Run,
  report: ReportError,
  showPart: (part: Answer) => void,
): Promise<InStages> {
  if (isMetricsUnderstood(understood)) {
    const answer = await answerMeant(understood, text, sources, context, run, report, showPart);
    return { answer, later: () => sources };
  }
  const { trail } = sources;
  if (!isStaged(trail)) {
    const answer = await answerAsked(understood, text, sources, context, run, report);
    return { answer, later: () => sources };
  }
  const stages = trail.stages();
  // Once for both stages: what was agreed to is not there a second time.
  const agreed = agreeing(run, understood.asked.spendUsd);
  const later = () => ({ ...sources, trail: stages.again().whole });
  const broken: Parameters<ReportError>[] = [];
  const meant = await withWhoIsMeant(understood, { ...sources, trail: stages.whole }, agreed);
  const ask = (asked: Trail, tell: ReportError) =>
    answerMeant(meant, text, { ...sources, trail: asked }, context, agreed, tell);
  const part = await ask(stages.first, (...error) => broken.push(error));
  if (stages.isWhole()) {
    for (const error of broken) report(...error);
    return { answer: part, later };
  }
  if (part.outcome === "found" && isReadWhileGrowing(understood)) showPart(withPending(part));
  return { answer: await ask(stages.whole, report), later };
}

/** A file comes whole, and who may see one record is known when it is found. */
function isReadWhileGrowing({ question, asked }: Extract<Understood, { kind: "asked" }>): boolean {
  return asked.asFile === undefined && question !== "raw-event";
}

function isStaged(trail: Trail | StagedTrail): trail is StagedTrail {
  return "stages" in trail;
}

/** Says above all else who has told something and who has not; what to ask next can wait. */
function withPending(part: Answer): Answer {
  const names = (isPending: boolean) => [
    ...new Set(
      part.searched
        .filter(({ pending = false }) => pending === isPending)
        .map(({ source }) => source),
    ),
  ];
  const pending = names(true);
  const done = names(false).filter((name) => !pending.includes(name));
  const verb = pending.length === 1 ? "is" : "are";
  const rest =
    pending.length === 0
      ? "who is behind it and what stood there before is still being looked up"
      : `${listed(pending)} ${verb} still reading`;
  const line = `So far from ${listed(done)}; ${rest}.`;
  return {
    ...part,
    sections: [{ kind: "callout", tone: "info", line: [line] }, ...part.sections],
    followUps: [],
  };
}
