/** `alarms`. */
import { Problem } from "../../domain/problem.ts";
import type { AnswerMetrics } from "./answering.ts";

export const answerAlarms: AnswerMetrics = async () => {
  throw new Problem("alarms.not-yet", "This is not answered yet.", "Ask what changed instead.");
};
