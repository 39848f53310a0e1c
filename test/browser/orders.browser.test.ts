import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  ask,
  chromiumPath,
  launchBrowser,
  messagesOf,
  openChannel,
  openThread,
  type RunningConsole,
  shotsFolder,
  startConsole,
} from "./console.ts";

describe.skipIf(!chromiumPath)(
  "dashboards, orders and the Home in the console",
  {
    timeout: 90_000,
  },
  () => {
    let running: RunningConsole;
    let browser: Browser;
    let page: Page;
    const troubles: string[] = [];

    beforeAll(async () => {
      running = await startConsole({ isAws: true });
      browser = await launchBrowser();
      page = await browser.newPage({ viewport: { width: 1280, height: 1300 } });
      page.setDefaultTimeout(40_000);
      page.on("pageerror", (error) => troubles.push(error.message));
      page.on("console", (line) => line.type() === "error" && troubles.push(line.text()));
      await openChannel(page, running.url);
    }, 90_000);
    afterAll(async () => {
      await browser?.close();
      await running?.close();
    });
    afterEach(() => expect(troubles.splice(0)).toEqual([]));

    const shoot = (name: string) => page.screenshot({ path: join(shotsFolder(), `${name}.png`) });

    it("shows a page of a dashboard of 50 widgets with six pictures, and the next by a press", async () => {
      const answer = await ask(page, "/dashboard platform");
      const pictures = answer.getByRole("img", { name: /checkout-api|jobs-worker/ });
      await expect.poll(() => pictures.count(), { timeout: 30_000 }).toBe(6);
      await shoot("dashboard");

      await answer.getByRole("button", { name: "Page 2 of 8" }).click();

      const thread = await openThread(page, answer);
      expect(await thread.getByText("Dashboard platform: 50 widgets, page 2 of 8").count()).toBe(1);
      await page.keyboard.press("Escape");
    });

    it("mutes an alarm after Slack's own question, and not when that is answered with no", async () => {
      const answer = await ask(page, "/mute-alarm orders-db-cpu for 1h in prod because we restore");
      const order = answer.getByRole("button", { name: "Mute it for 60 min" });
      const dialog = page.getByRole("dialog");

      await order.click();
      await dialog.getByText("orders-db-cpu in prod, eu-west-1, for 60 min.").waitFor();
      await shoot("order-confirm");
      await dialog.getByRole("button", { name: "Cancel" }).click();
      const before = await messagesOf(page).getByText("ordered: mute alarm").count();
      await order.click();
      await dialog.getByRole("button", { name: "Mute it" }).click();
      await page.getByText("It is muted, because we restore.").waitFor();
      await shoot("order-done");

      expect(before).toBe(0);
    });

    it("shows on the Home what is in ALARM now", async () => {
      await page
        .getByRole("link", { name: "Trailwatch" })
        .or(page.getByRole("button", { name: "Trailwatch" }))
        .first()
        .click();
      await page.getByText("Alarms now").waitFor();
      await page.getByText(/^As of/).waitFor();
      await shoot("home-alarms");

      const rows = page.getByText(/in ALARM since/);
      expect(await rows.count()).toBeGreaterThan(3);
      expect(await page.getByRole("button", { name: "All alarms" }).count()).toBe(1);
    });
  },
);
