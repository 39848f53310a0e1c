import { LogLevel, WebClient } from "@slack/web-api";
import { describe, expect, it } from "vitest";
import type { SlackServer } from "../../../src/sandbox/slack/server.ts";
import { INCIDENTS, JANE, OMAR, RANDOM, startServer } from "./bolt-app.ts";

function clientOf(server: SlackServer, token = server.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: server.apiUrl,
    logLevel: LogLevel.ERROR,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
}

async function started() {
  const server = await startServer();
  return { server, client: clientOf(server) };
}

/** Calls a method with plain fetch: the body and token as given. */
async function call(server: SlackServer, method: string, init: RequestInit = {}) {
  const response = await fetch(`${server.apiUrl}${method}`, { method: "POST", ...init });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe("posting", () => {
  it("posts, edits and deletes what history then tells", async () => {
    const { client } = await started();

    const posted = await client.chat.postMessage({ channel: INCIDENTS, text: "one & two" });
    const ts = String(posted.ts);
    await client.chat.update({ channel: INCIDENTS, ts, text: "three" });
    const told = await client.conversations.history({ channel: INCIDENTS, limit: 1 });
    await client.chat.delete({ channel: INCIDENTS, ts });
    const after = await client.conversations.history({ channel: INCIDENTS, limit: 1 });

    expect(posted.message).toMatchObject({ text: "one & two", bot_id: "B0TRAILWTCH", ts });
    expect(told.messages?.[0]).toMatchObject({ text: "three", ts, edited: {} });
    expect(after.messages?.[0]?.ts).not.toBe(ts);
  });

  it("keeps threads together and tells their metadata when asked", async () => {
    const { client } = await started();
    const metadata = { event_type: "answer", event_payload: { id: "q1" } };

    const parent = await client.chat.postMessage({ channel: INCIDENTS, text: "parent" });
    const ts = String(parent.ts);
    await client.chat.postMessage({ channel: INCIDENTS, text: "reply", thread_ts: ts, metadata });
    const told = await client.conversations.replies({
      channel: INCIDENTS,
      ts,
      include_all_metadata: true,
    });
    const history = await client.conversations.history({ channel: INCIDENTS, limit: 1 });

    expect(told.messages?.map(({ text }) => text)).toEqual(["parent", "reply"]);
    expect(told.messages?.[1]).toMatchObject({ thread_ts: ts, metadata });
    expect(history.messages?.[0]).toMatchObject({ text: "parent", reply_count: 1 });
  });

  it("says to one person alone what no history tells", async () => {
    const { server, client } = await started();
    const seen: string[] = [];
    const others: string[] = [];
    server.watch(JANE, (change) => change.kind === "message" && seen.push(change.message.text));
    server.watch(OMAR, (change) => change.kind === "message" && others.push(change.message.text));

    await client.chat.postEphemeral({ channel: INCIDENTS, user: JANE, text: "psst" });
    const history = await client.conversations.history({ channel: INCIDENTS });

    expect([seen, others]).toEqual([["psst"], []]);
    expect(history.messages?.some(({ text }) => text === "psst")).toBe(false);
    expect(server.snapshot(JANE).messages.some(({ text }) => text === "psst")).toBe(false);
  });

  it("uploads a file of 100,000 bytes through multipart as it came", async () => {
    const { server, client } = await started();
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 256));

    await client.filesUploadV2({ channel_id: INCIDENTS, filename: "a.png", file: bytes });

    const file = server.snapshot(JANE).messages.flatMap(({ files }) => files ?? [])[0];
    const answer = await fetch(new URL(file?.url ?? "", server.consoleUrl));
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    expect(answer.headers.get("content-type")).toBe("image/png");
  });
});

describe("a picture in a block", () => {
  it("is a file of Slack's that is there and shows something", async () => {
    const { client } = await started();
    const upload = async (filename: string) => {
      const done = await client.filesUploadV2({ filename, content: "bytes" });
      return String((done.files as { files: { id: string }[] }[])[0]?.files[0]?.id);
    };
    const show = (id: string) =>
      client.chat.postMessage({
        channel: INCIDENTS,
        text: "a picture",
        blocks: [{ type: "image", alt_text: "a picture", slack_file: { id } }],
      });

    const [png, csv] = [await upload("a.png"), await upload("a.csv")];
    const taken = await show(png);
    const refused = await Promise.allSettled([show(csv), show("F0NOWHERE00")]);

    expect(taken.ok).toBe(true);
    const pointer = "invalid slack file [json-pointer:/blocks/0/slack_file]";
    expect(refused.map((row) => row.status === "rejected" && row.reason.data.errors)).toEqual([
      [pointer],
      [pointer],
    ]);
  });
});

