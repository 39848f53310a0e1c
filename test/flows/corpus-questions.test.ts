import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseInstant } from "../../src/domain/time.ts";
import type { FileTrail } from "../../src/trail/files/file-trail.ts";
import { askDocument, type DocumentOut, openIndexed } from "../support/ask.ts";
import { corpusFolder, unpackedCorpus } from "../support/corpus.ts";

type Known = {
  id: string;
  question: string;
  corpus_files: string[];
  from: string;
  to: string;
  expected_event_ids: string[];
  expected_first_event_id: string | null;
  headline_rule: "latest" | "earliest" | "none";
  failed_attempt_event_ids?: string[];
  allowed_extra_event_ids?: string[];
};

/** How a person and how the formal grammar would ask it; both must give the same. The window is added. */
const ASKED: Record<string, string[]> = {
  "dev-01": ["who changed stratus-red-team-ctlr-bucket-zqfsvooxqj"],
  "dev-02": ["who deleted the RDS instance terraform-20230710121504061500000001"],
  "dev-03": ["who changed the permissions of lambda function stratus-red-team-backdoor-f-func"],
  "dev-04": ["who changed stratus-red-team-olc-func-xhfgzaowxc"],
  "dev-05": ["who opened sg-04cfb7a4712d75b00 to the whole internet"],
  "dev-06": ["what changed event LeaveOrganization", "who tried to leave the organization"],
  "dev-07": ["who signed in"],
  "dev-08": ["what did root do", "did root do anything"],
  "dev-09": ["what changed in IAM"],
  "dev-10": ["who read mordors3stack-s3bucket-llp2yingx64a/ring.txt event GetObject"],
  "dev-11": ["what did Level6 change", "what has user Level6 changed"],
};

const folderOf = (known: Known) => known.corpus_files[0]?.split("/").slice(1, 2)[0] ?? "";

const idsOf = ({ data }: DocumentOut) =>
  [...data.changes, ...data.attempts, ...data.reads].map((event) => event.eventId);

describe.skipIf(!corpusFolder)("questions with known answers over real records", () => {
  const known: Known[] = corpusFolder
    ? JSON.parse(readFileSync(join(corpusFolder, "QUESTIONS.json"), "utf8"))
    : [];
  const trails = new Map<string, FileTrail>();

  beforeAll(async () => {
    for (const folder of new Set(known.map(folderOf))) {
      trails.set(folder, await openIndexed(join(unpackedCorpus(), folder), Date.now()));
    }
  });

  afterAll(async () => {
    for (const trail of trails.values()) await trail.close();
  });

  it("covers every question of the set", () => {
    expect(Object.keys(ASKED).sort()).toEqual(known.map(({ id }) => id).sort());
  });

  for (const each of known) {
    const texts = [...(ASKED[each.id] ?? []), each.question].map(
      (text) => `${text.replace(/\?$/, "")} from ${each.from} to ${each.to}`,
    );
    it.each(texts)(`${each.id}: %s`, async (text) => {
      const trail = trails.get(folderOf(each)) as FileTrail;

      const answer = await askDocument(text, trail, parseInstant(each.to) ?? 0);

      const expected = each.expected_event_ids;
      const allowed = [
        ...expected,
        ...(each.allowed_extra_event_ids ?? []),
        ...(each.failed_attempt_event_ids ?? []),
      ];
      const ids = idsOf(answer);
      expect(ids).toEqual(expect.arrayContaining(expected));
      expect(ids.filter((id) => !allowed.includes(id))).toEqual([]);
      expect(answer.data.changes.filter((event) => event.result !== "done")).toEqual([]);
      const inChanges = answer.data.changes.map((event) => event.eventId);
      expect(inChanges.filter((id) => each.failed_attempt_event_ids?.includes(id))).toEqual([]);
      const first = each.headline_rule === "earliest" ? ids.at(-1) : ids[0];
      expect(first ?? null).toBe(each.expected_first_event_id);
      expect(answer.outcome).toBe(expected.length > 0 ? "found" : "nothing");
    });
  }
});
