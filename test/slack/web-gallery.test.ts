/** Pictures on their way to Slack: uploaded into no conversation, shown by messages, refused, not ready yet. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createLog } from "../../src/log.ts";
import { type SlackServer, startSlackServer } from "../../src/sandbox/slack/server.ts";
import type { Gallery, Picture } from "../../src/slack/gallery.ts";
import type { Content, SlackBlock } from "../../src/slack/views/blocks.ts";
import { createWebGallery } from "../../src/slack/web-gallery.ts";
import { createWebMessenger } from "../../src/slack/web-messenger.ts";
import { INCIDENTS, JANE, type Lines, logLines } from "./local.ts";

let server: SlackServer;
let gallery: Gallery;
let lines: Lines;
beforeAll(async () => {
  server = await startSlackServer({ delivery: { kind: "socket" }, isPaced: false });
});
afterAll(() => server.close());
beforeEach(() => {
  lines = logLines();
  gallery = createWebGallery(web());
});

function web() {
  const log = createLog({ level: "debug", write: lines.write });
  return { token: server.botToken, apiUrl: server.apiUrl, log, patienceMs: 1000 };
}

const PICTURE: Picture = {
  name: "errors.png",
  title: "Errors",
  altText: "Errors: latest 3",
  png: Buffer.from("picture of errors"),
};
const open = () => new AbortController().signal;

const showing = (id: string): Content => ({
  text: "Errors: latest 3",
  blocks: [{ type: "image", slack_file: { id }, alt_text: "Errors: latest 3" }],
  plain: [{ type: "section", text: { type: "mrkdwn", text: "in words" } }],
});

async function posted(content: Content): Promise<SlackBlock[] | undefined> {
  const messenger = createWebMessenger({ ...web(), paceMs: 0 });
  const sent = await messenger.post({ channelId: INCIDENTS }, content);
  const found = server.snapshot(JANE).messages.find(({ ts }) => ts === sent?.ts);
  return found?.blocks as SlackBlock[] | undefined;
}

describe("a picture that is hung up", () => {
  it("is shown by a message, and posts none itself", async () => {
    const before = server.snapshot(JANE).messages.length;

    const id = await gallery.hang(PICTURE, open());
    const between = server.snapshot(JANE).messages.length;
    const blocks = await posted(showing(id));

    expect(between).toBe(before);
    expect(blocks).toMatchObject([{ type: "image", slack_file: { id } }]);
    const file = await fetch(new URL(`/console/files/${id}`, server.consoleUrl));
    expect(file.headers.get("content-type")).toBe("image/png");
    expect(await file.text()).toBe("picture of errors");
  });

  it("comes in spite of Slack's asking to wait and of a server that is away for a moment", async () => {
    server.faults.rateLimitNext("files.getUploadURLExternal", 0);
    server.faults.breakNext("files.completeUploadExternal", 503);

    const id = await gallery.hang(PICTURE, open());

    expect(id).toMatch(/^F/);
  });

  it("is refused with the scope that is missing and how it is added", async () => {
    server.faults.failNext("files.getUploadURLExternal", "missing_scope");

    const hanging = gallery.hang(PICTURE, open());

    await expect(hanging).rejects.toMatchObject({
      code: "slack.missing-scope",
      next: expect.stringContaining("OAuth & Permissions"),
    });
  });

  it("is given up once nobody wants it", async () => {
    const stop = new AbortController();

    const hanging = gallery.hang(PICTURE, stop.signal);
    stop.abort(new Error("cancelled"));

    await expect(hanging).rejects.toThrow("cancelled");
  });

  it("does not wait for others that are refused", async () => {
    server.faults.failNext("files.getUploadURLExternal", "storage_limit_reached", 3);

    const all = await Promise.allSettled(
      Array.from({ length: 12 }, () => gallery.hang(PICTURE, open())),
    );

    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(9);
  });
});

describe("a message with a picture that Slack is still working on", () => {
  it("is sent again until the picture is there", async () => {
    const id = await gallery.hang(PICTURE, open());
    server.faults.failNext("chat.postMessage", "invalid_blocks", 2);

    const blocks = await posted(showing(id));

    expect(blocks).toMatchObject([{ type: "image", slack_file: { id } }]);
  });

  it("is sent in words when the picture never comes", { timeout: 15_000 }, async () => {
    const blocks = await posted(showing("F0NEVER0000"));

    expect(blocks).toMatchObject([{ type: "section", text: { text: "in words" } }]);
    const refused = lines.lines.find((line) => "where" in line);
    expect(String(refused?.where)).toContain("slack file");
  });

  it("is not sent again where other blocks are what Slack refuses", async () => {
    const id = await gallery.hang(PICTURE, open());
    const content = showing(id);
    const tooLong: SlackBlock = {
      type: "section",
      text: { type: "mrkdwn", text: "x".repeat(4000) },
    };
    const startedAt = performance.now();

    const blocks = await posted({ ...content, blocks: [...content.blocks, tooLong] });

    expect(blocks).toMatchObject([{ type: "section", text: { text: "in words" } }]);
    expect(performance.now() - startedAt).toBeLessThan(200);
  });
});