describe("refusals of posting", () => {
  const long = "x".repeat(40_001);
  const section = { type: "section", text: { type: "mrkdwn", text: "x".repeat(2_500) } };
  const blocks = [{ type: "section", text: { type: "mrkdwn", text: "x".repeat(3_001) } }];
  const cases: [string, Record<string, unknown>][] = [
    ["channel_not_found", { channel: "C0NOWHERE00", text: "a" }],
    ["not_in_channel", { channel: RANDOM, text: "a" }],
    ["no_text", { channel: INCIDENTS }],
    ["no_text", { channel: INCIDENTS, text: "", blocks: [] }],
    ["msg_too_long", { channel: INCIDENTS, text: long }],
    ["invalid_blocks", { channel: INCIDENTS, text: "a", blocks }],
    ["msg_blocks_too_long", { channel: INCIDENTS, text: "a", blocks: Array(5).fill(section) }],
    ["invalid_blocks_format", { channel: INCIDENTS, text: "a", blocks: "[{" }],
    ["invalid_blocks_format", { channel: INCIDENTS, text: "a", blocks: {} }],
    ["thread_not_found", { channel: INCIDENTS, text: "a", thread_ts: "1.000001" }],
    ["too_many_attachments", { channel: INCIDENTS, attachments: Array(101).fill({ text: "a" }) }],
    ["invalid_metadata_schema", { channel: INCIDENTS, text: "a", metadata: { event_type: "a" } }],
    ["invalid_arguments", { text: "a" }],
  ];

  it.each(cases)("%s", async (error, args) => {
    const { server } = await started();
    const headers = { ...bearer(server.botToken), "content-type": "application/json" };

    const json = await call(server, "chat.postMessage", { headers, body: JSON.stringify(args) });
    const fields = Object.entries(args).map(([name, value]): [string, string] => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    const form = await call(server, "chat.postMessage", {
      headers: bearer(server.botToken),
      body: new URLSearchParams(fields),
    });

    expect(json.body).toMatchObject({ ok: false, error });
    expect(form.body).toMatchObject({ ok: false, error });
  });

  it("names the place of a bad block", async () => {
    const { client } = await started();

    const refused = client.chat.postMessage({ channel: INCIDENTS, text: "a", blocks });

    const line = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]";
    await expect(refused).rejects.toMatchObject({
      data: { errors: [line], response_metadata: { messages: [`[ERROR] ${line}`] } },
    });
  });

  it("edits and deletes only what the bot said and everybody sees", async () => {
    const { server, client } = await started();
    const theirs = server.snapshot(JANE).messages.find(({ channel }) => channel === INCIDENTS);
    const whispered = await client.chat.postEphemeral({
      channel: INCIDENTS,
      user: JANE,
      text: "a",
    });
    const own = await client.chat.postMessage({ channel: INCIDENTS, text: "own" });
    const edit = (ts: string) => client.chat.update({ channel: INCIDENTS, ts, text: "b" });

    const refusals = await Promise.allSettled([
      edit("1.000001"),
      edit(String(whispered.message_ts)),
      edit(theirs?.ts ?? ""),
      client.chat.delete({ channel: INCIDENTS, ts: theirs?.ts ?? "" }),
      client.chat.update({ channel: INCIDENTS, ts: String(own.ts), text: "x".repeat(4_001) }),
      client.chat.postEphemeral({ channel: INCIDENTS, user: "U0NOBODY000", text: "a" }),
    ]);

    const errors = refusals.map((row) => row.status === "rejected" && row.reason.data.error);
    expect(errors).toEqual([
      "message_not_found",
      "message_not_found",
      "cant_update_message",
      "cant_delete_message",
      "msg_too_long",
      "user_not_in_channel",
    ]);
  });
});

