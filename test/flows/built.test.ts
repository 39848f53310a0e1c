import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildProgram } from "../../deploy/build.ts";
import type { ConsoleSnapshot } from "../../src/sandbox/slack/console-protocol.ts";
import { INCIDENTS, JANE, scenarioDir } from "../support/bot.ts";

const ROOT = resolve(import.meta.dirname, "../..");

describe("the built program", { timeout: 30_000 }, () => {
  let home: string;

  beforeAll(async () => {
    // As it lies in a package: packages and package.json above it.
    home = mkdtempSync(join(tmpdir(), "trailwatch-built-"));
    symlinkSync(join(ROOT, "node_modules"), join(home, "node_modules"));
    cpSync(join(ROOT, "package.json"), join(home, "package.json"));
    await buildProgram(join(home, "dist"));
    await scenarioDir();
  }, 60_000);

  afterAll(() => rmSync(home, { recursive: true, force: true }));

  function run(...args: string[]): ChildProcess {
    return spawn(process.execPath, [join(home, "dist/main.js"), ...args], {
      cwd: home,
      env: {
        // biome-ignore lint/style/noProcessEnv: the program finds what the tests find.
        PATH: process.env.PATH,
        HOME: home,
        TRAILWATCH_CACHE_DIR: join(home, "cache"),
        TRAILWATCH_CONSOLE_PORT: "0",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  it("answers a question in the terminal", async () => {
    const { code, said } = await endOf(run("ask", "who changed bucket-x", "--sandbox"));

    expect(said).toContain("omar.haddad");
    expect(code).toBe(0);
  });

  it("knows its version", async () => {
    const { said } = await endOf(run("version"));

    expect(said).toMatch(/^trailwatch \d+\.\d+\.\d+\n$/);
  });

  it("reads log files in threads of its own", async () => {
    const { code, said } = await endOf(run("trail", "index", "--trail", await scenarioDir()));

    expect(said).toMatch(
      /^[\d,]+ files read with [\d,]+ records; [\d,]+ events put into the index/,
    );
    expect(code).toBe(0);
  });

  it("serves the console page and answers in it", async () => {
    const started = run("start");
    try {
      const url = await consoleOf(started);
      const page = await textOf(url);
      const [script = ""] = /\/main\.js/.exec(page) ?? [];
      const asked = await fetch(new URL("console/act", url), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          user: JANE,
          act: "command",
          channel: INCIDENTS,
          command: "/who-changed",
          text: "bucket-x",
        }),
      });

      expect(await asked.json()).toEqual({ ok: true });
      expect(page).toMatch(/data-person="U\w+"/);
      expect(await textOf(new URL(script, url).href)).toContain("/console/snapshot");
      expect(await textOf(new URL("style.css", url).href)).toContain("{");
      await expect
        .poll(() => bucketAnswers(url), { timeout: 10_000 })
        .toContainEqual(expect.stringContaining("bucket-x"));
    } finally {
      started.kill("SIGKILL");
    }
  });
});

async function textOf(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} came to ${response.status}`);
  return response.text();
}

async function bucketAnswers(url: string): Promise<string[]> {
  const snapshot: ConsoleSnapshot = JSON.parse(
    await textOf(new URL(`console/snapshot?user=${JANE}`, url).href),
  );
  const answers = snapshot.messages.filter(({ blocks }) => (blocks ?? []).length > 0);
  return answers.map(({ text }) => text);
}

function endOf(child: ChildProcess): Promise<{ code: number | null; said: string }> {
  let said = "";
  const hear = (chunk: unknown): void => {
    said += String(chunk);
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  return new Promise((settle) => {
    child.once("close", (code) => settle({ code, said }));
  });
}

function consoleOf(child: ChildProcess): Promise<string> {
  let said = "";
  return new Promise((settle, reject) => {
    child.once("close", () => reject(new Error(said)));
    child.stderr?.on("data", (chunk) => {
      said += String(chunk);
    });
    child.stdout?.on("data", (chunk) => {
      said += String(chunk);
      const [url] = /http:\/\/127\.0\.0\.1:\d+\//.exec(said) ?? [];
      if (url) settle(url);
    });
  });
}
