/** Answers the questions that CloudWatch answers. */
import type { Answer } from "../../answers/answer.ts";
import { Problem } from "../../domain/problem.ts";
import { joinedSearches } from "../../domain/search-joining.ts";
import type { Run } from "../../sources/trail.ts";
import type { MetricsUnderstood } from "../draft.ts";
import type { MetricsQuestionName } from "../grammar.ts";
import { answerMuteAlarm } from "../orders/mute-alarm.ts";
import { answerUnmuteAlarm } from "../orders/unmute-alarm.ts";
import type { AskContext, Sources } from "../question.ts";
import { answerAlarm } from "./alarm.ts";
import { answerAlarms } from "./alarms.ts";
import type { AnswerMetrics } from "./answering.ts";
import { answerDashboard } from "./dashboard.ts";
import { answerDashboards } from "./dashboards.ts";
import { answerDraftAlarm } from "./draft-alarm.ts";
import { answerMetric } from "./metric.ts";

const ANSWERS: Record<MetricsQuestionName, AnswerMetrics> = {
  metric: answerMetric,
  alarms: answerAlarms,
  alarm: answerAlarm,
  "draft-alarm": answerDraftAlarm,
  dashboard: answerDashboard,
  dashboards: answerDashboards,
  "mute-alarm": answerMuteAlarm,
  "unmute-alarm": answerUnmuteAlarm,
};

/** Each account and Region is asked by itself; a reader wants to know of all at once. */
function withFewSearches(answer: Answer): Answer {
  return { ...answer, searched: joinedSearches(answer.searched) };
}

/** Throws a Problem `cloudwatch.none` where no AWS is set up. */
export async function answerMetrics(
  { question, asked }: MetricsUnderstood,
  text: string,
  { cloudwatch, trail }: Sources,
  context: AskContext,
  run: Run,
  showPart?: (part: Answer) => void,
): Promise<Answer> {
  if (!cloudwatch) throw noCloudWatch();
  const sources = { cloudwatch, trail };
  const show = showPart && ((part: Answer) => showPart(withFewSearches(part)));
  return withFewSearches(await ANSWERS[question](asked, text, sources, context, run, show));
}

export function noCloudWatch(): Problem {
  return new Problem(
    "cloudwatch.none",
    "No CloudWatch to ask: only log files are set up here, and they hold no metrics, alarms or dashboards.",
    "Set `aws` in trailwatch.yml, or try the sandbox with `npm start`.",
  );
}
