/** Every section kind of an answer as a draft. */
import type { Section } from "../../../answers/answer.ts";
import { never } from "../../../domain/never.ts";
import { nativeCharts } from "../native-chart.ts";
import { type ChangesOptions, changesDraft } from "./changes.ts";
import { type ChartOptions, chartDraft, type PictureOf } from "./chart.ts";
import type { Draft } from "./draft.ts";
import { factsDraft } from "./facts.ts";
import { calloutDraft, listDraft, textDraft } from "./prose.ts";
import { recordDraft } from "./record.ts";
import { tableDraft } from "./table.ts";

type SectionOptions = ChangesOptions & { isFirstTable: boolean; ofChart: ChartOptions };

/** `isFirstTable`: Slack takes one table a message. */
function sectionDraft(section: Section, options: SectionOptions) {
  switch (section.kind) {
    case "facts":
      return factsDraft(section);
    case "changes":
      return changesDraft(section, options);
    case "table":
      return tableDraft(section, options.isFirstTable);
    case "list":
      return listDraft(section);
    case "text":
      return textDraft(section);
    case "callout":
      return calloutDraft(section);
    case "chart":
      return chartDraft(section, options.ofChart);
    case "record":
      return recordDraft(section);
    default:
      return never(section);
  }
}

/** More items than this never fit into a message: they are counted, and not looked at. */
const MOST_ITEMS = 120;

/** `headline` stands above the sections: what it says of a change is not said again. */
export function sectionDrafts(
  sections: readonly Section[],
  { headline = "", pictureOf, ...options }: ChangesOptions & { pictureOf?: PictureOf },
): Draft[] {
  const native = nativeCharts(sections);
  const charts = sections.filter(({ kind }) => kind === "chart").length;
  const firstTable = sections.findIndex((section) => section.kind === "table");
  return sections.map((section, index) =>
    sectionDraft(shortened(section), {
      ...options,
      isFirstTable: index === firstTable,
      ofChart: {
        charts,
        native: native.get(index),
        picture: section.kind === "chart" ? pictureOf?.(section.chart) : undefined,
      },
      // Right below the headline alone: elsewhere a row without who and what would be a riddle.
      ...(index === 0 && { headline }),
    }),
  );
}

function shortened(section: Section): Section {
  if (section.kind === "list") {
    const items = section.items.slice(0, MOST_ITEMS);
    return { ...section, items, hidden: section.hidden + section.items.length - items.length };
  }
  if (section.kind !== "changes" && section.kind !== "table") return section;
  const hidden = section.hidden + Math.max(0, section.rows.length - MOST_ITEMS);
  return section.kind === "changes"
    ? { ...section, rows: section.rows.slice(0, MOST_ITEMS), hidden }
    : { ...section, rows: section.rows.slice(0, MOST_ITEMS), hidden };
}
