/** After a crash or a restart: the people whose questions were never answered are told so, each once. */
import type { JournalEntry } from "../store/journal.ts";
import { deliver, RESPONSE_URL_MS } from "./desk-delivery.ts";
import { type DeskParts, errorName, SILENT } from "./desk-parts.ts";
import { interruptedView } from "./views/progress-view.ts";

/** Questions that a process can have left behind; more than ever are in work and waiting. */
const MOST_LEFT = 1000;

/** `isInWork`: questions of this process are not touched, though they are running too. */
export async function recoverQuestions(
  parts: DeskParts,
  isInWork: (questionId: string) => boolean,
): Promise<void> {
  const { log = SILENT } = parts;
  try {
    const left = parts.journal.list({ state: "running", limit: MOST_LEFT });
    for (const entry of left.reverse()) {
      if (!isInWork(entry.id)) await tellInterrupted(parts, entry);
    }
    if (left.length > 0) log.info({ questions: left.length }, "Told about interrupted questions");
  } catch (error) {
    log.warn({ error: errorName(error) }, "Interrupted questions could not be told about");
  }
}

/**
 * An edit may be made twice without anybody noticing, so it is written down after it is made; a whisper is
 * written down before it is sent: a crash in between leaves it unsaid rather than said twice.
 */
async function tellInterrupted(parts: DeskParts, entry: JournalEntry): Promise<void> {
  const { journal, messenger, clock, log = SILENT } = parts;
  const { channelId, threadTs, userId, responseUrl, postedTs } = entry.address;
  const content = interruptedView(entry.text);
  if (postedTs !== undefined) {
    try {
      await messenger.update({ channelId, ts: postedTs }, content);
      return journal.end(entry.id, { state: "interrupted" });
    } catch (error) {
      log.warn({ error: errorName(error) }, "An interrupted question's message cannot be edited");
    }
  }
  journal.end(entry.id, { state: "interrupted" });
  const isOpen = responseUrl !== undefined && clock.now() - entry.at < RESPONSE_URL_MS;
  const place = { channelId, ...(threadTs !== undefined && { threadTs }) };
  const to = { place, userId, isAlone: true, ...(isOpen && { responseUrl }) };
  await deliver(parts, to, content);
}
