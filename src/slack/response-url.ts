/**
 * Answers through a `response_url`: works for 30 minutes and 5 uses, also where the bot is no member, and returns no
 * `ts` (https://docs.slack.dev/interactivity/handling-user-interaction#message_responses).
 */
import type { SlackBlock } from "./views/blocks.ts";
import { CALL_TIMEOUT_MS } from "./web-client.ts";

export type Reply = {
  responseType: "ephemeral" | "in_channel";
  text: string;
  blocks?: SlackBlock[];
  threadTs?: string | undefined;
  /**
   * Replaces the message whose control was pressed; without, the reply stands beside it. A slash command's URL
   * replaces nothing, not even what was sent through it before (https://github.com/slackapi/bolt-js/issues/2287).
   */
  replacesPressed?: boolean | undefined;
};

export type ReplyOutcome =
  | { kind: "sent" }
  /** Slack's reason in its own word, or what went wrong on the way. */
  | { kind: "refused"; word: string };

/** Posts a message through the URL. Never throws. */
export async function reply(responseUrl: string, message: Reply): Promise<ReplyOutcome> {
  try {
    const response = await fetch(responseUrl, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify({
        response_type: message.responseType,
        replace_original: message.replacesPressed === true,
        text: message.text,
        ...(message.blocks && { blocks: message.blocks }),
        ...(message.threadTs !== undefined && { thread_ts: message.threadTs }),
        unfurl_links: false,
        unfurl_media: false,
      }),
      redirect: "error",
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    });
    return readOutcome(response.status, await response.text());
  } catch (error) {
    return { kind: "refused", word: error instanceof Error ? error.name : "unknown" };
  }
}

/** Slack answers `ok` as text, or JSON with an error word, with a status that does not always tell. */
function readOutcome(status: number, body: string): ReplyOutcome {
  const word = /"error"\s*:\s*"([a-z_]+)"/.exec(body)?.[1];
  if (word !== undefined) return { kind: "refused", word };
  if (status >= 200 && status < 300) return { kind: "sent" };
  return { kind: "refused", word: /^[a-z_]{3,60}$/.test(body) ? body : `http_${status}` };
}
