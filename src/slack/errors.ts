/** Errors of Slack's SDK → Problems that say what to do next. Variables are named, their values never. */
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from "@slack/web-api";
import { Problem } from "../domain/problem.ts";

export type TokenVariable = "SLACK_BOT_TOKEN" | "SLACK_APP_TOKEN";

/**
 * Slack's word for what went wrong (`channel_not_found`), or undefined when the answer was no answer of the Web API.
 * Words: https://docs.slack.dev/reference/methods
 */
export function slackWord(error: unknown): string | undefined {
  return error instanceof WebAPIPlatformError ? error.data.error : undefined;
}

/** Words after which no further try with the same token can succeed. */
const TOKEN_WORDS: Record<string, string> = {
  not_authed: "is empty",
  invalid_auth: "is not a valid token, or belongs to another workspace",
  token_revoked: "was revoked",
  token_expired: "has expired",
  account_inactive:
    "belongs to an app that was removed from the workspace, or to a deleted account",
  user_removed_from_team: "belongs to a user who was removed from the workspace",
  team_disabled: "belongs to a workspace that is closed",
  not_allowed_token_type: "is a token of the wrong kind",
};

/** True when the token itself is no longer, or never was, good. */
export function isTokenRefused(error: unknown): boolean {
  const word = slackWord(error);
  return word !== undefined && Object.hasOwn(TOKEN_WORDS, word);
}

const TOKEN_NEXT: Record<TokenVariable, string> = {
  SLACK_BOT_TOKEN:
    "Set SLACK_BOT_TOKEN to the Bot User OAuth Token (xoxb-…) of the app's page “OAuth & Permissions”, after “Install to Workspace”.",
  SLACK_APP_TOKEN:
    "Set SLACK_APP_TOKEN to an App-Level Token (xapp-…) with the scope connections:write, made on the app's page “Basic Information”.",
};

/** What Slack answered, as a Problem `slack.*`; a Problem stays itself. */
export function toProblem(error: unknown, variable: TokenVariable = "SLACK_BOT_TOKEN"): Problem {
  if (error instanceof Problem) return error;
  const word = slackWord(error);
  if (word !== undefined) return fromWord(word, error, variable);
  if (error instanceof WebAPIRateLimitedError) {
    return new Problem(
      "slack.rate-limited",
      `Slack takes no more calls for ${error.retryAfter} seconds.`,
      "Wait and ask again.",
      { cause: error },
    );
  }
  return unreachable(error);
}

/** Slack could not be reached, or answered with an error of its own. */
export function unreachable(error: unknown): Problem {
  const why = error instanceof WebAPIHTTPError ? `it answered ${error.statusCode}` : reason(error);
  return new Problem(
    "slack.unreachable",
    `Slack cannot be reached: ${why}.`,
    "Check the network, a proxy, SLACK_API_URL if it is set, and https://slack-status.com.",
    { cause: error },
  );
}

function reason(error: unknown): string {
  const inner = error instanceof WebAPIRequestError ? error.original : error;
  const cause = inner instanceof Error && inner.cause instanceof Error ? inner.cause : inner;
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) {
    return cause.errors[0].message;
  }
  return cause instanceof Error ? cause.message || cause.name : "no answer";
}

function fromWord(word: string, error: unknown, variable: TokenVariable): Problem {
  const fault = TOKEN_WORDS[word];
  if (fault !== undefined) {
    return new Problem(
      `slack.${word.replaceAll("_", "-")}`,
      `${variable} ${fault} (Slack says ${word}).`,
      TOKEN_NEXT[variable],
      { cause: error },
    );
  }
  const told = word === "missing_scope" ? missingScope(error, variable) : WORDS[word];
  const { text, next } = told ?? {
    text: `Slack refused the call: ${word}.`,
    next: `Look up ${word} at https://docs.slack.dev/reference/methods.`,
  };
  return new Problem(`slack.${word.replaceAll("_", "-")}`, text, next, { cause: error });
}

const BLOCK_WORDS = new Set([
  "invalid_blocks",
  "invalid_blocks_format",
  "msg_blocks_too_long",
  "msg_too_long",
]);

/** True when the same message with fewer or no blocks may be taken. */
export function isRefusedForItsBlocks(error: unknown): boolean {
  const word = slackWord(error);
  return word !== undefined && BLOCK_WORDS.has(word);
}

/** What Slack says of the blocks that it refused, each with its place as a JSON pointer. */
export function blockMessages(error: unknown): string[] {
  if (!(error instanceof WebAPIPlatformError)) return [];
  return error.data.response_metadata?.messages ?? [];
}

/** Words that say: not here, though perhaps through a response_url or a direct message. */
const ELSEWHERE_WORDS = new Set(["not_in_channel", "channel_not_found", "user_not_in_channel"]);

export function isClosedToBot(error: unknown): boolean {
  const word = slackWord(error);
  return word !== undefined && ELSEWHERE_WORDS.has(word);
}

type Told = { text: string; next: string };

const NOT_THERE: Told = {
  text: "The bot cannot post in this channel, because it is not a member of it.",
  next: "Invite it with /invite @trailwatch.",
};

const WORDS: Record<string, Told> = {
  not_in_channel: NOT_THERE,
  channel_not_found: {
    text: "The bot cannot see this channel: it is private and the bot is no member, or it is gone.",
    next: "Invite it with /invite @trailwatch.",
  },
  is_archived: {
    text: "The channel is archived.",
    next: "Ask in another channel, or unarchive this one.",
  },
  restricted_action: {
    text: "The workspace does not let the bot post in this channel.",
    next: "Ask an owner of the workspace who may post here.",
  },
  msg_too_long: {
    text: "The answer is too long for one Slack message.",
    next: "Ask for a shorter window, or for a file: add “as csv”.",
  },
  invalid_blocks: {
    text: "Slack does not accept the message's blocks.",
    next: "Ask for the answer as a file: add “as csv”.",
  },
  message_not_found: {
    text: "The message is gone.",
    next: "Ask again.",
  },
  user_not_in_channel: {
    text: "The person is not in this channel.",
    next: "Ask in a channel that you are a member of.",
  },
};

function missingScope(error: unknown, variable: TokenVariable): Told {
  const needed =
    error instanceof WebAPIPlatformError && "needed" in error.data ? error.data.needed : undefined;
  const scope = typeof needed === "string" && needed !== "" ? needed : "a scope";
  const next =
    variable === "SLACK_APP_TOKEN"
      ? TOKEN_NEXT.SLACK_APP_TOKEN
      : `Add ${scope} under “OAuth & Permissions” of the app, reinstall it, and set SLACK_BOT_TOKEN anew.`;
  return { text: `The token of ${variable} lacks the scope ${scope}.`, next };
}
