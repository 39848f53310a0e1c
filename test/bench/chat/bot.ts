/**
 * The apps whose acknowledgements are compared, each a process of its own: bare Bolt, and ours with a desk that does
 * nothing, which may draw pictures without a pause besides. `node bot.js bare|ours|drawing socket|http API_URL [PORT]`
 */
import { App } from "@slack/bolt";
import { createArtist } from "../../../src/charts/artist.ts";
import { createLog } from "../../../src/log.ts";
import { type SlackConfig, startSlack } from "../../../src/slack/app.ts";
import { createWebMessenger } from "../../../src/slack/web-messenger.ts";
import { createWebPeople } from "../../../src/slack/web-people.ts";
import { createMemoryStore } from "../../../src/store/memory.ts";
import { sampleChart } from "../charts/sample.ts";
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET } from "./lean-slack.ts";

type Place = { apiUrl: string; port: number };

async function startBare(mode: string, { apiUrl, port }: Place): Promise<void> {
  const way =
    mode === "socket"
      ? { socketMode: true, appToken: APP_TOKEN }
      : { signingSecret: SIGNING_SECRET };
  const app = new App({ token: BOT_TOKEN, ...way, clientOptions: { slackApiUrl: apiUrl } });
  app.command(/^\//, async ({ ack }) => {
    await ack();
  });
  await (mode === "socket" ? app.start() : app.start(port));
}

const nothing = async (): Promise<void> => undefined;

async function startOurs(mode: string, { apiUrl, port }: Place): Promise<void> {
  const log = createLog({ level: "error" });
  const clock = { now: () => Date.now() };
  const config: SlackConfig =
    mode === "socket"
      ? { kind: "socket", botToken: BOT_TOKEN, appToken: APP_TOKEN, apiUrl }
      : { kind: "http", botToken: BOT_TOKEN, signingSecret: SIGNING_SECRET, port, apiUrl };
  const web = { token: BOT_TOKEN, apiUrl, log, clock };
  await startSlack({
    config,
    desk: {
      accept: () => nothing,
      cancel: nothing,
      share: nothing,
      order: nothing,
      recover: nothing,
      drain: nothing,
    },
    journal: createMemoryStore().journal,
    policy: {
      kind: "open",
      rules: [],
      askFor: "nobody",
      auditors: { users: [], groups: [] },
    },
    messenger: createWebMessenger(web),
    people: createWebPeople(web),
    accountNames: {},
    clock,
    log,
  });
}

/** A hundred pictures are always waiting; each that is done is told. */
async function drawOn(): Promise<void> {
  const artist = createArtist();
  const drawOneAfterAnother = async (start: number): Promise<never> => {
    for (let number = start; ; number += 100) {
      await artist.draw(sampleChart(number));
      process.stdout.write("drawn\n");
    }
  };
  await Promise.all(Array.from({ length: 100 }, (_, at) => drawOneAfterAnother(at)));
}

const [, , who, mode = "", apiUrl = "", port = "0"] = process.argv;
const place = { apiUrl, port: Number(port) };
await (who === "bare" ? startBare(mode, place) : startOurs(mode, place));
process.stdout.write("up\n");
if (who === "drawing") await drawOn();
