/** What a drafted alarm would have done: in words, as a picture, as a list. */
import type { Line, Section } from "../../answers/answer.ts";
import { count, duration } from "../../answers/words.ts";
import type { ChartSpan } from "../../charts/chart-data.ts";
import type { Alarm, AlarmDraft } from "../../domain/alarm.ts";
import { limitWords } from "../../domain/alarm-words.ts";
import {
  evaluationWords,
  missingWords,
  operatorWords,
  queryWords,
  secondsWords,
  valueWords,
} from "../../domain/alarm-words-metric.ts";
import type { Search } from "../../domain/search.ts";
import type { Window } from "../../domain/time.ts";
import type { AskContext } from "../question.ts";
import { usualUnit, withUsualUnit } from "./alarm-metrics.ts";
import type { AlarmCondition, MetricsAsked } from "./asked.ts";
import { conditionWords, type Watched } from "./draft-alarm-parts.ts";
import { lengthOf, type Proposal, type Trial, type Tried, thinned } from "./draft-alarm-trial.ts";

export type Drafted = {
  asked: MetricsAsked;
  condition: AlarmCondition;
  text: string;
  context: AskContext;
  draft: AlarmDraft;
  watched: Watched;
  /** Other series that the words mean too. */
  others: Watched[];
  tried: Tried;
  trial: Trial;
  proposal?: Proposal;
  /** Alarms that watch the same metric already. */
  same: Alarm[];
  notes: string[];
  /** Why CloudWatch would refuse it. */
  problem?: string;
  searched: Search[];
  isBelow: boolean;
};

export function callout(tone: "info" | "warning" | "problem", text: string): Section {
  return { kind: "callout", tone, line: [text] };
}

const VERDICTS: Record<Trial["verdict"], string> = {
  never: "It never fires, so that nobody knows whether it would.",
  sometimes: "",
  often: "It fires too often to be looked at.",
  always: "It stands in ALARM nearly all of the time.",
};

export function proposalSections(drafted: Drafted): Section[] {
  const { trial, proposal, tried } = drafted;
  if (trial.verdict === "sometimes" || tried.points.length === 0) return [];
  const unit = unitOf(drafted);
  const range = rangeWords(drafted, unit);
  if (!proposal) return [callout("warning", `${VERDICTS[trial.verdict]} ${range}`)];
  const times = count(proposal.trial.firings.length, "time");
  const sign = operatorWords(drafted.draft.evaluation.comparison);
  const better = `${sign} ${valueWords(proposal.threshold, unit)} would have fired ${times}, ${duration(proposal.trial.firedMs)} in all.`;
  return [callout("warning", `${VERDICTS[trial.verdict]} ${range} ${better}`)];
}

function rangeWords({ tried }: Drafted, unit: string | undefined): string {
  const values = tried.points.map(({ value }) => value).sort((a, b) => a - b);
  const [least] = values;
  const most = values.at(-1);
  const middle = values[Math.floor(values.length / 2)];
  if (least === undefined || most === undefined || middle === undefined) return "";
  if (least === most) return `Every datapoint was ${valueWords(most, unit)}.`;
  return `Datapoints lay between ${valueWords(least, unit)} and ${valueWords(most, unit)}, half of them up to ${valueWords(middle, unit)}.`;
}

function unitOf({ watched }: Drafted): string | undefined {
  const { meant } = watched;
  if (!meant) return undefined;
  return meant.rate ? meant.unit : usualUnit(meant.metric, meant.stat);
}

/** `checkout-api Errors (sum over 1 min) ≥ 5, in 3 of the last 5 minutes; missing data counts as not breaching`. */
export function sentenceOf(drafted: Drafted): string {
  const { draft } = drafted;
  const limit = conditionWords(draft, unitOf(drafted));
  const when = evaluationWords(draft.evaluation, draft.period);
  return `${subjectOf(drafted)} ${limit}, ${when}; ${missingWords(draft.evaluation.missingData)}`;
}

