/** Reads questions about metrics, alarms and dashboards. */
import type { Token } from "../../language/tokens.ts";
import type { Understood } from "../draft.ts";
import type { AskContext } from "../question.ts";

/** Undefined where the words ask nothing of the kind. */
export function readMetricsQuestion(
  _typed: readonly Token[],
  _context: AskContext,
): Understood | undefined {
  return undefined;
}
