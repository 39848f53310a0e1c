/** `metric`: a metric, or an expression, as a picture with its numbers, its alarms, and what changed meanwhile. */
import type { Answer } from "../../answers/answer.ts";
import type { AwsPlace } from "../../domain/place.ts";
import { Problem } from "../../domain/problem.ts";
import type { Search } from "../../domain/search.ts";
import { DAY, type Window } from "../../domain/time.ts";
import type { Metrics } from "../../sources/cloudwatch.ts";
import type { Run } from "../../sources/trail.ts";
import type { AskContext } from "../question.ts";
import type { AnswerMetrics, MetricsSources } from "./answering.ts";
import type { MetricsAsked } from "./asked.ts";
import { type AlarmsSeen, alarmsOn, findAlarms, NO_ALARMS } from "./metric-alarms.ts";
import { toMetricAnswer } from "./metric-answer.ts";
import { type ChangesSeen, findChanges, NO_CHANGES } from "./metric-changes.ts";
import { hasNamedMetrics, resolveMath } from "./metric-math.ts";
import { followUpsOf } from "./metric-next.ts";
import { choosePeriod, keptWindow } from "./metric-period.ts";
import type { Seen } from "./metric-seen.ts";
import {
  distinctLabels,
  readExpression,
  readMeant,
  readQueries,
  type SeenSeries,
  type SeriesRead,
  type SeriesWish,
} from "./metric-series.ts";
import { toUnclearAnswer } from "./metric-unclear.ts";
import type { Meant } from "./naming/meant.ts";
import { severalMetrics } from "./naming/read-name.ts";
import { type NamedMetric, type Resolved, resolveMetric } from "./naming/resolve.ts";

/** ListMetrics forgets what had no datapoints for two weeks. */
const LISTED_MS = 14 * DAY;
/** GetMetricData takes so many in one request; of more nobody reads a picture. */
const MOST_SERIES = 500;
const MOST_PLACES = 12;
/** What comes once a day shows nothing in three hours. */
const DAILY_WINDOW_MS = 14 * DAY;
const DAY_SECONDS = 86_400;

/** Shows the picture as soon as there is one, and again with what changed when CloudTrail has told it. */
export const answerMetric: AnswerMetrics = async (asked, text, sources, context, run, showPart) => {
  const frame = { asked, text, sources, context, run, ...(showPart && { showPart }) };
  return asked.expression === undefined
    ? answerNamed(frame)
    : answerExpression(frame, asked.expression);
};

type Frame = {
  asked: MetricsAsked;
  text: string;
  sources: MetricsSources;
  context: AskContext;
  run: Run;
  showPart?: (part: Answer) => void;
};

async function answerNamed(frame: Frame): Promise<Answer> {
  const { asked, sources, context, run } = frame;
  const { metrics, alarms } = sources.cloudwatch;
  const where = whereOf(asked);
  const alarmsThere = findAlarms(where, alarms, run);
  // Nobody waits for them where the metric cannot be found.
  alarmsThere.catch(() => {});
  const isOld = asked.window.from < context.now - LISTED_MS;
  const resolved = await resolveAll({ ...asked, isOld }, metrics, run);
  if (resolved.kind === "unclear") {
    return toUnclearAnswer(resolved, frame.text, asked, context);
  }
  const meant = resolved.meant.slice(0, MOST_SERIES);
  const timed = timing(asked, context, meant);
  const beside = Promise.all([
    findChanges(meant, timed.window, sources.trail, run),
    alarmsThere.then((found) => alarmsOn(meant, found, timed.window, alarms, run)),
  ]);
  const hidden = resolved.meant.length - meant.length;
  const notes = [
    ...asked.notes,
    ...resolved.notes,
    ...timed.notes,
    ...(hidden > 0 ? [`Only ${MOST_SERIES} of ${resolved.meant.length} series were read.`] : []),
  ];
  const reading = readMeant(meant, timed.wish, metrics, run).then(({ series, searched }) =>
    seenOf(frame, timed, series, notes, [...missedIn(resolved.searched), ...searched]),
  );
  return inStages(frame, reading, beside);
}

