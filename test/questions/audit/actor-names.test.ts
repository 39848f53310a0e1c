import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseInstant } from "../../../src/domain/time.ts";
import type { FileTrail } from "../../../src/trail/files/file-trail.ts";
import { askDocument, openIndexed } from "../../support/ask.ts";
import { trailRecord } from "../../support/records.ts";

const NOW = parseInstant("2026-11-20T18:00:00Z") ?? 0;

/** A change by somebody who signed in through the identity provider. */
function changeBy(session: string, number: number) {
  return trailRecord({
    eventID: `6f1c0b1e-0000-4000-8000-00000000010${number}`,
    requestID: `6f1c0b1e-0000-4000-8000-00000000020${number}`,
    userIdentity: {
      type: "AssumedRole",
      principalId: `AROAEXAMPLE000000000:${session}`,
      arn: `arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/${session}`,
      accountId: "111122223333",
      accessKeyId: `ASIAEXAMPLE00000000${number}`,
    },
  });
}

describe("people called by a part of their name", () => {
  let dir: string;
  let trail: FileTrail;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "trailwatch-names-"));
    const sessions = [
      "jane.doe@example.com",
      "omar_haddad",
      "lee.ann@example.com",
      "lee.bo@example.com",
    ];
    writeFileSync(join(dir, "people.json"), JSON.stringify({ Records: sessions.map(changeBy) }));
    trail = await openIndexed(dir, NOW);
  });

  afterAll(async () => {
    await trail.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it.each([
    ["what did jane do", "jane.doe@example.com"],
    ["what did Doe do", "jane.doe@example.com"],
    ['what did "jane doe" do', "jane.doe@example.com"],
    ["what did omar do", "omar_haddad"],
    ["who changed bucket-x by haddad", "omar_haddad"],
    ["what changed by omar", "omar_haddad"],
  ])("%s is about %s, and says so", async (text, name) => {
    const answer = await askDocument(text, trail, NOW);

    expect(answer.outcome).toBe("found");
    expect(answer.data.changes).toHaveLength(1);
    expect(JSON.stringify(answer.data.changes[0]?.actor)).toContain(name);
  });

  it("names all who share the part", async () => {
    const answer = await askDocument("what did lee do", trail, NOW);

    expect(answer.data.changes).toHaveLength(2);
  });

  it("takes nobody for another one because a name begins alike", async () => {
    const answer = await askDocument("what did jan do", trail, NOW);

    expect(answer.outcome).toBe("nothing");
  });

  it("leaves a whole name as it is, though others have it as a part", async () => {
    const own = mkdtempSync(join(tmpdir(), "trailwatch-names-"));
    const before = { eventTime: "2026-10-20T14:03:07Z" };
    const records = [changeBy("jane.doe@example.com", 1), trailRecord(before)];
    writeFileSync(join(own, "people.json"), JSON.stringify({ Records: records }));
    const both = await openIndexed(own, NOW);

    const answer = await askDocument("what did jane do today", both, NOW);

    expect(answer.outcome).toBe("nothing");
    await both.close();
    rmSync(own, { recursive: true, force: true });
  });
});
