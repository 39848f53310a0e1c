import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DAY, formatInstant, HOUR, MINUTE } from "../../src/domain/time.ts";
import type { TrailEvent } from "../../src/domain/trail-event.ts";
import { joinTrails } from "../../src/trail/federated.ts";
import { trailEventOf } from "../support/records.ts";
import { createFakeSource } from "../support/trail-source.ts";
import { type Bot, contentOf, createBot, mention, NOW, words } from "./desk-bot.ts";

const madeBy = (userName: string, ageMs: number, number: number): TrailEvent =>
  trailEventOf({
    eventTime: formatInstant(NOW - ageMs),
    eventID: `6f1c0b1e-0000-4000-8000-${String(number).padStart(12, "0")}`,
    userIdentity: { type: "IAMUser", userName, accountId: "111122223333" },
  });

const RECENT = madeBy("jane", HOUR, 1);
const OLD = madeBy("olduser", 120 * DAY, 2);
const QUESTION = "who changed bucket-x last 200d?";

/** Event history that answers at once, and Athena that waits to be released. */
function stagedBot(): Bot & {
  quick: ReturnType<typeof createFakeSource>;
  slow: ReturnType<typeof createFakeSource>;
} {
  const reach = (days: number, never: "data-change"[]) => ({
    window: { from: NOW - days * DAY, to: NOW },
    never,
    lagMs: 15 * MINUTE,
  });
  const events = [RECENT, OLD];
  const quick = createFakeSource({
    name: "lookup-events",
    reach: reach(90, ["data-change"]),
    events,
  });
  const slow = createFakeSource({ name: "athena", reach: reach(400, []), events, costUsd: 0.01 });
  slow.isHeld = true;
  const trail = joinTrails([quick, slow], { clock: { now: () => NOW } });
  return { ...createBot([], { sources: { trail }, slowMs: 2000 }), quick, slow };
}

const actionsOf = (text: string) =>
  [...text.matchAll(/"action_id":"([^"]+)"/g)].map(([, id]) => id);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a question whose sources differ in speed", () => {
  it("shows the first rows at once, says who is still reading, and completes the same message", async () => {
    const { desk, slack, slow, store } = stagedBot();

    const asking = desk.ask(mention(QUESTION));
    await vi.advanceTimersByTimeAsync(100);
    const part = words(contentOf(slack.sent[0]));
    slow.release();
    await asking;

    expect(part).toContain("jane");
    expect(part).toContain("So far from LookupEvents; Athena is still reading.");
    expect(part).not.toContain("olduser");
    expect(actionsOf(part)).toContain("cancel");
    expect(actionsOf(part).filter((id) => /^(?:ask|share)/.test(id ?? ""))).toEqual([]);
    expect(slack.sent.map(({ kind }) => kind)).toEqual(["post", "update"]);
    expect(slack.visible.size).toBe(1);
    const whole = words(contentOf(slack.sent[1]));
    expect(whole).toContain("olduser");
    expect(whole).not.toContain("still reading");
    expect(store.journal.list({ limit: 10 })).toMatchObject([{ state: "answered" }]);
  });

  it("puts the rows into the message that showed the progress", async () => {
    const { desk, slack, quick, slow } = stagedBot();
    quick.isHeld = true;

    const asking = desk.ask(mention(QUESTION));
    await vi.advanceTimersByTimeAsync(3000);
    quick.release();
    await vi.advanceTimersByTimeAsync(2000);
    const rows = words(contentOf(slack.sent.at(-1)));
    slow.release();
    await asking;

    expect(words(contentOf(slack.sent[0]))).toContain("Looking");
    expect(rows).toContain("jane");
    expect(slack.visible.size).toBe(1);
  });

  it("can be cancelled while it shows a part, and keeps none of it", async () => {
    const { desk, slack, store } = stagedBot();

    const asking = desk.ask(mention(QUESTION));
    await vi.advanceTimersByTimeAsync(100);
    const [entry] = store.journal.list({ limit: 1 });
    await desk.cancel(entry?.id ?? "", "UJANE");
    await asking;

    const [visible] = [...slack.visible.values()];
    expect(visible && words(visible)).toContain("Cancelled");
    expect(visible && words(visible)).not.toContain("deleted");
    expect(store.journal.list({ limit: 1 })[0]?.state).toBe("cancelled");
  });

  it("whispers part and whole to whoever asks quietly, and nothing to others", async () => {
    const { desk, slack, slow } = stagedBot();

    const asking = desk.ask(mention(`${QUESTION} quietly`));
    await vi.advanceTimersByTimeAsync(100);
    slow.release();
    await asking;

    expect(slack.sent.map(({ kind }) => kind)).toEqual(["whisper", "whisper"]);
    expect(words(contentOf(slack.sent[0]))).toContain("still reading");
    expect(words(contentOf(slack.sent[1]))).toContain("olduser");
  });

  it("shows the part to whoever asks quietly though the progress was whispered before", async () => {
    const { desk, slack, quick, slow } = stagedBot();
    quick.isHeld = true;

    const asking = desk.ask(mention(`${QUESTION} quietly`));
    await vi.advanceTimersByTimeAsync(3000);
    quick.release();
    await vi.advanceTimersByTimeAsync(100);
    slow.release();
    await asking;

    expect(slack.sent.map(({ kind }) => kind)).toEqual(["whisper", "whisper", "whisper"]);
    expect(words(contentOf(slack.sent[1]))).toContain("So far from LookupEvents");
  });

  it("looks again for late events without paying a second time", async () => {
    const { desk, slack, quick, slow } = stagedBot();
    slow.isHeld = false;
    await desk.ask(mention(QUESTION));
    quick.events.push(madeBy("latecomer", MINUTE, 3));
    const paid = slow.asked.length;

    await vi.advanceTimersByTimeAsync(3 * MINUTE);

    const edited = words(contentOf(slack.sent.at(-1)));
    expect(edited).toContain("latecomer");
    expect(edited).toContain("olduser");
    expect(edited).toContain("1 event new since");
    expect(slow.asked.length).toBe(paid);
  });

  it("says in the answer that a source failed, and shows what the other found", async () => {
    const { desk, slack, slow } = stagedBot();
    slow.isHeld = false;
    slow.error = new Error("socket hang up");

    await desk.ask(mention(QUESTION));

    const answer = words(contentOf(slack.sent.at(-1)));
    expect(answer).toContain("jane");
    expect(answer).toContain("Athena: it broke off unexpectedly");
    expect(answer).not.toContain("socket hang up");
  });
});
