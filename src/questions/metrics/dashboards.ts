/** `dashboards`. */
import { Problem } from "../../domain/problem.ts";
import type { AnswerMetrics } from "./answering.ts";

export const answerDashboards: AnswerMetrics = async () => {
  throw new Problem("dashboards.not-yet", "This is not answered yet.", "Ask what changed instead.");
};
