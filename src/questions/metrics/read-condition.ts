/** `>= 5 in 1m for 3 of 5`: what an alarm that is being drafted waits for. */
import { SECOND } from "../../domain/time.ts";
import { readDuration } from "../../language/durations.ts";
import { tokenize } from "../../language/tokens.ts";
import type { AlarmCondition } from "./asked.ts";

type Operator = AlarmCondition["operator"];

const WORDS: Record<string, Operator> = {
  ">=": ">=",
  "=>": ">=",
  "≥": ">=",
  "at least": ">=",
  "<=": "<=",
  "=<": "<=",
  "≤": "<=",
  "at most": "<=",
  ">": ">",
  above: ">",
  over: ">",
  exceeds: ">",
  exceeding: ">",
  "greater than": ">",
  "more than": ">",
  "higher than": ">",
  "<": "<",
  below: "<",
  under: "<",
  "less than": "<",
  "fewer than": "<",
  "lower than": "<",
};

const CONDITION =
  /(?:^|\s)(?:is |are |goes |gets |rises |falls )?(>=|=>|≥|<=|=<|≤|>|<|at least|at most|above|over|exceeds|exceeding|below|under|(?:greater|more|higher|less|fewer|lower) than)\s*(-?\d[\d,_]*(?:\.\d+)?)\s*([a-zA-Zµ%]+(?:\/[a-z]+)?)?(?=$|[\s,;?!.])/i;

export type ConditionRead = {
  condition: AlarmCondition;
  /** The text before, and what is left behind. */
  before: string;
  after: string;
};

/** Undefined where the text holds no comparison with a number. `unit`: CloudWatch's, of the metric that the text before names. */
export function readCondition(
  text: string,
  unitOf: (before: string) => string | undefined,
): ConditionRead | undefined {
  const match = CONDITION.exec(text);
  if (!match) return undefined;
  const [whole, sign = "", digits = "", typedUnit = ""] = match;
  const operator = WORDS[sign.toLowerCase()];
  const number = Number(digits.replace(/[,_]/g, ""));
  if (!operator || !Number.isFinite(number)) return undefined;
  const before = text.slice(0, match.index).trim();
  // "> 5 in 1m": the word behind the number is a unit only where it is one.
  const scaled = scale(number, typedUnit, unitOf(before));
  const end = match.index + whole.length - (scaled === undefined ? typedUnit.length : 0);
  const { spans, after } = readSpans(` ${text.slice(end)}`);
  return { condition: { operator, threshold: scaled ?? number, ...spans }, before, after };
}

const DECIMAL: Record<string, number> = { k: 1e3, mio: 1e6, million: 1e6, g: 1e9, bn: 1e9 };
const SIZES: Record<string, number> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
  tib: 1024 ** 4,
};
const TIMES: Record<string, number> = {
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  msec: 1e-3,
  s: 1,
  sec: 1,
  secs: 1,
  second: 1,
  seconds: 1,
  m: 60,
  min: 60,
  mins: 60,
  minute: 60,
  minutes: 60,
  h: 3600,
  hour: 3600,
  hours: 3600,
  d: 86_400,
  day: 86_400,
  days: 86_400,
};
const PER_SECOND: Record<string, number> = { Seconds: 1, Milliseconds: 1e3, Microseconds: 1e6 };
const PER_BYTE: Record<string, number> = {
  Bytes: 1,
  Kilobytes: 1e-3,
  Megabytes: 1e-6,
  Gigabytes: 1e-9,
};

/** The number in the metric's own unit; undefined for a word that is no unit. */
function scale(number: number, typedUnit: string, unit = "None"): number | undefined {
  const word = typedUnit.toLowerCase();
  if (word === "") return number;
  if (word === "%" || word === "percent" || word === "x") return number;
  const time = TIMES[word];
  const perSecond = PER_SECOND[unit];
  if (time !== undefined && perSecond !== undefined) return rounded(number * time * perSecond);
  const size = SIZES[word];
  if (size !== undefined && word !== "b") return rounded(number * size * (PER_BYTE[unit] ?? 1));
  if (word === "m") return number * 1e6;
  if (Object.hasOwn(DECIMAL, word)) return number * (DECIMAL[word] ?? 1);
  // "100 errors", "3 days": the metric's own.
  return /^(?:in|for|within|per|every|over|of|and|or)$/.test(word) ? undefined : number;
}

function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

type Spans = Pick<AlarmCondition, "period" | "datapointsToAlarm" | "evaluationPeriods">;

/** `in 1m`, `for 3 of 5`, `for 15m`, in whatever order; the rest is given back. */
function readSpans(text: string): { spans: Spans; after: string } {
  const spans: Spans = {};
  let after = text;
  const ofMany =
    /\s(?:for|in)?\s*(\d{1,4})\s*(?:out of|of|\/)\s*(\d{1,4})(?:\s*(?:datapoints|periods|times|minutes))?(?=$|[\s,;?!.])/i.exec(
      after,
    );
  if (ofMany) {
    const [least, most] = [Number(ofMany[1]), Number(ofMany[2])];
    spans.datapointsToAlarm = Math.min(least, most);
    spans.evaluationPeriods = Math.max(least, most);
    after = cut(after, ofMany);
  }
  const period =
    /\s(?:in|within|per|every|of|over)\s+(?:periods? of\s+)?((?:\d{1,5}|an?)?\s*[a-z]+)(?=$|[\s,;?!.])/i.exec(
      after,
    );
  const length = period && lengthMs(period[1] ?? "");
  if (period && length) {
    spans.period = Math.max(1, Math.round(length / SECOND));
    after = cut(after, period);
  }
  return { spans: { ...spans, ...readHolding(after, spans) }, after: withoutHolding(after).trim() };
}

const TIMES_WORDS = /\sfor\s+(\d{1,4})\s*(?:datapoints|periods|times)(?=$|[\s,;?!.])/i;
const HOLDING = /\sfor\s+((?:\d{1,5}|an?)\s*[a-z]+)(?=$|[\s,;?!.])/i;

/** `for 3 periods`, `for 15m`: all datapoints of that span. */
function readHolding(text: string, { period = 60, evaluationPeriods }: Spans): Spans {
  if (evaluationPeriods !== undefined) return {};
  const periods = Number(TIMES_WORDS.exec(text)?.[1] ?? 0);
  const length = periods > 0 ? undefined : lengthMs(HOLDING.exec(text)?.[1] ?? "");
  const count = length ? Math.round(length / SECOND / period) : periods;
  return count > 0 ? { evaluationPeriods: count, datapointsToAlarm: count } : {};
}

function withoutHolding(text: string): string {
  const held = HOLDING.exec(text);
  const bare = text.replace(TIMES_WORDS, " ");
  return held && lengthMs(held[1] ?? "") ? bare.replace(HOLDING, " ") : bare;
}

function cut(text: string, match: RegExpExecArray): string {
  return `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`;
}

function lengthMs(text: string): number | undefined {
  const tokens = tokenize(/^[a-z]+$/i.test(text) ? `1 ${text}` : text);
  const length = readDuration(tokens, 0);
  return length && length.next === tokens.length ? length.ms : undefined;
}
