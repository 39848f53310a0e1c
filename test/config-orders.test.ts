import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readSettings } from "../src/config.ts";
import { configText } from "../src/config-check.ts";
import { parseFile } from "../src/config-file.ts";

const folder = mkdtempSync(join(tmpdir(), "trailwatch-orders-"));
afterAll(() => rmSync(folder, { recursive: true }));

const LIVE = { SLACK_BOT_TOKEN: "xoxb-1-x", SLACK_APP_TOKEN: "xapp-1-x" };

async function read(environment: Record<string, string>, file: string) {
  const path = join(folder, "trailwatch.yml");
  writeFileSync(path, file);
  return readSettings({ TRAILWATCH_CONFIG: path, ...environment });
}

describe("orders in trailwatch.yml", () => {
  it("are off until they are switched on, each by itself", async () => {
    const none = await read(LIVE, "zone: UTC\n");
    const one = await read(LIVE, "orders:\n  mute_alarm: { users: [U0123ABCD] }\n");

    expect(none.config.orders).toEqual({ "create-alarm": "off", "mute-alarm": "off" });
    expect(one.config.orders).toEqual({
      "create-alarm": "off",
      "mute-alarm": { users: ["U0123ABCD"], groups: [] },
    });
    expect(configText(none)).toMatch(/orders +off +\(default\)/);
    expect(configText(one)).toMatch(/orders +mute_alarm +\(.*trailwatch\.yml:1\)/);
  });

  it("are on for everybody where AWS is made up, and nowhere else", async () => {
    const file = "orders:\n  mute_alarm: { users: [U0123ABCD] }\n";
    const sandbox = await read({}, "zone: UTC\n");
    const realAws = await read({ TRAILWATCH_AWS_MODE: "live", AWS_REGION: "eu-west-1" }, file);

    expect(sandbox.config.orders).toEqual({
      "create-alarm": "everybody",
      "mute-alarm": "everybody",
    });
    expect(realAws.config.aws.kind).toBe("live");
    expect(realAws.config.orders).toMatchObject({ "create-alarm": "off" });
  });

  it.each([
    ["orders: on", /1 orders names no orders/],
    [
      "orders:\n  createAlarm: {}",
      /2 orders\.createAlarm is not a setting; did you mean create_alarm\?/,
    ],
    ["orders:\n  mute_alarm: {}", /2 orders\.mute_alarm names nobody; an example/],
    ["orders:\n  mute_alarm: everybody", /2 orders\.mute_alarm names nobody/],
    [
      "orders:\n  mute_alarm:\n    users: [jane]",
      /3 orders\.mute_alarm\.users\[0\] is no Slack id/,
    ],
    ["orders:\n  mute_alarm:\n    users: []", /3 orders\.mute_alarm\.users is an empty list/],
    ["orders:\n  mute_alarm:\n    people: [U1]", /3 orders\.mute_alarm\.people is not a setting/],
  ])("says what is wrong with %j, and leaves it off", (text, words) => {
    const { settings, problems } = parseFile(text, "t.yml");

    expect(problems.map(({ where, text: said }) => `${where} ${said}`).join("\n")).toMatch(words);
    expect(settings.orders).toBeUndefined();
  });

  it("says in the check that wrong orders do not hold", async () => {
    const reading = await read(LIVE, "orders: on\n");

    expect(reading.config.orders?.["mute-alarm"]).toBe("off");
    expect(configText(reading)).toMatch(/orders +wrong, see below/);
  });
});
