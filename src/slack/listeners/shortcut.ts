/** The message shortcut “What changed around this?”: the message's moment is the question. */
import type { App } from "@slack/bolt";
import { type JsonObject, stringAt } from "../../domain/json.ts";
import type { Incoming } from "../incoming.ts";
import { aroundText } from "../views/home-view.ts";
import { acknowledge, begin, type Listening, readPayload, take } from "./listening.ts";

/** The same id stands in the app's manifest. */
export const AROUND_SHORTCUT = "what_changed_around";

export function listenToShortcut(app: App, listening: Listening): void {
  app.shortcut({ type: "message_action", callback_id: AROUND_SHORTCUT }, async ({ ack, body }) => {
    const asked = readPayload("message_action", body, readShortcut, listening.log);
    const work = asked && take(listening, asked);
    await acknowledge(ack, listening.log);
    if (work) begin("a shortcut", listening.log, work);
  });
}

/** https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
export function readShortcut(body: JsonObject): Incoming | undefined {
  const deliveryId = stringAt(body, "trigger_id");
  const teamId = stringAt(body, "team", "id") ?? stringAt(body, "user", "team_id");
  const userId = stringAt(body, "user", "id");
  const channelId = stringAt(body, "channel", "id");
  const ts = stringAt(body, "message", "ts") ?? stringAt(body, "message_ts");
  const seconds = Number(ts);
  if (!deliveryId || !teamId || !userId || !channelId || !ts || !(seconds > 0)) return undefined;
  const responseUrl = stringAt(body, "response_url");
  return {
    via: "shortcut",
    deliveryId,
    teamId,
    userId,
    channelId,
    threadTs: stringAt(body, "message", "thread_ts") ?? ts,
    text: aroundText(Math.round(seconds * 1000)),
    ...(responseUrl !== undefined && { responseUrl }),
  };
}