describe("tokens, scopes and pace", () => {
  it("wants a token, the right one, of the right kind", async () => {
    const server = await startServer();
    const auth = (token?: string) =>
      call(server, "auth.test", token === undefined ? {} : { headers: bearer(token) });

    const answers = await Promise.all([auth(), auth("xoxb-wrong"), auth(server.appToken)]);
    const named = await call(server, "auth.test", {
      body: new URLSearchParams({ token: server.botToken }),
    });
    server.faults.revokeTokens();
    const revoked = await auth(server.botToken);

    expect(answers.map(({ body }) => body.error)).toEqual([
      "not_authed",
      "invalid_auth",
      "not_allowed_token_type",
    ]);
    expect(named.body).toMatchObject({ ok: true, user_id: server.botUserId });
    expect(revoked.body.error).toBe("token_revoked");
  });

  it("says which scope is missing", async () => {
    const { client } = await started();

    const refused = client.reactions.add({ channel: INCIDENTS, timestamp: "1.1", name: "eyes" });

    await expect(refused).rejects.toMatchObject({
      data: { error: "missing_scope", needed: "reactions:write" },
    });
  });

  it("knows no other methods", async () => {
    const server = await startServer();

    const answers = await Promise.all(
      ["chat.scheduleMessage", "constructor", "__proto__"].map((name) => call(server, name)),
    );

    expect(answers.map(({ body }) => body.error)).toEqual(Array(3).fill("unknown_method"));
  });

  it("takes one message a second and channel after a short burst", async () => {
    const clock = { at: 1_700_000_000_000, now: () => clock.at };
    const server = await startServer({ clock });
    const headers = bearer(server.botToken);
    const post = (channel: string) =>
      fetch(`${server.apiUrl}chat.postMessage`, {
        method: "POST",
        headers,
        body: new URLSearchParams({ channel, text: "a" }),
      });

    const burst = [];
    for (let count = 0; count < 5; count += 1) burst.push((await post(INCIDENTS)).status);
    const refused = await post(INCIDENTS);
    const elsewhere = await post("C01PAYMENTS");
    clock.at += 1_000;
    const later = await post(INCIDENTS);

    expect(burst).toEqual([200, 200, 200, 200, 429]);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "1"]);
    expect([elsewhere.status, later.status]).toEqual([200, 200]);
  });

  it("fails on order: an error, a limit, a broken answer, all of Slack", async () => {
    const server = await startServer();
    const headers = bearer(server.botToken);
    server.faults.failNext("auth.test", "internal_error");
    server.faults.rateLimitNext("auth.test", 7);
    server.faults.breakNext("auth.test", 502);

    const planned = [
      await call(server, "auth.test", { headers }),
      await call(server, "auth.test", { headers }),
      await call(server, "auth.test", { headers }),
      await call(server, "auth.test", { headers }),
    ];
    server.faults.goDown();
    const down = await fetch(`${server.apiUrl}auth.test`, { method: "POST", headers });
    server.faults.comeBack();
    const back = await call(server, "auth.test", { headers });

    expect(planned.map(({ status, body }) => [status, body.error])).toEqual([
      [200, "internal_error"],
      [429, "ratelimited"],
      [502, undefined],
      [200, undefined],
    ]);
    expect([down.status, back.status]).toEqual([503, 200]);
  });
});

describe("people and channels", () => {
  it("tells zones, groups and memberships", async () => {
    const { client } = await started();

    const jane = await client.users.info({ user: JANE });
    const groups = await client.usergroups.list({ include_users: true });
    const channels = await client.conversations.list({ types: "public_channel", limit: 2 });
    const rest = await client.conversations.list({
      types: "public_channel",
      cursor: channels.response_metadata?.next_cursor ?? "",
    });
    const direct = await client.conversations.open({ users: JANE });
    const members = await client.conversations.members({ channel: RANDOM });

    expect(jane.user).toMatchObject({ name: "jane", tz: "Europe/Dublin", is_bot: false });
    expect(groups.usergroups?.[0]).toMatchObject({ handle: "on-call", users: [JANE, OMAR] });
    const named = [...(channels.channels ?? []), ...(rest.channels ?? [])];
    expect(named.map(({ name, is_member }) => [name, is_member])).toEqual([
      ["incidents", true],
      ["payments", true],
      ["random", false],
    ]);
    expect(direct.channel?.id).toMatch(/^D/);
    expect(members.members).toHaveLength(5);
  });

  it("reads only where the bot is", async () => {
    const { client } = await started();

    const refused = client.conversations.history({ channel: RANDOM });

    await expect(refused).rejects.toMatchObject({ data: { error: "not_in_channel" } });
  });

  it("hides what people say to each other", async () => {
    const { server, client } = await started();
    const other = await client.conversations.open({ users: OMAR });
    const seen = server.snapshot(JANE).channels.map(({ id }) => id);

    expect(seen).not.toContain(other.channel?.id);
    expect(server.snapshot(OMAR).channels.map(({ id }) => id)).toContain(other.channel?.id);
  });
});
