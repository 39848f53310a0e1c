/** One queue: messages are seen again when nobody deletes them in time. */
import { createHash, randomUUID } from "node:crypto";

export type QueueMessage = {
  id: string;
  body: string;
  md5: string;
  receipt: string;
  receiveCount: number;
};

export type Queue = {
  send(body: string): void;
  /** At most `most` messages that nobody else holds, hidden from others for `hiddenMs`. */
  receive(most: number, hiddenMs: number): QueueMessage[];
  /** False for a receipt that never was one. A message that is gone already counts as deleted, as on AWS. */
  remove(receipt: string): boolean;
  /** False when nobody holds the message by this receipt. */
  hide(receipt: string, hiddenMs: number): boolean;
  counts(): { visible: number; held: number };
};

type Held = Omit<QueueMessage, "receipt"> & { visibleAt: number };

const MOST_MESSAGES = 10_000;

/** `clock` in milliseconds. */
export function createQueue(clock: () => number): Queue {
  const messages = new Map<string, Held>();
  const idOf = (receipt: string) => /^([\da-f-]{36})#[\da-f-]{36}$/.exec(receipt)?.[1];
  return {
    send(body) {
      const id = randomUUID();
      const md5 = createHash("md5").update(body).digest("hex");
      messages.set(id, { id, body, md5, receiveCount: 0, visibleAt: 0 });
      const oldest = messages.keys().next().value;
      if (messages.size > MOST_MESSAGES && oldest !== undefined) messages.delete(oldest);
    },
    receive(most, hiddenMs) {
      const now = clock();
      const free = [...messages.values()].filter(({ visibleAt }) => visibleAt <= now);
      return free.slice(0, most).map((message) => {
        message.visibleAt = now + hiddenMs;
        message.receiveCount += 1;
        const { visibleAt: _, ...rest } = message;
        return { ...rest, receipt: `${message.id}#${randomUUID()}` };
      });
    },
    remove(receipt) {
      const id = idOf(receipt);
      if (id !== undefined) messages.delete(id);
      return id !== undefined;
    },
    hide(receipt, hiddenMs) {
      const message = messages.get(idOf(receipt) ?? "");
      if (!message || message.visibleAt <= clock()) return false;
      message.visibleAt = clock() + hiddenMs;
      return true;
    },
    counts() {
      const now = clock();
      const visible = [...messages.values()].filter(({ visibleAt }) => visibleAt <= now).length;
      return { visible, held: messages.size - visible };
    },
  };
}
