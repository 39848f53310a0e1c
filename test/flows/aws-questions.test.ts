import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STORIES } from "../../src/sandbox/scenario/stories.ts";
import type { SuggestedQuestion } from "../../src/sandbox/scenario/story.ts";
import { type OpenedTrail, openAws } from "../../src/wire-trail.ts";
import { askDocument, type DocumentOut } from "../support/ask.ts";
import { type SandboxAws, startSandboxAws } from "../support/aws.ts";

/** The ids of an answer: those that are expected and, unless the story says that more may belong there, all others. */
function told({ data }: DocumentOut, { eventIds, attemptIds, exact }: SuggestedQuestion) {
  const among = (list: { eventId: string }[], expected: string[]) =>
    list.map(({ eventId }) => eventId).filter((id) => exact || expected.includes(id));
  return {
    eventIds: among(data.changes, eventIds),
    attemptIds: among(data.attempts, attemptIds),
  };
}

describe("the stories' questions, asked of the local AWS", () => {
  let sandbox: SandboxAws;
  let opened: OpenedTrail;

  beforeAll(async () => {
    sandbox = await startSandboxAws();
    const { cacheDir, setup, now } = sandbox;
    opened = await openAws(setup, { cacheDir, clock: { now } });
  }, 60_000);

  afterAll(async () => {
    await opened?.close();
    await sandbox?.close();
  });

  it.each(STORIES.map(({ name }) => name))(
    "get the right events: %s",
    async (name) => {
      const question = sandbox.told.stories.find((story) => story.name === name)?.questions[0];
      if (!question) throw new Error(`${name} suggests no question`);

      const answer = await askDocument(question.text, opened.trail, sandbox.told.now);

      const { eventIds, attemptIds } = question;
      expect(told(answer, question)).toEqual({ eventIds, attemptIds });
      expect(answer.searched.map(({ complete, gaps }) => [complete, gaps])).toEqual(
        answer.searched.map(() => [true, []]),
      );
    },
    60_000,
  );

  it("never ask LookupEvents more often than AWS allows", () => {
    const requests = sandbox.server.requests();

    expect(requests.length).toBeGreaterThan(9);
    expect(requests.filter(({ isRefused }) => isRefused)).toEqual([]);
  });
});
