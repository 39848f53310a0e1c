/** The whole program on a local Slack, and a browser that looks at its page. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import type { Config } from "../../src/config.ts";
import { writeScenario } from "../../src/sandbox/scenario/write.ts";
import { startChat, type Timing } from "../../src/wire-chat.ts";

// biome-ignore lint/style/noProcessEnv: where the browser lies is a fact of the machine, not of the product
const candidates = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/google-chrome"];

/** Undefined where the machine has no Chromium. */
export const chromiumPath = candidates.find((path) => path !== undefined && existsSync(path));

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath ?? "", args: ["--no-sandbox"] });
}

export type RunningConsole = { url: string; restart(): Promise<void>; close(): Promise<void> };

export type ConsoleOptions = {
  /** The sandbox's AWS is asked, as `npm start` does, instead of a folder of log files. */
  isAws?: boolean;
  timing?: Timing;
};

/** The whole program on free ports, with a story that was told up to this moment. */
export async function startConsole({
  isAws = false,
  timing,
}: ConsoleOptions = {}): Promise<RunningConsole> {
  const own = mkdtempSync(join(tmpdir(), "trailwatch-console-"));
  const trail = join(own, "trail");
  if (!isAws) await writeScenario({ dir: trail, now: Date.now(), maxAgeMs: 0 });
  const config: Config = {
    ...(!isAws && { trail }),
    cacheDir: join(own, "cache"),
    stateDir: own,
    accounts: { prod: "111122223333", staging: "222233334444", security: "333344445555" },
    aws: { kind: isAws ? "sandbox" : "off" },
    slack: { kind: "sandbox" },
    access: {
      kind: "open",
      rules: [],
      askFor: "the on-call engineer",
      auditors: { users: [], groups: [] },
    },
    consolePort: 0,
    logLevel: "error",
    warnings: [],
  };
  const start = async (consolePort: number) => {
    const chat = await startChat({ ...config, consolePort }, { sandbox: isAws }, timing);
    await chat.ready;
    return chat;
  };
  let chat = await start(0);
  const url = chat.consoleUrl ?? "";
  return {
    url,
    async restart() {
      await chat.close();
      chat = await start(Number(new URL(url).port));
    },
    async close() {
      await chat.close();
      rmSync(own, { recursive: true, force: true });
    },
  };
}

/** Where pictures of each step go. */
export function shotsFolder(): string {
  // biome-ignore lint/style/noProcessEnv: a wish of whoever runs the tests, not of the product
  const folder = process.env.TRAILWATCH_SHOTS ?? join(tmpdir(), "trailwatch-shots");
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Opens a channel as somebody; the first message is there then. */
export async function openChannel(page: Page, url: string, person = "U01JANEDOE0"): Promise<void> {
  await page.goto("about:blank");
  await page.goto(`${url}#${person}/C01INCIDENT`);
  await page.locator("article").first().waitFor();
}

/** The field to write in: of the channel, or of the thread beside it. */
export function composer(place: Locator): Locator {
  return place.getByRole("combobox", { name: /^(?:Message|Reply)/ }).first();
}

/** Messages of the channel in view, oldest first. */
export function messagesOf(page: Page): Locator {
  return page.locator("#main article");
}

/** Writes into the channel and sends; answers with the next message that is an answer. */
export async function ask(page: Page, text: string): Promise<Locator> {
  const known = await messagesOf(page).count();
  await composer(page.locator("#main")).fill(text);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
  const answer = messagesOf(page).nth(known);
  await answer.getByText(/^Asked/).waitFor();
  // First rows are shown while other sources are still read.
  await answer.getByRole("button", { name: "Cancel" }).waitFor({ state: "detached" });
  return answer;
}

/** The pane beside the channel. */
export function threadOf(page: Page): Locator {
  return page.getByRole("complementary", { name: "Thread" });
}

/** Opens the thread of a message, once it has this many replies. */
export async function openThread(page: Page, message: Locator, replies = 1): Promise<Locator> {
  const words = replies === 1 ? "1 reply" : `${replies} replies`;
  await message.getByRole("button", { name: new RegExp(words) }).click();
  await threadOf(page)
    .locator("article")
    .nth(replies)
    .getByText(/^Asked/)
    .waitFor();
  return threadOf(page);
}
