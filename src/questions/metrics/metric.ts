/** `metric`. */
import { Problem } from "../../domain/problem.ts";
import type { AnswerMetrics } from "./answering.ts";

export const answerMetric: AnswerMetrics = async () => {
  throw new Problem("metric.not-yet", "This is not answered yet.", "Ask what changed instead.");
};
