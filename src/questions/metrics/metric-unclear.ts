/** Words that name no metric, or more than one: what there is, and what to ask instead. */
import type { Answer } from "../../answers/answer.ts";
import type { AskContext } from "../question.ts";
import type { MetricsAsked } from "./asked.ts";
import type { Resolved } from "./naming/resolve.ts";

/** `nothing` where places were looked through, `misunderstood` where the words already say nothing. */
export function toUnclearAnswer(
  { headline, next, suggestions, searched }: Extract<Resolved, { kind: "unclear" }>,
  text: string,
  { window, notes, name }: MetricsAsked,
  { zone }: AskContext,
): Answer {
  return {
    outcome: searched.length > 0 ? "nothing" : "misunderstood",
    headline,
    question: {
      name: "metric",
      text: text.slice(0, 500),
      subject: name.slice(0, 120),
      window: { from: window.from, to: window.to },
      zone,
    },
    sections: [
      ...notes.map((note) => ({ kind: "callout" as const, tone: "info" as const, line: [note] })),
      ...(next === undefined
        ? []
        : [{ kind: "callout" as const, tone: "info" as const, line: [next] }]),
    ],
    searched,
    followUps: suggestions
      .slice(0, 6)
      .map((suggestion) => ({ label: suggestion, text: suggestion })),
    data: { series: [] },
  };
}