/** Several metrics of one thing are found each by itself; one that there is not is said, and the others shown. */
async function resolveAll(asked: NamedMetric, metrics: Metrics, run: Run): Promise<Resolved> {
  const names = severalMetrics(asked.name);
  const all = await Promise.all(
    names.map((name) => resolveMetric({ ...asked, name }, metrics, run)),
  );
  const [first] = all;
  const found = all.flatMap((each) => (each.kind === "found" ? [each] : []));
  if (!first || found.length === 0) return first ?? resolveMetric(asked, metrics, run);
  const missing = all.flatMap((each) => (each.kind === "unclear" ? [`${each.headline}.`] : []));
  return {
    kind: "found",
    meant: found.flatMap(({ meant }) => meant),
    notes: [...new Set(found.flatMap(({ notes }) => notes)), ...missing],
    searched: all.flatMap(({ searched }) => searched),
  };
}

/** The picture as soon as there is one, where what stands beside it is not known by then. */
async function inStages(
  { showPart }: Frame,
  reading: Promise<Seen>,
  beside: Promise<[ChangesSeen, AlarmsSeen]>,
): Promise<Answer> {
  const settled = { isDone: false };
  void beside.then(
    () => (settled.isDone = true),
    () => {},
  );
  const base = await reading;
  if (!settled.isDone && showPart && base.series.some(({ points }) => points.length > 0)) {
    const pending = "What changed meanwhile is still being looked up.";
    showPart({ ...toMetricAnswer({ ...base, pending }), followUps: [] });
  }
  const [changes, alarms] = await beside;
  const whole: Seen = { ...base, changes, alarms };
  return toMetricAnswer({ ...whole, followUps: followUpsOf(whole) });
}

async function answerExpression(frame: Frame, expression: string): Promise<Answer> {
  const { asked, sources, context, run } = frame;
  const { metrics } = sources.cloudwatch;
  if (hasNamedMetrics(expression)) return answerMath(frame, expression);
  const { places, notes } = await placesFor(asked, metrics);
  const timed = timing(asked, context, []);
  const read = await readExpression(expression, places, timed.wish, metrics, run);
  return expressionAnswer(frame, timed, read, notes);
}

/** What is wrong with an expression is wrong everywhere, and said once. Throws a Problem then. */
function throwUnlessRead({ series, searched }: SeriesRead): void {
  if (series.some(({ points }) => points.length > 0)) return;
  const wrongs = searched.flatMap(({ gaps, complete }) =>
    complete
      ? [undefined]
      : gaps.map((gap) => /Error in expression '?\w+'?:? ?(.+)$/.exec(gap)?.[1]),
  );
  const [wrong] = wrongs;
  if (wrong === undefined || new Set(wrongs).size > 1) return;
  throw new Problem(
    "metric.bad-expression",
    `CloudWatch cannot read the expression: ${wrong}`,
    "Mend it and ask again; metrics in words can stand in square brackets: `100 * [lambda checkout-api errors] / [lambda checkout-api invocations]`.",
  );
}

/** An empty place says nothing where another has data. */
function expressionAnswer(frame: Frame, timed: Timed, read: SeriesRead, notes: string[]): Answer {
  throwUnlessRead(read);
  const all = [...frame.asked.notes, ...notes, ...timed.notes];
  const series = read.series.some(({ points }) => points.length > 0)
    ? read.series.filter(({ points, status }) => points.length > 0 || status !== "complete")
    : read.series;
  const base = seenOf(frame, timed, series, all, read.searched);
  return toMetricAnswer({ ...base, followUps: followUpsOf(base) });
}

