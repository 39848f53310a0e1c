/** Arithmetic on numbers and series, point by point. */
import type { Timeline, Value } from "../metrics/timeline.ts";
import type { Operator } from "./parser.ts";
import { ExpressionError } from "./refusals.ts";

type Compute = (left: number, right: number) => number;

const truth = (is: boolean) => (is ? 1 : 0);

const COMPUTE: Record<Operator, Compute> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "^": (left, right) => left ** right,
  "==": (left, right) => truth(left === right),
  "!=": (left, right) => truth(left !== right),
  "<": (left, right) => truth(left < right),
  "<=": (left, right) => truth(left <= right),
  ">": (left, right) => truth(left > right),
  ">=": (left, right) => truth(left >= right),
  AND: (left, right) => truth(left !== 0 && right !== 0),
  OR: (left, right) => truth(left !== 0 || right !== 0),
};

/**
 * Two values by an operator. A point that one of two series lacks counts as 0 there; what is no number afterwards, as
 * after a division by zero, is no point. Throws an ExpressionError whose message says what cannot be combined.
 */
export function combine(operator: Operator, left: Value, right: Value): Value {
  const compute = COMPUTE[operator];
  if (left.kind === "scalar" && right.kind === "scalar") {
    return { kind: "scalar", value: compute(left.value, right.value) };
  }
  if (left.kind === "array" && right.kind === "array") {
    throw new ExpressionError(`Operator '${operator}' does not take two arrays of time series`);
  }
  if (left.kind === "array") {
    return { kind: "array", all: left.all.map((one) => pair(compute, one, oneOf(right))) };
  }
  if (right.kind === "array") {
    return { kind: "array", all: right.all.map((one) => pair(compute, oneOf(left), one)) };
  }
  return { kind: "series", one: pair(compute, oneOf(left), oneOf(right)) };
}

function oneOf(value: Value): number | Timeline {
  if (value.kind === "scalar") return value.value;
  if (value.kind === "series") return value.one;
  throw new ExpressionError("An array of time series stands where one belongs");
}

function pair(compute: Compute, left: number | Timeline, right: number | Timeline): Timeline {
  if (typeof right === "number") {
    if (typeof left === "number") throw new ExpressionError("Two numbers are no time series");
    return mapValues(left, (value) => compute(value, right));
  }
  if (typeof left === "number") return mapValues(right, (value) => compute(left, value));
  const { at, leftValues, rightValues } = sideBySide(left, right);
  const points = { ...left, at, values: at };
  return mapValues(points, (_, index) => compute(leftValues[index] ?? 0, rightValues[index] ?? 0), {
    periodMs: Math.max(left.periodMs, right.periodMs),
  });
}

/** The moments of both series, and what each has there. */
function sideBySide(left: Timeline, right: Timeline) {
  const at = unionOf([left, right]);
  return { at, leftValues: valuesAt(left, at), rightValues: valuesAt(right, at) };
}

/** All moments at which any of the series has a point, oldest first. */
export function unionOf(all: readonly Timeline[]): number[] {
  const [first] = all;
  if (first && all.every((one) => isSame(one.at, first.at))) return [...first.at];
  return [...new Set(all.flatMap(({ at }) => at))].sort((a, b) => a - b);
}

function isSame(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((moment, index) => moment === right[index]);
}

/** What a series has at moments, undefined where it has nothing; moments and series run forward. */
export function valuesAt(one: Timeline, moments: readonly number[]): (number | undefined)[] {
  let index = 0;
  return moments.map((moment) => {
    while (index < one.at.length && (one.at[index] ?? 0) < moment) index++;
    return one.at[index] === moment ? one.values[index] : undefined;
  });
}

/** Each value by a function; points that it makes no number of are dropped. */
export function mapValues(
  one: Timeline,
  change: (value: number, index: number) => number | undefined,
  rest: { periodMs?: number } = {},
): Timeline {
  const at: number[] = [];
  const values: number[] = [];
  one.values.forEach((value, index) => {
    const changed = change(value, index);
    if (changed === undefined || !Number.isFinite(changed)) return;
    at.push(one.at[index] ?? 0);
    values.push(changed);
  });
  return { label: one.label, periodMs: rest.periodMs ?? one.periodMs, at, values };
}
