import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { runCommand } from "../../src/cli.ts";
import { parseCommand } from "../../src/cli-arguments.ts";
import { type Config, readConfig } from "../../src/config.ts";
import type { JsonObject } from "../../src/domain/json.ts";
import { Problem } from "../../src/domain/problem.ts";
import { trailRecord } from "../support/records.ts";

const NOW = "2026-11-20T15:00:00Z";

type Ran = { code: number; out: string; err: string };

/** The terminal's commands in this process: what they print and their exit code. */
async function run(args: string[], cache?: string): Promise<Ran> {
  const ran = { code: -1, out: "", err: "" };
  const stream = (name: "out" | "err") => {
    const write = (text: string) => {
      ran[name] += text;
      return true;
    };
    return { isTTY: false, write } as never;
  };
  const terminal = {
    out: stream("out"),
    err: stream("err"),
    signal: new AbortController().signal,
  };
  const cacheDir = cache ?? mkdtempSync(join(tmpdir(), "trailwatch-cache-"));
  const config: Config = { ...(await readConfig({}, "terminal")), cacheDir, zone: "UTC" };
  try {
    ran.code = await runCommand(parseCommand(args), () => Promise.resolve(config), terminal);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    ran.err += `${error.message} ${error.next}`;
    ran.code = 3;
  }
  return ran;
}