function subjectOf({ draft, watched }: Drafted): string {
  const { meant } = watched;
  const over = secondsWords(draft.period);
  if (meant?.rate) return `${[...meant.names, meant.said].join(" ")} (over ${over})`;
  const query = draft.queries.find(({ id }) => id === draft.alarmedId);
  return query ? queryWords(query) : draft.name;
}

const MOST_DRAWN = 1200;

export function chartSection(drafted: Drafted): Section {
  const { draft, tried, trial, asked, isBelow } = drafted;
  const { window, periodMs } = tried;
  const unit = unitOf(drafted);
  const drawn = thinned(tried.points, periodMs, window, isBelow, MOST_DRAWN);
  const isThin = drawn.periodMs > periodMs;
  const caption: Line[] = isThin
    ? [
        [
          `Each point is the ${isBelow ? "lowest" : "highest"} of ${secondsWords(drawn.periodMs / 1000)}.`,
        ],
      ]
    : [];
  return {
    kind: "chart",
    title: [`${subjectOf(drafted)} ${conditionWords(draft, unit)}`],
    chart: {
      title: draft.name,
      window,
      zone: asked.window.zone,
      ...(unit !== undefined && { unit }),
      series: [{ label: subjectOf(drafted), points: drawn.points, periodMs: drawn.periodMs }],
      thresholds: [
        {
          value: draft.threshold,
          label: `threshold ${valueWords(draft.threshold, unit)}`,
          breach: isBelow ? "below" : "above",
        },
      ],
      spans: drawnSpans(trial.firings, window),
      emptyWords: "No data in this window",
    },
    ...(caption.length > 0 && { caption }),
  };
}

/** Firings that nobody can tell apart in a picture of so many columns are one span of it. */
const COLUMNS = 600;

function drawnSpans(firings: Trial["firings"], window: Window): ChartSpan[] {
  const spans: ChartSpan[] = [];
  const column = (window.to - window.from) / COLUMNS;
  for (const { from, to = window.to } of firings) {
    const last = spans.at(-1);
    if (last && from - last.to < column) last.to = to;
    else spans.push({ from, to, label: "would have fired", tone: "alarm" });
  }
  return spans;
}

const MOST_FIRINGS = 10;

export function firingsSection({ trial, tried, isBelow, ...drafted }: Drafted): Section[] {
  if (trial.firings.length === 0) return [];
  const unit = unitOf({ trial, tried, isBelow, ...drafted });
  const shown = [...trial.firings].reverse().slice(0, MOST_FIRINGS);
  return [
    {
      kind: "list",
      title: "It would have fired",
      items: shown.map((firing): Line => {
        const worst = worstOf(tried, firing, isBelow);
        const until = firing.to === undefined ? " and still would" : "";
        return [
          { kind: "time", at: firing.from },
          ` for ${duration(lengthOf(firing, tried.window))}${until}`,
          ...(worst === undefined ? [] : [`, up to ${valueWords(worst, unit)}`]),
        ];
      }),
      hidden: trial.firings.length - shown.length,
    },
  ];
}

/** A period of which it fires began before it was over. */
function worstOf(
  { points, periodMs, window, evaluation }: Tried,
  { from, to = window.to }: { from: number; to?: number },
  isBelow: boolean,
): number | undefined {
  const start = from - periodMs * evaluation.evaluationPeriods;
  const values = points.filter(({ at }) => at >= start && at < to).map(({ value }) => value);
  if (values.length === 0) return undefined;
  return values.reduce((a, b) => (isBelow ? Math.min(a, b) : Math.max(a, b)));
}

export function sameSection(same: Alarm[]): Section[] {
  if (same.length === 0) return [];
  return [
    {
      kind: "list",
      title: "Watched already by",
      items: same
        .slice(0, 5)
        .map(withUsualUnit)
        .map((alarm): Line => {
          const limit = "queries" in alarm.watch ? limitWords(alarm.watch) : "";
          return [{ kind: "strong", text: alarm.name }, ` ${limit}`];
        }),
      hidden: Math.max(0, same.length - 5),
    },
  ];
}
