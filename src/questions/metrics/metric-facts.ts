/** The numbers of series beside their picture. */
import type { Line, Section } from "../../answers/answer.ts";
import { valueWords } from "../../charts/units.ts";
import { compareWords, isAdditive, numbersOf } from "./compare.ts";
import { clock, type Seen, totalOf } from "./metric-seen.ts";
import type { SeenSeries } from "./metric-series.ts";

/** One series as facts, several as a table. */
export function factsSection(drawn: readonly SeenSeries[], seen: Seen): Section {
  const [first] = drawn;
  return first && drawn.length === 1 ? oneSeries(first, seen) : manySeries(drawn, seen);
}

function oneSeries(series: SeenSeries, { asked }: Seen): Section {
  const numbers = numbersOf(series.points);
  if (!numbers) return { kind: "facts", facts: [] };
  const { unit, stat } = unitAndStat(series);
  const at = (point: { at: number; value: number }): Line => [
    `${valueWords(point.value, unit)} at `,
    { kind: "time", at: point.at },
  ];
  const total = valueWords(totalOf(numbers, stat), unit);
  return {
    kind: "facts",
    facts: [
      { label: "Latest", value: at(numbers.latest) },
      { label: "Highest", value: at(numbers.most) },
      { label: "Lowest", value: at(numbers.least) },
      { label: isAdditive(stat) ? "In all" : "Average", value: [total] },
      ...(asked.versus && series.earlier
        ? [{ label: "Compared", value: [compared(series, asked.versus.words)] }]
        : []),
    ],
  };
}

function unitAndStat({ meant }: SeenSeries) {
  return { unit: meant?.unit, stat: meant?.rate ? undefined : meant?.stat };
}

function compared(series: SeenSeries, words: string): string {
  const { unit, stat } = unitAndStat(series);
  const said = { words, isSum: isAdditive(stat), ...(unit !== undefined && { unit }) };
  return compareWords(series.points, series.earlier ?? [], said);
}

function manySeries(drawn: readonly SeenSeries[], { asked, window, context }: Seen): Section {
  const sums = drawn.filter((each) => isAdditive(unitAndStat(each).stat)).length;
  const last = sums === drawn.length ? "In all" : sums === 0 ? "Average" : "In all or average";
  const isCompared = asked.versus !== undefined;
  const columns = ["Series", "Latest", "Highest", "At", "Lowest", last];
  return {
    kind: "table",
    columns: isCompared ? [...columns, "Compared"] : columns,
    rows: drawn.map((series): Line[] => {
      const numbers = numbersOf(series.points);
      const { unit, stat } = unitAndStat(series);
      const words = (value: number) => valueWords(value, unit);
      const cells: Line[] = numbers
        ? [
            [words(numbers.latest.value)],
            [words(numbers.most.value)],
            [clock(numbers.most.at, window, context.zone)],
            [words(numbers.least.value)],
            [words(totalOf(numbers, stat))],
          ]
        : [["no data"], [], [], [], []];
      const more: Line[] = isCompared ? [[compared(series, asked.versus?.words ?? "")]] : [];
      return [[series.label], ...cells, ...more];
    }),
    hidden: 0,
  };
}
