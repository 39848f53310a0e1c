import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ALL_ORDERS } from "../../src/access/orders.ts";
import type { ConsoleMessage } from "../../src/sandbox/slack/console-protocol.ts";
import { type SandboxAws, startSandboxAws } from "../support/aws.ts";
import { type Bot, INCIDENTS, JANE, OMAR, startBot } from "../support/bot.ts";

function shown(message: ConsoleMessage | undefined): string {
  return `${message?.text}\n${JSON.stringify(message?.blocks ?? [])}`;
}

describe("orders and dashboards over the local Slack and the local AWS", {
  timeout: 90_000,
}, () => {
  let sandbox: SandboxAws;
  let bot: Bot;

  beforeAll(async () => {
    sandbox = await startSandboxAws();
    bot = await startBot({
      mode: "socket",
      aws: sandbox.setup,
      orders: ALL_ORDERS,
      answerMs: 40_000,
    });
  }, 60_000);

  afterAll(async () => {
    await bot?.close();
    await sandbox?.close();
  });

  /** The first message that says it, once it is there. */
  async function waitFor(text: string, user = JANE): Promise<ConsoleMessage> {
    const deadline = performance.now() + 30_000;
    for (;;) {
      const found = bot.seen(user).find((message) => shown(message).includes(text));
      if (found) return found;
      if (performance.now() > deadline) {
        throw new Error(`${text} was not said:\n${bot.seen(user).map(shown).join("\n\n")}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  it("mutes an alarm once somebody confirms it, and ends that the same way", async () => {
    const asked = await bot.type(
      JANE,
      "/mute-alarm orders-db-cpu for 1h in prod because we restore",
    );
    await bot.press(JANE, asked, "order");
    const muted = await waitFor("It is muted, because we restore.");
    const unmute = await bot.type(JANE, "/unmute-alarm orders-db-cpu in prod");
    await bot.press(JANE, unmute, "order");
    await waitFor("It is no longer muted by these rules.");
    const again = await bot.type(JANE, "/unmute-alarm orders-db-cpu in prod");

    expect(muted.channel).toBe(INCIDENTS);
    expect(shown(muted)).toContain("<@U01JANEDOE0> ordered: mute alarm orders-db-cpu for 60 min");
    expect(shown(again)).toContain("is not muted: no rule holds it back");
  });

  it("does nothing for somebody else, nor twice", async () => {
    const asked = await bot.type(JANE, "/mute-alarm jobs-age for 30m in prod");

    await bot.press(OMAR, asked, "order");
    await bot.press(JANE, asked, "order");
    await waitFor("mute alarm jobs-age for 30 min");
    await waitFor("It is muted.");
    await bot.press(JANE, asked, "order");
    const unmute = await bot.type(JANE, "/unmute-alarm jobs-age in prod");

    expect(shown(unmute)).toContain("1 mute rule would be deleted");
  });

  it("shows a dashboard of 50 widgets a page at a time", async () => {
    const first = await bot.type(JANE, "/dashboard platform");
    const second = await bot.type(JANE, "/dashboard platform page 2");

    expect(shown(first)).toMatch(/Dashboard platform: 50 widgets, page 1 of \d+/);
    expect(shown(second)).toMatch(/page 2 of \d+/);
  });

  it("lists the dashboards and shows one whose name has spaces and a slash", async () => {
    const list = await bot.type(JANE, "/dashboards");
    const one = await bot.type(JANE, '/dashboard "Team Payments / weekly"');

    expect(shown(list)).toContain("checkout");
    expect(shown(one)).toContain("Dashboard Team Payments / weekly");
  });
});
