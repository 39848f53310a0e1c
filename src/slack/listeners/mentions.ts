/** Mentions of the bot in channels and threads, and what is said to it in direct messages. */
import type { App } from "@slack/bolt";
import { isObject, type JsonObject, stringAt, valueAt } from "../../domain/json.ts";
import type { Incoming } from "../incoming.ts";
import type { People } from "../people.ts";
import { mentionedUsers, plainWords, withoutMention } from "../slack-text.ts";
import { begin, type Listening, readPayload, take } from "./listening.ts";

/** Events are acknowledged once we have returned: see ack-last.ts. */
export function listenToMentions(app: App, listening: Listening): void {
  app.event("app_mention", async ({ body }) => {
    hear(listening, readPayload("app_mention", body, readMention, listening.log));
  });
  app.event("message", async ({ body }) => {
    if (!isDirectMessage(body.event)) return;
    hear(listening, readPayload("message", body, readMention, listening.log));
  });
}

function hear(listening: Listening, mention: Incoming | "not ours" | undefined): void {
  if (mention === undefined || mention === "not ours") return;
  if (mention.userId === listening.botUserId) return;
  const said = withoutMention(mention.text, listening.botUserId);
  const work = take(listening, { ...mention, text: plainWords(said) });
  if (!work) return;
  begin("a mention", listening.log, async () => {
    const names = await namesOf(said, listening.people);
    await work(names.size > 0 ? plainWords(said, names) : undefined);
  });
}

function isDirectMessage(event: unknown): boolean {
  return isObject(event) && event.channel_type === "im";
}

/** Subtypes of messages that a person wrote anew; edits, joins and bots' messages have others. */
const WRITTEN = new Set([undefined, "file_share", "thread_broadcast"]);

/** `event_callback` of `app_mention` or `message`: its text is still Slack's, with mentions and entities. */
export function readMention(body: JsonObject): Incoming | "not ours" | undefined {
  const { event } = body;
  if (!isObject(event)) return undefined;
  const isEdit = event.edited !== undefined || !WRITTEN.has(stringAt(event, "subtype"));
  if (isEdit || event.bot_id !== undefined) return "not ours";
  const deliveryId = stringAt(body, "event_id");
  const teamId = stringAt(body, "team_id") ?? stringAt(event, "team");
  const userId = stringAt(event, "user");
  const channelId = stringAt(event, "channel");
  const text = valueAt(event, "text") ?? "";
  if (!deliveryId || !teamId || !userId || !channelId || typeof text !== "string") return undefined;
  const threadTs = stringAt(event, "thread_ts");
  return {
    via: "mention",
    deliveryId,
    teamId,
    userId,
    channelId,
    text,
    ...(threadTs !== undefined && { threadTs }),
  };
}

/** Most mentioned people whose names are looked up. */
const MOST_NAMES = 5;

async function namesOf(text: string, people: People): Promise<Map<string, string>> {
  const ids = mentionedUsers(text).slice(0, MOST_NAMES);
  const found = await Promise.all(ids.map((id) => people.find(id)));
  return new Map(found.map(({ userId, name }) => [userId, name]));
}
