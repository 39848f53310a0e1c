/** What every listener works with, and the order of work that they share: write down, acknowledge, then act. */
import type { WebClient } from "@slack/web-api";
import type { Policy } from "../../access/policy.ts";
import { isObject, type JsonObject } from "../../domain/json.ts";
import { errorFields, type Log } from "../../log.ts";
import type { Clock } from "../../sources/clock.ts";
import type { Alarms } from "../../sources/cloudwatch.ts";
import type { Journal } from "../../store/journal.ts";
import type { BeginQuestion, Desk } from "../asking.ts";
import type { Deliveries } from "../deliveries.ts";
import type { Incoming } from "../incoming.ts";
import type { Messenger, Place } from "../messenger.ts";
import type { People } from "../people.ts";
import { lineView } from "../views/progress-view.ts";

export type Listening = {
  desk: Desk;
  journal: Journal;
  policy: Policy;
  messenger: Messenger;
  people: People;
  accountNames: Record<string, string>;
  clock: Clock;
  log: Log;
  /** For modals and the App Home. */
  web: WebClient;
  deliveries: Deliveries;
  botUserId: string;
  /** For the App Home; it shows none without. */
  alarms?: Alarms;
};

/** What is read of a payload: undefined when it is malformed. */
export type Read<T> = (body: JsonObject) => T | undefined;

/**
 * Acknowledges before all that takes time. A lost acknowledgement (the connection just broke) does not lose the deed: Slack does not
 * deliver commands and presses again.
 */
export async function acknowledge(ack: () => Promise<void>, log: Log): Promise<void> {
  try {
    await ack();
  } catch (error) {
    log.warn("an acknowledgement did not reach Slack", errorFields(error));
  }
}

/**
 * Writes a question down before it is acknowledged: then nobody loses it when the process dies in between. Undefined
 * when the same deed was delivered before.
 */
export function take(
  { desk, deliveries }: Pick<Listening, "desk" | "deliveries">,
  incoming: Incoming,
): BeginQuestion | undefined {
  return deliveries.isNew(incoming.deliveryId) ? desk.accept(incoming) : undefined;
}

/** Reads a payload at the door; what cannot be read is logged by its kind and ignored. */
export function readPayload<T>(
  kind: string,
  body: unknown,
  read: Read<T>,
  log: Log,
): T | undefined {
  const found = isObject(body) ? read(body) : undefined;
  if (found === undefined) log.warn("a payload was malformed and is ignored", { kind });
  return found;
}

/**
 * Starts work that nobody waits for, after the acknowledgement has left the process: the work may keep the thread
 * busy for a while.
 */
export function begin(what: string, log: Log, work: () => Promise<void>): void {
  setImmediate(() => {
    work().catch((error: unknown) => log.error(`${what} failed`, errorFields(error)));
  });
}

/** A line for one person alone. */
export async function tell(
  { messenger }: Pick<Listening, "messenger">,
  place: Place & { userId: string; responseUrl?: string },
  text: string,
): Promise<void> {
  const { channelId, threadTs } = place;
  await messenger.whisper(
    { channelId, ...(threadTs !== undefined && { threadTs }) },
    place.userId,
    lineView(text),
    place.responseUrl,
  );
}
