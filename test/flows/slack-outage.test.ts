import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Mode } from "../support/bot.ts";
import { type HeldBot, startHeldBot } from "../support/held-bot.ts";

const MODES: Mode[] = ["socket", "http"];
const QUESTION = "/who-changed bucket-x last 7d";
const DOWN_MS = 3_000;

let bot: HeldBot;
const texts = () => bot.standing().map(({ text }) => text);
const looking = () => texts().filter((text) => text.includes("Looking"));
const answers = () => texts().filter((text) => text.includes("deleted"));

/** One question, in work and with its progress shown. */
async function askSlowly(): Promise<void> {
  bot.trail.hold();
  await bot.ask(QUESTION);
  await expect.poll(looking, { timeout: 4_000 }).toHaveLength(1);
}

/** The answer stands alone, and nothing comes after it. */
async function expectOneAnswer(timeout = 15_000): Promise<void> {
  await expect.poll(answers, { timeout }).toHaveLength(1);
  await wait(300);
  expect(texts()).toHaveLength(1);
  expect(answers()).toHaveLength(1);
  expect(bot.journal.list({ limit: 9 })).toMatchObject([{ state: "answered", outcome: "found" }]);
}

describe.each(MODES)("an answer over %s", (mode) => {
  beforeEach(async () => {
    bot = await startHeldBot(mode);
  });
  afterEach(() => bot.close());

  it("is not lost while Slack is down", async () => {
    await askSlowly();

    bot.server().faults.goDown();
    bot.trail.release();
    await wait(DOWN_MS);
    bot.server().faults.comeBack();

    await expectOneAnswer();
  }, 30_000);

  it("is posted once Slack is back, when nothing was posted before", async () => {
    bot.trail.hold();
    await bot.ask(QUESTION);
    bot.server().faults.goDown();
    bot.trail.release();
    await wait(500);
    bot.server().faults.comeBack();

    await expectOneAnswer();
  }, 30_000);

  it("is posted anew by a Slack that was killed and forgot the progress", async () => {
    await askSlowly();

    await bot.killSlack();
    bot.trail.release();
    await wait(500);
    await bot.restartSlack();

    await expectOneAnswer();
  }, 30_000);

  it("waits where Slack asks to wait", async () => {
    bot.trail.hold();
    bot.server().faults.rateLimitNext("chat.postMessage", 1, 2);
    bot.server().faults.rateLimitNext("chat.update", 1, 1);
    await bot.ask(QUESTION);
    await wait(300);
    bot.trail.release();

    await expectOneAnswer();
  }, 30_000);

  it("of several questions at once is given to each", async () => {
    const asked = ["1d", "2d", "3d", "4d", "5d", "6d"].map((window) =>
      bot.ask(`/who-changed bucket-x last ${window}`),
    );
    await Promise.all(asked);
    bot.server().faults.rateLimitNext("chat.postMessage", 1, 3);

    await expect.poll(answers, { timeout: 15_000 }).toHaveLength(6);
  }, 30_000);
});

describe("a connection that goes during a question", () => {
  beforeEach(async () => {
    bot = await startHeldBot("socket");
  });
  afterEach(() => bot.close());

  it("loses no answer when Slack asks to come anew", async () => {
    await askSlowly();

    bot.server().faults.refresh();
    bot.trail.release();

    await expectOneAnswer();
  }, 30_000);

  it("loses no answer when it is cut, and questions come through again", async () => {
    await askSlowly();

    bot.server().faults.dropConnections();
    bot.trail.release();
    await expectOneAnswer();
    await expect.poll(() => bot.server().snapshot("U01JANEDOE0").isAppConnected).toBe(true);
    await bot.ask("/who-changed bucket-x last 6d");

    await expect.poll(answers, { timeout: 5_000 }).toHaveLength(2);
  }, 30_000);
});
