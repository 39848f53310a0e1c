import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { formatInstant, HOUR, MINUTE } from "../../src/domain/time.ts";
import { createDesk } from "../../src/slack/desk.ts";
import { createMemoryStore } from "../../src/store/memory.ts";
import { trailEventOf } from "../support/records.ts";
import {
  type Bot,
  contentOf,
  createBot,
  createFakeSlack,
  mention,
  NOW,
  words,
} from "./desk-bot.ts";

const at = (ms: number, id: string) => trailEventOf({ eventTime: formatInstant(ms), eventID: id });
const DELETED = at(NOW - 3 * HOUR, "e1");

const kinds = ({ slack }: Bot) => slack.sent.map(({ kind }) => kind);
const last = ({ slack }: Bot) => words(contentOf(slack.sent.at(-1)));
const runningId = ({ store }: Bot) =>
  store.journal.list({ state: "running", limit: 1 })[0]?.id ?? "";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function askSlowly(bot: Bot, text = "who deleted bucket-x last 1d", ms = 2500) {
  bot.trail.hold();
  const asked = bot.desk.ask(mention(text));
  await vi.advanceTimersByTimeAsync(ms);
  return asked;
}

describe("a question that takes its time", () => {
  it("shows its progress after two seconds and becomes the answer in the same message", async () => {
    const bot = createBot([DELETED]);
    bot.trail.hold();
    const asked = bot.desk.ask(mention("who deleted bucket-x last 1d"));
    await vi.advanceTimersByTimeAsync(1900);
    const before = kinds(bot);
    await vi.advanceTimersByTimeAsync(200);
    const shown = last(bot);

    bot.trail.release();
    await asked;

    expect(before).toEqual([]);
    expect(shown).toContain("who deleted bucket-x last 1d");
    expect(shown).toContain(bot.store.journal.list({ limit: 1 })[0]?.id);
    expect(kinds(bot)).toEqual(["post", "update"]);
    expect(bot.slack.visible.size).toBe(1);
    expect(last(bot)).toContain("DeleteBucket");
  });

  it("tells how far it is and how long it takes, at most every 1.5 seconds", async () => {
    const bot = createBot([DELETED]);
    bot.trail.hold();
    const asked = bot.desk.ask(mention("who deleted bucket-x last 1d"));
    await vi.advanceTimersByTimeAsync(2000);
    for (let done = 1; done <= 60; done++) {
      bot.trail.runs[0]?.progress({ done, total: 80, unit: "files" });
      await vi.advanceTimersByTimeAsync(100);
    }
    const edits = kinds(bot).filter((kind) => kind === "update").length;
    const shown = last(bot);

    bot.trail.release();
    await asked;

    expect(edits).toBeGreaterThanOrEqual(3);
    expect(edits).toBeLessThanOrEqual(4);
    expect(shown).toMatch(/of 80 files/);
    expect(shown).toMatch(/\b[78] s\b/);
  });

  it("answers by editing long after the response URL has expired", async () => {
    const bot = createBot([DELETED]);
    bot.trail.hold();
    const asked = bot.desk.ask(mention("/who-changed bucket-x", { responseUrl: "https://r/1" }));
    await vi.advanceTimersByTimeAsync(45 * MINUTE);

    bot.trail.release();
    await asked;

    expect(bot.slack.sent.at(-1)?.kind).toBe("update");
    expect(last(bot)).toContain("DeleteBucket");
  });

  it("is posted anew when its message was deleted", async () => {
    const bot = createBot([DELETED]);
    const asked = askSlowly(bot);
    await vi.advanceTimersByTimeAsync(2500);
    bot.slack.broken.add("update");

    bot.trail.release();
    await asked;

    expect(bot.slack.sent.at(-1)).toMatchObject({ kind: "post" });
    expect(bot.store.journal.list({ limit: 1 })[0]).toMatchObject({ outcome: "found" });
  });

  it("is recorded as undelivered when no way to Slack is open", async () => {
    const bot = createBot([DELETED]);
    bot.slack.broken.add("post").add("whisper");

    await bot.desk.ask(mention("who deleted bucket-x"));

    expect(bot.slack.sent).toEqual([]);
    expect(bot.store.journal.list({ limit: 1 })[0]).toMatchObject({
      state: "answered",
      outcome: "undelivered",
    });
  });

  it("is whispered about where the bot is no member, and answered through the response URL", async () => {
    const bot = createBot([DELETED]);
    bot.slack.foreign.add("C1");
    bot.trail.hold();
    const asked = bot.desk.ask(
      mention("/who-changed bucket-x", { via: "command", responseUrl: "https://r/1" }),
    );
    await vi.advanceTimersByTimeAsync(2500);

    bot.trail.release();
    await asked;

    expect(kinds(bot)).toEqual(["post"]);
    expect(bot.slack.sent.at(-1)).toMatchObject({ responseUrl: "https://r/1" });
  });
});

