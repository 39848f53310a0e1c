/** The process dies between Slack taking a message and the journal taking it down: Slack is asked what it has. */
import { describe, expect, it } from "vitest";
import { Problem } from "../../src/domain/problem.ts";
import { formatInstant, HOUR } from "../../src/domain/time.ts";
import type { FindMarked } from "../../src/slack/messenger.ts";
import { createMemoryStore } from "../../src/store/memory.ts";
import { trailEventOf } from "../support/records.ts";
import {
  type Bot,
  contentOf,
  createAskingDesk,
  createBot,
  mention,
  NOW,
  words,
} from "./desk-bot.ts";

const DELETED = trailEventOf({ eventTime: formatInstant(NOW - 3 * HOUR), eventID: "e1" });
const QUESTION = "who deleted bucket-x last 1d";

/** Asks in a process that dies as soon as Slack has taken the message that it sends so; its successor recovers. */
async function dieAfter(
  way: "post" | "update" | "whisper",
  slowMs: number,
  findMarked?: FindMarked,
): Promise<Bot> {
  const bot = createBot([DELETED], { ...(findMarked && { findMarked }) });
  let isDead = false;
  const dying = new Promise<void>((die) => {
    const lost = new Promise<never>(() => undefined);
    const sent = <Args extends unknown[], Result>(name: typeof way, act: Act<Args, Result>) => {
      return async (...args: Args) => {
        const result = await act(...args);
        if (name !== way) return result;
        isDead = true;
        die();
        return lost;
      };
    };
    const { slack, store } = bot;
    const doomed = createAskingDesk({
      ...bot.parts,
      slowMs,
      messenger: {
        ...slack,
        post: sent("post", slack.post),
        update: sent("update", slack.update),
        whisper: sent("whisper", slack.whisper),
      },
      journal: {
        ...store.journal,
        note: (id, news) => void (isDead || store.journal.note(id, news)),
        end: (id, ending) => void (isDead || store.journal.end(id, ending)),
      },
    });
    if (slowMs === 0) bot.trail.hold();
    void doomed.ask(mention(way === "whisper" ? `${QUESTION} quietly` : QUESTION));
    if (way === "update") setTimeout(bot.trail.release, 30);
  });
  await dying;
  bot.trail.release();
  await createAskingDesk(bot.parts).recover();
  return bot;
}

type Act<Args extends unknown[], Result> = (...args: Args) => Promise<Result>;

const standing = ({ slack }: Bot) => [...slack.visible.values()].map(words);

describe("after a crash", () => {
  it("nothing more is said when the answer had been posted", async () => {
    const bot = await dieAfter("post", 60_000);

    expect(standing(bot)).toEqual([expect.stringContaining("DeleteBucket")]);
    expect(bot.slack.sent).toHaveLength(1);
    expect(bot.store.journal.list({ limit: 9 })).toMatchObject([
      { state: "answered", outcome: "found" },
    ]);
  });

  it("an answer that had replaced the progress stays as it is", async () => {
    const bot = await dieAfter("update", 0);

    expect(standing(bot)).toEqual([expect.stringContaining("DeleteBucket")]);
    expect(bot.store.journal.list({ limit: 9 })).toMatchObject([{ state: "answered" }]);
  });

  it("progress that had just been posted is replaced", async () => {
    const bot = await dieAfter("post", 0);

    expect(standing(bot)).toEqual([expect.stringContaining("restarted")]);
    expect(bot.slack.sent.map(({ kind }) => kind)).toEqual(["post", "update"]);
  });

  it("a whisper that may have arrived is not told of as interrupted", async () => {
    const bot = await dieAfter("whisper", 60_000);

    const whispers = bot.slack.sent.map((sent) => words(contentOf(sent)));
    expect(whispers).toEqual([
      expect.stringContaining("DeleteBucket"),
      expect.stringContaining("If the answer did not reach you, ask again"),
    ]);
    expect(bot.store.journal.list({ limit: 9 })).toMatchObject([{ state: "interrupted" }]);
  });

  it("what may be the answer is left as it is where the bot may not look", async () => {
    const bot = await dieAfter("update", 0, async () => {
      throw new Problem("slack.missing-scope", "It may not read.", "Add channels:history.");
    });

    expect(standing(bot)).toEqual([expect.stringContaining("DeleteBucket")]);
    expect(words(contentOf(bot.slack.sent.at(-1)))).toContain("If the answer did not reach you");
  });

  it("a question that was accepted and never begun is told of", async () => {
    const bot = createBot([DELETED]);
    const begin = bot.desk.accept(mention(QUESTION));

    await createAskingDesk(bot.parts).recover();

    expect(begin).toBeTypeOf("function");
    expect(bot.slack.sent.map(({ kind }) => kind)).toEqual(["whisper"]);
    expect(bot.store.journal.list({ limit: 9 })).toMatchObject([{ state: "interrupted" }]);
  });

  it("where the bot may not read, the journal alone counts", async () => {
    const store = createMemoryStore();
    const bot = createBot([DELETED], { store });
    bot.slack.foreign.add("C1");
    bot.desk.accept(mention(QUESTION, { responseUrl: "https://hooks.slack.com/x" }));

    await createAskingDesk(bot.parts).recover();

    expect(bot.slack.sent).toMatchObject([
      { kind: "whisper", responseUrl: "https://hooks.slack.com/x" },
    ]);
  });
});

describe("a delivery", () => {
  it("is accepted once, and stands in the journal before anything else is done", () => {
    const bot = createBot([DELETED]);
    const incoming = mention(QUESTION);

    const first = bot.desk.accept(incoming);
    const second = bot.desk.accept(incoming);

    expect(first).toBeTypeOf("function");
    expect(second).toBe(undefined);
    expect(bot.trail.asked).toEqual([]);
    expect(bot.store.journal.list({ limit: 9 })).toMatchObject([
      { text: QUESTION, state: "running" },
    ]);
  });

  it("is answered in its final words", async () => {
    const bot = createBot([DELETED]);

    await bot.desk.accept(mention("what did U77 do"))?.(QUESTION);

    expect(bot.store.journal.list({ limit: 9 })).toMatchObject([
      { text: QUESTION, question: "who-changed", state: "answered" },
    ]);
  });
});
