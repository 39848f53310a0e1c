import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { ConsoleAct, ConsoleReply } from "../../../src/sandbox/slack/console-protocol.ts";
import { type StandIn, startStandIn } from "./stand-in.ts";
import { MODAL, message, workspace } from "./workspace.ts";

// biome-ignore lint/style/noProcessEnv: where the browser lies is a fact of the machine, not of the product
const candidates = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/google-chrome"];
const executablePath = candidates.find((path) => path !== undefined && existsSync(path));
if (!executablePath) {
  process.stderr.write("The console page is not tested: no Chromium found; set CHROMIUM_PATH.\n");
}

describe.skipIf(!executablePath)("the console page", { timeout: 20_000 }, () => {
  let browser: Browser;
  let page: Page;
  const troubles: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: ["--no-sandbox"],
    });
    page = await browser.newPage();
    page.setDefaultTimeout(10_000);
    page.on("pageerror", (error) => troubles.push(error.message));
    page.on("console", (line) => line.type() === "error" && troubles.push(line.text()));
  }, 30_000);
  afterAll(() => browser.close());
  // Neither an error of the page nor a refusal of its security policy goes unseen.
  afterEach(() => expect(troubles.splice(0)).toEqual([]));

  /** Each server has a port, and with it a storage, of its own: no test sees another's. */
  async function open(
    setting: {
      width?: number;
      onAct?: (act: ConsoleAct, tell: StandIn["tell"]) => ConsoleReply;
    } = {},
  ): Promise<{ page: Page; server: StandIn }> {
    const server = await startStandIn(workspace, setting.onAct);
    onTestFinished(async () => {
      await page.goto("about:blank");
      await server.close();
    });
    await page.setViewportSize({ width: setting.width ?? 1280, height: 860 });
    await page.goto(server.url);
    await page.locator("article, .home").first().waitFor();
    return { page, server };
  }

  const composer = (page: Page) => page.getByRole("combobox", { name: /^Message/ });
  const lastAct = async ({ acts }: StandIn, act: ConsoleAct["act"]) => {
    await expect.poll(() => acts.at(-1)?.act).toBe(act);
    return acts.at(-1);
  };

  it("draws every kind of block and says what it cannot draw", async () => {
    const { page } = await open();

    const answer = page.locator("article").filter({ hasText: "2 changes to bucket" });
    await expect.poll(() => answer.locator("tbody tr").count()).toBe(15);
    expect(await answer.locator("strong", { hasText: "Public access" }).count()).toBe(1);
    expect(await answer.getByText("Was Deny, is Allow").count()).toBe(1);
    expect(await answer.getByText("11:00:00").count()).toBe(1);
    expect(await answer.getByText("(edited)").count()).toBe(1);
    expect(await page.getByText("unsupported block: hologram").count()).toBe(1);
    expect(await page.locator(".message").getByText("unsupported element").count()).toBe(0);
    expect(await page.locator("article img[alt='A chart']").count()).toBe(1);
    expect(await page.getByText("<script>alert(1)</script>").count()).toBe(1);
    expect(await page.locator("article a[href^=javascript]").count()).toBe(0);
    expect(await page.getByText("Only visible to you").count()).toBe(1);
  });

  it("shows long content in part until it is asked for", async () => {
    const { page } = await open();
    const more = page.getByRole("button", { name: "Show all 15 rows" });

    expect(await page.getByText("PutBucketPolicy 14").isVisible()).toBe(true);
    await more.click();

    expect(
      await page.getByRole("button", { name: "Show less" }).getAttribute("aria-expanded"),
    ).toBe("true");
  });

  it("completes a command, sends it, and recalls it", async () => {
    const { page, server } = await open();

    await composer(page).focus();
    await page.keyboard.type("/who");
    await page.getByRole("option", { name: /who-changed <resource>/ }).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.type("bucket-x");
    await page.keyboard.press("Enter");

    expect(await lastAct(server, "command")).toEqual({
      user: "U1",
      act: "command",
      channel: "C1",
      command: "/who-changed",
      text: "bucket-x",
    });
    await page.keyboard.press("ArrowUp");
    expect(await composer(page).inputValue()).toBe("/who-changed bucket-x");
  });

  it("writes several lines with Shift+Enter and sends them at once", async () => {
    const { page, server } = await open();

    await composer(page).focus();
    await page.keyboard.type("one");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("@tra");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");

    expect(await lastAct(server, "say")).toMatchObject({ channel: "C1", text: "one\n@trailwatch" });
  });

  it("keeps the words and says why when something could not be done", async () => {
    const { page } = await open({
      onAct: () => ({ ok: false, text: "You are not in this channel." }),
    });

    await composer(page).fill("hello");
    await page.keyboard.press("Enter");

    await page.getByText("You are not in this channel.").waitFor();
    expect(await composer(page).inputValue()).toBe("hello");
  });

  it("presses buttons, asking first where the app wants it", async () => {
    const { page, server } = await open();

    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Go on" }).click();
    expect(server.acts).toEqual([]);
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Stop" }).click();

    expect(await lastAct(server, "press")).toMatchObject({
      surface: { kind: "message", channel: "C1" },
      action: { type: "button", block_id: "follow", action_id: "press Stop", value: "Stop" },
    });
  });

  it("chooses from a select and from an overflow menu with the keyboard", async () => {
    const { page, server } = await open();

    await page.getByRole("button", { name: "Window" }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.type("7 d");
    await page.keyboard.press("Enter");
    const select = await lastAct(server, "press");
    await page.locator("[data-action=more]").click();
    await page.getByRole("option", { name: "What else" }).click();

    expect(select).toMatchObject({
      action: { type: "static_select", selected_option: { value: "7 days" } },
    });
    await expect
      .poll(() => server.acts.at(-1))
      .toMatchObject({ action: { type: "overflow", action_id: "more" } });
  });

  it("fills in a modal, shows its errors, and sends what was entered", async () => {
    const { page, server } = await open();
    server.tell({ kind: "modal", view: MODAL });
    const dialog = page.getByRole("dialog", { name: "What changed?" });

    await dialog.getByRole("button", { name: "Ask" }).click();
    await dialog.getByText("Please complete this required field.").waitFor();
    expect(server.acts).toEqual([]);
    await dialog.getByLabel("Resource or person").fill("bucket-x");
    await dialog.getByRole("button", { name: "Accounts" }).click();
    await page.getByRole("option", { name: "Staging" }).click();
    await page.keyboard.press("Escape");
    await dialog.getByRole("button", { name: "Ask" }).click();

    expect(await lastAct(server, "submit")).toMatchObject({
      viewId: "V1",
      values: {
        subject: { value: { type: "plain_text_input", value: "bucket-x" } },
        window: { value: { selected_option: { value: "24 hours" } } },
        accounts: { value: { selected_options: [{ value: "production" }, { value: "staging" }] } },
        from: { value: { type: "timepicker", selected_time: "09:30" } },
      },
    });
    server.tell({ kind: "modal", view: { ...MODAL, errors: { subject: "No such bucket." } } });
    await dialog.getByText("No such bucket.").waitFor();
    expect(await dialog.getByLabel("Resource or person").inputValue()).toBe("bucket-x");
    server.tell({ kind: "modal" });
    await dialog.waitFor({ state: "detached" });
  });

  it("closes a modal with Escape and tells the app", async () => {
    const { page, server } = await open();
    server.tell({ kind: "modal", view: MODAL });
    await page.getByRole("dialog").waitFor();

    await page.keyboard.press("Escape");

    expect(await lastAct(server, "close")).toMatchObject({ viewId: "V1" });
    expect(await page.getByRole("dialog").count()).toBe(0);
  });

  it("opens a thread, answers in it, and closes it with Escape", async () => {
    const { page, server } = await open();
    await page.getByRole("button", { name: /2 replies/ }).click();
    const thread = page.getByRole("complementary", { name: "Thread" });

    await thread.getByText("Closed again at 09:07.").waitFor();
    await page.keyboard.type("thanks");
    await page.keyboard.press("Enter");

    expect(await lastAct(server, "say")).toMatchObject({
      threadTs: message(0, "U1", "").ts,
      text: "thanks",
    });
    await page.keyboard.press("Escape");
    expect(await thread.isVisible()).toBe(false);
  });

  it("shows what happens live, here and as unread elsewhere", async () => {
    const { page, server } = await open();

    server.tell({ kind: "message", message: message(20, "UBOT", "Looking …") });
    await page.getByText("Looking …").waitFor();
    server.tell({ kind: "changed", message: message(20, "UBOT", "Found it") });
    server.tell({ kind: "message", message: message(21, "U2", "<@U1> see", { channel: "C2" }) });

    await page.getByText("Found it").waitFor();
    await page.getByRole("button", { name: "#payments, 1 unread" }).click();
    await page.getByRole("separator", { name: "New messages" }).waitFor();
    await page.getByText("@Mara Lindt").waitFor();
    server.tell({ kind: "connected", isAppConnected: false });

    await expect.poll(() => page.locator(".banner").textContent()).toContain("is not connected");
  });

  it("goes anywhere with Ctrl+K and comes back there after a reload", async () => {
    const { page, server } = await open();

    await page.keyboard.press("Control+k");
    await page.keyboard.type("home");
    await page.keyboard.press("Enter");
    await page.getByText("Ask what changed").waitFor();
    await page.reload();

    await page.getByText("Ask what changed").waitFor();
    expect(server.acts.map(({ act }) => act)).toEqual(["open-home", "open-home"]);
  });

  it("runs a message shortcut", async () => {
    const { page, server } = await open();
    const asked = page
      .locator("article")
      .filter({ hasText: "Deploying the new invoice importer." });

    await asked.hover();
    await asked.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("option", { name: "What changed around this?" }).click();

    expect(await lastAct(server, "shortcut")).toMatchObject({
      callbackId: "around",
      channel: "C1",
    });
  });

  it("goes on as another person, in that person's zone", async () => {
    const { page, server } = await open();

    await page.getByRole("button", { name: /You act as Mara/ }).click();
    await page.getByRole("option", { name: "Tom Okafor" }).click();
    await page.getByRole("button", { name: /You act as Tom/ }).waitFor();
    await page.getByText("05:00:00").waitFor();
    await composer(page).fill("hi");
    await page.keyboard.press("Enter");

    expect(await lastAct(server, "say")).toMatchObject({ user: "U2" });
  });

  it("shows the beginning of a file and lets it be downloaded", async () => {
    const { page } = await open();
    const file = page.locator(".file");

    await file.getByRole("cell", { name: "Okafor, Tom" }).first().waitFor();

    expect(
      await file.getByRole("link", { name: "Download changes.csv" }).getAttribute("href"),
    ).toBe("/files/changes.csv");
  });

  it("fits a phone: nothing is wider than the screen, and the sidebar opens on demand", async () => {
    const { page } = await open({ width: 390 });

    const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    await page.getByRole("button", { name: "Open the list of channels" }).click();
    await page.locator("[data-go=C2]").click();

    expect(overflow).toBe(0);
    await page.getByRole("heading", { name: "#payments", level: 1 }).waitFor();
  });
});
