/** Computes the tree of an expression. */
import { seriesOf, type Value } from "../metrics/timeline.ts";
import { combine, mapValues } from "./combine.ts";
import type { MathContext } from "./context.ts";
import { FUNCTIONS } from "./functions.ts";
import type { Expression } from "./parser.ts";
import { ExpressionError } from "./refusals.ts";

/** The value of an expression; throws an ExpressionError whose message says what is wrong. */
export function compute(expression: Expression, context: MathContext): Value {
  const evaluate = (part: Expression) => compute(part, context);
  switch (expression.kind) {
    case "number":
      return { kind: "scalar", value: expression.value };
    case "text":
      throw new ExpressionError("A string stands where a value belongs");
    case "name": {
      const value = context.valueById(expression.name);
      if (value) return value;
      throw new ExpressionError(`Undefined variable '${expression.name}'`);
    }
    case "array":
      return { kind: "array", all: expression.items.flatMap((item) => itemsOf(evaluate(item))) };
    case "negative":
      return negative(evaluate(expression.of));
    case "operation":
      return combine(expression.operator, evaluate(expression.left), evaluate(expression.right));
    case "call":
      return call(expression, context, evaluate);
  }
}

function itemsOf(value: Value) {
  if (value.kind === "scalar") throw new ExpressionError("An array takes time series, not numbers");
  return seriesOf(value);
}

function negative(value: Value): Value {
  switch (value.kind) {
    case "scalar":
      return { kind: "scalar", value: -value.value };
    case "series":
      return { kind: "series", one: mapValues(value.one, (point) => -point) };
    case "array":
      return { kind: "array", all: value.all.map((one) => mapValues(one, (point) => -point)) };
  }
}

function call(
  { name, given }: Extract<Expression, { kind: "call" }>,
  context: MathContext,
  evaluate: (part: Expression) => Value,
): Value {
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!known) {
    const upper = name.toUpperCase();
    const hint = Object.hasOwn(FUNCTIONS, upper)
      ? `; functions are written in capitals, ${upper}`
      : "";
    throw new ExpressionError(`Unsupported function '${name}'${hint}`);
  }
  const [least, most] = known.takes;
  if (given.length < least || given.length > most) {
    const count = least === most ? `${least}` : `${least} to ${most}`;
    throw new ExpressionError(`Function ${name} takes ${count} arguments, but got ${given.length}`);
  }
  return known.apply({ name, given, context, evaluate });
}
