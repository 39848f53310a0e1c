/** Facts: labels with values, side by side where the screen is wide enough. */
import type { Section } from "../../../answers/answer.ts";
import type { SlackBlock } from "../blocks.ts";
import { LIMITS } from "../limits.ts";
import { lineText, mrkdwn, strong } from "../mrkdwn.ts";
import { cutPlain } from "../shown.ts";
import { type Draft, FRAME, hiddenBlocks, titleBlocks } from "./draft.ts";

const VALUE = 500;
/** Values that a field of half the width shows without breaking every word. */
const NARROW = 80;

export function factsDraft(section: Extract<Section, { kind: "facts" }>): Draft {
  const facts = section.facts.map(({ label, value }) => {
    const [name, text] = [strong(cutPlain(label, 80)), lineText(value, VALUE)];
    return { field: `${name}\n${text}`, line: `${name}  ${text}`, isNarrow: text.length <= NARROW };
  });
  return {
    costs: facts.map(({ field }) => field.length + 1),
    fixed: FRAME,
    view(shown, look) {
      const kept = facts.slice(0, shown);
      const isNarrow = kept.length > 1 && kept.every((fact) => fact.isNarrow);
      return [
        ...titleBlocks(section.title),
        ...(isNarrow
          ? fieldBlocks(kept.map((fact) => fact.field))
          : lineBlocks(kept.map((fact) => fact.line))),
        ...hiddenBlocks(facts.length - shown, look),
      ];
    },
  };
}

function fieldBlocks(fields: string[]): SlackBlock[] {
  return chunks(fields, LIMITS.sectionFields).map((part) => ({
    type: "section",
    fields: part.map(mrkdwn),
  }));
}

function lineBlocks(lines: string[]): SlackBlock[] {
  return chunks(lines, 4).map((part) => ({ type: "section", text: mrkdwn(part.join("\n")) }));
}

function chunks<Item>(items: Item[], size: number): Item[][] {
  const parts: Item[][] = [];
  for (let at = 0; at < items.length; at += size) parts.push(items.slice(at, at + size));
  return parts;
}
