/** The messenger where Slack says no: blocks, limits, channels, threads, tokens, outages. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createLog } from "../../src/log.ts";
import { type SlackServer, startSlackServer } from "../../src/sandbox/slack/server.ts";
import type { Messenger } from "../../src/slack/messenger.ts";
import type { Content, SlackBlock } from "../../src/slack/views/blocks.ts";
import { createWebMessenger } from "../../src/slack/web-messenger.ts";
import { INCIDENTS, JANE, type Lines, logLines, RANDOM } from "./local.ts";

let server: SlackServer;
let messenger: Messenger;
let lines: Lines;
beforeAll(async () => {
  server = await startSlackServer({ delivery: { kind: "socket" }, isPaced: false });
});
afterAll(() => server.close());
beforeEach(() => {
  lines = logLines();
  messenger = create();
});

function create(patienceMs = 2000, paceMs = 0): Messenger {
  const log = createLog({ level: "debug", write: lines.write });
  const { botToken: token, apiUrl } = server;
  return createWebMessenger({ token, apiUrl, log, patienceMs, paceMs });
}

const section = (text: string): SlackBlock => ({ type: "section", text: { type: "mrkdwn", text } });
const place = { channelId: INCIDENTS };

function message(ts: string | undefined) {
  return server.snapshot(JANE).messages.find((one) => one.ts === ts);
}

describe("blocks that Slack refuses", () => {
  const tooLong = section("x".repeat(4000));

  it("are replaced by the plain ones", async () => {
    const content: Content = { text: "t", blocks: [tooLong], plain: [section("plain")] };

    const posted = await messenger.post(place, content);

    expect(message(posted?.ts)?.blocks).toMatchObject([{ text: { text: "plain" } }]);
  });

  it("are left out when the plain ones are refused too", async () => {
    const content: Content = { text: "the text", blocks: [tooLong], plain: [tooLong] };

    const posted = await messenger.post(place, content);

    expect(message(posted?.ts)).toMatchObject({ text: "the text" });
    const where = lines.lines.find((line) => "where" in line)?.where;
    expect(String(where)).toContain("/blocks/0");
  });

  it("are replaced in an edit too", async () => {
    const posted = await messenger.post(place, { text: "t", blocks: [section("first")] });

    await messenger.update(posted ?? { channelId: INCIDENTS, ts: "" }, {
      text: "t2",
      blocks: [tooLong],
      plain: [section("plain")],
    });

    expect(message(posted?.ts)?.blocks).toMatchObject([{ text: { text: "plain" } }]);
  });
});

describe("a text that is too long", () => {
  it("is cut where no entity and no character is torn, and says so", async () => {
    const text = `${"&amp;".repeat(779)}${"😀&lt;".repeat(2000)}`;

    const posted = await messenger.post(place, { text, blocks: [] });

    const shown = message(posted?.ts)?.text ?? "";
    expect(shown.length).toBeLessThan(4040);
    expect(shown).toMatch(/ … \(cut\)$/);
    expect(shown.replace(/&(?:amp|lt);/g, "")).not.toContain("&");
    expect(shown).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
  });
});

describe("a channel without the bot", () => {
  /** Takes what is sent to a response_url, and answers as it is told. */
  function listener(answer: { status: number; body: string }): Promise<{
    url: string;
    taken: Record<string, unknown>[];
    server: Server;
  }> {
    const taken: Record<string, unknown>[] = [];
    const http = createServer((request, response) => {
      let body = "";
      request.on("data", (part) => {
        body += part;
      });
      request.on("end", () => {
        taken.push(JSON.parse(body));
        response.writeHead(answer.status).end(answer.body);
      });
    });
    return new Promise((resolve) => {
      http.listen(0, "127.0.0.1", () => {
        const { port } = http.address() as AddressInfo;
        resolve({ url: `http://127.0.0.1:${port}/`, taken, server: http });
      });
    });
  }

  it("gets the answer through the response_url, and nothing can be edited", async () => {
    const { url, taken, server: http } = await listener({ status: 200, body: "ok" });

    const posted = await messenger.post({ channelId: RANDOM }, { text: "t", blocks: [] }, url);

    expect(posted).toBe(undefined);
    expect(taken).toEqual([
      {
        response_type: "in_channel",
        replace_original: false,
        text: "t",
        unfurl_links: false,
        unfurl_media: false,
      },
    ]);
    http.close();
  });

  it("is a Problem with the way out when there is no response_url", async () => {
    const posting = messenger.post({ channelId: RANDOM }, { text: "t", blocks: [] });

    await expect(posting).rejects.toMatchObject({
      code: "slack.not-in-channel",
      next: expect.stringContaining("/invite"),
    });
  });

  it("is the same Problem when the response_url has expired", async () => {
    const body = '{"ok":false,"error":"expired_url"}';
    const { url, server: http } = await listener({ status: 404, body });

    const posting = messenger.post({ channelId: RANDOM }, { text: "t", blocks: [] }, url);

    await expect(posting).rejects.toMatchObject({ code: "slack.not-in-channel" });
    expect(lines.lines.some(({ word }) => word === "expired_url")).toBe(true);
    http.close();
  });

  it("whispers in direct messages when it can in no other way", async () => {
    await messenger.whisper({ channelId: RANDOM }, JANE, { text: "psst", blocks: [] });

    const found = server.snapshot(JANE).messages.find(({ text }) => text === "psst");
    expect(found?.channel).toMatch(/^D/);
  });

  it("whispers through a fresh response_url first", async () => {
    const { url, taken, server: http } = await listener({ status: 200, body: '{"ok":true}' });

    await messenger.whisper(place, JANE, { text: "through the url", blocks: [] }, url);

    expect(taken).toMatchObject([{ response_type: "ephemeral", text: "through the url" }]);
    http.close();
  });

  it("whispers by itself when the response_url is used up", async () => {
    const told: string[] = [];
    const stop = server.watch(JANE, (change) => {
      if (change.kind === "message") told.push(change.message.text);
    });

    await messenger.whisper(place, JANE, { text: "again", blocks: [] }, "http://127.0.0.1:1/");

    expect(told).toEqual(["again"]);
    stop();
  });
});

