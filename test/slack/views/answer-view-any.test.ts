import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockFaults } from "../../../src/sandbox/slack/rules/blocks.ts";
import { answerView } from "../../../src/slack/views/answer-view.ts";
import { viewProblems } from "../../../src/slack/views/check.ts";
import { textLength } from "../../../src/slack/views/text-length.ts";
import { anyAnswer, HOSTILE } from "./answers.ts";

const RUNS = { numRuns: 40 };
const options = fc.record(
  {
    questionId: fc.constant("q-1"),
    askedBy: fc.constantFrom("U0000002", "<!channel>"),
    isQuiet: fc.boolean(),
    note: fc.constantFrom(...HOSTILE),
    accountNames: fc.constant({ "<!channel>": "111122223333" }),
  },
  { requiredKeys: ["questionId"] },
);

/** Every text that Slack reads as mrkdwn: mrkdwn objects and the message's own `text`. */
function mrkdwnTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnTexts);
  if (typeof value !== "object" || value === null) return [];
  const own = "type" in value && value.type === "mrkdwn" && "text" in value ? [value.text] : [];
  return [...own.map(String), ...Object.values(value).flatMap(mrkdwnTexts)];
}

/** Slack's own syntax, as far as we write it: dates, the asker, links that were given as links. */
const OURS = /<!date\^\d+\^[{}a-z_ ]+\|[\d: UTC-]+>|<@U0000002>|<https?:\/\/[^\s<>|]+\|[^<>|]*>/g;

describe("a message of any answer", () => {
  it("keeps every limit of Slack and holds no markup of Slack's that came from data", () => {
    fc.assert(
      fc.property(anyAnswer, options, (answer, given) => {
        const content = answerView(answer, given);

        const texts = [content.text, ...mrkdwnTexts([content.blocks, content.plain])];

        expect(viewProblems(content)).toEqual([]);
        expect(blockFaults(content.blocks, "message", "/blocks")).toEqual([]);
        expect(blockFaults(content.plain ?? [], "message", "/plain")).toEqual([]);
        expect(texts.filter((text) => /[<>]/.test(text.replace(OURS, "")))).toEqual([]);
        expect(textLength(content.blocks)).toBeLessThan(11_000);
        expect(textLength(content.plain)).toBeLessThan(11_000);
      }),
      RUNS,
    );
  }, 30_000);
});
