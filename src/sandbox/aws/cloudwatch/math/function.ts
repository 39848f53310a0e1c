/** What a function of metric math is, and how it takes its arguments. */
import type { Timeline, Value } from "../metrics/timeline.ts";
import type { MathContext } from "./context.ts";
import type { Expression } from "./parser.ts";
import { ExpressionError } from "./refusals.ts";

export type Call = {
  name: string;
  given: readonly Expression[];
  context: MathContext;
  evaluate(part: Expression): Value;
};

export type MathFunction = {
  /** At least and at most so many arguments. */
  takes: readonly [number, number];
  apply(call: Call): Value;
};

function argument({ name, given }: Call, index: number): Expression {
  const part = given[index];
  if (!part) throw new ExpressionError(`Function ${name} lacks argument ${index + 1}`);
  return part;
}

/** A series, or an array of them. */
export function seriesArgument(call: Call, index: number): Exclude<Value, { kind: "scalar" }> {
  const value = call.evaluate(argument(call, index));
  if (value.kind !== "scalar") return value;
  throw new ExpressionError(`Function ${call.name} takes a time series, not a number`);
}

/** The series of an array. */
export function arrayArgument(call: Call, index: number): Timeline[] {
  const value = call.evaluate(argument(call, index));
  if (value.kind === "array") return value.all;
  throw new ExpressionError(`Function ${call.name} takes an array of time series`);
}

export function numberArgument(call: Call, index: number): number {
  const value = call.evaluate(argument(call, index));
  if (value.kind === "scalar" && Number.isFinite(value.value)) return value.value;
  throw new ExpressionError(`Argument ${index + 1} of function ${call.name} has to be a number`);
}

/** One of a few words; the first is named where another stands. */
export function wordArgument(call: Call, index: number, words: readonly string[]): string {
  const part = argument(call, index);
  if (part.kind === "name" && words.includes(part.name)) return part.name;
  throw new ExpressionError(
    `Argument ${index + 1} of function ${call.name} has to be one of ${words.join(", ")}`,
  );
}