describe("cancelling", () => {
  it("stops the search and says who did it, in the same message", async () => {
    const bot = createBot([DELETED]);
    const asked = askSlowly(bot);
    await vi.advanceTimersByTimeAsync(2500);

    await bot.desk.cancel(runningId(bot), "UBOB");
    await asked;

    expect(kinds(bot)).toEqual(["post", "update"]);
    expect(last(bot)).toContain("UBOB");
    expect(bot.trail.runs[0]?.signal.aborted).toBe(true);
    expect(bot.store.journal.list({ limit: 1 })[0]?.state).toBe("cancelled");
  });

  it("is nothing for a question that has ended or that nobody knows", async () => {
    const bot = createBot([DELETED]);
    await bot.desk.ask(mention("who deleted bucket-x"));
    const id = bot.store.journal.list({ limit: 1 })[0]?.id ?? "";

    await bot.desk.cancel(id, "UBOB");
    await bot.desk.cancel("of last year", "UBOB");

    expect(kinds(bot)).toEqual(["post"]);
    expect(bot.store.journal.list({ limit: 1 })[0]?.state).toBe("answered");
  });

  it("takes a waiting question out of the queue", async () => {
    const bot = createBot([DELETED]);
    bot.trail.hold();
    const asked = [1, 2, 3, 4].map(() => bot.desk.ask(mention("who deleted bucket-x")));
    await vi.advanceTimersByTimeAsync(10);

    await bot.desk.cancel(runningId(bot), "UJANE");
    await asked[3];
    bot.trail.release();
    await Promise.all(asked);

    const states = bot.store.journal.list({ limit: 9 }).map(({ state }) => state);
    expect(states.filter((state) => state === "cancelled")).toHaveLength(1);
    expect(states.filter((state) => state === "answered")).toHaveLength(3);
  });
});

describe("many questions", () => {
  it("works on three of one person at a time, and tells the fourth that it waits", async () => {
    const bot = createBot([DELETED]);
    bot.trail.hold();
    const asked = [1, 2, 3, 4].map(() => bot.desk.ask(mention("who deleted bucket-x")));
    await vi.advanceTimersByTimeAsync(10);
    const searching = bot.trail.waiting();
    const said = last(bot);

    bot.trail.release();
    await Promise.all(asked);

    expect(searching).toBe(3);
    expect(said).toContain("Waiting for its turn");
    expect(bot.slack.visible.size).toBe(4);
    expect([...bot.slack.visible.values()].filter((each) => /Waiting/.test(words(each)))).toEqual(
      [],
    );
  });

  it("works on eight at a time, and refuses what even the waiting room cannot hold", async () => {
    const bot = createBot([DELETED]);
    bot.trail.hold();
    const asked = Array.from({ length: 60 }, (_, i) =>
      bot.desk.ask(mention("who deleted bucket-x", { userId: `U${i}` })),
    );
    await vi.advanceTimersByTimeAsync(10);
    const searching = bot.trail.waiting();

    bot.trail.release();
    await Promise.all(asked);

    const outcomes = bot.store.journal.list({ limit: 99 }).map(({ outcome }) => outcome);
    expect(searching).toBe(8);
    expect(outcomes.filter((outcome) => outcome === "refused")).toHaveLength(2);
    expect(outcomes.filter((outcome) => outcome === "found")).toHaveLength(58);
  });
});

