import type { View } from "@slack/types";
import { LogLevel, WebClient } from "@slack/web-api";
import { describe, expect, it } from "vitest";
import type { SlackServer } from "../../../src/sandbox/slack/server.ts";
import { INCIDENTS, JANE, RANDOM, startBolt } from "./bolt-app.ts";

type Body = { response_url: string; trigger_id: string };

/** A server whose clock stands, and what the app was told of each deed. */
async function started() {
  const clock = { at: 1_700_000_000_000, now: () => clock.at };
  const bodies: Body[] = [];
  const keep = async (args: { ack: () => Promise<void>; body: object }) => {
    bodies.push(args.body as Body);
    await args.ack();
  };
  const { server } = await startBolt(
    "socket",
    (app) => {
      app.command("/who-changed", keep);
      app.action("go", keep);
    },
    { clock },
  );
  const client = new WebClient(server.botToken, {
    slackApiUrl: server.apiUrl,
    logLevel: LogLevel.ERROR,
    retryConfig: { retries: 0 },
  });
  const command = async (channel = INCIDENTS) => {
    const text = "bucket-x";
    await server.act({ user: JANE, act: "command", channel, command: "/who-changed", text });
    return bodies.at(-1) as Body;
  };
  return { clock, bodies, server, client, command };
}

async function respond(url: string, answer: object) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(answer) });
  return { status: response.status, ...((await response.json()) as { error?: string }) };
}

const word = (text: string) => ({ type: "plain_text" as const, text });
const view = (title = "Ask"): View => ({
  type: "modal",
  title: word(title),
  blocks: [{ type: "divider" }],
});
const pressable = [
  {
    type: "actions" as const,
    block_id: "row",
    elements: [{ type: "button" as const, action_id: "go", text: word("Go"), value: "v" }],
  },
];

const errorOf = (call: Promise<unknown>) =>
  call.then(
    () => "ok",
    (error: { data?: { error?: string } }) => error.data?.error,
  );

const texts = (server: SlackServer, channel: string) =>
  server
    .snapshot(JANE)
    .messages.filter((message) => message.channel === channel)
    .map(({ text }) => text);

async function press(server: SlackServer, ts: string) {
  const surface = { kind: "message", channel: INCIDENTS, ts } as const;
  const action = { type: "button", block_id: "row", action_id: "go", value: "forged" };
  return server.act({ user: JANE, act: "press", surface, action });
}

describe("a trigger id", () => {
  it("opens one view within three seconds", async () => {
    const { clock, client, command } = await started();
    const open = (trigger: string) =>
      errorOf(client.views.open({ trigger_id: trigger, view: view() }));
    const first = await command();
    const second = await command();

    const results = [await open(first.trigger_id), await open(first.trigger_id)];
    clock.at += 3_001;
    results.push(await open(second.trigger_id), await open("1.2.3"));

    expect(results).toEqual([
      "ok",
      "exchanged_trigger_id",
      "expired_trigger_id",
      "invalid_trigger_id",
    ]);
  });
});

describe("views", () => {
  it("stack up to three, close down in order, and stay as they are on an old hash", async () => {
    const { server, client, command } = await started();
    const push = async () =>
      errorOf(client.views.push({ trigger_id: (await command()).trigger_id, view: view("Next") }));
    const { trigger_id } = await command();

    const opened = await client.views.open({ trigger_id, view: view() });
    const id = String(opened.view?.id);
    const hash = String(opened.view?.hash);
    const updates = [
      await errorOf(client.views.update({ view_id: id, hash, view: view("Two") })),
      await errorOf(client.views.update({ view_id: id, hash, view: view("Three") })),
      await errorOf(client.views.update({ view_id: "V0NOWHERE", view: view() })),
    ];
    const pushes = [await push(), await push(), await push()];
    const top = server.snapshot(JANE).modal;
    await server.act({ user: JANE, act: "close", viewId: String(top?.id) });
    await server.act({ user: JANE, act: "close", viewId: String(server.snapshot(JANE).modal?.id) });

    expect(updates).toEqual(["ok", "hash_conflict", "not_found"]);
    expect(pushes).toEqual(["ok", "ok", "push_limit_reached"]);
    expect(server.snapshot(JANE).modal).toMatchObject({ id, view: { title: word("Two") } });
  });

  it("name the place of what is wrong with them", async () => {
    const { client, command } = await started();
    const input = {
      type: "input" as const,
      label: word("What"),
      element: { type: "plain_text_input" as const },
    };
    const wrong = [
      view("x".repeat(25)),
      { ...view(), blocks: [input] },
      { ...view(), ...{ colour: "red" } },
      { type: "home", blocks: [] } as View,
    ];

    const places: unknown[] = [];
    for (const bad of wrong) {
      const { trigger_id } = await command();
      const refused = client.views.open({ trigger_id, view: bad });
      places.push(await refused.catch((error) => error.data.response_metadata.messages[0]));
    }

    expect(places).toEqual([
      "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]",
      "[ERROR] missing required field: submit [json-pointer:/view]",
      "[ERROR] invalid additional property: colour [json-pointer:/view]",
      "[ERROR] unsupported type: home [json-pointer:/view/type]",
    ]);
  });
});

