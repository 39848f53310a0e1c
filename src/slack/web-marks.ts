/** Reads conversations for messages of our own: which of a question's messages did Slack take before the process died? */
import type { WebClient } from "@slack/web-api";
import { slackWord, toProblem } from "./errors.ts";
import { readMark } from "./message-forms.ts";
import type { FindMarked, Marked, Place } from "./messenger.ts";
import { createWebClient, persist, type WebOptions } from "./web-client.ts";

const PATIENCE_MS = 120_000;
/** Slack's clock and ours may differ. */
const SKEW_MS = 60_000;
const PAGE = 200;
/** A conversation that goes on for longer than 2,000 messages is not read to its end. */
const MOST_PAGES = 10;

export function createMarkFinder(options: WebOptions): FindMarked {
  const web = createWebClient(options);
  return async (place, questionId, since) => {
    try {
      const found = await search(web, await conversation(web, place), since);
      return found.filter(({ mark }) => mark.questionId === questionId);
    } catch (error) {
      throw toProblem(error);
    }
  };
}

/** A user's direct messages are read by an id of their own. */
async function conversation(web: WebClient, place: Place): Promise<Place> {
  if (!/^[UW]/.test(place.channelId)) return place;
  const call = () => web.conversations.open({ users: place.channelId });
  const opened = await persist(call, { totalMs: PATIENCE_MS, repeatable: true });
  return { ...place, channelId: opened.channel?.id ?? place.channelId };
}

async function search(web: WebClient, place: Place, since: number): Promise<Marked[]> {
  const { channelId, threadTs } = place;
  if (threadTs === undefined) return readPages(web, place, since);
  try {
    return await readPages(web, place, since);
  } catch (error) {
    // The answer to a thread that was deleted stands in the channel.
    if (slackWord(error) !== "thread_not_found") throw error;
    return readPages(web, { channelId }, since);
  }
}

async function readPages(web: WebClient, place: Place, since: number): Promise<Marked[]> {
  const { channelId, threadTs } = place;
  const found: Marked[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const query = {
      channel: channelId,
      oldest: String((since - SKEW_MS) / 1000),
      limit: PAGE,
      include_all_metadata: true,
      ...(cursor !== undefined && { cursor }),
    };
    const call = () =>
      threadTs === undefined
        ? web.conversations.history(query)
        : web.conversations.replies({ ...query, ts: threadTs });
    const page = await persist(call, { totalMs: PATIENCE_MS, repeatable: true });
    found.push(...(page.messages ?? []).flatMap((message) => toMarked(channelId, message)));
    cursor = page.response_metadata?.next_cursor || undefined;
    if (cursor === undefined) break;
  }
  return found.sort((a, b) => Number(a.posted.ts) - Number(b.posted.ts));
}

function toMarked(channelId: string, message: { ts?: string; metadata?: unknown }): Marked[] {
  const mark = readMark(message.metadata);
  return mark && message.ts ? [{ posted: { channelId, ts: message.ts }, mark }] : [];
}
