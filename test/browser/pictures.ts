/** Takes the README's pictures: `npx tsx test/browser/pictures.ts [answer | metric | aws]`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import {
  ask,
  composer,
  launchBrowser,
  messagesOf,
  openChannel,
  openThread,
  startConsole,
  threadOf,
} from "./console.ts";
import { withPalette } from "./palette-png.ts";

const FOLDER = join(import.meta.dirname, "../../docs/pictures");
const SIZE = { width: 1200, height: 880 };

async function take(page: Page, name: string, colorScheme: "light" | "dark"): Promise<void> {
  const path = join(FOLDER, `${name}.png`);
  await page.emulateMedia({ colorScheme });
  await page.mouse.move(SIZE.width / 2, 20);
  await page.evaluate(
    "for (const pill of document.querySelectorAll('.to-end')) pill.hidden = true",
  );
  const png = withPalette(await page.screenshot());
  writeFileSync(path, png);
  process.stdout.write(`${path} ${Math.round(png.length / 1000)} kB\n`);
}

/** An answer in the channel, and what the thread below it goes on with. */
async function takeAll(page: Page, url: string): Promise<void> {
  await openChannel(page, url);
  const answer = await ask(page, "/who-changed bucket-x");
  await take(page, "answer-light", "light");
  await take(page, "answer-dark", "dark");

  await answer.getByRole("button", { name: "What changed around it" }).click();
  await openThread(page, messagesOf(page).last());
  await composer(threadOf(page)).fill("@trailwatch only failed");
  await page.keyboard.press("Enter");
  await threadOf(page)
    .locator("article")
    .nth(3)
    .getByText(/^Asked/)
    .waitFor();
  await take(page, "thread", "light");
}

/** The local AWS with an account that refuses, and the answer that says so. */
async function takeAws(page: Page, url: string): Promise<void> {
  await openChannel(page, url);
  await page.getByRole("button", { name: /^Local AWS/ }).click();
  const panel = page.getByRole("complementary", { name: "Local AWS" });
  await panel.getByRole("switch", { name: "Denied" }).click();
  await ask(page, "/who-changed staging-audit");
  await take(page, "aws-denied", "light");
}

/** A metric as a picture, with what changed and what alarms. */
async function takeMetric(page: Page, url: string): Promise<void> {
  await openChannel(page, url);
  const answer = await ask(page, "/metric lambda checkout-api errors");
  await answer.locator("img").first().scrollIntoViewIfNeeded();
  await take(page, "metric-light", "light");
  await take(page, "metric-dark", "dark");
}

const PARTS = { answer: takeAll, metric: takeMetric, aws: takeAws };

mkdirSync(FOLDER, { recursive: true });
const [, , only] = process.argv;
const running = await startConsole({ isAws: true });
const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: SIZE, deviceScaleFactor: 2 });
  page.setDefaultTimeout(60_000);
  for (const [name, takePart] of Object.entries(PARTS)) {
    if (only === undefined || only === name) await takePart(page, running.url);
  }
} finally {
  await browser.close();
  await running.close();
}
