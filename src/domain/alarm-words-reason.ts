/**
 * Why an alarm stands as it does, in words out of `StateReasonData` where it tells, else out of CloudWatch's sentence.
 * Times stay times, so that each reader sees them in a zone of their own.
 */
import type { AlarmState, AlarmWatch } from "./alarm.ts";
import { breaches } from "./alarm-evaluation.ts";
import { alarmNameOf } from "./alarm-rule.ts";
import { numberWords, valueWords } from "./alarm-words-metric.ts";
import { type Judged, readJudged, readSentence } from "./alarm-words-reason-data.ts";
import { redactText } from "./redact.ts";

export type Worded = (string | { kind: "time"; at: number })[];

/** What CloudWatch told with a state. */
export type Told = { state: AlarmState; reason?: string; data?: Record<string, unknown> };

const LONGEST = 400;
const MOST_SHOWN = 5;

/** Empty where nothing was told. */
export function reasonWords({ state, reason = "", data }: Told, watch: AlarmWatch): Worded {
  if (reason === "" && !data) return [];
  if (/^Unchecked: Initial alarm creation/i.test(reason)) {
    return ["not checked since it was created"];
  }
  const judged = readJudged(data ?? {});
  if (judged.children.length > 0) return childrenWords(judged, state, reason);
  const fixed = fixedWords(reason);
  if (fixed !== undefined) return [fixed];
  const isMeasured = reason === "" || /^thresholds? crossed/i.test(reason);
  const measured = judged.points.length > 0 ? judged : readSentence(reason);
  if (isMeasured && measured) return measuredWords(measured, state, watch);
  return reason === "" ? [] : [cut(redactText(withNames(reason)))];
}

const FIXED: [RegExp, (match: RegExpExecArray) => string][] = [
  [
    /^insufficient data:\s*(\d+) datapoints? (?:was|were) unknown/i,
    ([, amount = ""]) => `no data in the last ${periods(Number(amount))}`,
  ],
  [
    /no datapoints were received for (\d+) periods?.*?treated as \[(\w+)\]/i,
    ([, amount = "", as = ""]) =>
      `no data for ${periods(Number(amount))}, which counts as ${TREATED[as.toLowerCase()] ?? as}`,
  ],
  [
    /^threshold crossed: (\d+) out of the last (\d+) query results? \[([-\d., ]+)\].*threshold \(([-\d.]+)\)/i,
    ([, some = "", all = "", values = "", threshold = ""]) =>
      `${queryResults(values, some, all)}, threshold ${numberWords(Number(threshold))}`,
  ],
  [
    /^(\d+) out of (\d+) time series evaluated to (\w+)/i,
    ([, some = "", all = "", state = ""]) =>
      `${some} of ${all} series ${some === "1" ? "is" : "are"} in ${state}`,
  ],
];

/** `result 172`, `2 of the last 3 results breach: 25, 31`. */
function queryResults(values: string, some: string, all: string): string {
  const words = values.split(",").map((value) => numberWords(Number(value)));
  if (words.length === 1) return `result ${words[0]}`;
  return `${some} of the last ${all} results breach: ${words.join(", ")}`;
}

const TREATED: Record<string, string> = { breaching: "breaching", nonbreaching: "not breaching" };

function fixedWords(reason: string): string | undefined {
  for (const [pattern, say] of FIXED) {
    const match = pattern.exec(reason);
    if (match) return say(match);
  }
  return undefined;
}

function periods(amount: number): string {
  return amount === 1 ? "period" : `${amount} periods`;
}

function childrenWords({ children }: Judged, state: AlarmState, reason: string): Worded {
  if (/was created and its alarm rule evaluates to/i.test(reason)) {
    const states = children.map(({ arn, state: of }) => `${alarmNameOf(arn)} was ${of}`);
    return [`its rule gave ${state} when it was created: ${shownOf(states)}`];
  }
  if (state !== "ALARM" && children.length > 1) return lastChildWords(children);
  const words: Worded = [];
  for (const child of children.slice(0, MOST_SHOWN)) {
    words.push(`${words.length > 0 ? ", " : ""}${alarmNameOf(child.arn)} became ${child.state}`);
    if (child.at !== undefined) words.push(" at ", { kind: "time", at: child.at });
  }
  const rest = children.length - MOST_SHOWN;
  return rest > 0 ? [...words, `, and ${rest} more`] : words;
}