describe("a response URL", () => {
  it("posts where the bot is no member, for one person or for everybody", async () => {
    const { server, command } = await started();
    const { response_url } = await command(RANDOM);

    await respond(response_url, { text: "for you" });
    await respond(response_url, { text: "for all", response_type: "in_channel" });

    expect(texts(server, RANDOM)).toContain("for all");
    expect(texts(server, RANDOM)).not.toContain("for you");
  });

  it("works five times and for half an hour", async () => {
    const { clock, command } = await started();
    const often = await command();
    const late = await command();

    const uses: number[] = [];
    for (let count = 0; count < 6; count += 1) {
      uses.push((await respond(often.response_url, { text: "a" })).status);
    }
    const used = await respond(often.response_url, { text: "a" });
    clock.at += 30 * 60_000 + 1;
    const expired = await respond(late.response_url, { text: "a" });
    const unknown = await respond(`${late.response_url}x`, { text: "a" });

    expect(uses).toEqual([200, 200, 200, 200, 200, 404]);
    expect([used.error, expired.error, unknown.error]).toEqual([
      "used_url",
      "expired_url",
      "no_service",
    ]);
  });

  it("refuses what a message may not hold", async () => {
    const { command } = await started();
    const { response_url } = await command();

    const answers = [
      await respond(response_url, {}),
      await respond(response_url, { blocks: [{ type: "sparkle" }] }),
      await respond(response_url, { text: "a", response_type: "loud" }),
    ];

    expect(answers.map(({ status, error }) => [status, error])).toEqual([
      [400, "no_text"],
      [400, "invalid_blocks"],
      [400, "invalid_response_type"],
    ]);
  });

  it("replaces and deletes the message that was pressed, and adds to it otherwise", async () => {
    const { server, client, bodies } = await started();
    const posted = await client.chat.postMessage({
      channel: INCIDENTS,
      text: "press",
      blocks: pressable,
    });
    await press(server, String(posted.ts));
    const { response_url } = bodies.at(-1) as Body;

    await respond(response_url, { text: "besides", response_type: "in_channel" });
    await respond(response_url, { text: "replaced", replace_original: true });
    const replaced = texts(server, INCIDENTS);
    await respond(response_url, { delete_original: true });
    const deleted = texts(server, INCIDENTS);

    expect(replaced.slice(-2)).toEqual(["replaced", "besides"]);
    expect(deleted).not.toContain("replaced");
  });
});

describe("a press", () => {
  it("tells what the button holds, not what the page says", async () => {
    const { server, client, bodies } = await started();
    const posted = await client.chat.postMessage({
      channel: INCIDENTS,
      text: "press",
      blocks: pressable,
    });

    await press(server, String(posted.ts));

    expect(bodies[0]).toMatchObject({
      type: "block_actions",
      container: { type: "message", message_ts: posted.ts, channel_id: INCIDENTS },
      channel: { id: INCIDENTS, name: "incidents" },
      message: { ts: posted.ts, text: "press", bot_id: "B0TRAILWTCH" },
      user: { id: JANE, username: "jane", team_id: "T01ACMESHOP" },
      actions: [
        {
          type: "button",
          action_id: "go",
          block_id: "row",
          value: "v",
          action_ts: expect.any(String),
        },
      ],
    });
    expect(bodies[0]).not.toHaveProperty("name");
  });

  it("on what one person alone sees comes without the message", async () => {
    const { server, client, bodies } = await started();
    const shown = await client.chat.postEphemeral({
      channel: INCIDENTS,
      user: JANE,
      text: "psst",
      blocks: pressable,
    });

    await press(server, String(shown.message_ts));

    expect(bodies[0]).toMatchObject({ container: { is_ephemeral: true } });
    expect(bodies[0]).not.toHaveProperty("message");
  });
});
