import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Mode } from "../support/bot.ts";
import { type HeldBot, startHeldBot } from "../support/held-bot.ts";

const MODES: Mode[] = ["socket", "http"];
const QUESTION = "/who-changed bucket-x last 7d";

describe.each(MODES)("Cancel over %s", (mode) => {
  let bot: HeldBot;

  beforeEach(async () => {
    bot = await startHeldBot(mode);
    bot.trail.hold();
  });
  afterEach(() => bot.close());

  const standing = () => bot.standing().map(({ text }) => text);

  async function press(): Promise<void> {
    const [progress] = bot.standing();
    if (!progress) throw new Error("no progress");
    await bot.press(progress, "cancel");
  }

  it("ends the question and its search, in the message that showed its progress", async () => {
    await bot.ask(QUESTION);
    await expect.poll(standing).toEqual([expect.stringContaining("Looking")]);
    await press();

    await expect.poll(standing).toEqual([expect.stringContaining("Cancelled")]);
    bot.trail.release();
    expect(bot.trail.runs.map(({ signal }) => signal.aborted)).toEqual([true]);
    expect(bot.journal.list({ limit: 9 })).toMatchObject([{ state: "cancelled" }]);
  });

  it("leaves nothing of a quiet question but that it was cancelled", async () => {
    await bot.ask(`${QUESTION} quietly`);
    await expect.poll(standing).toEqual([expect.stringContaining("Looking")]);
    await press();

    await expect.poll(standing).toEqual([expect.stringContaining("Cancelled")]);
    expect(bot.standing().map(({ isEphemeral }) => isEphemeral)).toEqual([true]);
    expect(bot.trail.runs.map(({ signal }) => signal.aborted)).toEqual([true]);
  });
});
