import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSlack } from "../src/config-slack.ts";

const bot = { SLACK_BOT_TOKEN: "xoxb-1-botsecret" };
const app = { SLACK_APP_TOKEN: "xapp-1-appsecret" };
const secret = { SLACK_SIGNING_SECRET: "0123456789abcdef0123456789abcdef" };

describe("which Slack", () => {
  it("is the sandbox when nothing is set", () => {
    expect(readSlack({ PORT: "nonsense" })).toMatchObject({
      slack: { kind: "sandbox" },
      problems: [],
    });
  });

  it("is Socket Mode with a bot token and an app token", () => {
    const { slack, problems } = readSlack({ ...bot, SLACK_APP_TOKEN: " xapp-1-appsecret\n" });

    expect(problems).toEqual([]);
    expect(slack).toEqual({
      kind: "socket",
      botToken: "xoxb-1-botsecret",
      appToken: "xapp-1-appsecret",
    });
  });

  it("is HTTP with a bot token and a signing secret", () => {
    const { slack } = readSlack({ ...bot, ...secret });

    expect(slack).toEqual({
      kind: "http",
      botToken: "xoxb-1-botsecret",
      signingSecret: secret.SLACK_SIGNING_SECRET,
      port: 3000,
      host: "0.0.0.0",
    });
  });

  it("listens where the environment says", () => {
    const { slack } = readSlack({ ...bot, ...secret, PORT: "8080", TRAILWATCH_HOST: "127.0.0.1" });

    expect(slack).toMatchObject({ port: 8080, host: "127.0.0.1" });
  });

  it.each([
    ["socket", "socket"],
    ["HTTP", "http"],
    ["sandbox", "sandbox"],
  ])("is what TRAILWATCH_SLACK_MODE=%s says when all secrets are set", (mode, kind) => {
    const { slack, problems } = readSlack({
      ...bot,
      ...app,
      ...secret,
      TRAILWATCH_SLACK_MODE: mode,
    });

    expect(problems).toEqual([]);
    expect(slack.kind).toBe(kind);
  });

  it.each([
    ["http://127.0.0.1:4000/api", "http://127.0.0.1:4000/api/"],
    ["https://slack.example.com/api/", "https://slack.example.com/api/"],
    ["https://slack.example.com", "https://slack.example.com/"],
  ])("stands at %s", (address, apiUrl) => {
    const { slack } = readSlack({ ...bot, ...app, SLACK_API_URL: address });

    expect(slack).toMatchObject({ apiUrl });
  });

  it.each<[string, Record<string, string>, string, RegExp]>([
    ["a bot token alone", bot, "SLACK_APP_TOKEN", /is not set, but SLACK_BOT_TOKEN is.*xapp-/],
    ["an app token alone", app, "SLACK_BOT_TOKEN", /is not set, but SLACK_APP_TOKEN is.*OAuth/],
    [
      "a signing secret alone",
      secret,
      "SLACK_BOT_TOKEN",
      /is not set, but SLACK_SIGNING_SECRET is/,
    ],
    ["both sets", { ...bot, ...app, ...secret }, "TRAILWATCH_SLACK_MODE", /socket or http/],
    [
      "a mode without its secret",
      { ...bot, ...app, TRAILWATCH_SLACK_MODE: "http" },
      "SLACK_SIGNING_SECRET",
      /is not set, but TRAILWATCH_SLACK_MODE is/,
    ],
    [
      "a mode that is none",
      { ...bot, ...app, TRAILWATCH_SLACK_MODE: "rtm" },
      "TRAILWATCH_SLACK_MODE",
      /is none of socket, http, sandbox/,
    ],
    ["a port that is none", { ...bot, ...secret, PORT: "80a" }, "PORT", /an example: 3000/],
    [
      "an address of another kind",
      { ...bot, ...app, SLACK_API_URL: "ftp://slack.com/api/" },
      "SLACK_API_URL",
      /an example: https:\/\/slack\.com\/api\//,
    ],
    [
      "an address with a password",
      { ...bot, ...app, SLACK_API_URL: "https://me:pw@slack.com/api/" },
      "SLACK_API_URL",
      /without user/,
    ],
    [
      "a user token",
      { ...app, SLACK_BOT_TOKEN: "xoxp-1-usersecret" },
      "SLACK_BOT_TOKEN",
      /holds a user token/,
    ],
    [
      "an app token in the bot's place",
      { ...app, SLACK_BOT_TOKEN: "xapp-1-appsecret" },
      "SLACK_BOT_TOKEN",
      /holds an app-level token/,
    ],
    [
      "a token in the place of the signing secret",
      { ...bot, SLACK_SIGNING_SECRET: "xapp-1-appsecret" },
      "SLACK_SIGNING_SECRET",
      /holds an app-level token/,
    ],
    [
      "something else",
      { ...app, SLACK_BOT_TOKEN: "hunter2secret" },
      "SLACK_BOT_TOKEN",
      /does not begin with xoxb-/,
    ],
    [
      "a prefix alone",
      { ...app, SLACK_BOT_TOKEN: "xoxb-" },
      "SLACK_BOT_TOKEN",
      /only the beginning/,
    ],
    [
      "two lines",
      { ...app, SLACK_BOT_TOKEN: "xoxb-1-bot\nsecret" },
      "SLACK_BOT_TOKEN",
      /a line break inside/,
    ],
    [
      "a token as pages shorten it",
      { ...app, SLACK_BOT_TOKEN: "xoxb-1-bots…" },
      "SLACK_BOT_TOKEN",
      /shortened/,
    ],
  ])("refuses %s and says what to do", (_, environment, where, words) => {
    const { slack, problems } = readSlack(environment);

    expect(slack).toEqual({ kind: "sandbox" });
    expect(problems.map((problem) => problem.where)).toEqual([where]);
    expect(problems[0]?.text).toMatch(words);
  });

  it("never shows a secret, whatever is wrong with it", () => {
    const names = ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"];
    const prefix = fc.constantFrom("", "xoxb-", "xapp-", "xoxp-", "xoxe.xoxp-", "xoxb- ", "0x");
    const value = prefix.map((start) => `${start}hunter2`);
    const environment = fc.dictionary(fc.constantFrom(...names), value);
    const mode = fc.constantFrom("", "socket", "http", "hunter");

    fc.assert(
      fc.property(environment, mode, (secrets, named) => {
        const { problems, rows } = readSlack({ ...secrets, TRAILWATCH_SLACK_MODE: named });

        expect(JSON.stringify({ problems, rows })).not.toContain("hunter2");
      }),
    );
  });
});
