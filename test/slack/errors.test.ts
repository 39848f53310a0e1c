/** Slack's errors in words that say what to do. */
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from "@slack/web-api";
import { describe, expect, it } from "vitest";
import { Problem } from "../../src/domain/problem.ts";
import { isTokenRefused, toProblem } from "../../src/slack/errors.ts";

const said = (error: string, more: object = {}) =>
  new WebAPIPlatformError({ ok: false, error, ...more });

describe("a Problem of Slack", () => {
  it.each([
    "not_authed",
    "invalid_auth",
    "token_revoked",
    "token_expired",
    "account_inactive",
    "not_allowed_token_type",
  ])("names the variable for %s", (word) => {
    const bot = toProblem(said(word));
    const app = toProblem(said(word), "SLACK_APP_TOKEN");

    expect(isTokenRefused(said(word))).toBe(true);
    expect(bot.message).toMatch(/^SLACK_BOT_TOKEN /);
    expect(bot.next).toContain("xoxb-");
    expect(app.message).toMatch(/^SLACK_APP_TOKEN /);
    expect(app.next).toContain("xapp-");
  });

  it("names the scope that is missing", () => {
    const problem = toProblem(
      said("missing_scope", { needed: "files:write", provided: "commands" }),
    );

    expect(problem.message).toContain("files:write");
    expect(problem.next).toContain("files:write");
  });

  it("keeps a word that it does not know, and says where to look it up", () => {
    const problem = toProblem(said("brand_new_error"));

    expect(problem).toMatchObject({ code: "slack.brand-new-error" });
    expect(`${problem.message}${problem.next}`).toContain("brand_new_error");
  });

  it("does not take words of objects for its own", () => {
    expect(isTokenRefused(said("constructor"))).toBe(false);
    expect(toProblem(said("constructor")).message).toContain("constructor");
  });

  it.each([
    [new WebAPIHTTPError(503, "Service Unavailable", {}), "slack.unreachable", "503"],
    [
      new WebAPIRequestError(new TypeError("fetch failed", { cause: new Error("ECONNREFUSED") })),
      "slack.unreachable",
      "ECONNREFUSED",
    ],
    [new WebAPIRateLimitedError(30), "slack.rate-limited", "30 seconds"],
    [new Error("strange"), "slack.unreachable", "strange"],
  ])("says what happened on the way: %s", (error, code, words) => {
    const problem = toProblem(error);

    expect(problem.code).toBe(code);
    expect(problem.message).toContain(words);
    expect(problem.cause).toBe(error);
  });

  it("stays what it is", () => {
    const problem = new Problem("a.b", "A.", "B.");

    expect(toProblem(problem)).toBe(problem);
  });
});
