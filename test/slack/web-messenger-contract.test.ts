/** What the messenger promises, on the local Slack and on one that was not written here. */
import { WebClient } from "@slack/web-api";
import { createEmulator } from "emulate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLog } from "../../src/log.ts";
import { startSlackServer } from "../../src/sandbox/slack/server.ts";
import type { Messenger } from "../../src/slack/messenger.ts";
import type { Content } from "../../src/slack/views/blocks.ts";
import { createWebMessenger } from "../../src/slack/web-messenger.ts";

type Workspace = { apiUrl: string; token: string; close(): Promise<unknown> };

async function local(): Promise<Workspace> {
  const server = await startSlackServer({ delivery: { kind: "socket" }, isPaced: false });
  return { apiUrl: server.apiUrl, token: server.botToken, close: () => server.close() };
}

async function emulated(): Promise<Workspace> {
  const token = "xoxb-of-the-contract";
  const emulator = await createEmulator({
    service: "slack",
    port: 0,
    seed: {
      slack: {
        team: { name: "Acme", domain: "acme" },
        users: [{ name: "trailwatch", real_name: "Trailwatch" }],
        channels: [{ name: "incidents" }],
        tokens: [{ token, user: "trailwatch", scopes: [] }],
      },
    },
  });
  return { apiUrl: `${emulator.url}/api/`, token, close: () => emulator.close() };
}

const content = (text: string): Content => ({
  text,
  blocks: [{ type: "section", text: { type: "mrkdwn", text: `*${text}*` } }],
});

describe.each([
  ["the local Slack", local],
  ["a Slack not written here", emulated],
])("a messenger on %s", (_name, open) => {
  let workspace: Workspace;
  let messenger: Messenger;
  let web: WebClient;
  let channelId = "";
  let userId = "";
  beforeAll(async () => {
    workspace = await open();
    const { apiUrl, token } = workspace;
    messenger = createWebMessenger({
      token,
      apiUrl,
      log: createLog({ level: "silent" }),
      paceMs: 0,
    });
    web = new WebClient(token, { slackApiUrl: apiUrl });
    const { channels = [] } = await web.conversations.list();
    channelId = channels.find(({ name }) => name === "incidents")?.id ?? "";
    if (!channels.some(({ id, is_member }) => id === channelId && is_member)) {
      await web.conversations.join({ channel: channelId });
    }
    userId = (await web.auth.test()).user_id ?? "";
  });
  afterAll(() => workspace.close());

  async function history() {
    const { messages = [] } = await web.conversations.history({ channel: channelId });
    return messages;
  }

  it("posts a message with its blocks", async () => {
    const posted = await messenger.post({ channelId }, content("bucket-x is public"));

    const found = (await history()).find(({ ts }) => ts === posted?.ts);
    expect(posted?.channelId).toBe(channelId);
    expect(found?.text).toBe("bucket-x is public");
    expect(found?.blocks).toMatchObject([{ type: "section" }]);
  });

  it("posts into a thread", async () => {
    const root = await messenger.post({ channelId }, content("root"));
    const threadTs = root?.ts ?? "";

    await messenger.post({ channelId, threadTs }, content("reply"));

    const { messages = [] } = await web.conversations.replies({ channel: channelId, ts: threadTs });
    expect(messages.map(({ text }) => text)).toEqual(["root", "reply"]);
  });

  it("edits what it posted, and takes blocks away", async () => {
    const posted = await messenger.post({ channelId }, content("working"));

    await messenger.update(posted ?? { channelId, ts: "" }, { text: "done", blocks: [] });

    const found = (await history()).find(({ ts }) => ts === posted?.ts);
    expect(found?.text).toBe("done");
    expect(found?.blocks ?? []).toEqual([]);
  });

  it("posts anew, once, what was deleted before it could be edited", async () => {
    const posted = (await messenger.post({ channelId }, content("progress"))) ?? {
      channelId,
      ts: "",
    };
    await web.chat.delete({ channel: channelId, ts: posted.ts });

    await messenger.update(posted, content("answer one"));
    await messenger.update(posted, content("answer two"));

    const texts = (await history()).map(({ text }) => text);
    expect(texts).not.toContain("answer one");
    expect(texts.filter((text) => text === "answer two")).toHaveLength(1);
  });

  it("whispers to a person", async () => {
    await messenger.whisper({ channelId }, userId, content("for you alone"));

    const texts = (await history()).map(({ text }) => text);
    expect(texts).not.toContain("for you alone");
  });

  it("uploads a file into the place", async () => {
    await messenger.upload(
      { channelId },
      { name: "changes.csv", title: "Changes of bucket-x", text: "at,who\n1,jane\n" },
    );

    const files = (await history()).flatMap((message) => message.files ?? []);
    expect(files.map(({ title }) => title)).toContain("Changes of bucket-x");
  });

  it("throws a Problem for a channel that is not there", async () => {
    const posting = messenger.post({ channelId: "C00000NONE" }, content("x"));

    await expect(posting).rejects.toMatchObject({
      name: "Problem",
      code: "slack.channel-not-found",
      next: expect.stringContaining("/invite"),
    });
  });
});
