import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { type SlackServer, startSlackServer } from "../../src/sandbox/slack/server.ts";
import { type LooseSwitchboard, looseSwitchboard } from "../support/switchboard.ts";
import { chromiumPath, launchBrowser, openChannel, shotsFolder } from "./console.ts";

if (!chromiumPath) {
  process.stderr.write("The panel of the local AWS is not tested: set CHROMIUM_PATH.\n");
}

describe.skipIf(!chromiumPath)("the panel of the local AWS", { timeout: 60_000 }, () => {
  let browser: Browser;
  let page: Page;
  const troubles: string[] = [];
  const folder = shotsFolder();

  beforeAll(async () => {
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(30_000);
    page.on("pageerror", (error) => troubles.push(error.message));
    page.on("console", (line) => line.type() === "error" && troubles.push(line.text()));
  }, 30_000);
  afterAll(() => browser.close());
  afterEach(() => expect(troubles.splice(0)).toEqual([]));

  async function open(setting: { width?: number; hasAws?: boolean } = {}) {
    const loose = looseSwitchboard(() => Date.now());
    const server = await startSlackServer({
      delivery: { kind: "socket" },
      ...(setting.hasAws !== false && { aws: loose.aws }),
    });
    onTestFinished(async () => {
      await page.goto("about:blank");
      await server.close();
    });
    const commands = await connectApp(server);
    await page.setViewportSize({ width: setting.width ?? 1280, height: 900 });
    await openChannel(page, server.consoleUrl);
    return { server, commands, ...loose };
  }

  const way = () => page.getByRole("button", { name: /^Local AWS/ });
  const panel = () => page.getByRole("complementary", { name: "Local AWS" });
  const banner = () => page.locator(".banner");

  async function shoot(name: string): Promise<void> {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
    }
  }

  function fillCounts({ asked }: LooseSwitchboard): void {
    const places = ["111122223333", "222233334444", "333344445555"].flatMap((account) =>
      ["eu-central-1", "eu-west-1", "us-east-1"].map((region) => ({ account, region })),
    );
    for (const [at, place] of places.entries()) {
      for (let turn = 0; turn <= at; turn += 1)
        asked.requests.push({ ...place, isRefused: turn > 5 });
    }
    asked.queries.push({ scannedBytes: 4_310_000 });
  }

  it("is not there where no local AWS is", async () => {
    await open({ hasAws: false });

    expect(await way().count()).toBe(0);
  });

  it("breaks things on purpose, says so outside the panel too, and mends them", async () => {
    const { faults } = await open();
    await way().click();
    const denied = panel().getByRole("switch", { name: "Denied" });

    await denied.click();
    await panel().getByRole("switch", { name: "Athena queued", checked: false }).click();

    await banner()
      .getByText("Broken on purpose at the local AWS: Denied, Athena queued.")
      .waitFor();
    expect(await denied.getAttribute("aria-checked")).toBe("true");
    expect(faults.isOn("denied") && faults.isOn("athena-queued")).toBe(true);
    await page.getByRole("button", { name: "Local AWS, 2 broken on purpose" }).waitFor();
    await shoot("aws-broken");

    await banner().getByRole("button", { name: "Back to normal" }).click();

    await banner().waitFor({ state: "hidden" });
    expect(faults.isOn("denied") || faults.isOn("athena-queued")).toBe(false);
  });

  it("lets something happen, counts down to it, and asks about it", async () => {
    const { commands, arrived } = await open();
    await way().click();

    await panel().getByRole("radio", { name: "2 minutes" }).check();
    await panel().getByRole("button", { name: "Jane opens bucket-x to the world" }).click();

    await panel()
      .getByRole("status")
      .getByText("Done. CloudTrail shows it in 2 minutes.")
      .waitFor();
    const happened = panel().getByRole("list", { name: "What happened" });
    await happened.getByText(/CloudTrail shows it in 1:5\d/).waitFor();
    expect(arrived).toHaveLength(1);
    await happened.getByRole("button", { name: "Ask /who-changed bucket-x" }).click();
    await expect.poll(() => commands).toEqual(["/who-changed bucket-x"]);
    expect(await panel().getByRole("radio", { name: "2 minutes" }).isChecked()).toBe(true);
    await shoot("aws-happened");
  });

  it("shows what was asked, fresh every second", async () => {
    const loose = await open();
    await way().click();
    await panel().getByText("CloudTrail: no request yet.").waitFor();

    fillCounts(loose);

    await panel().getByText("Athena: 1 query, 4.3 MB read, $0.0001.").waitFor();
    const rows = panel().getByRole("row");
    expect(await rows.count()).toBe(10);
    expect(await rows.nth(6).textContent()).toBe("securityus-east-193");
    await shoot("aws-counts");
  });

  it("is used from the keyboard, and gives the focus back", async () => {
    const { faults } = await open();
    await way().focus();

    await page.keyboard.press("Enter");
    await panel().getByRole("button", { name: "Close Local AWS" }).waitFor();
    const hasFocus = () =>
      page.evaluate("document.activeElement?.getAttribute('aria-label') ?? ''");
    expect(await hasFocus()).toBe("Close Local AWS");
    await panel().getByRole("switch", { name: "Slow" }).focus();
    await page.keyboard.press("Space");
    await panel().getByRole("switch", { name: "Slow", checked: true }).waitFor();
    expect(await hasFocus()).toBe("Slow");
    await page.keyboard.press("Escape");

    await panel().waitFor({ state: "hidden" });
    expect(faults.isOn("slow")).toBe(true);
    expect(await hasFocus()).toBe("Local AWS, 1 broken on purpose");
  });

  it("shows in one tab what another one has switched", async () => {
    const { server } = await open();
    const other = await browser.newPage();
    await openChannel(other, server.consoleUrl);
    await way().click();

    await panel().getByRole("switch", { name: "Throttling", exact: true }).click();

    await other.locator(".banner").getByText("Throttling").waitFor();
    expect(await other.getByRole("complementary", { name: "Local AWS" }).isVisible()).toBe(false);
    await other.close();
  });

  it("covers a phone and lets the answer be seen", async () => {
    const { commands } = await open({ width: 390 });
    await page.getByRole("button", { name: "Open the list of channels" }).click();
    await way().click();
    await panel().getByRole("button", { name: "Lucas tries to delete orders-db" }).click();
    await panel().getByRole("button", { name: "Ask /who-changed orders-db" }).waitFor();
    await shoot("aws-phone");
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBe(0);

    await panel().getByRole("button", { name: "Ask /who-changed orders-db" }).click();

    await panel().waitFor({ state: "hidden" });
    await expect.poll(() => commands).toEqual(["/who-changed orders-db"]);
  });
});

/** An app that acknowledges everything and answers nothing; tells the commands that reached it. */
async function connectApp({ apiUrl, appToken }: SlackServer): Promise<string[]> {
  const commands: string[] = [];
  const opened = await fetch(new URL("apps.connections.open", apiUrl), {
    method: "POST",
    headers: { authorization: `Bearer ${appToken}` },
  });
  const { url } = (await opened.json()) as { url: string };
  const socket = new WebSocket(url);
  await new Promise<void>((resolve, reject) => {
    socket.on("error", reject);
    socket.on("message", (data) => {
      const frame = JSON.parse(String(data)) as Frame;
      if (frame.type === "hello") resolve();
      if (frame.envelope_id) socket.send(JSON.stringify({ envelope_id: frame.envelope_id }));
      if (frame.type === "slash_commands")
        commands.push(`${frame.payload?.command} ${frame.payload?.text}`);
    });
  });
  return commands;
}

type Frame = {
  type: string;
  envelope_id?: string;
  payload?: { command?: string; text?: string };
};
