import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConsoleMessage } from "../../src/sandbox/slack/console-protocol.ts";
import {
  type Bot,
  INCIDENTS,
  JANE,
  type Mode,
  nextAnswer,
  OMAR,
  RANDOM,
  startBot,
} from "../support/bot.ts";

const MODES: Mode[] = ["socket", "http"];

/** What a reader finds in a message, wherever it stands. */
function shown(message: ConsoleMessage | undefined): string {
  return `${message?.text}\n${JSON.stringify(message?.blocks ?? [])}`;
}

describe.each(MODES)("the bot in a channel over %s", (mode) => {
  let bot: Bot;

  beforeAll(async () => {
    bot = await startBot({ mode });
  }, 60_000);

  afterAll(async () => {
    await bot?.close();
  });

  it("answers a slash command for everybody with who, what, before and after, and evidence", async () => {
    const answer = await bot.type(JANE, "/who-changed bucket-x");

    const text = shown(answer);
    expect(answer.isEphemeral).toBe(false);
    expect(text).toContain("omar.haddad@acme.example");
    expect(text).toContain("turned on block public access of bucket bucket-x");
    expect(text).toMatch(/off[^"]{0,12}→[^"]{0,12}on/);
    expect(text).toContain("events looked at");
    expect(bot.seen(OMAR).some(({ ts }) => ts === answer.ts)).toBe(true);
  });

  it("asks a follow-up button's question in the thread of the answer", async () => {
    const answer = await bot.type(JANE, "/who-changed bucket-x");
    const coming = nextAnswer(bot.server, JANE, INCIDENTS);

    await bot.press(OMAR, answer, "ask");

    const followed = await coming;
    expect(followed.threadTs).toBe(answer.ts);
    expect(followed.ts).not.toBe(answer.ts);
    expect(followed.text.length).toBeGreaterThan(20);
  });

  it("takes what a mention in a thread does not say from what stands above", async () => {
    const answer = await bot.type(JANE, "@trailwatch who changed bucket-x");
    const threadTs = answer.threadTs ?? answer.ts;

    const again = await bot.type(JANE, "@trailwatch only failed", { threadTs });

    expect(again.threadTs).toBe(threadTs);
    expect(shown(again)).toContain("bucket-x");
    expect(again.text).toMatch(
      /^1 refused or failed attempt at bucket-x in the last 24 h, the latest by jane/,
    );
  });

  it("answers quietly for one person, who can share it", async () => {
    const answer = await bot.type(JANE, "/who-changed bucket-x quietly");

    expect(answer.isEphemeral).toBe(true);
    expect(bot.seen(OMAR).some(({ ts }) => ts === answer.ts)).toBe(false);

    const coming = nextAnswer(bot.server, OMAR, INCIDENTS);
    await bot.press(JANE, answer, "share");

    expect(shown(await coming)).toContain("bucket-x");
  });

  it("tells help and what it did not understand to the asker alone", async () => {
    const help = await bot.type(JANE, "/trailwatch help");
    const puzzled = await bot.type(JANE, "/who-changed");

    expect(help.isEphemeral).toBe(true);
    expect(shown(help)).toContain("who-changed");
    expect(puzzled.isEphemeral).toBe(true);
    expect(bot.seen(OMAR).some(({ ts }) => ts === help.ts || ts === puzzled.ts)).toBe(false);
  });

  it("answers where it is no member, through the command's own address", async () => {
    const answer = await bot.type(JANE, "/who-changed bucket-x", { channel: RANDOM });

    expect(answer.channel).toBe(RANDOM);
    expect(shown(answer)).toContain("bucket-x");
  });

  it("puts rows into a file when asked to", async () => {
    await bot.type(JANE, "/who-changed bucket-x as csv");

    await expect
      .poll(() => filesOf(bot.seen(JANE)), { timeout: 5_000 })
      .toEqual(expect.arrayContaining([expect.stringMatching(/\.csv$/)]));
  });

  it("opens a form from the command and asks what was filled in", async () => {
    await bot.server.act({
      user: JANE,
      act: "command",
      channel: INCIDENTS,
      command: "/trailwatch",
      text: "ask",
    });
    await expect.poll(() => bot.snapshot(JANE).modal?.type).toBe("modal");
    const modal = bot.snapshot(JANE).modal;
    const coming = nextAnswer(bot.server, JANE, INCIDENTS);

    const reply = await bot.server.act({
      user: JANE,
      act: "submit",
      viewId: modal?.id ?? "",
      values: filled(modal?.view.blocks, "bucket-x"),
    });

    expect(reply).toEqual({ ok: true });
    expect(shown(await coming)).toContain("bucket-x");
    expect(bot.snapshot(JANE).modal).toBeUndefined();
  });

  it("asks what changed around a message", async () => {
    const [message] = bot.seen(JANE);
    const isBelow = ({ threadTs }: ConsoleMessage) => threadTs === message?.ts;
    const coming = nextAnswer(bot.server, JANE, INCIDENTS, isBelow);

    await bot.server.act({
      user: JANE,
      act: "shortcut",
      callbackId: "what_changed_around",
      channel: INCIDENTS,
      ts: message?.ts ?? "",
    });

    expect((await coming).text).toMatch(/chang/);
  });

  it("shows a home with examples that can be pressed", async () => {
    await bot.server.act({ user: OMAR, act: "open-home" });

    await expect.poll(() => JSON.stringify(bot.snapshot(OMAR).home?.view ?? {})).toContain("ask");
  });

  it("never lets a name page anybody", async () => {
    const answer = await bot.type(JANE, "/who-changed <!channel> & <@U01OMARHAD0>");

    expect(shown(answer)).not.toContain("<!channel>");
    expect(shown(answer)).not.toContain("<@U01OMARHAD0>");
  });

  it("goes on where it was after a restart", async () => {
    const answer = await bot.type(JANE, "@trailwatch who changed bucket-x");
    await bot.restart();

    const again = await bot.type(JANE, "@trailwatch last 7d", {
      threadTs: answer.threadTs ?? answer.ts,
    });

    expect(shown(again)).toContain("bucket-x");
  });

  it.each(["refresh", "dropConnections", "goDown"] as const)(
    "loses no answer to %s while the trail is searched",
    async (fault) => {
      const before = bot.seen(JANE).length;
      await bot.server.act({
        user: JANE,
        act: "command",
        channel: INCIDENTS,
        command: "/who-changed",
        text: "bucket-x last 30d including reads",
      });

      bot.server.faults[fault]();
      await wait(1_500);
      if (fault === "goDown") bot.server.faults.comeBack();

      const told = () => bot.seen(JANE).slice(before).map(shown).join("\n");
      await expect.poll(told, { timeout: 15_000 }).toContain("including reads");
      await expect.poll(told, { timeout: 15_000 }).toContain("events looked at");
      await expect.poll(() => bot.snapshot(JANE).isAppConnected, { timeout: 15_000 }).toBe(true);
    },
    40_000,
  );

  it("refuses who is not allowed, to them alone, and says whom to ask", async () => {
    const closed = await startBot({
      mode,
      policy: {
        kind: "rules",
        rules: [{ users: [OMAR] }],
        askFor: "the platform team",
        auditors: { users: [OMAR], groups: [] },
      },
    });
    try {
      const refused = await closed.type(JANE, "/who-changed bucket-x");
      const allowed = await closed.type(OMAR, "/who-changed bucket-x");
      const uses = await closed.type(OMAR, "/trailwatch uses");

      expect(refused.isEphemeral).toBe(true);
      expect(shown(refused)).toContain("the platform team");
      expect(shown(refused)).not.toContain("block public access");
      expect(allowed.isEphemeral).toBe(false);
      expect(uses.isEphemeral).toBe(true);
      expect(shown(uses)).toContain("bucket-x");
      expect(shown(uses)).not.toContain("block public access");
    } finally {
      await closed.close();
    }
  }, 30_000);
});

function filesOf(messages: ConsoleMessage[]): string[] {
  return messages.flatMap(({ files = [] }) => files.map(({ name }) => name));
}

/** The form's state when only its first text field is filled in, with what else it holds at first. */
function filled(blocks: unknown, text: string): Record<string, Record<string, unknown>> {
  const values: Record<string, Record<string, unknown>> = {};
  if (!Array.isArray(blocks)) return values;
  let isFilled = false;
  for (const block of blocks as Record<string, unknown>[]) {
    const element = (block.element ?? {}) as Record<string, unknown>;
    const { type, action_id: actionId, initial_option: option, initial_options: options } = element;
    if (typeof actionId !== "string") continue;
    const isText = type === "plain_text_input" && !isFilled;
    if (isText) isFilled = true;
    values[String(block.block_id)] = {
      [actionId]: {
        type,
        ...(type === "plain_text_input" && { value: isText ? text : null }),
        ...(option !== undefined && { selected_option: option }),
        ...(type === "checkboxes" && { selected_options: options ?? [] }),
      },
    };
  }
  return values;
}
