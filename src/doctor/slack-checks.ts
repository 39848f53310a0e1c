/** Whether Slack takes the tokens, and whether the app has the scopes that its manifest asks for. */

import type { SlackConfig } from "../config-slack.ts";
import { Problem } from "../domain/problem.ts";
import { createLog } from "../log.ts";
import { type TokenVariable, toProblem } from "../slack/errors.ts";
import { SCOPES } from "../slack/scopes.ts";
import { createWebClient } from "../slack/web-client.ts";
import { type Check, look, right, wrong } from "./check.ts";
import { type Tries, tried } from "./tries.ts";

const AREA = "Slack";

export type SlackCalls = {
  /** The workspace that a bot token belongs to, and what it may do. */
  test(token: string): Promise<{ team: string; user: string; scopes?: string[] }>;
  /** Tries the app-level token; opens nothing. */
  testApp(token: string): Promise<void>;
};

/** The calls over Slack's SDK. */
export function createSlackCalls(apiUrl: string | undefined): SlackCalls {
  const log = createLog({ level: "silent" });
  const clientOf = (token: string) => createWebClient({ token, apiUrl, log });
  return {
    async test(token) {
      const { team = "", user = "", response_metadata: told } = await clientOf(token).auth.test();
      return { team, user, ...(told?.scopes && { scopes: told.scopes }) };
    },
    async testApp(token) {
      await clientOf(token).apps.connections.open({});
    },
  };
}

/** Each token that the mode needs. */
export async function checkSlack(
  slack: SlackConfig,
  calls: SlackCalls,
  tries: Tries,
): Promise<Check[]> {
  if (slack.kind === "sandbox") {
    return [right(AREA, "Slack", "the sandbox's own, in the browser; no token is needed")];
  }
  const bot = tried(tries, () => calls.test(slack.botToken));
  const app =
    slack.kind === "socket" ? tried(tries, () => calls.testApp(slack.appToken)) : undefined;
  const [ofBot, ofApp] = await Promise.all([bot, app]);
  const checks: Check[] = [];
  if (ofBot.ok) {
    const { team, user, scopes } = ofBot.value;
    checks.push(
      right(AREA, "bot token", `${user} in the workspace ${team}`),
      ...scopeChecks(scopes),
    );
  } else checks.push(refusedToken("bot token", ofBot.error, "SLACK_BOT_TOKEN"));
  if (ofApp?.ok) checks.push(right(AREA, "app token", "opens connections"));
  else if (ofApp) checks.push(refusedToken("app token", ofApp.error, "SLACK_APP_TOKEN"));
  return checks;
}

function scopeChecks(scopes: string[] | undefined): Check[] {
  if (scopes === undefined) return [];
  const missing = Object.entries(SCOPES).filter(([scope]) => !scopes.includes(scope));
  if (missing.length === 0) return [right(AREA, "scopes", "all that the manifest asks for")];
  const text = `missing: ${missing.map(([scope, why]) => `${scope} (${why})`).join(", ")}`;
  const next =
    "Paste manifest.yml under “App Manifest” on https://api.slack.com/apps, and reinstall the app.";
  return [look(AREA, "scopes", text, next)];
}

function refusedToken(name: string, error: unknown, variable: TokenVariable): Check {
  const isOver = error instanceof Error && error.name === "TimeoutError";
  const problem = isOver
    ? new Problem(
        "slack.timeout",
        "Slack does not answer in time.",
        "Check the network and a proxy, and https://slack-status.com.",
      )
    : toProblem(error, variable);
  return wrong(AREA, name, problem.message.replace(/\.$/, ""), problem.next);
}
