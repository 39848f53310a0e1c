/** `alarm`. */
import { Problem } from "../../domain/problem.ts";
import type { AnswerMetrics } from "./answering.ts";

export const answerAlarm: AnswerMetrics = async () => {
  throw new Problem("alarm.not-yet", "This is not answered yet.", "Ask what changed instead.");
};
