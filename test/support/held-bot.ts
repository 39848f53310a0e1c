/** A bot on the local Slack whose searches wait for as long as a test wants, and a Slack that can die and come back. */

import { formatInstant, HOUR } from "../../src/domain/time.ts";
import { createLog } from "../../src/log.ts";
import type { ConsoleMessage } from "../../src/sandbox/slack/console-protocol.ts";
import { type SlackServer, startSlackServer } from "../../src/sandbox/slack/server.ts";
import { startSlack } from "../../src/slack/app.ts";
import { createDesk } from "../../src/slack/desk.ts";
import type { Studio } from "../../src/slack/desk-pictures.ts";
import type { Gallery } from "../../src/slack/gallery.ts";
import { createWebGallery } from "../../src/slack/web-gallery.ts";
import { createMarkFinder } from "../../src/slack/web-marks.ts";
import { createWebMessenger } from "../../src/slack/web-messenger.ts";
import { createWebPeople } from "../../src/slack/web-people.ts";
import type { Journal } from "../../src/store/journal.ts";
import { createMemoryStore } from "../../src/store/memory.ts";
import { createFakeTrail, type FakeTrail, OPEN } from "../slack/desk-bot.ts";
import { fakeCloudWatch } from "../slack/fake-cloudwatch.ts";
import { controls, freePort, INCIDENTS, JANE, type Mode } from "./bot.ts";
import { trailEventOf } from "./records.ts";

export type HeldBot = {
  /** The one that lives now. */
  server(): SlackServer;
  trail: FakeTrail;
  journal: Journal;
  /** Asks as jane; settles when the command is acknowledged. */
  ask(text: string): Promise<void>;
  /** What the bot has standing in the channel, as jane sees it; whispers are kept from their telling. */
  standing(): ConsoleMessage[];
  /** Presses the control of the message. */
  press(message: ConsoleMessage, actionId: string): Promise<void>;
  killSlack(): Promise<void>;
  /** A Slack at the same address, with the same tokens and nothing of what was said. */
  restartSlack(): Promise<void>;
  close(): Promise<void>;
};

const DELETED = { eventTime: formatInstant(Date.now() - HOUR), eventID: "held-1" };

/**
 * `slowMs`: how long a question takes before its progress is shown. With `studioOf` there is a CloudWatch to ask, and
 * its pictures are uploaded to the local Slack.
 */
export async function startHeldBot(
  mode: Mode,
  slowMs = 100,
  studioOf?: (gallery: Gallery) => Studio,
): Promise<HeldBot> {
  const port = await freePort();
  const slackPort = await freePort();
  const url = `http://127.0.0.1:${port}/slack/events`;
  const delivery = mode === "socket" ? ({ kind: mode } as const) : ({ kind: mode, url } as const);
  let server = await startSlackServer({ delivery, port: slackPort });
  let standing = new Map<string, ConsoleMessage>();
  const watch = () => {
    standing = new Map();
    server.watch(JANE, (change) => {
      if (change.kind === "deleted") standing.delete(change.ts);
      if (change.kind !== "message" && change.kind !== "changed") return;
      const { message } = change;
      const isAnswer = message.channel === INCIDENTS && message.user === server.botUserId;
      if (isAnswer) standing.set(message.ts, message);
    });
  };
  watch();
  const { botToken, appToken, signingSecret, apiUrl } = server;
  const log = createLog({ level: "silent" });
  const clock = { now: () => Date.now() };
  const web = { token: botToken, apiUrl, log, clock };
  const { journal, topics } = createMemoryStore();
  const trail = createFakeTrail([trailEventOf(DELETED)]);
  const shared = {
    journal,
    policy: OPEN,
    messenger: createWebMessenger(web),
    people: createWebPeople(web),
    accountNames: {},
    clock,
  };
  const desk = createDesk({
    ...shared,
    sources: { trail, ...(studioOf && { cloudwatch: fakeCloudWatch() }) },
    ...(studioOf && { studio: studioOf(createWebGallery(web)) }),
    topics,
    findMarked: createMarkFinder(web),
    report: () => undefined,
    slowMs,
  });
  const config =
    mode === "socket"
      ? ({ kind: mode, botToken, appToken, apiUrl } as const)
      : ({ kind: mode, botToken, signingSecret, port, host: "127.0.0.1", apiUrl } as const);
  const connection = await startSlack({ ...shared, config, desk, log });
  return {
    server: () => server,
    trail,
    journal,
    async ask(text) {
      const [command = "", ...words] = text.split(" ");
      const act = { user: JANE, act: "command", channel: INCIDENTS, command } as const;
      await server.act({ ...act, text: words.join(" ") });
    },
    standing: () => [...standing.values()],
    async press({ channel, ts, blocks = [] }, actionId) {
      const action = controls(blocks).find(({ action_id }) => action_id === actionId);
      if (!action) throw new Error(`no ${actionId}`);
      await server.act({
        user: JANE,
        act: "press",
        surface: { kind: "message", channel, ts },
        action,
      });
    },
    killSlack: () => server.close(),
    async restartSlack() {
      const tokens = { bot: botToken, app: appToken, signingSecret };
      server = await startSlackServer({ delivery, port: slackPort, tokens });
      watch();
    },
    async close() {
      trail.release();
      await connection.close();
      await desk.drain(1000);
      await server.close();
    },
  };
}
