/** `draft-alarm`: an alarm that somebody thinks about, tried on the last two weeks, and written as text. */
import type { Answer } from "../../answers/answer.ts";
import type { AlarmDraft } from "../../domain/alarm.ts";
import { evaluationRange } from "../../domain/alarm-evaluation.ts";
import { breachSide } from "../../domain/alarm-words-metric.ts";
import type { Datapoint } from "../../domain/metric.ts";
import type { Search } from "../../domain/search.ts";
import type { Window } from "../../domain/time.ts";
import type { CloudWatch } from "../../sources/cloudwatch.ts";
import type { Run } from "../../sources/trail.ts";
import { whereOf } from "./alarm-parts.ts";
import type { AnswerMetrics } from "./answering.ts";
import type { MetricsAsked } from "./asked.ts";
import { draftedAnswer, refusedAnswer, unclearDraft } from "./draft-alarm-answer.ts";
import {
  alarmPeriod,
  evaluationOf,
  freeName,
  lookBackProblem,
  missingNotes,
  type Watched,
  watchedQueries,
} from "./draft-alarm-parts.ts";
import { proposeThreshold, tryOut } from "./draft-alarm-trial.ts";
import { alarmsOn, findAlarms } from "./metric-alarms.ts";
import { keptPeriod } from "./metric-period.ts";
import { resolveMetric } from "./naming/resolve.ts";

export const answerDraftAlarm: AnswerMetrics = async (asked, text, sources, context, run) => {
  const { condition } = asked;
  if (!condition) return unclearDraft(asked, text, "Say when it fires");
  const refused = refusal(asked, text);
  if (refused) return refused;
  const { cloudwatch } = sources;
  const meant = await whatIsMeant(asked, cloudwatch, run);
  if ("headline" in meant) return refusedAnswer(asked, text, meant);
  const [watched, ...others] = meant.watched;
  if (!watched) return unclearDraft(asked, text, "There is nothing to watch");
  const { place } = watched;
  const { period, note } = alarmPeriod(
    condition.period ?? asked.period,
    watched.meant?.everySeconds ?? 10,
  );
  const queries = watchedQueries(watched, period);
  const evaluation = evaluationOf(condition, queries);
  const window = keptSpan(asked.window, period, context.now);
  const [points, existing] = await Promise.all([
    readPoints({ watched, period, window, zone: asked.window.zone }, evaluation, cloudwatch, run),
    findAlarms({ accounts: [place.account], regions: [place.region] }, cloudwatch.alarms, run),
  ]);
  const same = watched.meant
    ? await alarmsOn([watched.meant], existing, window, cloudwatch.alarms, run)
    : undefined;
  const draft: AlarmDraft = {
    name: freeName(watched, condition, existing.alarms),
    place,
    queries,
    alarmedId: "m1",
    threshold: condition.threshold,
    evaluation,
    period,
    alarmActions: [],
  };
  const tried = { points: points.points, periodMs: period * 1000, window, evaluation };
  const trial = tryOut(tried, condition.threshold);
  const proposal =
    trial.verdict === "sometimes" ? undefined : proposeThreshold(tried, condition.threshold);
  const problem = lookBackProblem(evaluation, period);
  return draftedAnswer({
    asked,
    condition,
    text,
    context,
    draft,
    watched,
    others,
    tried,
    trial,
    ...(proposal && { proposal }),
    same: same?.alarms ?? [],
    notes: [
      ...meant.notes,
      ...(note ? [note] : []),
      ...cutNotes(window, asked.window),
      ...missingNotes(evaluation),
    ],
    ...(problem !== undefined && { problem }),
    searched: [...meant.searched, ...points.searched],
    isBelow: breachSide(evaluation.comparison) === "below",
  });
};

/** What no alarm can watch. */
function refusal(asked: MetricsAsked, text: string): Answer | undefined {
  if (/\bSEARCH\s*\(/i.test(asked.expression ?? asked.name)) {
    return refusedAnswer(asked, text, {
      headline: "CloudWatch has no alarms on SEARCH",
      next: "Name one metric, or ask a Metrics Insights query with GROUP BY instead.",
      suggestions: [],
      searched: [],
    });
  }
  const isNumber = Number.isFinite(asked.condition?.threshold);
  return isNumber ? undefined : unclearDraft(asked, text, "Its threshold is no number");
}

type MeantHere = { watched: Watched[]; notes: string[]; searched: Search[] };
type NotMeant = { headline: string; next?: string; suggestions: string[]; searched: Search[] };

async function whatIsMeant(
  asked: MetricsAsked,
  { metrics }: CloudWatch,
  run: Run,
): Promise<MeantHere | NotMeant> {
  const where = whereOf(asked);
  const { expression, name, stat } = asked;
  if (expression !== undefined) {
    const places = await metrics.places(where);
    return { watched: places.map((place) => ({ place, expression })), notes: [], searched: [] };
  }
  const resolved = await resolveMetric(
    { ...where, name, ...(stat !== undefined && { stat }) },
    metrics,
    run,
  );
  if (resolved.kind === "unclear") return resolved;
  const { meant, notes, searched } = resolved;
  return { watched: meant.map((each) => ({ place: each.place, meant: each })), notes, searched };
}

/** Periods as short as the alarm's are kept for a while only. */
function keptSpan({ from, to }: Window, period: number, now: number): Window {
  const steps = [15, 14, 7, 3, 1, 0.125].map((days) => days * 86_400_000);
  if (keptPeriod(now - from) <= period) return { from, to };
  const kept = steps.find((span) => keptPeriod(span) <= period) ?? 3 * 3_600_000;
  return { from: Math.min(to, Math.max(from, now - kept)), to };
}

function cutNotes(window: Window, asked: Window): string[] {
  if (window.from <= asked.from) return [];
  return ["Tried on a shorter time: CloudWatch no longer keeps periods that short of all of it."];
}

type Wish = { watched: Watched; period: number; window: Window; zone: string };

/** From before the window, so that its first periods can be judged. */
async function readPoints(
  { watched, period, window, zone }: Wish,
  evaluation: Parameters<typeof evaluationRange>[0],
  { metrics }: CloudWatch,
  run: Run,
): Promise<{ points: Datapoint[]; searched: Search[] }> {
  const lead = evaluationRange(evaluation) * period * 1000;
  const step = period * 1000;
  const from = Math.floor((window.from - lead) / step) * step;
  const ask = {
    place: watched.place,
    window: { from, to: window.to },
    queries: watchedQueries(watched, period),
    zone,
  };
  const found = await metrics.read([ask], run);
  const series = found.flatMap((each) => each.series).find(({ id }) => id === "m1");
  const points = (series?.points ?? []).filter(({ value }) => Number.isFinite(value));
  return { points, searched: found.map(({ searched }) => searched) };
}
