/** What was read → what is asked, with the window that is usual where none was named. */
import { DAY, HOUR } from "../../domain/time.ts";
import type { NamedWindow } from "../../language/time-phrase.ts";
import type { MetricsUnderstood } from "../draft.ts";
import type { AskContext } from "../question.ts";
import type { MetricsAsked, Versus } from "./asked.ts";
import type { FormName } from "./read-forms.ts";
import type { Parts } from "./read-parts.ts";

/** What reads best on a picture: short for what is watched, long for what is tried. */
const DEFAULTS: Record<FormName, { ms: number; words: string }> = {
  metric: { ms: 3 * HOUR, words: "last 3 h" },
  alarms: { ms: DAY, words: "last 24 h" },
  alarm: { ms: DAY, words: "last 24 h" },
  "draft-alarm": { ms: 14 * DAY, words: "last 2 weeks" },
  dashboard: { ms: 3 * HOUR, words: "last 3 h" },
  dashboards: { ms: DAY, words: "last 24 h" },
};

/** Questions that look at the hours that a thread is about. */
const IN_THREAD: ReadonlySet<FormName> = new Set(["metric", "alarm", "dashboard"]);

type Named = Pick<MetricsAsked, "name" | "expression" | "state" | "condition">;

export function toMetricsAsked(
  question: FormName,
  named: Named,
  { modifiers, narrowing, window }: Omit<Parts, "rest">,
  context: AskContext,
): MetricsUnderstood {
  const { accounts, regions, limit, asFile, quietly, spendUsd, notes = [] } = narrowing;
  const { stat, period, versus, page } = modifiers;
  const asked = windowAsked(question, window, context);
  return {
    kind: "asked",
    question,
    asked: {
      ...named,
      window: asked.window,
      ...(stat !== undefined && { stat }),
      ...(period !== undefined && { period }),
      ...(versus && { versus: spanned(versus, asked.window) }),
      ...(page !== undefined && { page }),
      ...(accounts && accounts.length > 0 && { accounts }),
      ...(regions && regions.length > 0 && { regions }),
      ...(limit !== undefined && { limit }),
      ...(asFile && { asFile }),
      ...(spendUsd !== undefined && { spendUsd }),
      quietly: quietly ?? false,
      notes: [...notes, ...asked.notes],
    },
  };
}

/** "vs the time before": by as much as the window is long. */
export function spanned(versus: Versus, window: { from: number; to: number }): Versus {
  return versus.shiftMs > 0 ? versus : { ...versus, shiftMs: Math.max(1, window.to - window.from) };
}

function windowAsked(
  question: FormName,
  named: NamedWindow | undefined,
  { now, zone, thread }: AskContext,
): { window: MetricsAsked["window"]; notes: string[] } {
  if (named) return { window: { ...named, byDefault: false }, notes: [] };
  if (thread?.window && IN_THREAD.has(question)) {
    const words = "in the window of this thread";
    return {
      window: { ...thread.window, zone, words, byDefault: false },
      notes: ["Taken from above in this thread: its window."],
    };
  }
  const { ms, words } = DEFAULTS[question];
  return { window: { from: now - ms, to: now, zone, words, byDefault: true }, notes: [] };
}
