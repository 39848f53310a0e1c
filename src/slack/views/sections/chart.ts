/** A picture: as an image where it has been uploaded, else its numbers in words. */
import type { Section } from "../../../answers/answer.ts";
import { altText } from "../../../charts/alt-text.ts";
import { prose } from "../mrkdwn.ts";
import { type Draft, textBlock } from "./draft.ts";

type ChartSection = Extract<Section, { kind: "chart" }>;

export function chartDraft({ chart }: ChartSection): Draft {
  const text = prose(altText(chart), 1000);
  return { costs: [text.length], fixed: 0, view: (shown) => (shown > 0 ? [textBlock(text)] : []) };
}
