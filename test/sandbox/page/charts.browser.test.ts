import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath, launchBrowser, shotsFolder } from "../../browser/console.ts";
import { chartWorkspace } from "./charts.ts";
import { type StandIn, startStandIn } from "./stand-in.ts";

describe.skipIf(!chromiumPath)("charts and pictures on the page", { timeout: 20_000 }, () => {
  let browser: Browser;
  let server: StandIn;
  let page: Page;
  const troubles: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    server = await startStandIn(chartWorkspace);
    page = await browser.newPage();
    page.setDefaultTimeout(10_000);
    page.on("pageerror", (error) => troubles.push(error.message));
    page.on("console", (line) => line.type() === "error" && troubles.push(line.text()));
  }, 30_000);
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  // Neither an error of the page nor a refusal of its security policy goes unseen.
  afterEach(() => expect(troubles.splice(0)).toEqual([]));

  async function open(width: number, colorScheme: "light" | "dark"): Promise<void> {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await page.goto("about:blank");
    await page.goto(server.url);
    await page.locator("article").last().waitFor();
  }

  const drawing = (name: RegExp) => page.getByRole("img", { name });

  it("draws lines, bars, areas and pies with their labels, and names a kind that it does not know", async () => {
    await open(1280, "light");

    expect(await drawing(/^Errors of checkout-api, 14:00 to 14:55/).count()).toBe(1);
    expect(
      await drawing(/Errors of checkout-api/)
        .first()
        .locator(".chart-line")
        .count(),
    ).toBe(3);
    expect(
      await drawing(/^Calls/)
        .locator("rect")
        .count(),
    ).toBe(24);
    expect(
      await drawing(/^Below zero/)
        .locator(".chart-area")
        .count(),
    ).toBe(1);
    expect(
      await drawing(/^By service. s3 60, lambda 30, rds 10/)
        .locator("path")
        .count(),
    ).toBe(3);
    const axis = await drawing(/^Calls/)
      .locator("text")
      .allTextContents();
    expect(axis).toEqual(expect.arrayContaining(["Count", "Europe/Vienna", "0", "14:00"]));
    expect(await page.locator(".chart-legend li", { hasText: "Threshold" }).count()).toBe(1);
    expect(await page.getByText("unsupported chart: galaxy").count()).toBe(1);
  });

  it("shows a value when its point is pointed at", async () => {
    await open(1280, "light");

    const tip = drawing(/^Calls/)
      .locator("rect")
      .first()
      .locator("title");

    expect(await tip.textContent()).toBe("14:00 Invocations: 1,200");
  });

  it.each(["light", "dark"] as const)("fits a phone, %s", async (scheme) => {
    await open(390, scheme);

    const wide = await page.evaluate("document.documentElement.scrollWidth");
    const letters = await drawing(/^Calls/)
      .locator("text")
      .first()
      .evaluate((text) => text.getBoundingClientRect().height);

    await page.screenshot({ path: join(shotsFolder(), `charts-390-${scheme}.png`) });
    expect(wide).toBe(390);
    expect(letters).toBeGreaterThan(11);
  });

  it("shows an uploaded picture within the message, and larger when it is pressed", async () => {
    await open(390, "light");
    const small = page.getByRole("img", { name: /^Errors of checkout-api: latest/ });
    await expect.poll(async () => (await small.boundingBox())?.width).toBeGreaterThan(200);
    const inMessage = await small.boundingBox();

    await small.click();
    const dialog = page.getByRole("dialog", { name: "lambda checkout-api · Errors" });
    const large = await dialog.getByRole("img").boundingBox();
    await page.keyboard.press("Escape");

    expect(inMessage?.width).toBeLessThan(390);
    expect(large?.width).toBeGreaterThan(800);
    await expect.poll(() => dialog.count()).toBe(0);
  });
});
