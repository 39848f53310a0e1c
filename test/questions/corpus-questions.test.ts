import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseInstant } from "../../src/domain/time.ts";
import { understand } from "../../src/questions/understand.ts";
import { corpusFolder } from "../support/corpus.ts";
import { auditIn } from "../support/understood.ts";

type CorpusQuestion = {
  id: string;
  question: string;
  from: string;
  to: string;
  resource?: string;
  actor?: string;
};

describe.skipIf(!corpusFolder)("the questions of the corpus, as they are written", () => {
  const path = join(corpusFolder ?? "", "QUESTIONS.json");
  const questions: CorpusQuestion[] = corpusFolder ? JSON.parse(readFileSync(path, "utf8")) : [];

  it.each(questions)("$id $question", ({ question, from, to, resource, actor }) => {
    const context = {
      now: parseInstant("2026-11-22T16:40:00Z") ?? 0,
      zone: "UTC",
      accountNames: {},
    };

    const understood = understand(`${question} from ${from} to ${to}`, context);

    expect(understood).toMatchObject({
      kind: "asked",
      asked: { window: { from: parseInstant(from), to: parseInstant(to), byDefault: false } },
    });
    const { asked } = auditIn(understood);
    expect(asked.subject?.name).toBe(resource?.toLowerCase());
    const whom = asked.actor?.kind === "root" ? "root" : asked.actor?.text;
    expect(whom).toBe(actor);
  });
});
