import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/domain/json.ts";
import { parseDocument } from "../../src/domain/record-shapes.ts";
import { nameTerms } from "../../src/domain/resource-names.ts";
import { isWhole, parseSubject, subjectTerms, touches } from "../../src/domain/subject.ts";
import { parseInstant } from "../../src/domain/time.ts";
import { type TrailEvent, toTrailEvent } from "../../src/domain/trail-event.ts";
import { corpusFolder, unpackedCorpus } from "../support/corpus.ts";

type Asked = {
  id: string;
  corpus_files: string[];
  resource?: string;
  event?: string;
  from: string;
  to: string;
  expected_event_ids: string[];
  allowed_extra_event_ids?: string[];
};

describe.skipIf(!corpusFolder)("real records", () => {
  let events: Map<string, TrailEvent[]>;
  let questions: Asked[];

  beforeAll(() => {
    events = new Map(["ct-invictus", "ct-otrf"].map((source) => [source, eventsOf(source)]));
    const text = readFileSync(join(corpusFolder ?? "", "QUESTIONS.json"), "utf8");
    questions = JSON.parse(text) as Asked[];
  });

  it("answer every question about a resource with exactly the expected events", () => {
    const about = questions.filter(({ resource }) => resource !== undefined);

    const answers = about.map((question) => [question.id, answerOf(question, events)]);

    expect(about.length).toBeGreaterThanOrEqual(6);
    expect(answers).toEqual(
      about.map((question) => [question.id, new Set(question.expected_event_ids)]),
    );
  });

  it("are found through the terms of an index whenever they touch a name as a whole", () => {
    const all = [...events.values()].flat();
    const names = new Set(
      all.flatMap(({ touched }) => touched.slice(0, 2).map(({ text }) => text)),
    );
    const subjects = [...names].slice(0, 150).map(parseSubject);

    const lost = subjects.filter((subject) => {
      const terms = new Set(subjectTerms(subject));
      return all.some((event) => {
        const indexed = event.touched.some(({ text }) =>
          nameTerms(text).whole.some((term) => terms.has(term)),
        );
        return touchesWhole(event, subject) && !indexed;
      });
    });

    expect(lost).toEqual([]);
  });

  it("touch what they name in full", () => {
    const all = [...events.values()].flat();

    const untouched = all.filter((event) =>
      event.touched.some(
        ({ text, role }) => touches(event, parseSubject(text), [role]) !== "exact",
      ),
    );

    expect(untouched.map(({ id }) => id)).toEqual([]);
  });
});

function eventsOf(source: string): TrailEvent[] {
  const folder = join(unpackedCorpus(), source);
  const byId = new Map<string, TrailEvent>();
  for (const file of readdirSync(folder)) {
    if (!file.endsWith(".json")) continue;
    for (const record of recordsIn(readFileSync(join(folder, file), "utf8"))) {
      const event = toTrailEvent(record);
      if (event) byId.set(event.id, event);
    }
  }
  return [...byId.values()];
}

function recordsIn(text: string): JsonObject[] {
  return parseDocument(text).records;
}

function touchesWhole(event: TrailEvent, subject: ReturnType<typeof parseSubject>): boolean {
  return event.touched.some((one) => {
    if (one.role !== "target" || !isWhole(one.text, subject)) return false;
    return touches({ ...event, touched: [one] }, subject, ["target"]) !== undefined;
  });
}

/** Calls that the words of a question narrow it to ("who let anyone invoke …"); reading words is not this folder's task. */
const NARROWED: Record<string, RegExp> = { "dev-03": /Permission$/ };

/** Done changes of the window that touch the resource; reads where the question is about a reading call. */
function answerOf(question: Asked, events: Map<string, TrailEvent[]>): Set<string> {
  const source = question.corpus_files[0]?.split("/")[1] ?? "";
  const subject = parseSubject(question.resource ?? "");
  const [from = 0, to = 0] = [parseInstant(question.from), parseInstant(question.to)];
  const found = (events.get(source) ?? []).filter((event) => {
    if (event.at < from || event.at > to || event.result !== "done") return false;
    if (question.event !== undefined && event.name !== question.event) return false;
    if (NARROWED[question.id]?.test(event.name) === false) return false;
    if (question.event === undefined && event.class !== "change") return false;
    return touchesWhole(event, subject);
  });
  return new Set(found.map(({ id }) => id));
}