/** What a rule waits for is over with the last of its children. */
function lastChildWords(children: Judged["children"]): Worded {
  const [last] = [...children].sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
  if (!last) return [];
  const when: Worded = last.at === undefined ? [] : [" at ", { kind: "time", at: last.at }];
  return [
    `${alarmNameOf(last.arn)} became ${last.state}`,
    ...when,
    `, as the last of ${children.length}`,
  ];
}

function shownOf(texts: string[]): string {
  const rest = texts.length - MOST_SHOWN;
  const shown = texts.slice(0, MOST_SHOWN).join(", ");
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

function measuredWords(judged: Judged, state: AlarmState, watch: AlarmWatch): Worded {
  const measured = "queries" in watch ? watch : undefined;
  const comparison = measured?.evaluation.comparison ?? "GreaterThanThreshold";
  const bad = judged.points.filter(({ value, lower, upper }) =>
    lower === undefined || upper === undefined
      ? false
      : breaches(value, comparison, { lower, upper }),
  );
  const latest = judged.points.at(-1);
  if (!latest) return [];
  const limit = limitText(judged, measured?.unit);
  if (state !== "ALARM" || bad.length === 0) {
    return ["latest ", ...pointWords(latest, watch), limit];
  }
  const [first] = bad;
  if (first && bad.length === 1) return [...pointWords(first, watch), limit];
  return [
    `${bad.length} of the last ${judged.of ?? judged.points.length} datapoints breach: `,
    ...severalWords(bad, measured?.unit),
    limit,
  ];
}

type Point = Judged["points"][number];

/** `13, 14, 14, the last at 14:03`; of many the latest. */
function severalWords(points: Point[], unit: string | undefined): Worded {
  const values = points.slice(-MOST_SHOWN).map(({ value }) => valueWords(value, unit));
  const more = points.length > MOST_SHOWN ? "… " : "";
  const at = points.at(-1)?.at;
  const last: Worded = at === undefined ? [] : [", the last at ", { kind: "time", at }];
  return [`${more}${values.join(", ")}`, ...last];
}

/** `7 errors at 14:03`, `CPUUtilization 93% at 14:03`. */
function pointWords({ at, value }: Point, watch: AlarmWatch): Worded {
  const when: Worded = at === undefined ? [] : [" at ", { kind: "time", at }];
  const unit = "queries" in watch ? watch.unit : undefined;
  const query =
    "queries" in watch ? watch.queries.find(({ id }) => id === watch.alarmedId) : undefined;
  if (query?.kind !== "metric") return [valueWords(value, unit), ...when];
  const { name } = query.metric;
  const isCounted = query.stat === "Sum" && /^[A-Z][a-z]+s$/.test(name);
  const words = isCounted
    ? `${numberWords(value)} ${value === 1 ? name.slice(0, -1).toLowerCase() : name.toLowerCase()}`
    : `${name} ${valueWords(value, unit)}`;
  return [words, ...when];
}

/** `, threshold 5`, `, expected between 0.02 and 0.3`. */
function limitText({ threshold, points }: Judged, unit: string | undefined): string {
  if (threshold !== undefined) return `, threshold ${valueWords(threshold, unit)}`;
  const last = points.at(-1);
  if (last?.lower === undefined || last.upper === undefined) return "";
  return `, expected between ${numberWords(last.lower)} and ${valueWords(last.upper, unit)}`;
}

/** ARNs of alarms in a sentence become names. */
function withNames(reason: string): string {
  return reason.replace(/arn:[\w-]+:cloudwatch:[\w-]*:\d*:alarm:(\S+)/g, "$1");
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
