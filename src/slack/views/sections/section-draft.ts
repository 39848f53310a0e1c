/** Every section kind of an answer as a draft. */
import type { Section } from "../../../answers/answer.ts";
import { never } from "../../../domain/never.ts";
import { changesDraft, type RowOptions } from "./changes.ts";
import type { Draft } from "./draft.ts";
import { factsDraft } from "./facts.ts";
import { calloutDraft, listDraft, textDraft } from "./prose.ts";
import { recordDraft } from "./record.ts";
import { tableDraft } from "./table.ts";

/** `isFirstTable`: Slack takes one table a message. */
export function sectionDraft(section: Section, options: RowOptions & { isFirstTable: boolean }) {
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
    case "record":
      return recordDraft(section);
    default:
      return never(section);
  }
}

export function sectionDrafts(sections: readonly Section[], options: RowOptions): Draft[] {
  const firstTable = sections.findIndex((section) => section.kind === "table");
  return sections.map((section, index) =>
    sectionDraft(section, { ...options, isFirstTable: index === firstTable }),
  );
}
