/** The port of what people had changed in AWS: proposed, confirmed once, carried out once, and how it ended. */
import type { Order } from "../domain/order.ts";

/**
 * `proposed` waits to be confirmed. `running` was confirmed and sent; after a crash nobody knows yet what became of it.
 * `unknown`: neither AWS nor a look afterwards told.
 */
export type OrderState = "proposed" | "running" | "done" | "failed" | "unknown";

export type OrderEntry = {
  /** Known to the button alone; works once. */
  code: string;
  /** Who may confirm it: the one who asked. */
  userId: string;
  teamId: string;
  channelId: string;
  threadTs?: string;
  order: Order;
  /** `mute alarm orders-db-cpu for 1 h in prod, eu-west-1`. */
  words: string;
  /** Epoch milliseconds. */
  at: number;
  expiresAt: number;
  state: OrderState;
  /** What became of it, in words. */
  outcome?: string;
  startedAt?: number;
  endedAt?: number;
  /** The message that tells the channel. */
  postedTs?: string;
};

/** Why a code does nothing now. */
export type NotTaken = "unknown" | "not-yours" | "expired" | "again";

export type Taken = { kind: "taken"; entry: OrderEntry } | { kind: NotTaken; entry?: OrderEntry };

export type OrderEnding = {
  state: "done" | "failed" | "unknown";
  outcome: string;
  /** Epoch milliseconds. */
  at: number;
};

export type OrderBook = {
  /** An entry in state `proposed`. */
  propose(entry: OrderEntry): void;
  find(code: string): OrderEntry | undefined;
  /** From `proposed` to `running`, for its own person and before it expires; of many callers one alone gets it. */
  take(code: string, userId: string, now: number): Taken;
  note(code: string, news: { postedTs: string }): void;
  /** The first ending stays; only `unknown` may be found out later. */
  end(code: string, ending: OrderEnding): void;
  /** Newest first; those that nobody confirmed only where their state is asked for. */
  list(filter: {
    state?: OrderState;
    userId?: string;
    since?: number;
    limit: number;
  }): OrderEntry[];
};

/** Why an entry cannot be taken; undefined where it can. */
export function whyNotTaken(
  entry: OrderEntry | undefined,
  userId: string,
  now: number,
): NotTaken | undefined {
  if (!entry) return "unknown";
  if (entry.userId !== userId) return "not-yours";
  if (entry.state !== "proposed") return "again";
  return entry.expiresAt <= now ? "expired" : undefined;
}
