/** Statistics by the names that CloudWatch gives them: `Average`, `p99.9`, `tm95`, `TM(10%:90%)`, `PR(:300)`, `IQM`. */

export type PlainStatistic = "SampleCount" | "Sum" | "Average" | "Minimum" | "Maximum";

/** Trimmed mean, winsorized mean, trimmed count, trimmed sum, percentile rank. */
export type RangeKind = "TM" | "WM" | "TC" | "TS" | "PR";

/** Bounds are per cent of the samples where `isShare`, else values: above `low`, up to and with `high`. */
export type RangeStatistic = {
  kind: "range";
  what: RangeKind;
  isShare: boolean;
  low: number;
  high: number;
};

export type Statistic =
  | { kind: "plain"; name: PlainStatistic }
  /** `percent` from 0 to 100. */
  | { kind: "percentile"; percent: number }
  | RangeStatistic;

const PLAIN: readonly PlainStatistic[] = ["SampleCount", "Sum", "Average", "Minimum", "Maximum"];
const PERCENTILE = /^p(\d{1,3}(?:\.\d{1,10})?)$/;
const ONE_BOUND = /^(tm|wm|tc|ts)(\d{1,3}(?:\.\d{1,10})?)$/;
const TWO_BOUNDS = /^(TM|WM|TC|TS|PR)\(([\d.]+%?)?:([\d.]+%?)?\)$/;
const BOUND = /^(\d+(?:\.\d{1,10})?)(%?)$/;

/** Reads a statistic's name; undefined where CloudWatch knows none of that name. */
export function parseStatistic(text: string): Statistic | undefined {
  const plain = PLAIN.find((name) => name === text);
  if (plain) return { kind: "plain", name: plain };
  if (text === "IQM") return { kind: "range", what: "TM", isShare: true, low: 25, high: 75 };
  const percentile = PERCENTILE.exec(text);
  if (percentile) {
    const percent = Number(percentile[1]);
    return percent <= 100 ? { kind: "percentile", percent } : undefined;
  }
  const oneBound = ONE_BOUND.exec(text);
  if (oneBound) {
    const high = Number(oneBound[2]);
    const what = oneBound[1]?.toUpperCase() as RangeKind;
    return high <= 100 ? { kind: "range", what, isShare: true, low: 0, high } : undefined;
  }
  return parseRange(TWO_BOUNDS.exec(text));
}

function parseRange(found: RegExpExecArray | null): Statistic | undefined {
  const [, what, lowText, highText] = found ?? [];
  const low = parseBound(lowText);
  const high = parseBound(highText);
  const isShare = low?.isShare ?? high?.isShare;
  if (!low || !high || isShare === undefined) return undefined;
  if ((high.isShare ?? isShare) !== isShare || (isShare && what === "PR")) return undefined;
  const range = {
    kind: "range" as const,
    what: what as RangeKind,
    isShare,
    low: low.value ?? (isShare ? 0 : Number.NEGATIVE_INFINITY),
    high: high.value ?? (isShare ? 100 : Number.POSITIVE_INFINITY),
  };
  return range.low < range.high && (!isShare || range.high <= 100) ? range : undefined;
}

type Bound = { value?: number; isShare?: boolean };

/** A bound that is not there is a bound too; undefined for what is no number. */
function parseBound(text: string | undefined): Bound | undefined {
  if (text === undefined) return {};
  const found = BOUND.exec(text);
  return found ? { value: Number(found[1]), isShare: found[2] === "%" } : undefined;
}
