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
  openThread,
  type RunningConsole,
  shotsFolder,
  startConsole,
  threadOf,
} from "./console.ts";

if (!chromiumPath) {
  process.stderr.write("The whole program is not tested in a browser: set CHROMIUM_PATH.\n");
}

describe.skipIf(!chromiumPath)("the console with the whole program", { timeout: 60_000 }, () => {
  let running: RunningConsole;
  let browser: Browser;
  let page: Page;
  const troubles: string[] = [];
  const folder = shotsFolder();

  beforeAll(async () => {
    [running, browser] = await Promise.all([startConsole(), launchBrowser()]);
    page = await browser.newPage({ viewport: { width: 1200, height: 860 } });
    page.setDefaultTimeout(30_000);
    page.on("pageerror", (error) => troubles.push(error.message));
    page.on("console", (line) => line.type() === "error" && troubles.push(line.text()));
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await running.close();
  });
  afterEach(() => expect(troubles.splice(0)).toEqual([]));

  /** A picture of the step in light and in dark. */
  async function shoot(name: string): Promise<void> {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
    }
  }

  it("answers a completed command with who, what, before → after and what was searched", async () => {
    await openChannel(page, running.url);
    await composer(page.locator("#main")).focus();

    await page.keyboard.type("/who");
    await page.getByRole("option", { name: /who-changed/ }).waitFor();
    await shoot("completion");
    await page.keyboard.press("Tab");
    await page.keyboard.type("bucket-x");
    await page.keyboard.press("Enter");

    const answer = messagesOf(page).filter({ hasText: "/who-changed bucket-x" }).last();
    await answer.getByRole("heading", { name: /^omar\.haddad@acme\.example turned on/ }).waitFor();
    const text = (await answer.textContent()) ?? "";
    expect(text).toContain("off → on");
    expect(text).toMatch(/via AWS CLI 2\.32 · from 203\.0\.113\.31 · prod eu-west-1/);
    expect(text).toContain("jane.doe@acme.example made bucket bucket-x public");
    expect(text).toMatch(/Searched .* events looked at, \d+ matched/);
    await shoot("answer");
  });

  it("answers a follow-up in the thread, and there a mention that goes on from it", async () => {
    await openChannel(page, running.url);
    const answer = await ask(page, "/who-changed bucket-x");

    await answer.getByRole("button", { name: "What else did they do" }).click();
    const thread = await openThread(page, answer);
    // A window over midnight makes the headline too long for a heading.
    await thread
      .getByText(/^omar\.haddad@acme\.example made/)
      .first()
      .waitFor();
    await composer(thread).fill("@trailwatch and yesterday?");
    await page.keyboard.press("Enter");

    await thread
      .locator("article")
      .nth(3)
      .getByText(/^Asked/)
      .waitFor();
    const said = await thread.locator("article").nth(3).textContent();
    expect(said).toContain("omar.haddad@acme.example");
    await shoot("thread");
  });

  it("asks by a form", async () => {
    await openChannel(page, running.url);
    const known = await messagesOf(page).count();
    await composer(page.locator("#main")).fill("/trailwatch ask");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Enter");

    const form = page.getByRole("dialog", { name: "Ask Trailwatch" });
    await form.getByLabel("Of what or whom").fill("orders-db");
    await shoot("form");
    await form.getByRole("button", { name: "Ask", exact: true }).click();

    await form.waitFor({ state: "detached" });
    const answer = messagesOf(page).nth(known);
    await answer.getByText(/^Asked/).waitFor();
    expect(await answer.textContent()).toContain("stopped RDS instance orders-db");
  });

  it("shows the Home of the app, whose examples can be asked", async () => {
    await openChannel(page, running.url);

    await page.getByRole("button", { name: /^Trailwatch, app/ }).click();

    await page.getByRole("heading", { name: "What changed on AWS, and who did it?" }).waitFor();
    expect(await page.getByRole("button", { name: "Ask", exact: true }).count()).toBeGreaterThan(2);
    await shoot("home");
  });

  it("answers what changed around a message", async () => {
    await openChannel(page, running.url);
    const message = messagesOf(page).filter({ hasText: "opens without signing in" });

    await message.hover();
    await message.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("option", { name: "What changed around this" }).click();

    const thread = await openThread(page, message);
    expect(await thread.locator("article").nth(1).textContent()).toMatch(/Searched/);
    await shoot("shortcut");
  });

  it("gives a file where one is asked for", async () => {
    await openChannel(page, running.url);
    await composer(page.locator("#main")).fill("/who-changed bucket-x as csv");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Enter");

    const file = page.locator("#main .file").last();
    await file.getByRole("cell", { name: "PutBucketPolicy" }).first().waitFor();
    const address = await file.getByRole("link", { name: /^Download/ }).getAttribute("href");
    const content = await page.request.get(new URL(address ?? "", running.url).href);

    expect(await content.text()).toContain("omar.haddad@acme.example");
    await shoot("file");
  });

  it("shares a quiet answer with the channel when its reader wants that", async () => {
    await openChannel(page, running.url);

    const quiet = await ask(page, "/who-changed checkout-api quietly");
    await quiet.getByText("Only visible to you").waitFor();
    await shoot("quiet");
    await quiet.getByRole("button", { name: "Share with the channel" }).click();

    const shared = messagesOf(page)
      .filter({ hasText: "/who-changed checkout-api" })
      .filter({ hasNotText: "Only visible to you" });
    await shared.waitFor();
    expect(await shared.textContent()).toContain("100 → 0");
  });

  it("shows another person the same answers, and not what was for one alone", async () => {
    await openChannel(page, running.url);
    const help = await ask(page, "/trailwatch help");
    await help.getByText("Only visible to you").waitFor();

    await page.getByRole("button", { name: /You act as Jane Doe/ }).click();
    await page.getByRole("option", { name: "Omar Haddad" }).click();
    await page.getByRole("button", { name: /You act as Omar/ }).waitFor();

    await messagesOf(page).filter({ hasText: "/who-changed bucket-x" }).first().waitFor();
    expect(await messagesOf(page).filter({ hasText: "/trailwatch help" }).count()).toBe(0);
  });

  it("shows hostile and long text as it was written", async () => {
    await openChannel(page, running.url);
    const words = "<!channel> <script>alert(1)</script> 🤯 مرحبا *b* _i_ `c` &amp;";

    await composer(page.locator("#main")).fill(`${words} ${"x".repeat(3_000)}`);
    await page.keyboard.press("Enter");
    await messagesOf(page).filter({ hasText: "مرحبا" }).last().waitFor();
    const answer = await ask(page, `/who-changed "${words}"`);

    expect(await answer.textContent()).toContain("<script>alert(1)</script>");
    const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    expect(overflow).toBe(0);
    await shoot("hostile");
  });

  it("goes on in both of two tabs after the program was stopped and started again", async () => {
    const other = await browser.newPage();
    await Promise.all([openChannel(page, running.url), openChannel(other, running.url)]);

    await running.restart();
    await page.locator(".banner").waitFor({ state: "hidden", timeout: 15_000 });
    await expect.poll(() => page.locator(".banner").isHidden(), { timeout: 10_000 }).toBe(true);
    await expect.poll(() => messagesOf(page).filter({ hasText: "Asked by" }).count()).toBe(0);
    await ask(page, "/who-changed bucket-x");

    await messagesOf(other).getByText("Asked by").waitFor();
    await other.close();
    // The browser itself says of each try that nobody answered.
    troubles.splice(0);
  });

  it("fits a phone", async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await openChannel(page, running.url);

    await ask(page, "/trailwatch denied last 7d");

    const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    expect(overflow).toBe(0);
    expect(await threadOf(page).isVisible()).toBe(false);
    await shoot("phone");
  });
});
