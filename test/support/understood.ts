/** What was understood, where a test knows that it is a question about CloudTrail. */
import type { AuditUnderstood } from "../../src/questions/draft.ts";
import { isMetricsUnderstood } from "../../src/questions/draft.ts";
import type { Understood } from "../../src/questions/understand.ts";

export function auditIn(understood: Understood): AuditUnderstood {
  if (understood.kind === "asked" && !isMetricsUnderstood(understood)) return understood;
  throw new Error(`Not understood as a question about CloudTrail: ${JSON.stringify(understood)}`);
}
