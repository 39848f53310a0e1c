/** The few round values that an axis names. */
import { groupedNumber, type UnitScale, unitScale } from "./units.ts";

export type Tick = { at: number; label: string };

export type ValueAxis = { min: number; max: number; ticks: Tick[] };

/** An end that is fixed stays where it is; others move outward to the next round value, or halfway there. */
export type Fixed = { min?: number; max?: number };

/** `isWhole`: nothing between whole numbers is measured, so nothing between them is named. */
export type AxisOptions = {
  unit?: string | undefined;
  count: number;
  fixed?: Fixed;
  isWhole?: boolean;
};

/** About `count` intervals from `min` to `max`, any finite numbers in any order, equal ones too. */
export function valueAxis(
  low: number,
  high: number,
  { unit, count, fixed = {}, isWhole = false }: AxisOptions,
): ValueAxis {
  const [min, max] = spread(...between(low, high, fixed));
  const scale = unitScale(unit, Math.max(Math.abs(min), Math.abs(max)));
  const round = roundStep((max - min) / count, scale);
  const step = isWhole ? Math.max(1, Math.round(round)) : round;
  const half = step / 2;
  const from = fixed.min ?? Math.floor(min / half + 1e-9) * half;
  const wanted = fixed.max ?? Math.ceil(max / half - 1e-9) * half;
  const to = scale.kind === "percent" && max <= 100 ? Math.min(wanted, 100) : wanted;
  const isFixed = fixed.min !== undefined || fixed.max !== undefined;
  // Fixed ends may lie closer than numbers can tell, or the wrong way round; then they are none.
  if (isFixed && !isApart(from, to)) return valueAxis(low, high, { unit, count, isWhole });
  return { min: from, max: to, ticks: ticksBetween(from, to, step, scale) };
}

/** Where all data lie beyond a fixed end, the axis still reaches some way from it. */
function between(low: number, high: number, { min, max }: Fixed): [low: number, high: number] {
  const from = min ?? (max !== undefined && low >= max ? max - reachFrom(max) : low);
  const to = max ?? (min !== undefined && high <= min ? min + reachFrom(min) : high);
  return [from, to];
}

function isApart(min: number, max: number): boolean {
  return max - min > Math.max(LEAST, Math.max(Math.abs(min), Math.abs(max)) * 1e-9);
}

function reachFrom(end: number): number {
  return Math.abs(end) >= LEAST ? Math.abs(end) / 4 : 1;
}

/** Smaller ones cannot be divided into steps. */
const LEAST = 1e-280;

/** Never without extent, and never so narrow that numbers cannot tell its ends apart. */
function spread(a: number, b: number): [min: number, max: number] {
  const [min, max] = a <= b ? [a, b] : [b, a];
  const size = Math.max(Math.abs(min), Math.abs(max));
  if (size < LEAST) return [0, 1];
  if (isApart(min, max)) return [min, max];
  return min > 0 ? [0, max * 1.25] : max < 0 ? [min * 1.25, 0] : [min - 1, max + 1];
}

const STEPS = [1, 2, 2.5, 5, 10];
/** Minutes and hours are counted by the clock. */
const CLOCK_STEPS = [1, 2, 5, 10, 15, 30, 60, 120];

function roundStep(raw: number, { factor, kind, suffix }: UnitScale): number {
  const shown = raw / factor;
  if (kind === "time" && /^ (min|h|s)$/.test(suffix) && shown > 1 && shown <= 120) {
    return (CLOCK_STEPS.find((step) => step >= shown * 0.99) ?? 120) * factor;
  }
  const power = 10 ** Math.floor(Math.log10(shown));
  const step = STEPS.find((each) => each * power >= shown * 0.99) ?? 10;
  return step * power * factor;
}

function ticksBetween(from: number, to: number, step: number, scale: UnitScale): Tick[] {
  const first = Math.ceil(from / step - 1e-6);
  const last = Math.floor(to / step + 1e-6);
  const decimals = decimalsOf(step / scale.factor);
  const ticks: Tick[] = [];
  for (let index = first; index <= last && ticks.length < 20; index++) {
    const at = index * step;
    ticks.push({ at, label: tickLabel(at, decimals, scale) });
  }
  return ticks;
}

function tickLabel(at: number, decimals: number, { factor, suffix }: UnitScale): string {
  if (Math.abs(at) < 1e-300) return suffix === "%" ? "0%" : "0";
  const shown = at / factor;
  const text = decimals > MOST_DECIMALS ? powerNumber(shown) : groupedNumber(shown, decimals);
  return `${text}${suffix}`;
}

const MOST_DECIMALS = 4;

/** `2.5e-6`. */
function powerNumber(value: number): string {
  return value
    .toExponential(2)
    .replace(/\.?0*e\+?/, "e")
    .replace(/^-/, "−");
}

/** As many as it takes to write the step itself. */
function decimalsOf(step: number): number {
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
    const shifted = step * 10 ** decimals;
    if (Math.abs(shifted - Math.round(shifted)) < 1e-6 * shifted) return decimals;
  }
  return MOST_DECIMALS + 1;
}
