/** `draft-alarm`. */
import { Problem } from "../../domain/problem.ts";
import type { AnswerMetrics } from "./answering.ts";

export const answerDraftAlarm: AnswerMetrics = async () => {
  throw new Problem(
    "draft-alarm.not-yet",
    "This is not answered yet.",
    "Ask what changed instead.",
  );
};
