import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { formatInstant } from "../src/domain/time.ts";
import { acmeCompany } from "../src/sandbox/slack/company.ts";
import { type SlackServer, startSlackServer } from "../src/sandbox/slack/server.ts";
import { SCOPES } from "../src/slack/scopes.ts";
import { trailRecord } from "./support/records.ts";

const main = resolve(import.meta.dirname, "../src/main.ts");
const folder = mkdtempSync(join(tmpdir(), "trailwatch-live-"));
afterAll(() => rmSync(folder, { recursive: true }));

const [JANE, OMAR, MEI] = ["U01JANEDOE0", "U01OMARHAD0", "U01MEITANAK"];
const ON_CALL = "S01ONCALL00";

/** A folder as docs/live-setup.md has it: log files, settings with an access rule, a place for the state. */
function setUp(): string {
  mkdirSync(join(folder, "trail"), { recursive: true });
  const eventTime = formatInstant(Date.now() - 60_000);
  const records = { Records: [trailRecord({ eventTime })] };
  writeFileSync(join(folder, "trail", "log.json.gz"), gzipSync(JSON.stringify(records)));
  const settings = `
trail: ${join(folder, "trail")}
state: ${join(folder, "state")}
cache: ${join(folder, "cache")}
access:
  askFor: the platform team
  auditors: { users: [${OMAR}] }
  rules:
    - groups: [${ON_CALL}]
`;
  writeFileSync(join(folder, "trailwatch.yml"), settings);
  return folder;
}

/** Waits until `find` gives something. */
async function soon<Found>(what: string, find: () => Found | undefined): Promise<Found> {
  const until = Date.now() + 10_000;
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error(`${what} did not happen`);
    await new Promise((done) => setTimeout(done, 30));
  }
}

describe("a live set-up as it is documented, with the scopes of the manifest alone", () => {
  let slack: SlackServer;
  let bot: ChildProcess;
  let channel: string;
  const seen = new Map<string, string>();
  const seenBy = (user: string) => seen.get(user) ?? "";

  beforeEach(async () => {
    seen.clear();
    const company = { ...acmeCompany(), scopes: Object.keys(SCOPES) };
    slack = await startSlackServer({ delivery: { kind: "socket" }, company });
    for (const user of [JANE, OMAR, MEI]) {
      // Messages for one person alone are told once and never listed.
      slack.watch(user, (change) => seen.set(user, seenBy(user) + JSON.stringify(change)));
    }
    channel = company.channels.find(({ members }) => members.includes(MEI))?.id ?? "";
    await start();
  });
  afterEach(async () => {
    await stop();
    await slack.close();
  });

  async function start(): Promise<void> {
    bot = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), main, "start"], {
      cwd: setUp(),
      env: {
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_APP_TOKEN: slack.appToken,
        SLACK_API_URL: slack.apiUrl,
        TRAILWATCH_LOG_LEVEL: "error",
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let out = "";
    bot.stdout?.on("data", (text: Buffer) => {
      out += text.toString();
    });
    await soon("the start", () => (out.includes("Slack: live") ? out : undefined));
  }

  async function stop(): Promise<void> {
    if (bot.exitCode !== null || bot.signalCode !== null) return;
    bot.kill("SIGTERM");
    await once(bot, "exit");
  }

  const answer = (user: string, words: RegExp) =>
    soon(String(words), () => (words.test(seenBy(user)) ? seenBy(user) : undefined));
  const type = (user: string, command: string, text: string) =>
    slack.act({ user, act: "command", channel, command, text });

  it("answers those whom a rule allows, refuses others, and knows after a restart who asked", async () => {
    await type(JANE, "/who-changed", "bucket-x last 7d");
    await answer(JANE, /jane.{0,200}deleted/is);

    await type(MEI, "/who-changed", "bucket-x last 7d");
    const refused = await answer(MEI, /No access rule allows you/);
    await stop();
    await start();
    await type(OMAR, "/trailwatch", "uses");
    const uses = await answer(OMAR, /refused/);
    await type(MEI, "/trailwatch", "uses");
    await answer(MEI, /You may not see who asked what/);

    expect(refused).toContain("the platform team");
    expect(seenBy(JANE)).not.toContain("No access rule");
    expect(uses).toMatch(/who-changed/);
  }, 30_000);

  it("answers a direct message with a file, and a mention", async () => {
    const direct = slack.snapshot(JANE).channels.find(({ kind }) => kind === "dm")?.id ?? "";
    const say = (where: string, text: string) =>
      slack.act({ user: JANE, act: "say", channel: where, text });

    await say(direct, "who changed bucket-x last 7d as csv");
    const files = await answer(JANE, /"files":\[.{0,500}\.csv/);
    await say(channel, "@trailwatch what did jane do last 7d?");
    const mentioned = await answer(OMAR, /jane.{0,300}bucket-x/is);

    expect(files).not.toContain("missing_scope");
    expect(mentioned).toContain(channel);
  }, 30_000);
});