describe("the end of a process", () => {
  it("waits for questions in work, then says that they were interrupted", async () => {
    const bot = createBot([DELETED]);
    const asked = askSlowly(bot);
    await vi.advanceTimersByTimeAsync(2500);

    const drained = bot.desk.drain(1000);
    await vi.advanceTimersByTimeAsync(1100);
    await Promise.all([drained, asked]);

    expect(kinds(bot)).toEqual(["post", "update"]);
    expect(last(bot)).toContain("restarted");
    expect(bot.store.journal.list({ limit: 1 })[0]?.state).toBe("interrupted");
  });

  it("lets a question finish that takes no longer, and takes no new one", async () => {
    const bot = createBot([DELETED]);
    const asked = askSlowly(bot);
    await vi.advanceTimersByTimeAsync(2500);

    const drained = bot.desk.drain(5000);
    await bot.desk.ask(mention("who deleted bucket-x"));
    bot.trail.release();
    await Promise.all([drained, asked]);

    expect(bot.store.journal.list({ limit: 9 }).map(({ state }) => state)).toEqual(["answered"]);
    expect(words(contentOf(bot.slack.sent.find(({ kind }) => kind === "whisper")))).toContain(
      "restarting",
    );
  });

  it("after a kill the message of each question is edited, and the others are told, once", async () => {
    const bot = createBot([DELETED]);
    const asked = askSlowly(bot);
    await vi.advanceTimersByTimeAsync(2500);
    void bot.desk.ask(mention("who deleted bucket-y", { userId: "UBOB" }));
    await vi.advanceTimersByTimeAsync(10);
    const next = createFakeSlack();
    const successor = createDesk({ ...bot.parts, messenger: next });

    await successor.recover();
    await successor.recover();
    void asked;

    expect(next.sent.map(({ kind }) => kind)).toEqual(["update", "whisper"]);
    expect(next.sent[1]).toMatchObject({ userId: "UBOB" });
    expect(next.sent.map((sent) => words(contentOf(sent))).join()).toMatch(/restarted.*restarted/s);
  });

  it("leaves the questions of this process alone", async () => {
    const bot = createBot([DELETED]);
    const asked = askSlowly(bot);
    await vi.advanceTimersByTimeAsync(2500);

    await bot.desk.recover();
    bot.trail.release();
    await asked;

    expect(last(bot)).toContain("DeleteBucket");
    expect(bot.store.journal.list({ limit: 1 })[0]?.state).toBe("answered");
  });

  it("whispers when the message it left cannot be edited, and not a second time", async () => {
    const store = createMemoryStore();
    const { deliveryId, teamId, channelId, userId } = mention("");
    const address = { teamId, channelId, userId, postedTs: "1.5" };
    const text = "who changed x";
    store.journal.begin({
      id: "q1",
      deliveryId,
      text,
      question: "who-changed",
      at: NOW - HOUR,
      address,
      state: "running",
    });
    const bot = createBot([], { store });
    bot.slack.broken.add("update");

    await bot.desk.recover();
    await bot.desk.recover();

    expect(kinds(bot)).toEqual(["whisper"]);
  });
});

describe("late events", () => {
  it("are looked for after 2, 5 and 15 minutes, and edited into the same message", async () => {
    const bot = createBot([DELETED]);
    await bot.desk.ask(mention("what changed in the last 6 hours"));
    const first = last(bot);
    await vi.advanceTimersByTimeAsync(2 * MINUTE);
    const afterTwo = kinds(bot);
    bot.trail.events.push(at(NOW - MINUTE, "e2"), at(NOW - 2 * MINUTE, "e3"));
    await vi.advanceTimersByTimeAsync(3 * MINUTE);
    const afterFive = kinds(bot);
    const edited = last(bot);
    await vi.advanceTimersByTimeAsync(60 * MINUTE);

    expect(first).toContain("after 2, 5 and 15 min");
    expect(afterTwo).toEqual(["post"]);
    expect(afterFive).toEqual(["post", "update"]);
    expect(edited).toContain("2 events new since");
    expect(kinds(bot)).toEqual(["post", "update"]);
    expect(bot.slack.visible.size).toBe(1);
  });

  it("are looked for in the window of the answer, not in a later one", async () => {
    const bot = createBot([DELETED]);
    await bot.desk.ask(mention("what changed in the last 6 hours"));
    const window = bot.trail.asked[0]?.window;

    await vi.advanceTimersByTimeAsync(20 * MINUTE);

    expect(bot.trail.asked.length).toBeGreaterThanOrEqual(4);
    expect(bot.trail.asked.every(({ window: { to } }) => to <= (window?.to ?? 0))).toBe(true);
  });

  it.each([
    ["a window that is long over", "what changed yesterday"],
    ["a quiet answer, which cannot be edited", "what changed last 2h quietly"],
    ["one raw event", "raw event 68c99c97-c191-4329-b210-82ca8631066d"],
  ])("are not looked for: %s", async (_, text) => {
    const bot = createBot([DELETED]);
    await bot.desk.ask(mention(text));
    const searches = bot.trail.asked.length;

    await vi.advanceTimersByTimeAsync(60 * MINUTE);

    expect(bot.trail.asked).toHaveLength(searches);
    expect(last(bot)).not.toContain("Looks again");
  });

  it("are no longer looked for once the process ends", async () => {
    const bot = createBot([DELETED]);
    await bot.desk.ask(mention("what changed last 2h"));
    const searches = bot.trail.asked.length;

    await bot.desk.drain(0);
    await vi.advanceTimersByTimeAsync(60 * MINUTE);

    expect(bot.trail.asked).toHaveLength(searches);
  });
});
