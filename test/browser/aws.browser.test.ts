import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  ask,
  chromiumPath,
  composer,
  launchBrowser,
  messagesOf,
  openChannel,
  type RunningConsole,
  shotsFolder,
  startConsole,
} from "./console.ts";

if (!chromiumPath) {
  process.stderr.write("The local AWS is not tested in a browser: set CHROMIUM_PATH.\n");
}

describe.skipIf(!chromiumPath)("the console over the local AWS", { timeout: 60_000 }, () => {
  let running: RunningConsole;
  let browser: Browser;
  let page: Page;
  const troubles: string[] = [];
  const folder = shotsFolder();

  beforeAll(async () => {
    [running, browser] = await Promise.all([
      startConsole({ isAws: true, timing: { slowMs: 500, lookAgainMs: [40_000] } }),
      launchBrowser(),
    ]);
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(30_000);
    page.on("pageerror", (error) => troubles.push(error.message));
    page.on("console", (line) => line.type() === "error" && troubles.push(line.text()));
    await openChannel(page, running.url);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await running?.close();
  });
  afterEach(() => expect(troubles.splice(0)).toEqual([]));

  const panel = () => page.getByRole("complementary", { name: "Local AWS" });
  const latest = () => messagesOf(page).last();

  async function shoot(name: string): Promise<void> {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
    }
  }

  async function breakIt(fault: string): Promise<void> {
    if (!(await panel().isVisible()))
      await page.getByRole("button", { name: /^Local AWS/ }).click();
    await panel().getByRole("switch", { name: fault, exact: true }).click();
    await page.locator(".banner").getByText("Broken on purpose").waitFor();
  }

  async function mend(): Promise<void> {
    await page.locator(".banner").getByRole("button", { name: "Back to normal" }).click();
    await page.locator(".banner").waitFor({ state: "hidden" });
  }

  it("answers with what both sources were asked, and what that cost", async () => {
    const answer = await ask(page, "/who-changed bucket-x");

    const text = (await answer.textContent()) ?? "";
    expect(text).toContain("turned on block public access of bucket bucket-x");
    expect(text).toMatch(/Searched LookupEvents: accounts prod, staging and security/);
    expect(text).toMatch(/Searched Athena audit\.cloudtrail_logs: .* read; \$0\.000\d/);
    await shoot("aws-answer");
  });

  it("shows in the panel what was asked", async () => {
    await page.getByRole("button", { name: /^Local AWS/ }).click();

    await panel()
      .getByRole("row", { name: /^prod eu-west-1/ })
      .waitFor();
    expect(
      await panel()
        .getByText(/^Athena: \d+ quer/)
        .textContent(),
    ).toMatch(/\$0\.000\d/);
  });

  it("edits the answer by itself when an event comes late", async () => {
    await panel().getByRole("button", { name: "Jane opens bucket-x to the world" }).click();
    await panel().getByRole("button", { name: "Ask /who-changed bucket-x" }).click();
    await latest().getByText("Looks again by itself").waitFor();
    expect(await latest().getByText("new since").count()).toBe(0);

    await latest()
      .getByText(/2 events new since/)
      .waitFor({ timeout: 58_000 });

    expect(await latest().textContent()).toMatch(/jane\.doe@acme\.example made bucket bucket-x/);
    await shoot("aws-late");
  }, 90_000);

  it("shows how far a slow search is, and ends it on Cancel", async () => {
    await breakIt("Slow");
    await composer(page.locator("#main")).fill("/who-changed orders-db last 30d");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Enter");

    await latest()
      .getByText(/places of LookupEvents|seconds of Athena|Athena's queue/)
      .waitFor();
    await shoot("aws-progress");
    await latest().getByRole("button", { name: "Cancel" }).click();

    await latest()
      .getByText(/Cancelled by/)
      .first()
      .waitFor();
    expect(await latest().getByRole("button", { name: "Ask again" }).count()).toBe(1);
    await mend();
  });

  it("names the account that refuses, and answers from the others", async () => {
    await breakIt("Denied");

    const answer = await ask(page, "/who-changed staging-audit last 2d");

    await answer.getByRole("heading", { name: /started trail staging-audit/ }).waitFor();
    expect(await answer.textContent()).toMatch(/Missing: .*account security/);
    await shoot("aws-denied");
    await mend();
  });
});
