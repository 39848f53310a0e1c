/** From the keypress to the painted answer: a browser types the command into the sandbox's console. */
import { existsSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { chromium, type Page } from "playwright-core";
import { environment } from "../measure.ts";
import { consoleOf } from "./console.ts";
import { createHome, startSandbox } from "./program.ts";

const PATHS = [environment().CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/google-chrome"];

/** Slack takes one message a second and channel; a faster typist would measure that. */
const PAUSE_MS = 1300;

/** Milliseconds of each round, or why there are none. */
export async function measurePage(rounds: number): Promise<number[] | string> {
  const executablePath = PATHS.find((path) => path !== undefined && existsSync(path));
  if (!executablePath) return "no Chromium found; set CHROMIUM_PATH";
  const home = createHome();
  const program = startSandbox(home);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    await page.goto(await consoleOf(program));
    await page.locator("article").first().waitFor();
    await page.evaluate(WATCH);
    const samples: number[] = [];
    // The first waits for the trail, and is no sample.
    for (let round = 0; round <= rounds; round += 1) {
      const ms = await typeOnce(page);
      if (round > 0) samples.push(ms);
      await wait(PAUSE_MS);
    }
    return samples;
  } finally {
    await browser.close();
    await program.stop();
    home.remove();
  }
}

/** A round without an answer for so long has lost its watch; it counts as an error, not as a slow answer. */
const LONGEST_MS = 15_000;

/**
 * Runs in the page, as text because it is no function of this program: `watchAnswer` begins to watch, and
 * `answered` settles with the time between the key's event and the frame after the one in which a new answer, told
 * by its evidence line, stands in the page.
 */
const WATCH = `
  window.watchAnswer = () => {
    const answers = () => [...document.querySelectorAll("article")]
      .filter((article) => article.textContent.includes("looked at")).length;
    const before = answers();
    let pressedAt;
    addEventListener("keydown", (event) => {
      if (event.key === "Enter") pressedAt = event.timeStamp;
    }, { capture: true, once: true });
    window.answered = new Promise((settle, reject) => {
      setTimeout(() => reject(new Error("no answer was painted")), ${LONGEST_MS});
      const observer = new MutationObserver(() => {
        if (pressedAt === undefined || answers() <= before) return;
        observer.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => settle(performance.now() - pressedAt)));
      });
      observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    });
  };
  undefined;
`;

/** The watch stands before the key is pressed. */
async function typeOnce(page: Page): Promise<number> {
  const composer = page.getByRole("combobox", { name: /^Message/ });
  await composer.fill("/who-changed bucket-x");
  await composer.focus();
  await page.evaluate("window.watchAnswer()");
  await page.keyboard.press("Enter");
  return page.evaluate<number>("window.answered");
}
