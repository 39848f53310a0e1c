/** One question in work, from its delivery to its one end. */
import { randomUUID } from "node:crypto";
import { withoutSecrets } from "../domain/redact-text.ts";
import type { JournalEntry } from "../store/journal.ts";
import { isDirect } from "./desk-delivery.ts";
import type { DeskParts } from "./desk-parts.ts";
import { createPictures, type Pictures } from "./desk-pictures.ts";
import type { ProgressLine } from "./desk-progress.ts";
import { readQuiet } from "./desk-words.ts";
import type { Incoming } from "./incoming.ts";

export type Work = {
  id: string;
  incoming: Incoming;
  /** As asked, without the words that say for whom. */
  text: string;
  isQuiet: boolean;
  /** Epoch milliseconds. */
  at: number;
  /** `performance.now()` of the delivery: what a frozen or corrected clock cannot falsify. */
  startedAt: number;
  controller: AbortController;
  /** Of all its answers: the first part, the whole, and what a later look finds. */
  pictures: Pictures;
  /** From the moment at which the question is known to be allowed. */
  progress?: ProgressLine;
  /** Set once, by whoever ends it: the answer, a cancel, or the end of the process. */
  isEnded: boolean;
  /** Settles when the end has been told and written down. */
  ending?: Promise<void>;
  /** Settles when the asker has been told how it ended. */
  done: Promise<void>;
};

/** Longest text that is kept; what is longer is no question. */
const KEPT_TEXT = 4000;

export function toWork(
  incoming: Incoming,
  { clock, studio, log }: Pick<DeskParts, "clock" | "studio" | "log">,
): Work {
  const controller = new AbortController();
  return {
    id: randomUUID(),
    incoming,
    ...saidIn(incoming),
    at: clock.now(),
    startedAt: performance.now(),
    controller,
    pictures: createPictures(studio, controller.signal, log),
    isEnded: false,
    done: Promise.resolve(),
  };
}

/** The same question in its final words. */
export function reword(work: Work, text: string): void {
  work.incoming = { ...work.incoming, text };
  Object.assign(work, saidIn(work.incoming));
}

function saidIn(incoming: Incoming): Pick<Work, "text" | "isQuiet"> {
  const { text, isQuiet } = readQuiet(incoming.text);
  // With the bot alone there is nobody to be quiet for.
  return { text, isQuiet: isQuiet && !isDirect(incoming) };
}

/** The text as it may be kept and shown: secrets out, and not without end. */
export function keptText(text: string): string {
  return withoutSecrets(text.slice(0, KEPT_TEXT));
}

/** What the journal keeps of a question before it is answered. */
export function toEntry(work: Work, question: string): JournalEntry {
  const { id, incoming, at } = work;
  const { deliveryId, teamId, channelId, threadTs, userId, responseUrl } = incoming;
  return {
    id,
    deliveryId,
    text: keptText(work.text),
    question,
    at,
    address: {
      teamId,
      channelId,
      userId,
      ...(threadTs !== undefined && { threadTs }),
      ...(responseUrl !== undefined && { responseUrl }),
    },
    state: "running",
  };
}
