/** Small rules for plain data; each tells what is wrong and where, as a JSON pointer. */

export type Rule = (value: unknown, path: string) => string[];

const NONE: string[] = [];

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A string of so many UTF-16 units that a screen can show: no half surrogates, no control characters but line breaks. */
export function string(least: number, most: number): Rule {
  return (value, path) => {
    if (typeof value !== "string") return [`${path}: must be a string`];
    if (value.length < least) return [`${path}: must be at least ${least} characters long`];
    if (value.length > most) return [`${path}: must be at most ${most} characters long`];
    if (/\p{Cs}/u.test(value)) return [`${path}: holds half a surrogate pair`];
    const isOdd = [...value].some((char) => char < " " && char !== "\n" && char !== "\t");
    return isOdd ? [`${path}: holds a control character`] : NONE;
  };
}

/** A string with something in it that can be seen. */
export function words(most: number): Rule {
  const length = string(1, most);
  return (value, path) => {
    const problems = length(value, path);
    if (problems.length > 0) return problems;
    return /\S/.test(String(value)) ? NONE : [`${path}: holds nothing but spaces`];
  };
}

export const boolean: Rule = (value, path) =>
  typeof value === "boolean" ? NONE : [`${path}: must be true or false`];

export function integer(least: number, most: number): Rule {
  return (value, path) =>
    typeof value === "number" && Number.isInteger(value) && value >= least && value <= most
      ? NONE
      : [`${path}: must be a whole number from ${least} to ${most}`];
}

export function oneOf(...allowed: string[]): Rule {
  return (value, path) =>
    allowed.some((one) => one === value) ? NONE : [`${path}: must be one of ${allowed.join(", ")}`];
}

export function list(item: Rule, least: number, most: number): Rule {
  return (value, path) => {
    if (!Array.isArray(value)) return [`${path}: must be a list`];
    const problems = value.flatMap((one, index) => item(one, `${path}/${index}`));
    if (value.length < least) problems.push(`${path}: needs at least ${least} items`);
    if (value.length > most) problems.push(`${path}: no more than ${most} items allowed`);
    return problems;
  };
}

/** An object with these properties and no others. */
export function shape(required: Record<string, Rule>, optional: Record<string, Rule> = {}): Rule {
  const rules = new Map([...Object.entries(optional), ...Object.entries(required)]);
  return (value, path) => {
    if (!isRecord(value)) return [`${path}: must be an object`];
    const missing = Object.keys(required).filter((key) => value[key] === undefined);
    // JSON leaves out what is undefined.
    const given = Object.entries(value).filter(([, inner]) => inner !== undefined);
    const wrong = given.flatMap(([key, inner]) => {
      const rule = rules.get(key);
      return rule ? rule(inner, `${path}/${key}`) : [`${path}/${key}: unknown property`];
    });
    return [...missing.map((key) => `${path}: ${key} is missing`), ...wrong];
  };
}

/** The rule of the value's `type`. */
export function byType(rules: Record<string, Rule>): Rule {
  return (value, path) => {
    const type = isRecord(value) ? value.type : undefined;
    const rule = typeof type === "string" && Object.hasOwn(rules, type) ? rules[type] : undefined;
    return rule ? rule(value, path) : [`${path}: unknown type ${String(type)}`];
  };
}

export function all(...rules: Rule[]): Rule {
  return (value, path) => rules.flatMap((rule) => rule(value, path));
}

/** Texts of a property of the items, at any depth of arrays, that stand more than once. */
export function repeated(values: unknown[]): string[] {
  const texts = values.filter((value) => typeof value === "string");
  return [...new Set(texts.filter((text, index) => texts.indexOf(text) !== index))];
}
