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

/** What is typed, and the expression that counts the answers to it that stand in the page. */
const TYPED = {
  answer: {
    text: "/who-changed bucket-x",
    count: `[...document.querySelectorAll("article")]
      .filter((article) => article.textContent.includes("looked at")).length`,
  },
  picture: {
    text: "/metric lambda checkout-api errors",
    count: `[...document.querySelectorAll("article img")]
      .filter((image) => image.complete && image.naturalWidth > 300).length`,
  },
};

type Typed = keyof typeof TYPED;

/** Milliseconds of each round, or why there are none. */
export async function measurePage(rounds: number): Promise<Record<Typed, number[]> | string> {
  const executablePath = PATHS.find((path) => path !== undefined && existsSync(path));
  if (!executablePath) return "no Chromium found; set CHROMIUM_PATH";
  const home = createHome();
  const program = startSandbox(home);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    await page.goto(await consoleOf(program));
    await page.locator("article").first().waitFor();
    return {
      answer: await typeOften(page, "answer", rounds),
      picture: await typeOften(page, "picture", rounds),
    };
  } finally {
    await browser.close();
    await program.stop();
    home.remove();
  }
}

async function typeOften(page: Page, typed: Typed, rounds: number): Promise<number[]> {
  const { text, count } = TYPED[typed];
  await page.evaluate(watch(count));
  const samples: number[] = [];
  // The first waits for what is opened with it, and is no sample.
  for (let round = 0; round <= rounds; round += 1) {
    const ms = await typeOnce(page, text);
    if (round > 0) samples.push(ms);
    // One person has but a few questions in work at a time, and what is shown of this one may be a part of it.
    await page.getByRole("button", { name: "Cancel" }).first().waitFor({ state: "detached" });
    await wait(PAUSE_MS);
  }
  return samples;
}

/** A round without an answer for so long has lost its watch; it counts as an error, not as a slow answer. */
const LONGEST_MS = 15_000;

/**
 * Runs in the page, as text because it is no function of this program: `watchAnswer` begins to watch, and
 * `answered` settles with the time between the key's event and the frame after the one in which a new answer stands
 * in the page. Pictures arrive without a change of the page's elements, so that each frame is looked at.
 */
const watch = (count: string) => `
  window.watchAnswer = () => {
    const answers = () => ${count};
    const before = answers();
    let pressedAt;
    addEventListener("keydown", (event) => {
      if (event.key === "Enter") pressedAt = event.timeStamp;
    }, { capture: true, once: true });
    window.answered = new Promise((settle, reject) => {
      setTimeout(() => reject(new Error("no answer was painted")), ${LONGEST_MS});
      const look = () => {
        if (pressedAt === undefined || answers() <= before) return void requestAnimationFrame(look);
        requestAnimationFrame(() => settle(performance.now() - pressedAt));
      };
      requestAnimationFrame(look);
    });
  };
  undefined;
`;

/** The watch stands before the key is pressed. */
async function typeOnce(page: Page, text: string): Promise<number> {
  const composer = page.getByRole("combobox", { name: /^Message/ });
  await composer.fill(text);
  await composer.focus();
  await page.evaluate("window.watchAnswer()");
  await page.keyboard.press("Enter");
  return page.evaluate<number>("window.answered");
}