/** Metrics in words, reckoned with; what changed meanwhile on their things is marked. */
async function answerMath(frame: Frame, expression: string): Promise<Answer> {
  const { asked, text, sources, context, run } = frame;
  const { metrics } = sources.cloudwatch;
  const timed = timing(asked, context, []);
  const isOld = asked.window.from < context.now - LISTED_MS;
  const wish = { ...whereOf(asked), period: timed.wish.period, isOld };
  const math = await resolveMath(expression, wish, metrics, run);
  if (math.kind === "unclear") return toUnclearAnswer(math.unclear, text, asked, context);
  const places = math.places.slice(0, MOST_PLACES);
  const notes = [...asked.notes, ...timed.notes];
  const reading = readQueries(places, timed.wish, metrics, run).then(({ series, searched }) =>
    seenOf(frame, timed, series, notes, searched),
  );
  const changes = findChanges(math.meant, timed.window, sources.trail, run);
  return inStages(frame, reading, Promise.all([changes, Promise.resolve(NO_ALARMS)]));
}

async function placesFor(
  asked: MetricsAsked,
  metrics: Metrics,
): Promise<{ places: AwsPlace[]; notes: string[] }> {
  const places = await metrics.places(whereOf(asked));
  if (places.length <= MOST_PLACES) return { places, notes: [] };
  return {
    places: places.slice(0, MOST_PLACES),
    notes: [
      `Asked in ${MOST_PLACES} of ${places.length} accounts and Regions alone; name an account or a Region for another.`,
    ],
  };
}

function whereOf({ accounts, regions }: MetricsAsked) {
  return { ...(accounts && { accounts }), ...(regions && { regions }) };
}

type Timed = { window: Window; wish: SeriesWish; notes: string[]; asked: MetricsAsked };

/** Window and period: what was asked, as far as it is kept. Throws a Problem where nothing of it is. */
function timing(asked: MetricsAsked, { now, zone }: AskContext, meant: readonly Meant[]): Timed {
  const least = Math.max(60, ...meant.map(({ everySeconds = 60 }) => everySeconds));
  const isDaily = least >= DAY_SECONDS && asked.window.byDefault;
  const wished = isDaily
    ? { from: asked.window.to - DAILY_WINDOW_MS, to: asked.window.to }
    : asked.window;
  const kept = keptWindow({ from: wished.from, to: wished.to }, now);
  if (!kept.window) {
    throw new Problem(
      "metric.too-old",
      "CloudWatch keeps datapoints for 455 days: of that time nothing is left.",
      "Ask for a later window, such as `last 90d`.",
    );
  }
  const shiftMs = asked.versus?.shiftMs;
  const period = choosePeriod(kept.window, now, {
    least,
    ...(asked.period !== undefined && { asked: asked.period }),
    ...(shiftMs !== undefined && { earlierMs: shiftMs }),
  });
  const daily = isDaily ? ["It comes once a day: shown are the last two weeks."] : [];
  const words = isDaily ? "last 2 weeks" : asked.window.words;
  return {
    window: kept.window,
    wish: {
      window: kept.window,
      period: period.seconds,
      zone,
      ...(shiftMs !== undefined && { shiftMs }),
    },
    notes: [...kept.notes, ...period.notes, ...daily],
    asked: { ...asked, window: { ...asked.window, ...kept.window, words } },
  };
}

function seenOf(
  { text, context }: Frame,
  timed: Timed,
  series: SeenSeries[],
  notes: string[],
  searched: Search[],
): Seen {
  const nameOf = (account: string) => accountName(account, context);
  return {
    asked: timed.asked,
    text,
    context,
    window: timed.window,
    series: distinctLabels(series, nameOf),
    period: timed.wish.period,
    notes,
    alarms: NO_ALARMS,
    changes: NO_CHANGES,
    searched,
    followUps: [],
  };
}

function accountName(account: string, { accountNames }: AskContext): string {
  return Object.entries(accountNames).find(([, id]) => id === account)?.[0] ?? account;
}

/** Names that were looked up say where only if something was missed there. */
function missedIn(searched: readonly Search[]): Search[] {
  return searched.filter(({ complete }) => !complete);
}