describe("a deleted thread", () => {
  it("gets its answer in the channel", async () => {
    server.faults.failNext("chat.postMessage", "thread_not_found");

    const posted = await messenger.post(
      { ...place, threadTs: "1.000001" },
      { text: "late", blocks: [] },
    );

    expect(message(posted?.ts)).toMatchObject({ text: "late", channel: INCIDENTS });
    expect(message(posted?.ts)?.threadTs).toBe(undefined);
  });
});

describe("a Slack that is away or busy", () => {
  it("gets the message once it is back", async () => {
    server.faults.goDown();
    setTimeout(() => server.faults.comeBack(), 400);

    const posted = await messenger.post(place, { text: "patient", blocks: [] });

    expect(message(posted?.ts)?.text).toBe("patient");
  });

  it("is asked again after the time that it names, and other channels need not wait", async () => {
    server.faults.rateLimitNext("chat.postMessage", 1);
    const since = Date.now();
    const slow = messenger.post(place, { text: "slow", blocks: [] });
    await messenger.post({ channelId: "C01PAYMENTS" }, { text: "quick", blocks: [] });
    const quickMs = Date.now() - since;

    await slow;
    const slowMs = Date.now() - since;

    expect(quickMs).toBeLessThan(500);
    expect(slowMs).toBeGreaterThanOrEqual(1000);
    expect(slowMs).toBeLessThan(1800);
  });

  it("is a Problem when it stays away longer than our patience", async () => {
    const impatient = create(300);
    server.faults.goDown();

    const posting = impatient.post(place, { text: "x", blocks: [] });

    await expect(posting).rejects.toMatchObject({ code: "slack.unreachable" });
    server.faults.comeBack();
  });

  it("gets three messages at once, then one a second and channel", async () => {
    const paced = create(2000, 150);
    const since = Date.now();
    const texts = ["a", "b", "c", "d", "e"];

    const sent = texts.map(async (text) => {
      await paced.post(place, { text, blocks: [] });
      return Date.now() - since;
    });
    const [, , third = 0, , fifth = 0] = await Promise.all(sent);

    expect(third).toBeLessThan(150);
    expect(fifth).toBeGreaterThanOrEqual(295);
  });

  it("is not asked again in a channel before the time that it named is over", async () => {
    server.faults.rateLimitNext("chat.postMessage", 1);
    const since = Date.now();

    const first = messenger.post(place, { text: "first", blocks: [] });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const second = await messenger.post(place, { text: "second", blocks: [] });
    const spentMs = Date.now() - since;

    expect(spentMs).toBeGreaterThanOrEqual(995);
    expect(message(second?.ts)?.text).toBe("second");
    expect(message((await first)?.ts)?.text).toBe("first");
  });
});

describe("a refused token or scope", () => {
  it("is a Problem that names the variable", async () => {
    server.faults.revokeTokens();

    const posting = messenger.post(place, { text: "x", blocks: [] });

    await expect(posting).rejects.toMatchObject({
      code: "slack.token-revoked",
      message: expect.stringContaining("SLACK_BOT_TOKEN"),
    });
    server.faults.restoreTokens();
  });

  it("is a Problem that says what to do about a missing scope", async () => {
    server.faults.failNext("files.getUploadURLExternal", "missing_scope");

    const uploading = messenger.upload(place, { name: "a.csv", title: "A", text: "a" });

    await expect(uploading).rejects.toMatchObject({
      code: "slack.missing-scope",
      next: expect.stringContaining("OAuth & Permissions"),
    });
  });

  it("leaves no token in the log", async () => {
    await messenger.post(place, { text: "secret plans", blocks: [] });

    expect(JSON.stringify(lines.lines)).not.toContain(server.botToken);
    expect(JSON.stringify(lines.lines)).not.toContain("secret plans");
  });
});
