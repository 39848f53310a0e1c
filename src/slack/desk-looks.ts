/** CloudTrail delivers late: answers whose window has just ended are looked at again, and edited when something is new. */
import type { Answer } from "../answers/answer.ts";
import { count } from "../answers/words.ts";
import { formatZoned } from "../domain/time.ts";
import type { Posted } from "./messenger.ts";

/** Looks that wait at a time; an answer beyond keeps its line that says events may be late. */
const MOST_PENDING = 100;

export const LOOK_AGAIN_MS = [2, 5, 15].map((minutes) => minutes * 60 * 1000);

export type Look = {
  answer: Answer;
  /** Epoch milliseconds of the first answer, and the zone in which it is said. */
  at: number;
  zone: string;
  posted: Posted;
  /** Asks again about the same window. */
  again(signal: AbortSignal): Promise<Answer>;
  /** Edits the message. */
  show(answer: Answer, note: string): Promise<void>;
};

export type Looks = {
  /** False when too many are waiting. */
  add(look: Look): boolean;
  clear(): void;
};

/** Looks one at a time, so that they never take a place from a question. */
export function createLooks(afterMs: number[], failed: (error: unknown) => void): Looks {
  const pending = new Set<AbortController>();
  let line: Promise<void> = Promise.resolve();

  function wait(look: Look, known: ReadonlySet<string>, step: number, stop: AbortController): void {
    const dueMs = afterMs[step];
    if (dueMs === undefined || stop.signal.aborted) {
      pending.delete(stop);
      return;
    }
    const timer = setTimeout(
      () => {
        line = line.then(() => lookOnce(look, known, step, stop)).catch(failed);
      },
      dueMs - (afterMs[step - 1] ?? 0),
    );
    timer.unref();
    stop.signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  }

  async function lookOnce(
    look: Look,
    known: ReadonlySet<string>,
    step: number,
    stop: AbortController,
  ): Promise<void> {
    let seen = known;
    try {
      if (stop.signal.aborted) return;
      const answer = await look.again(stop.signal);
      const ids = eventIds(answer);
      const isNew = answer.outcome === "found" && [...ids].some((id) => !known.has(id));
      if (isNew && !stop.signal.aborted) {
        await look.show(answer, newNote(look, ids));
        seen = new Set([...known, ...ids]);
      }
    } catch (error) {
      if (!stop.signal.aborted) failed(error);
    } finally {
      wait(look, seen, step + 1, stop);
    }
  }

  return {
    add(look) {
      if (pending.size >= MOST_PENDING) return false;
      const stop = new AbortController();
      pending.add(stop);
      wait(look, eventIds(look.answer), 0, stop);
      return true;
    },
    clear() {
      for (const stop of pending) stop.abort();
      pending.clear();
    },
  };
}

/** `2 new since 14:05`. */
function newNote({ answer, at, zone }: Look, ids: ReadonlySet<string>): string {
  const before = eventIds(answer);
  const fresh = [...ids].filter((id) => !before.has(id));
  return `${count(fresh.length, "event")} new since ${formatZoned(at, zone).slice(11, 16)} (${zone})`;
}

/** Ids of every event that an answer carries. */
function eventIds(answer: Answer): Set<string> {
  const ids = new Set<string>();
  for (const list of Object.values(answer.data)) {
    if (!Array.isArray(list)) continue;
    for (const event of list) {
      if (hasEventId(event)) ids.add(event.eventId);
    }
  }
  return ids;
}

function hasEventId(value: unknown): value is { eventId: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    "eventId" in value &&
    typeof value.eventId === "string"
  );
}
