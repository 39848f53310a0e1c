/** CloudWatch's units → numbers that people read: 1.5 GiB, 240 ms, 12k. */

/** How numbers of one size of a unit are shown: divided by `factor`, with the suffix after them. */
export type UnitScale = { factor: number; suffix: string; kind: UnitKind };

type UnitKind = "time" | "binary" | "decimal" | "percent" | "plain";

type Unit = {
  kind: UnitKind /** One of it, in seconds, bytes or the unit itself. */;
  one: number;
  tail: string;
};

type Rung = [factor: number, suffix: string];

const TIMES: Rung[] = [
  [1e-6, " µs"],
  [1e-3, " ms"],
  [1, " s"],
  [60, " min"],
  [3600, " h"],
  [86_400, " d"],
];
const BINARY: Rung[] = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"].map((name, power) => [
  1024 ** power,
  ` ${name}`,
]);
const PLAIN: Rung[] = ["", "k", "M", "G", "T", "P", "E"].map((name, power) => [
  1000 ** power,
  name,
]);

const PREFIXES = new Map([
  ["", 1],
  ["Kilo", 1e3],
  ["Mega", 1e6],
  ["Giga", 1e9],
  ["Tera", 1e12],
]);
const SECONDS = new Map([
  ["Seconds", 1],
  ["Milliseconds", 1e-3],
  ["Microseconds", 1e-6],
]);

function readUnit(name = "None"): Unit & { symbol: string } {
  const [amount = "", per] = name.split("/", 2);
  const tail = per === "Second" ? "/s" : "";
  const seconds = SECONDS.get(amount);
  if (seconds !== undefined) return { kind: "time", one: seconds, tail, symbol: "" };
  if (amount === "Percent") return { kind: "percent", one: 1, tail, symbol: "%" };
  if (amount === "Bytes") return { kind: "binary", one: 1, tail, symbol: "" };
  const sized = /^(Kilo|Mega|Giga|Tera|)(bits|bytes)$/i.exec(amount);
  if (!sized) return { kind: "plain", one: 1, tail, symbol: "" };
  const symbol = /bits/i.test(amount) ? "bit" : "B";
  return { kind: "decimal", one: PREFIXES.get(sized[1] ?? "") ?? 1, tail, symbol };
}

/** The size in which numbers up to `largest` are shown, such as MiB for 3,000,000 Bytes. */
export function unitScale(unit: string | undefined, largest: number): UnitScale {
  const { kind, one, tail, symbol } = readUnit(unit);
  const size = Math.abs(largest) * one;
  if (kind === "percent") return { kind, factor: 1, suffix: `%${tail}` };
  const [factor, name] = rungFor(kind, size);
  const suffix = kind === "decimal" ? ` ${name}${symbol}` : name;
  return { kind, factor: factor / one, suffix: `${suffix}${tail}` };
}

/** Two minutes are still read as 120 s, ten thousand as 10,000, but 12 k above. */
function rungFor(kind: UnitKind, size: number): Rung {
  const rungs = kind === "time" ? TIMES : kind === "binary" ? BINARY : PLAIN;
  const ease = (factor: number) => {
    if (kind === "time") return factor >= 60 ? 2 : 1;
    return kind === "plain" && factor === 1000 ? 10 : 1;
  };
  const start: Rung = rungs[0] ?? [1, ""];
  if (size === 0 && kind === "time") return [1, " s"];
  return rungs.reduce(
    (best, rung) => (size >= rung[0] * ease(rung[0]) * 0.9995 ? rung : best),
    start,
  );
}

/** A unit that the numbers themselves do not show, to stand above the axis: `Count`, and units of no known kind. */
export function unitCaption(unit: string | undefined): string | undefined {
  if (!unit || unit === "None" || readUnit(unit).kind !== "plain") return undefined;
  return unit.replace(/\/Second$/, "");
}

/** A number with groups of three and so many decimals; beyond what can be read so, with an exponent. */
export function groupedNumber(value: number, decimals: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e9 || size < 0.5 * 10 ** -decimals)) {
    return String(Number(value.toPrecision(3)))
      .replace("e+", "e")
      .replace(/^-/, "−");
  }
  const [whole = "0", rest] = size.toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${value < 0 ? "−" : ""}${grouped}${rest ? `.${rest}` : ""}`;
}

/** A single number in words with its unit, to three digits or four: `87.5%`, `1.24 s`, `3.1 GiB/s`, `12,345`. */
export function valueWords(value: number, unit?: string): string {
  const size = Math.abs(value);
  const { kind, tail } = { ...readUnit(unit) };
  if (kind === "plain" && size < 1e6) return `${trimmed(value)}${tail}`;
  const { factor, suffix } = unitScale(unit, value);
  return `${trimmed(value / factor)}${suffix}`;
}

function trimmed(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 1000) return groupedNumber(value, 0);
  const decimals = size >= 100 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
  return groupedNumber(value, decimals)
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
}
