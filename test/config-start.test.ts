import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const src = resolve(import.meta.dirname, "../src");
const main = join(src, "main.ts");

const folder = mkdtempSync(join(tmpdir(), "trailwatch-start-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Everything that is loaded with a file: modules behind `import()` come later, types never. */
function loadedWith(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  if (!existsSync(file)) return seen;
  const text = readFileSync(file, "utf8");
  const imports = text.matchAll(/^(?:import|export)\s+(?!type\b)[^;]*?from\s+"([^"]+)"/gm);
  for (const [, name = ""] of imports) {
    if (name.startsWith(".")) loadedWith(resolve(dirname(file), name), seen);
    else seen.add(name);
  }
  return seen;
}

type Ended = { code: number; out: string; err: string };

function trailwatch(args: string[], cwd: string, environment: Record<string, string> = {}) {
  return new Promise<Ended>((done) => {
    const tsx = import.meta.resolve("tsx");
    execFile(
      process.execPath,
      ["--import", tsx, main, ...args],
      { cwd, env: environment },
      (error, out, err) => done({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

describe("the start", () => {
  it("loads neither YAML nor validation nor Slack before they are needed", () => {
    const loaded = [...loadedWith(main)];

    expect(loaded).toContain(join(src, "config-slack.ts"));
    expect(loaded.filter((name) => /^(?:zod|yaml|pino|ws|undici|@slack\/.*)$/.test(name))).toEqual(
      [],
    );
  });

  it("prints what holds and ends with 0, or all that is wrong and ends with 3", async () => {
    const cwd = join(folder, "wrong");
    const empty = join(folder, "empty");
    for (const path of [cwd, empty]) mkdirSync(path);
    writeFileSync(join(cwd, "trailwatch.yml"), "zoned: UTC\nlog: warn\n");
    const secret = { SLACK_BOT_TOKEN: "xoxp-hunter2" };

    const [wrong, right, refused, asked] = await Promise.all([
      trailwatch(["config", "check"], cwd, secret),
      trailwatch(["config", "check"], empty),
      trailwatch(["start"], cwd, secret),
      trailwatch(["ask", "help"], empty, secret),
    ]);

    expect(right).toMatchObject({ code: 0, err: "" });
    expect(wrong.code).toBe(3);
    expect(wrong.out).toMatch(/log +warn +\(trailwatch\.yml:2\)/);
    for (const text of [wrong.out, refused.err]) {
      expect(text).toMatch(/trailwatch\.yml:1 zoned is not a setting; did you mean zone\?/);
      expect(text).toMatch(/SLACK_APP_TOKEN is not set, but SLACK_BOT_TOKEN is/);
      expect(text).not.toContain("hunter2");
    }
    expect(refused.code).toBe(3);
    expect(asked.code).toBe(0);
  }, 30_000);
});
