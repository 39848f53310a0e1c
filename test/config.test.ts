import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readConfig, readSettings } from "../src/config.ts";

const folder = mkdtempSync(join(tmpdir(), "trailwatch-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;

function fileOf(text: string): string {
  const path = join(folder, `${++files}.yml`);
  writeFileSync(path, text);
  return path;
}

const SOCKET = { SLACK_BOT_TOKEN: "xoxb-1-secret", SLACK_APP_TOKEN: "xapp-1-secret" };

describe("configuration", () => {
  it("holds good defaults where nothing is set", async () => {
    const config = await readConfig({});

    expect(config).toEqual({
      cacheDir: join(homedir(), ".cache/trailwatch"),
      stateDir: join(homedir(), ".local/state/trailwatch"),
      accounts: {},
      slack: { kind: "sandbox" },
      aws: { kind: "sandbox" },
      orders: { "create-alarm": "everybody", "mute-alarm": "everybody" },
      access: {
        kind: "open",
        rules: [],
        askFor: "the people who run Trailwatch",
        auditors: { users: [], groups: [] },
        accountNames: {},
      },
      consolePort: 3838,
      logLevel: "info",
      warnings: [],
    });
  });

  it("reads the example that is shipped, with nothing wrong and every key in it", async () => {
    const example = resolve(import.meta.dirname, "../trailwatch.example.yml");

    const { config, problems } = await readSettings({ TRAILWATCH_CONFIG: example, ...SOCKET });

    expect(problems).toEqual([]);
    expect(config.accounts).toEqual({ prod: "111122223333", staging: "222233334444" });
    expect(config.access.kind).toBe("rules");
    expect(config.access.rules.length).toBeGreaterThan(1);
    const text = readFileSync(example, "utf8");
    const keys = ["trail", "cache", "state", "zone", "log", "accounts", "access", "aws"];
    expect(keys.filter((key) => !new RegExp(`^${key}:`, "m").test(text))).toEqual([]);
  });

  it("lets the environment win over the file", async () => {
    const path = fileOf("trail: /from/file\nstate: /state/file\nlog: warn\nzone: Asia/Tokyo\n");

    const config = await readConfig({
      TRAILWATCH_CONFIG: path,
      TRAILWATCH_TRAIL: "/from/env",
      TRAILWATCH_STATE_DIR: "/state/env",
      TRAILWATCH_LOG_LEVEL: "DEBUG",
      TRAILWATCH_CONSOLE_PORT: "0",
      TRAILWATCH_CACHE_DIR: " ",
    });

    expect(config).toMatchObject({
      trail: "/from/env",
      stateDir: "/state/env",
      logLevel: "debug",
      consolePort: 0,
      zone: "Asia/Tokyo",
      cacheDir: join(homedir(), ".cache/trailwatch"),
    });
  });

  it("keeps to the folders of the desktop, and ignores those that are relative", async () => {
    const config = await readConfig({ XDG_STATE_HOME: "/s", XDG_CACHE_HOME: "relative" });

    expect(config.stateDir).toBe("/s/trailwatch");
    expect(config.cacheDir).toBe(join(homedir(), ".cache/trailwatch"));
  });

  it("tells all problems of the file and of the environment at once", async () => {
    const path = fileOf("zone: Mars\naccounts:\n  prod: 12\n");
    const environment = {
      TRAILWATCH_CONFIG: path,
      TRAILWATCH_LOG_LEVEL: "loud",
      TRAILWATCH_CONSOLE_PORT: "70000",
      SLACK_BOT_TOKEN: "xoxb-1-secret",
    };

    const { problems } = await readSettings(environment);

    expect(problems.map(({ where }) => where.replace(path, "trailwatch.yml"))).toEqual([
      "trailwatch.yml:1 zone",
      "trailwatch.yml:3 accounts.prod",
      "TRAILWATCH_LOG_LEVEL",
      "TRAILWATCH_CONSOLE_PORT",
      "SLACK_APP_TOKEN",
    ]);
    expect(problems.filter(({ text }) => !/an example: |is not set/.test(text))).toEqual([]);
    await expect(readConfig(environment)).rejects.toThrow(
      /^5 problems in the configuration:\n.*zone is no IANA time zone.*\n.*accounts\.prod/,
    );
  });

  it("says which file is missing when one is named", async () => {
    await expect(readConfig({ TRAILWATCH_CONFIG: "/nowhere/t.yml" })).rejects.toThrow(
      /^TRAILWATCH_CONFIG names \/nowhere\/t\.yml, which is not there/,
    );
  });

  it("says that a folder is no file", async () => {
    await expect(readConfig({ TRAILWATCH_CONFIG: tmpdir() })).rejects.toThrow(/cannot be read/);
  });

  it("warns of a variable that is nearly one of ours, not of other programs'", async () => {
    const { warnings } = await readConfig({ TRAILWATCH_TRIAL: "/x", TRAILER: "1", HOME: "/root" });

    expect(warnings).toEqual(["TRAILWATCH_TRIAL is not a setting; did you mean TRAILWATCH_TRAIL?"]);
  });

  it("leaves Slack's settings alone in the terminal", async () => {
    const environment = { SLACK_BOT_TOKEN: "xoxb-of-another-program" };

    const config = await readConfig(environment, "terminal");

    expect(config.slack).toEqual({ kind: "sandbox" });
    await expect(readConfig(environment)).rejects.toThrow(/SLACK_APP_TOKEN is not set/);
  });
});

describe("a live Slack without a trail", () => {
  it("starts with a warning that the answers are made up", async () => {
    const live = await readConfig(SOCKET);
    const sandbox = await readConfig({});

    expect(live.warnings.join("\n")).toMatch(/No trail is set.*made-up company.*TRAILWATCH_TRAIL/);
    expect(sandbox.warnings).toEqual([]);
  });
});

describe("who may ask", () => {
  it("is nobody when live without rules, and the start says how to open it", async () => {
    const { access, warnings } = await readConfig(SOCKET);

    expect(access).toMatchObject({ kind: "rules", rules: [] });
    expect(warnings.join()).toMatch(/Nobody may ask anything yet.*access: open/);
  });

  it("is everybody when live with `access: open`", async () => {
    const path = fileOf("access: open\ntrail: /logs\naccounts:\n  prod: '111122223333'\n");

    const { access, warnings } = await readConfig({ ...SOCKET, TRAILWATCH_CONFIG: path });

    expect(access).toMatchObject({ kind: "open", accountNames: { prod: "111122223333" } });
    expect(warnings).toEqual([]);
  });

  it("is everybody in the sandbox, whose people no rule knows", async () => {
    const path = fileOf("access:\n  rules:\n    - users: [U0123ABCD]\n");

    const { access } = await readConfig({ TRAILWATCH_CONFIG: path });

    expect(access.kind).toBe("open");
  });

  it("is whom the rules name; names of accounts become ids", async () => {
    const path = fileOf(`
accounts: { prod: "111122223333" }
access:
  askFor: "#platform"
  auditors: { groups: [S0AUDIT] }
  rules:
    - groups: [S0ONCALL]
      accounts: [prod, "222233334444"]
      questions: [who-changed, raw-event]
      regions: [eu-west-1, us-gov-east-1]
    - channels: [C0INCIDENT, direct]
      users: [U0JANE, W0KIM]
`);

    const { access } = await readConfig({ ...SOCKET, TRAILWATCH_CONFIG: path });

    expect(access).toEqual({
      kind: "rules",
      askFor: "#platform",
      auditors: { users: [], groups: ["S0AUDIT"] },
      accountNames: { prod: "111122223333" },
      rules: [
        {
          groups: ["S0ONCALL"],
          accounts: ["111122223333", "222233334444"],
          questions: ["who-changed", "raw-event"],
          regions: ["eu-west-1", "us-gov-east-1"],
        },
        { channels: ["C0INCIDENT", "direct"], users: ["U0JANE", "W0KIM"] },
      ],
    });
  });
});
