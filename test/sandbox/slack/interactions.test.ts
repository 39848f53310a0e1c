import type { App } from "@slack/bolt";
import type { View } from "@slack/types";
import { describe, expect, it } from "vitest";
import type { ConsoleAct } from "../../../src/sandbox/slack/console-protocol.ts";
import type { SlackServer } from "../../../src/sandbox/slack/server.ts";
import { INCIDENTS, JANE, listen, type Mode, OMAR, RANDOM, startBolt } from "./bolt-app.ts";

const MODES: Mode[] = ["socket", "http"];
const quick = { timings: { ackMs: 150, retryMs: [10, 10, 10] } };

const commanding = (text = "bucket-x", channel = INCIDENTS): ConsoleAct => ({
  user: JANE,
  act: "command",
  channel,
  command: "/who-changed",
  text,
});

const say = (text: string, channel = INCIDENTS): ConsoleAct => ({
  user: JANE,
  act: "say",
  channel,
  text,
});

const word = (text: string) => ({ type: "plain_text" as const, text });

function modal(title: string, more: Partial<View> = {}): View {
  const label = word("What");
  const element = { type: "plain_text_input" as const, action_id: "text" };
  return {
    type: "modal",
    title: word(title),
    submit: word("Ask"),
    blocks: [{ type: "input", block_id: "what", label, element }],
    ...more,
  } as View;
}

const typed = (value: string | null) => ({ what: { text: { type: "plain_text_input", value } } });

function directOf(server: SlackServer): string {
  return server.snapshot(JANE).channels.find(({ name }) => name === "trailwatch")?.id ?? "";
}

