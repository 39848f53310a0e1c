import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkSlack, createSlackCalls } from "../../src/doctor/slack-checks.ts";
import { acmeCompany } from "../../src/sandbox/slack/company.ts";
import { type SlackServer, startSlackServer } from "../../src/sandbox/slack/server.ts";
import { SCOPES } from "../../src/slack/scopes.ts";
import { faults } from "./calls.ts";

let slack: SlackServer;
beforeAll(async () => {
  const company = { ...acmeCompany(), scopes: Object.keys(SCOPES) };
  slack = await startSlackServer({ company, port: 0, delivery: { kind: "socket" } });
});
afterAll(() => slack.close());

function checked(change: { botToken?: string; appToken?: string } = {}) {
  const { botToken, appToken, apiUrl } = slack;
  const tries = { signal: new AbortController().signal, timeoutMs: 5_000 };
  const config = { kind: "socket" as const, botToken, appToken, apiUrl, ...change };
  return checkSlack(config, createSlackCalls(apiUrl), tries);
}

describe("the doctor, through Slack's SDK to the local Slack", () => {
  it("finds both tokens good", async () => {
    const checks = await checked();

    expect(faults(checks)).toEqual([]);
    expect(checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["bot token", "app token"]),
    );
    expect(checks[0]?.text).toMatch(/^\S+ in the workspace \S+/);
  });

  it("names the token that is not, and where a good one is found", async () => {
    const checks = await checked({ botToken: "xoxb-hunter2-hunter2", appToken: "xapp-1-hunter2" });

    expect(faults(checks)).toEqual([
      expect.stringMatching(
        /^✗ Slack bot token: .* → Set SLACK_BOT_TOKEN to the Bot User OAuth Token/,
      ),
      expect.stringMatching(/^✗ Slack app token: .* → Set SLACK_APP_TOKEN to an App-Level Token/),
    ]);
    expect(JSON.stringify(checks)).not.toContain("hunter2");
  });

  it("says that nothing is there where Slack should be", async () => {
    const tries = { signal: new AbortController().signal, timeoutMs: 5_000 };
    const { botToken, appToken } = slack;
    const nowhere = "http://127.0.0.1:9/api/";

    const checks = await checkSlack(
      { kind: "socket", botToken, appToken },
      createSlackCalls(nowhere),
      tries,
    );

    expect(faults(checks)).toEqual([
      expect.stringMatching(/^✗ Slack bot token: Slack cannot be reached/),
      expect.stringMatching(/^✗ Slack app token: Slack cannot be reached/),
    ]);
  });
});
