import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Artist, createArtist } from "../../src/charts/artist.ts";
import type { ConsoleMessage } from "../../src/sandbox/slack/console-protocol.ts";
import type { Gallery } from "../../src/slack/gallery.ts";
import { sampleChart } from "../slack/studio.ts";
import { JANE, RANDOM } from "../support/bot.ts";
import { type HeldBot, startHeldBot } from "../support/held-bot.ts";

const QUESTION = "/metric lambda checkout-api errors last 3h";

let artist: Artist;
let bot: HeldBot;
beforeAll(() => {
  artist = createArtist();
});
afterAll(() => artist.close());
afterEach(() => bot.close());

/** A bot that draws for real; what is uploaded goes through `by`. */
async function start(by: (gallery: Gallery) => Gallery = (gallery) => gallery): Promise<void> {
  bot = await startHeldBot("socket", 60_000, (gallery) => ({ artist, gallery: by(gallery) }));
}

function imagesIn({ blocks = [] }: ConsoleMessage): string[] {
  const text = JSON.stringify(blocks);
  return [...text.matchAll(/"slack_file":\{"id":"(\w+)"\}/g)].map(([, id = ""]) => id);
}

const shown = () => bot.standing().filter((message) => imagesIn(message).length > 0);
const said = () => bot.standing().map(({ blocks }) => JSON.stringify(blocks));

async function pictureOf(message: ConsoleMessage | undefined): Promise<Response> {
  const [id = ""] = message ? imagesIn(message) : [];
  return fetch(new URL(`/console/files/${id}`, bot.server().consoleUrl));
}

describe("the picture of a metric", () => {
  it("is a PNG that everybody who sees the answer can open", async () => {
    await start();

    await bot.ask(QUESTION);
    await expect.poll(() => shown().length, { timeout: 10_000 }).toBe(1);
    const picture = await pictureOf(shown()[0]);

    expect(picture.headers.get("content-type")).toBe("image/png");
    const bytes = Buffer.from(await picture.arrayBuffer());
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1200, 600]);
  }, 30_000);

  it("comes into the answer's own message when its upload takes three seconds", async () => {
    await start((gallery) => ({
      async hang(picture, signal) {
        await wait(3000);
        return gallery.hang(picture, signal);
      },
    }));

    await bot.ask(QUESTION);
    await expect.poll(said, { timeout: 10_000 }).toEqual([expect.stringContaining("latest")]);
    const early = bot.standing();
    await expect.poll(() => shown().length, { timeout: 10_000 }).toBe(1);

    expect(early.map(imagesIn)).toEqual([[]]);
    expect(bot.standing().map(({ ts }) => ts)).toEqual(early.map(({ ts }) => ts));
  }, 30_000);

  it("is missed with its reason, and the answer stands, where the app may not upload", async () => {
    await start();
    bot.server().faults.failNext("files.getUploadURLExternal", "missing_scope");

    await bot.ask(QUESTION);

    await expect.poll(() => bot.standing().length, { timeout: 10_000 }).toBe(1);
    const [text] = said();
    expect(text).toContain("The picture could not be shown: The token of SLACK_BOT_TOKEN lacks");
    expect(text).toContain("latest");
  }, 30_000);

  it("comes later when Slack is away while it is uploaded", async () => {
    await start();
    bot.server().faults.breakNext("files.completeUploadExternal", 503, 3);

    await bot.ask(QUESTION);

    await expect.poll(() => shown().length, { timeout: 15_000 }).toBe(1);
    expect(bot.standing()).toHaveLength(1);
  }, 30_000);

  it("is whispered with an answer for one person alone", async () => {
    await start();

    await bot.ask(`${QUESTION} quietly`);

    await expect.poll(() => shown().length, { timeout: 10_000 }).toBe(1);
    expect(shown()[0]?.isEphemeral).toBe(true);
    expect((await pictureOf(shown()[0])).status).toBe(200);
  }, 30_000);

  it("is shown where the bot is no member, through the response URL", async () => {
    await start();
    const heard: ConsoleMessage[] = [];
    bot.server().watch(JANE, (change) => {
      if (change.kind === "message" && change.message.channel === RANDOM)
        heard.push(change.message);
    });
    const [command = "", ...words] = QUESTION.split(" ");

    const act = { user: JANE, act: "command", channel: RANDOM, command } as const;
    await bot.server().act({ ...act, text: words.join(" ") });

    await expect.poll(() => heard.flatMap(imagesIn).length, { timeout: 10_000 }).toBe(1);
    expect(heard).toHaveLength(1);
  }, 30_000);

  it("keeps nobody waiting for an acknowledgement while a hundred others are drawn", async () => {
    await start();
    const others = Array.from({ length: 100 }, (_, at) =>
      artist.draw(sampleChart({ title: `Chart ${at}` })),
    );
    const tookMs: number[] = [];

    for (let at = 0; at < 12; at++) {
      const startedAt = performance.now();
      await bot.ask(`/who-changed held-${at}`);
      tookMs.push(performance.now() - startedAt);
      await wait(50);
    }
    const drawn = await Promise.all(others);
    await bot.ask(QUESTION);

    expect(drawn.every((png) => png.length > 1000)).toBe(true);
    // Slack waits three seconds; a busy machine takes longer than a quiet one.
    expect(Math.max(...tookMs)).toBeLessThan(1000);
    await expect.poll(() => shown().length, { timeout: 20_000 }).toBe(1);
  }, 90_000);
});
