import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readSettings } from "../src/config.ts";
import { configText } from "../src/config-check.ts";

const folder = mkdtempSync(join(tmpdir(), "trailwatch-check-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function checked(environment: Record<string, string>, file?: string): Promise<string> {
  const path = join(folder, "trailwatch.yml");
  if (file !== undefined) writeFileSync(path, file);
  const named = file === undefined ? {} : { TRAILWATCH_CONFIG: path };
  return configText(await readSettings({ ...named, ...environment })).replaceAll(path, "t.yml");
}

describe("config check", () => {
  it("says of each value where it comes from", async () => {
    const text = await checked(
      { TRAILWATCH_STATE_DIR: "/state", SLACK_BOT_TOKEN: "xoxb-1-x", SLACK_APP_TOKEN: "xapp-1-x" },
      "# settings\ntrail: /logs\naccounts:\n  prod: '111122223333'\naccess: open\n",
    );

    expect(text).toMatch(/^Read t\.yml\./);
    expect(text).toMatch(/trail +\/logs +\(t\.yml:2\)/);
    expect(text).toMatch(/accounts +prod=111122223333 +\(t\.yml:3\)/);
    expect(text).toMatch(/access +open: everybody may ask everything +\(t\.yml:5\)/);
    expect(text).toMatch(/state +\/state +\(TRAILWATCH_STATE_DIR\)/);
    expect(text).toMatch(/log +info +\(default\)/);
    expect(text).toMatch(/slack +live, Socket Mode +\(SLACK_APP_TOKEN\)/);
    expect(text).toMatch(/Nothing is wrong\.\n$/);
  });

  it("masks secrets", async () => {
    const text = await checked({
      SLACK_BOT_TOKEN: "xoxb-1-hunter2",
      SLACK_SIGNING_SECRET: "hunter2hunter2",
    });

    expect(text).toMatch(/SLACK_BOT_TOKEN +xoxb-…\(set\) +\(environment\)/);
    expect(text).toMatch(/SLACK_SIGNING_SECRET +…\(set\) +\(environment\)/);
    expect(text).toMatch(/slack +live, HTTP/);
    expect(text).not.toContain("hunter2");
  });

  it("lists warnings and all problems, and what holds all the same", async () => {
    const text = await checked(
      { SLACK_BOT_TOKEN: "xoxb-1-x", PORT: "x" },
      "zone: Mars\nlog: warn\n",
    );

    expect(text).toMatch(/log +warn +\(t\.yml:2\)/);
    expect(text).toMatch(/✗ t\.yml:1 zone is no IANA time zone/);
    expect(text).toMatch(/✗ SLACK_APP_TOKEN is not set/);
    expect(text).toMatch(/2 problems\.\n$/);
  });

  it("does not speak of missing rules where there are wrong ones", async () => {
    const live = { SLACK_BOT_TOKEN: "xoxb-1-x", SLACK_APP_TOKEN: "xapp-1-x" };

    const text = await checked(live, "access:\n  rule: []\n");

    expect(text).toMatch(/access +wrong, see below +\(t\.yml:1\)/);
    expect(text).toMatch(/✗ t\.yml:2 access\.rule is not a setting; did you mean rules\?/);
    expect(text).not.toMatch(/Nobody may ask/);
  });

  it("says that there is no file", async () => {
    expect(await checked({})).toMatch(/^No trailwatch\.yml here/);
  });
});