describe.each(MODES)("over %s", (mode) => {
  it("gives a command in Slack's shape and posts what comes with its acknowledgement", async () => {
    const bodies: Record<string, unknown>[] = [];
    const { server } = await startBolt(mode, (app: App) => {
      app.command("/who-changed", async ({ ack, body }) => {
        bodies.push({ ...body });
        await ack({ text: "Looking", response_type: "ephemeral" });
      });
    });
    const seen = listen(server, JANE);

    await server.act(commanding("a & b by @jane in #random, jane.doe@acme.example"));

    const said = await seen.message(() => true);
    const mail = "<mailto:jane.doe@acme.example|jane.doe@acme.example>";
    expect(said).toMatchObject({ text: "Looking", isEphemeral: true, channel: INCIDENTS });
    expect(bodies[0]).toMatchObject({
      command: "/who-changed",
      text: `a &amp; b by <@${JANE}|jane> in <#${RANDOM}|random>, ${mail}`,
      team_id: "T01ACMESHOP",
      team_domain: "acme-shop",
      channel_id: INCIDENTS,
      channel_name: "incidents",
      user_id: JANE,
      user_name: "jane",
      is_enterprise_install: "false",
      trigger_id: expect.any(String),
      response_url: expect.stringMatching(/\/commands\/T01ACMESHOP\//),
    });
  });

  it("says that the app did not respond when it took too long", async () => {
    const { server } = await startBolt(
      mode,
      (app) => {
        app.command("/who-changed", async () => {
          await new Promise((resolve) => setTimeout(resolve, 10));
        });
      },
      quick,
    );
    const seen = listen(server, JANE);

    const reply = await server.act(commanding());

    expect(reply).toEqual({ ok: true });
    expect(await seen.notice()).toMatchObject({
      channel: INCIDENTS,
      text: "/who-changed failed because the app did not respond.",
    });
  });

  it("gives mentions where the bot is, direct messages, and an opened home", async () => {
    const events: Record<string, unknown>[] = [];
    const { server } = await startBolt(mode, (app) => {
      app.event("app_mention", async ({ event, say: answer }) => {
        events.push({ ...event });
        await answer({ text: "Here", thread_ts: event.ts });
      });
      app.message(async ({ event, say: answer }) => {
        events.push({ ...event });
        await answer("Direct");
      });
      app.event("app_home_opened", async ({ event, client }) => {
        events.push({ ...event });
        await client.views.publish({
          user_id: event.user,
          view: { type: "home", blocks: [{ type: "header", text: word("Hello") }] },
        });
      });
    });
    const seen = listen(server, JANE);

    await server.act(say("@trailwatch who changed <b> & #random, @omar?"));
    const inThread = await seen.message(({ text }) => text === "Here");
    await server.act(say("hello", directOf(server)));
    await seen.message(({ text }) => text === "Direct");
    await server.act({ user: JANE, act: "open-home" });
    const home = await seen.home();

    expect(events.map(({ type }) => type)).toEqual(["app_mention", "message", "app_home_opened"]);
    expect(events[0]).toMatchObject({
      text: `<@${server.botUserId}> who changed &lt;b&gt; &amp; <#${RANDOM}|random>, <@${OMAR}>?`,
      user: JANE,
      channel: INCIDENTS,
      team: "T01ACMESHOP",
    });
    expect(inThread.threadTs).toBe(events[0]?.ts);
    expect(events[1]).toMatchObject({
      channel_type: "im",
      text: "hello",
      channel: directOf(server),
    });
    expect(home).toMatchObject({ type: "home" });
    expect(server.snapshot(JANE).home?.id).toBe(home.id);
  });

  it("runs a shortcut on a message", async () => {
    const bodies: Record<string, unknown>[] = [];
    const { server } = await startBolt(mode, (app) => {
      app.shortcut("what_changed_around", async ({ ack, body }) => {
        bodies.push({ ...body });
        await ack();
      });
    });
    const message = server.snapshot(JANE).messages.find(({ channel }) => channel === INCIDENTS);
    const ts = message?.ts ?? "";

    const callbackId = "what_changed_around";
    const ran = await server.act({
      user: JANE,
      act: "shortcut",
      callbackId,
      channel: INCIDENTS,
      ts,
    });

    expect(ran).toEqual({ ok: true });
    expect(bodies[0]).toMatchObject({
      type: "message_action",
      callback_id: callbackId,
      message_ts: ts,
      channel: { id: INCIDENTS, name: "incidents" },
      message: { type: "message", ts, text: message?.text, user: message?.user },
      user: { id: JANE, team_id: "T01ACMESHOP" },
      team: { id: "T01ACMESHOP", domain: "acme-shop" },
    });
  });

  it("follows what the app answers to a submission", async () => {
    const closed: unknown[] = [];
    const { server } = await startBolt(mode, (app) => {
      app.command("/who-changed", async ({ ack, body, client }) => {
        await ack();
        const view = modal("First", {
          callback_id: "first",
          notify_on_close: true,
        } as Partial<View>);
        await client.views.open({ trigger_id: body.trigger_id, view });
      });
      app.view("first", async ({ ack, view }) => {
        const value = view.state.values.what?.text?.value;
        if (value === "bad") {
          await ack({ response_action: "errors", errors: { what: "Try a name" } });
        } else if (value === "push") {
          await ack({ response_action: "push", view: modal("Second", { callback_id: "second" }) });
        } else if (value === "update") {
          await ack({ response_action: "update", view: modal("Third", { callback_id: "first" }) });
        } else await ack();
      });
      app.view("second", async ({ ack }) => ack({ response_action: "clear" }));
      app.view({ callback_id: "first", type: "view_closed" }, async ({ ack, body }) => {
        closed.push(body.type);
        await ack();
      });
    });
    const open = async () => {
      const seen = listen(server, JANE);
      await server.act(commanding());
      return seen.modal();
    };
    const submit = (value: string | null) => {
      const viewId = server.snapshot(JANE).modal?.id ?? "";
      return server.act({ user: JANE, act: "submit", viewId, values: typed(value) });
    };
    const title = () =>
      (server.snapshot(JANE).modal?.view.title as { text: string } | undefined)?.text;

    await open();
    const empty = await submit(null);
    const bad = await submit("bad");
    const errors = server.snapshot(JANE).modal?.errors;
    await submit("update");
    const third = title();
    await submit("push");
    const second = title();
    await submit("anything");
    const none = title();
    await open();
    await server.act({ user: JANE, act: "close", viewId: server.snapshot(JANE).modal?.id ?? "" });

    expect(empty).toEqual({ ok: false, text: "Please complete this required field." });
    expect([bad, errors]).toEqual([{ ok: false, text: "Try a name" }, { what: "Try a name" }]);
    expect([third, second, none]).toEqual(["Third", "Second", undefined]);
    expect(closed).toEqual(["view_closed"]);
  });
});

describe("what Slack itself refuses", () => {
  it("knows no other commands, channels, controls, people or shortcuts", async () => {
    const { server } = await startBolt("socket", () => {});
    const surface = { kind: "message", channel: INCIDENTS, ts: "1.1" } as const;
    const action = { type: "button", block_id: "a", action_id: "b" };

    const replies = await Promise.all([
      server.act({ ...commanding(), command: "/nothing" } as ConsoleAct),
      server.act(commanding("a", "C0NOWHERE00")),
      server.act({ user: JANE, act: "press", surface, action }),
      server.act({ ...say("a"), user: "U0NOBODY000" }),
      server.act(say(" ")),
      server.act(say("x".repeat(12_001))),
      server.act({ user: JANE, act: "shortcut", callbackId: "no", channel: INCIDENTS, ts: "1.1" }),
    ]);

    expect(replies.map((reply) => !reply.ok && reply.text)).toEqual([
      "/nothing is not a valid command.",
      "There is no such channel.",
      "The control is not there any more.",
      "There is no such person.",
      "Nothing was typed.",
      "A message holds at most 12,000 characters.",
      "There is no such shortcut.",
    ]);
  });

  it("tells who mentions the bot where it is not, and lets them invite it", async () => {
    const mentions: string[] = [];
    const { server } = await startBolt("socket", (app) => {
      app.event("app_mention", async ({ event }) => void mentions.push(event.text));
    });
    const seen = listen(server, JANE);

    await server.act(say("@trailwatch first", RANDOM));
    const notice = await seen.notice();
    const member = server.botUserId;
    const invited = await server.act({ user: JANE, act: "invite", channel: RANDOM, member });
    await server.act(say("@trailwatch second", RANDOM));
    await seen.message(({ text }) => text.endsWith("second"));
    await new Promise((resolve) => setTimeout(resolve, 50));

    expect(notice).toMatchObject({ channel: RANDOM, text: expect.stringContaining("Invite it") });
    expect(invited).toEqual({ ok: true });
    expect(mentions).toEqual([`<@${member}> second`]);
  });
});
