/** `dashboard`. */
import { Problem } from "../../domain/problem.ts";
import type { AnswerMetrics } from "./answering.ts";

export const answerDashboard: AnswerMetrics = async () => {
  throw new Problem("dashboard.not-yet", "This is not answered yet.", "Ask what changed instead.");
};
