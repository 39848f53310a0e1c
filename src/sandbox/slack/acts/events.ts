/** Events to the app, repeated three times while they are not acknowledged. */
import type { Timings } from "../delivery/delivery.ts";
import type { Conversation, Message, SlackObject } from "../model.ts";
import { eventPayload } from "../payloads.ts";
import { messageWire, viewWire } from "../wire.ts";
import type { World } from "../world.ts";

const REASONS = { "no-app": "connection_failed", timeout: "http_timeout", error: "http_error" };

export type Events = {
  said(message: Message, conversation: Conversation): void;
  homeOpened(userId: string): void;
  close(): void;
};

export function createEvents(world: World, timings: Timings): Events {
  const timers = new Set<NodeJS.Timeout>();
  let isClosed = false;
  const later = (waitMs: number, run: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, waitMs);
    timer.unref();
    timers.add(timer);
  };
  const attempt = async (payload: SlackObject, count: number, reason: string): Promise<void> => {
    if (isClosed) return;
    const envelope = { kind: "events_api", payload, acceptsResponse: false } as const;
    const retry = count === 0 ? undefined : { attempt: count, reason };
    const outcome = await world.delivery.deliver(envelope, retry);
    const wait = timings.retryMs[count];
    if (outcome.kind === "acknowledged" || !outcome.mayRetry || wait === undefined) return;
    later(wait, () => void attempt(payload, count + 1, REASONS[outcome.reason]));
  };
  const send = (event: SlackObject) => void attempt(eventPayload(world, event), 0, "");
  const isWanted = (name: string) => world.company.events.includes(name);
  return {
    said(message, conversation) {
      const bot = world.company.app.botUserId;
      if (!conversation.members.includes(bot)) return;
      const { type: _type, ...shape } = messageWire(world, message);
      const shared = { ...shape, channel: message.channel, event_ts: message.ts };
      if (conversation.kind === "dm") {
        if (isWanted("message.im")) send({ type: "message", channel_type: "im", ...shared });
        return;
      }
      const isMention = message.text.includes(`<@${bot}>`);
      if (isMention && isWanted("app_mention")) send({ type: "app_mention", ...shared });
    },
    homeOpened(userId) {
      if (!isWanted("app_home_opened")) return;
      const view = world.workspace.views.get(world.workspace.homes.get(userId) ?? "");
      send({
        type: "app_home_opened",
        user: userId,
        channel: world.workspace.direct(userId, world.company.app.botUserId).id,
        tab: "home",
        ...(view ? { view: viewWire(world, view) } : {}),
        event_ts: world.workspace.freshTs(),
      });
    },
    close() {
      isClosed = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
