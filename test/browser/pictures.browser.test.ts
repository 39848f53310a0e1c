import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  ask,
  chromiumPath,
  launchBrowser,
  openChannel,
  type RunningConsole,
  shotsFolder,
  startConsole,
} from "./console.ts";

const SIZES = [
  ["wide", 1280, "light"],
  ["wide", 1280, "dark"],
  ["phone", 390, "light"],
  ["phone", 390, "dark"],
] as const;

describe.skipIf(!chromiumPath)("pictures in the console", { timeout: 90_000 }, () => {
  let running: RunningConsole;
  let browser: Browser;
  let page: Page;
  const troubles: string[] = [];

  beforeAll(async () => {
    running = await startConsole({ isAws: true });
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1280, height: 1300 } });
    page.setDefaultTimeout(30_000);
    page.on("pageerror", (error) => troubles.push(error.message));
    page.on("console", (line) => line.type() === "error" && troubles.push(line.text()));
    await openChannel(page, running.url);
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await running?.close();
  });
  afterEach(() => expect(troubles.splice(0)).toEqual([]));

  it("shows a metric as a picture with its numbers, what changed and what alarms", async () => {
    const answer = await ask(page, "/metric lambda checkout-api errors last 3h");

    const picture = answer.getByRole("img", { name: /^checkout-api errors/ });
    await expect
      .poll(() => picture.evaluate((image) => (image as { naturalWidth?: number }).naturalWidth))
      .toBe(1200);
    expect(await answer.getByText(/omar\.haddad@acme\.example set the reserved/).count()).toBe(1);
    expect(await answer.getByText(/checkout-api-errors/).count()).toBeGreaterThan(0);
  });

  it.each(SIZES)("fits a %s screen of %i pixels, %s", async (name, width, colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 1200 });
    await openChannel(page, running.url);
    const picture = page.getByRole("img", { name: /^checkout-api errors/ }).first();

    await picture.scrollIntoViewIfNeeded();
    const box = await picture.boundingBox();
    const wide = await page.evaluate("document.documentElement.scrollWidth");

    await page.screenshot({ path: join(shotsFolder(), `metric-${name}-${colorScheme}.png`) });
    expect(wide).toBe(width);
    expect(box?.width).toBeGreaterThan(width === 390 ? 280 : 500);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
  });

  it("tells what is in ALARM, and of one alarm why, with its picture and its past", async () => {
    await page.setViewportSize({ width: 1280, height: 1300 });
    await openChannel(page, running.url);
    const all = await ask(page, "/alarms in ALARM");
    await all.getByText(/of \d+ alarms are in ALARM/).waitFor();
    expect(await all.getByText("checkout-api-errors").count()).toBeGreaterThan(0);

    const one = await ask(page, "/alarm checkout-api-errors in prod");

    await one.getByText(/^checkout-api-errors has been in ALARM for/).waitFor();
    await one.getByRole("img", { name: /checkout-api/ }).waitFor();
    const said = (await one.textContent()) ?? "";
    expect(said).toContain("in 3 of the last 5 minutes");
    expect(said).toMatch(/History of 24 h: \d+ times? into ALARM/);
    await page.screenshot({ path: join(shotsFolder(), "alarm.png") });
  });

  it("tries a drafted alarm on the last two weeks, and writes it down", async () => {
    const answer = await ask(page, "/draft-alarm lambda checkout-api errors >= 5 in 1m for 3 of 5");

    await answer.getByText(/would have fired \d+ times in 14 days/).waitFor();
    await answer.getByRole("img", { name: /checkout-api/ }).waitFor();
    const said = (await answer.textContent()) ?? "";
    expect(said).toContain("aws cloudwatch put-metric-alarm");
    expect(said).toContain("AWS::CloudWatch::Alarm");
    expect(said).toContain("aws_cloudwatch_metric_alarm");
  });

  it("shows the widgets of a dashboard as pictures in one message, each once after an edit", async () => {
    await page.setViewportSize({ width: 1280, height: 1300 });
    await openChannel(page, running.url);

    const answer = await ask(page, "/dashboard checkout");

    const shown = () => answer.locator("img, svg[role=img]").count();
    await expect.poll(shown).toBeGreaterThan(3);
    const names = await answer
      .locator("img")
      .evaluateAll((all) => all.map((image) => image.getAttribute("src") ?? ""));
    expect(new Set(names).size).toBe(names.length);
  });
});
