import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer, ChangeRow } from "../../../src/answers/answer.ts";
import { ask } from "../../../src/questions/ask.ts";
import { understand } from "../../../src/questions/understand.ts";
import { tellStories } from "../../../src/sandbox/scenario/stories.ts";
import { blockFaults } from "../../../src/sandbox/slack/rules/blocks.ts";
import { answerView } from "../../../src/slack/views/answer-view.ts";
import type { SlackBlock } from "../../../src/slack/views/blocks.ts";
import { viewProblems } from "../../../src/slack/views/check.ts";
import type { FileTrail } from "../../../src/trail/files/file-trail.ts";
import { openIndexed, quietRun } from "../../support/ask.ts";
import { compactFile, writeLog } from "../../trail/files/made-trail.ts";
import { expectGolden } from "./golden.ts";

const NOW = Date.parse("2026-11-20T16:50:00Z");
const context = { now: NOW, zone: "UTC", accountNames: { prod: "111122223333" } };
const stories = tellStories(NOW, 1);
const dir = mkdtempSync(join(tmpdir(), "trailwatch-views-"));
let trail: FileTrail;

beforeAll(async () => {
  const records = stories.flatMap((story) => story.records.map(({ record }) => record));
  writeLog(dir, "log.json.gz", compactFile(records));
  trail = await openIndexed(dir, NOW);
});

afterAll(async () => {
  await trail.close();
  rmSync(dir, { recursive: true, force: true });
});

async function answerOf(text: string): Promise<Answer> {
  const { answer } = await ask(text, { trail }, context, quietRun, (_, error) => {
    throw error;
  });
  const searched = answer.searched.map((search) => ({ ...search, place: "/trail" }));
  return { ...answer, searched };
}

function rowsOf({ sections }: Answer): ChangeRow[] {
  return sections.flatMap((section) => (section.kind === "changes" ? section.rows : []));
}

/** What a reader sees of the blocks, without marks. */
function seen(blocks: SlackBlock[]): string {
  return JSON.stringify(blocks).replace(/[`*]|\\u2060/g, "");
}

function asJson(text: string): string {
  return JSON.stringify(text.replaceAll("&", "&amp;")).slice(1, -1).replaceAll(/[`*]/g, "");
}

/** Texts that a press of any control would ask. */
function askable(blocks: SlackBlock[]): string[] {
  return blocks.flatMap((block) => {
    const elements = block.type === "actions" ? block.elements : [];
    const accessory = block.type === "section" && block.accessory ? [block.accessory] : [];
    return [...elements, ...accessory].flatMap((one) => {
      if (one.type === "overflow") return one.options.flatMap(({ value }) => value ?? []);
      return one.type === "button" && one.action_id?.startsWith("ask") ? (one.value ?? []) : [];
    });
  });
}

const texts = [
  ...stories.flatMap((story) => story.questions.map((question) => question.text)),
  "what changed last 30d",
  "what changed last 30d including automation limit 100",
  "who signed in last 30d",
  "denied last 30d",
  "help",
  "who changed nothing-of-that-name",
  "flurb the wug",
];

describe("answers about the sandbox's stories", () => {
  it.each(texts)(
    "%s: taken by Slack, with every row and questions that are understood",
    async (text) => {
      const answer = await answerOf(text);

      const content = answerView(answer, { questionId: "q-1", askedBy: "U0000002" });

      expect(viewProblems(content)).toEqual([]);
      expect(blockFaults(content.blocks, "message", "/blocks")).toEqual([]);
      expect(blockFaults(content.plain ?? [], "message", "/plain")).toEqual([]);
      const shown = seen(content.blocks);
      const missing = rowsOf(answer).filter(({ what }) => !shown.includes(asJson(what)));
      const isCut = / more"/.test(shown);
      expect(isCut ? [] : missing.map(({ what }) => what)).toEqual([]);
      const kinds = askable(content.blocks).map((asked) => understand(asked, context).kind);
      expect(kinds.filter((kind) => kind === "misunderstood")).toEqual([]);
    },
  );

  it("looks as it should", async () => {
    const answer = await answerOf("who changed bucket-x");

    const { accountNames } = context;
    const content = answerView(answer, { questionId: "q-1", askedBy: "U0000002", accountNames });

    await expectGolden("who-changed-bucket-x", content);
  });
});
