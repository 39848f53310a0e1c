/** How a question about metrics, alarms or dashboards is answered. */
import type { Answer } from "../../answers/answer.ts";
import type { CloudWatch } from "../../sources/cloudwatch.ts";
import type { Run, Trail } from "../../sources/trail.ts";
import type { AskContext } from "../question.ts";
import type { MetricsAsked } from "./asked.ts";

export type MetricsSources = { cloudwatch: CloudWatch; trail: Trail };

/**
 * `showPart` shows an answer that is right and not yet whole, such as a picture without the changes that CloudTrail
 * still looks up; it is absent where nobody looks on.
 */
export type AnswerMetrics = (
  asked: MetricsAsked,
  text: string,
  sources: MetricsSources,
  context: AskContext,
  run: Run,
  showPart?: (part: Answer) => void,
) => Promise<Answer>;
