/** What a person does in Slack reaches the desk, in both modes the same. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLog } from "../../src/log.ts";
import { ACTIONS, type SlackBlock } from "../../src/slack/views/blocks.ts";
import { createWebMessenger } from "../../src/slack/web-messenger.ts";
import { INCIDENTS, JANE, type Local, RANDOM, startLocal, until } from "./local.ts";

describe.each(["socket", "http"] as const)("over %s", (kind) => {
  let local: Local;
  beforeAll(async () => {
    local = await startLocal({ kind });
  });
  afterAll(() => local.close());

  /** The deed that follows when somebody does this. */
  async function deedOf(act: Parameters<Local["server"]["act"]>[0]) {
    const before = local.desk.deeds.length;
    const reply = await local.server.act(act);
    if (!reply.ok) throw new Error(reply.text);
    const deeds = await local.desk.reached(before + 1);
    return deeds[before];
  }

  async function post(blocks: SlackBlock[], threadTs?: string): Promise<string> {
    const { botToken: token, apiUrl } = local.server;
    const messenger = createWebMessenger({ token, apiUrl, log: createLog({ level: "silent" }) });
    const place = threadTs === undefined ? {} : { threadTs };
    const posted = await messenger.post(
      { channelId: INCIDENTS, ...place },
      { text: "An answer", blocks },
    );
    return posted?.ts ?? "";
  }

  const button = (name: keyof typeof ACTIONS, value: string): SlackBlock => ({
    type: "actions",
    elements: [
      { type: "button", action_id: ACTIONS[name], text: { type: "plain_text", text: "Go" }, value },
    ],
  });

  const press = (ts: string, name: keyof typeof ACTIONS, value: string) =>
    ({
      user: JANE,
      act: "press",
      surface: { kind: "message", channel: INCIDENTS, ts },
      action: { type: "button", action_id: ACTIONS[name], block_id: blockId(ts), value },
    }) as const;

  function blockId(ts: string): string {
    const message = local.server.snapshot(JANE).messages.find((one) => one.ts === ts);
    const block = message?.blocks?.[0] as { block_id?: string } | undefined;
    return block?.block_id ?? "";
  }

  it("asks what follows a slash command, with the command in front", async () => {
    const deed = await deedOf({
      user: JANE,
      act: "command",
      channel: INCIDENTS,
      command: "/who-changed",
      text: "bucket-x last 7d",
    });

    expect(deed).toMatchObject({
      kind: "ask",
      incoming: {
        via: "command",
        userId: JANE,
        channelId: INCIDENTS,
        teamId: "T01ACMESHOP",
        text: "/who-changed bucket-x last 7d",
        responseUrl: expect.stringContaining("http"),
        deliveryId: expect.stringMatching(/./),
      },
    });
  });

  it("asks by command also where the bot is no member", async () => {
    const deed = await deedOf({
      user: JANE,
      act: "command",
      channel: RANDOM,
      command: "/trailwatch",
      text: "",
    });

    expect(deed).toMatchObject({ incoming: { text: "/trailwatch", channelId: RANDOM } });
  });

  it("asks what is said to it in a channel, without its own mention", async () => {
    const deed = await deedOf({
      user: JANE,
      act: "say",
      channel: INCIDENTS,
      text: "@trailwatch who changed A&B <prod> ?",
    });

    expect(deed).toMatchObject({
      incoming: { via: "mention", text: "who changed A&B <prod> ?", channelId: INCIDENTS },
    });
    expect(deed?.kind === "ask" && deed.incoming.threadTs).toBe(undefined);
  });

  it("stays in the thread in which it is mentioned", async () => {
    const ts = await post([]);

    const deed = await deedOf({
      user: JANE,
      act: "say",
      channel: INCIDENTS,
      threadTs: ts,
      text: "@trailwatch and yesterday?",
    });

    expect(deed).toMatchObject({ incoming: { text: "and yesterday?", threadTs: ts } });
  });

  it("writes out who else is mentioned", async () => {
    const deed = await deedOf({
      user: JANE,
      act: "say",
      channel: INCIDENTS,
      text: "@trailwatch what did @omar do today?",
    });

    expect(deed).toMatchObject({
      incoming: { text: expect.stringMatching(/^what did Omar.* do today\?$/i) },
    });
  });

  it("asks what is said in direct messages, without a mention", async () => {
    const direct = local.server.snapshot(JANE).channels.find((channel) => channel.kind === "dm");

    const deed = await deedOf({
      user: JANE,
      act: "say",
      channel: direct?.id ?? "",
      text: "who signed in today?",
    });

    expect(deed).toMatchObject({
      incoming: { via: "mention", text: "who signed in today?", channelId: direct?.id },
    });
  });

  it("asks a follow-up in the thread of its message", async () => {
    const ts = await post([button("ask", "what did jane do today?")]);

    const deed = await deedOf(press(ts, "ask", "what did jane do today?"));

    expect(deed).toMatchObject({
      incoming: { via: "button", text: "what did jane do today?", threadTs: ts },
    });
  });

  it("asks a follow-up of a reply in the thread of the reply", async () => {
    const root = await post([]);
    const ts = await post([button("ask", "why?")], root);

    const deed = await deedOf(press(ts, "ask", "why?"));

    expect(deed).toMatchObject({ incoming: { text: "why?", threadTs: root } });
  });

  it("shares what the button names", async () => {
    const ts = await post([button("share", "q-17")]);

    const deed = await deedOf(press(ts, "share", "q-17"));

    expect(deed).toMatchObject({ kind: "share", questionId: "q-17", incoming: { userId: JANE } });
  });

  it("says that an ended question cannot be cancelled", async () => {
    const told: string[] = [];
    const stop = local.server.watch(JANE, (change) => {
      if (change.kind === "message" && change.message.isEphemeral) told.push(change.message.text);
    });
    const ts = await post([button("cancel", "q-of-last-year")]);

    await local.server.act(press(ts, "cancel", "q-of-last-year"));

    await until(() => told.some((text) => text.includes("ended already")));
    stop();
    expect(local.desk.deeds.some(({ kind: deed }) => deed === "cancel")).toBe(false);
  });

  it("cancels a question in work", async () => {
    local.journal.begin({
      id: "q-now",
      deliveryId: "d-now",
      text: "",
      question: "who-changed",
      at: 1,
      address: { teamId: "T", channelId: INCIDENTS, userId: JANE },
      state: "running",
    });
    const ts = await post([button("cancel", "q-now")]);

    const deed = await deedOf(press(ts, "cancel", "q-now"));

    expect(deed).toEqual({ kind: "cancel", questionId: "q-now", userId: JANE });
  });

  it("asks around the moment of a message", async () => {
    const ts = await post([]);

    const deed = await deedOf({
      user: JANE,
      act: "shortcut",
      callbackId: "what_changed_around",
      channel: INCIDENTS,
      ts,
    });

    expect(deed).toMatchObject({
      incoming: { via: "shortcut", threadTs: ts, text: expect.stringContaining("changed") },
    });
  });

  const filledIn = (subject: string) => ({
    question: {
      question: { type: "static_select", selected_option: { value: "who-changed" } },
    },
    subject: { subject: { type: "plain_text_input", value: subject } },
  });

  it("opens the form, says in it what is missing, and asks what is filled in", async () => {
    const command = {
      user: JANE,
      act: "command",
      channel: INCIDENTS,
      command: "/trailwatch",
    } as const;
    await local.server.act({ ...command, text: "ask" });
    await until(() => local.server.snapshot(JANE).modal !== undefined);
    const viewId = local.server.snapshot(JANE).modal?.id ?? "";

    await local.server.act({ user: JANE, act: "submit", viewId, values: filledIn("") });
    const { errors } = local.server.snapshot(JANE).modal ?? {};
    const deed = await deedOf({ user: JANE, act: "submit", viewId, values: filledIn("bucket-y") });

    expect(errors).toEqual({ subject: expect.stringContaining("Say which resource") });
    expect(deed).toMatchObject({
      incoming: { via: "modal", text: "/who-changed bucket-y", channelId: INCIDENTS },
    });
    expect(local.server.snapshot(JANE).modal).toBe(undefined);
  });

  it("draws the App Home and asks from it in direct messages", async () => {
    await local.server.act({ user: JANE, act: "open-home" });
    await until(() => local.server.snapshot(JANE).home !== undefined);
    const home = local.server.snapshot(JANE).home;
    const blocks = home?.view.blocks as { block_id: string; accessory?: { value?: string } }[];
    const first = blocks.find(({ accessory }) => accessory?.value !== undefined);
    const value = first?.accessory?.value;

    const deed = await deedOf({
      user: JANE,
      act: "press",
      surface: { kind: "view", viewId: home?.id ?? "" },
      action: { type: "button", action_id: ACTIONS.ask, block_id: first?.block_id ?? "", value },
    });

    expect(deed).toMatchObject({
      incoming: { via: "home", text: value, channelId: expect.stringMatching(/^D/) },
    });
  });

  it("writes no text of questions into the log", () => {
    const lines = JSON.stringify(local.log.lines);

    expect(lines).not.toContain("bucket-x");
    expect(lines).not.toContain(local.server.botToken);
  });
});