function folder(files: Record<string, string | Buffer> = {}): string {
  const dir = mkdtempSync(join(tmpdir(), "trailwatch-trail-"));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(resolve(dir, path, ".."), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
  return dir;
}

const logOf = (...records: JsonObject[]) => JSON.stringify({ Records: records });

const ask = (text: string, dir: string, ...more: string[]) =>
  run(["ask", text, "--trail", dir, "--now", NOW, "--tz", "UTC", ...more]);

describe("asking in the terminal", () => {
  const dir = folder({ "a.json": logOf(trailRecord()) });

  it("says who, what, when and what was searched, and exits with 0", async () => {
    const { code, out } = await ask("who changed bucket-x", dir);

    expect(code).toBe(0);
    expect(out).toMatch(/^jane deleted bucket bucket-x, 57 min ago\n/);
    expect(out).toContain("2026-11-20 14:03:07  jane deleted bucket bucket-x");
    expect(out).toMatch(/Searched index of log files .*1 event looked at, 1 matched/);
  });

  it("exits with 1 when nothing is found, and says where it looked", async () => {
    const { code, out } = await ask("who changed bucket-y", dir);

    expect(code).toBe(1);
    expect(out).toMatch(/^Nobody changed bucket-y in the last 24 h\n/);
    expect(out).toContain("1 event looked at, 0 matched");
  });

  it("prints one JSON document with --json", async () => {
    const { out } = await ask("who changed bucket-x", dir, "--json");

    const document = JSON.parse(out);
    expect(document).toMatchObject({
      outcome: "found",
      question: { name: "who-changed", subject: "bucket-x" },
      data: { changes: [{ eventName: "DeleteBucket", actor: { person: "jane" } }], attempts: [] },
    });
    expect(document.searched[0]).toMatchObject({ examined: 1, matched: 1, complete: true });
  });

  it("answers the same without an index", async () => {
    const indexed = JSON.parse((await ask("who changed bucket-x", dir, "--json")).out);
    const scanned = JSON.parse(
      (await ask("who changed bucket-x", dir, "--json", "--no-index")).out,
    );

    expect(scanned.data).toEqual(indexed.data);
  });

  it("answers by scanning where no index can be written, and says so", async () => {
    const file = join(folder({ "no-folder": "" }), "no-folder");
    const args = ["ask", "who changed bucket-x", "--trail", dir, "--now", NOW];

    const { code, out, err } = await run(args, join(file, "cache"));

    expect(code).toBe(0);
    expect(out).toMatch(/^jane deleted bucket bucket-x/);
    expect(err).toMatch(/cannot be written.*TRAILWATCH_CACHE_DIR/);
  });

  it("names a window's zone and reads clock times in it", async () => {
    const text = "who changed bucket-x between 15:00 and 15:10";
    const options = ["--trail", dir, "--now", NOW, "--tz", "Europe/Berlin"];

    const { code, out } = await run(["ask", text, ...options]);

    expect(code).toBe(0);
    expect(out).toContain("2026-11-20 15:03:07  jane");
    expect(out).toContain("(Europe/Berlin)");
  });

  it("builds the index and tells what it holds", async () => {
    const built = await run(["trail", "index", dir]);
    const stat = await run(["trail", "stat", dir, "--json"]);

    expect(built.out).toMatch(/1 file read with 1 record; 1 event put into the index/);
    expect(JSON.parse(stat.out)).toMatchObject({ files: 1 });
  });
});

describe("bad input in the terminal", () => {
  const good = folder({ "a.json": logOf(trailRecord()) });

  it.each([
    ["a file instead of a folder", () => join(folder({ "f.json": "{}" }), "f.json")],
    ["a folder that is not there", () => join(folder(), "missing")],
    ["an empty folder", () => folder()],
    ["a folder without log files", () => folder({ "notes.txt": "hello" })],
  ])("says what is wrong with %s and what to do", async (_, make) => {
    const { code, out } = await ask("who changed bucket-x", make());

    expect(code).toBe(3);
    const [headline, , next] = out.split("\n");
    expect(headline).toMatch(/\.$/);
    expect(next).toMatch(/\.$/);
  });

  it("reads past torn, corrupt and foreign files and names them", async () => {
    const zipped = gzipSync(logOf(trailRecord({ eventID: "zipped", eventName: "PutBucketAcl" })));
    const dir = folder({
      "a.json": logOf(trailRecord()),
      "b.json.gz": zipped.subarray(0, zipped.length - 20),
      "c.json.gz": "this is no gzip",
      "d.json": `{"Records":[${JSON.stringify(trailRecord({ eventID: "kept", eventName: "PutBucketPolicy" }))},{"eventVersion":"1.1`,
      "e.json": "",
      "f.json": logOf({ eventVersion: 3, userIdentity: [], eventTime: {}, eventName: 7 } as never),
    });

    const { code, out } = await ask("who changed bucket-x", dir, "--json");

    expect(code).toBe(0);
    const document = JSON.parse(out);
    const names = document.data.changes.map((event: { eventName: string }) => event.eventName);
    expect(names).toEqual(expect.arrayContaining(["DeleteBucket", "PutBucketPolicy"]));
    expect(document.searched[0].complete).toBe(false);
    const gaps = document.searched[0].gaps.join("\n");
    for (const file of ["b.json.gz", "c.json.gz", "d.json"]) expect(gaps).toContain(file);
  });

  it("reads a record of 256 KB", async () => {
    const huge = trailRecord({
      requestParameters: { bucketName: "bucket-x", policy: "x".repeat(256_000) },
    });

    const { code, out } = await ask("who changed bucket-x", folder({ "a.json": logOf(huge) }));

    expect(code).toBe(0);
    expect(out.length).toBeLessThan(5000);
  });

  it.each([
    ["a question of 10,000 characters", `who changed ${"x".repeat(10_000)}`],
    ["control characters alone", "\u0000\u0007\u001b[2J"],
    ["two windows", "who changed bucket-x from 2026-11-19 last 7d"],
    ["an impossible date", "who changed bucket-x on 2026-02-30"],
    ["an end before the beginning", "who changed bucket-x from 2026-11-20 to 2026-11-19"],
    ["words that are no question", "make me a sandwich"],
  ])("does not understand %s, says so in one line and exits with 2", async (_, text) => {
    const { code, out } = await ask(text, good);

    expect(code).toBe(2);
    expect(out.split("\n")[0]).toMatch(/\S.{10,}/);
    expect(out).not.toContain("\u001b");
  });

  it("answers no words at all with help", async () => {
    const { code, out } = await ask("", good);

    expect(code).toBe(0);
    expect(out).toContain("/who-changed NAME");
  });

  it.each([
    "who changed '; DROP TABLE posting; --",
    'who changed "$(rm -rf /)"',
    "who changed bucket-x`; cat /etc/passwd`",
    "who changed %' OR 1=1 --",
  ])("takes SQL and shell text as a name at most: %s", async (text) => {
    const { code, err } = await ask(text, good);

    expect([0, 1, 2]).toContain(code);
    expect(err).toBe("");
  });

  it("lets no secret and no escape sequence of a record through", async () => {
    const token = "IQoJb3JpZ2luX2VjEXAMPLETOKEN1234567890";
    const assumed = trailRecord({
      eventSource: "sts.amazonaws.com",
      eventName: "AssumeRole",
      requestParameters: {
        roleArn: "arn:aws:iam::111122223333:role/ops",
        roleSessionName: "j\u001b[2J",
      },
      responseElements: {
        credentials: { accessKeyId: "ASIAEXAMPLEOPS000000", sessionToken: token },
      },
    });
    const eventId = String(assumed.eventID);
    const dir = folder({ "a.json": logOf(assumed) });

    const shown = await ask(`raw event ${eventId}`, dir);
    const asJson = await ask(`raw event ${eventId}`, dir, "--json");

    expect(shown.code).toBe(0);
    expect(shown.out + asJson.out).not.toContain(token);
    expect(shown.out).not.toContain("\u001b");
    expect(shown.out).toContain("ASIAEXAMPLEOPS000000");
  });
});

describe("the program as a process", () => {
  it("prints its version, and a clear line with exit code 2 for an unknown command", async () => {
    const main = resolve(import.meta.dirname, "../../src/main.ts");
    const start = (...args: string[]) =>
      promisify(execFile)(process.execPath, ["--import", "tsx", main, ...args]);

    const version = await start("version");
    const wrong = await start("frobnicate").catch((error) => error);

    expect(version.stdout).toMatch(/^trailwatch \d+\.\d+\.\d+\n$/);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('knows no command "frobnicate"');
    expect(wrong.stderr).not.toContain("    at ");
  });
});
