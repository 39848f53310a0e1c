/** Who is said to have done it, where the record itself names only a role session. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { askDocument, openIndexed } from "../support/ask.ts";
import { corpusFolder, unpackedCorpus } from "../support/corpus.ts";

async function asked(folder: string, text: string, now: string) {
  const at = Date.parse(now);
  const trail = await openIndexed(join(unpackedCorpus(), folder), at);
  try {
    return await askDocument(text, trail, at);
  } finally {
    await trail.close();
  }
}

describe.skipIf(!corpusFolder)("the one who did it", () => {
  it("is the user who assumed the role", async () => {
    const answer = await asked(
      "ct-invictus",
      "who tried to leave the organization today",
      "2023-07-10T12:40:00Z",
    );

    expect(answer.data.attempts.map(({ actor }) => actor)).toMatchObject([
      { person: "bert-jan", role: "stratus-red-team-leave-org-role" },
    ]);
  });

  it("is the instance, and not the service that opened its session", async () => {
    const answer = await asked(
      "ct-otrf",
      "who read mordors3stack-s3bucket-llp2yingx64a/ring.txt on 2020-09-14",
      "2020-09-14T02:00:00Z",
    );

    expect(answer.data.reads).toHaveLength(2);
    expect(answer.data.reads[0]?.actor).toMatchObject({
      label: "instance i-0317f6c6b66ae9c40 (role MordorNginxStack-BankingWAFRole-9S3E0UAE1MM0)",
    });
    expect(answer.data.reads.map(({ actor }) => actor.person)).toEqual([undefined, undefined]);
    expect(answer.headline).toMatch(/^instance i-0317f6c6b66ae9c40 /);
  });

  it("can be asked for by each next question", async () => {
    const answer = await asked(
      "ct-eventversions",
      "who changed kms key mrk-EXAMPLE on 2016-03-14",
      "2016-03-15T00:00:00Z",
    );

    const next = answer.followUps.find(({ label }) => label === "What else did they do");
    const track = await asked("ct-eventversions", next?.text ?? "", "2016-03-15T00:00:00Z");

    expect(track.data.changes.map((event) => event.eventId)).toEqual(
      answer.data.changes.map((event) => event.eventId),
    );
  });
});
