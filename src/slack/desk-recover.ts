/** After a crash or a restart: the people whose questions were never answered are told so, each once. */
import type { JournalEntry } from "../store/journal.ts";
import { deliver, RESPONSE_URL_MS } from "./desk-delivery.ts";
import { type DeskParts, errorName, SILENT } from "./desk-parts.ts";
import type { Mark, Marked, Place, Posted } from "./messenger.ts";
import type { Content } from "./views/blocks.ts";
import { interruptedView, lineView } from "./views/progress-view.ts";

/** Questions that a process can have left behind; more than ever are in work and waiting. */
const MOST_LEFT = 1000;

/** `isInWork`: questions of this process are not touched, though they are running too. */
export async function recoverQuestions(
  parts: DeskParts,
  isInWork: (questionId: string) => boolean,
): Promise<void> {
  const { log = SILENT } = parts;
  try {
    const running = parts.journal.list({ state: "running", limit: MOST_LEFT });
    const left = running.filter(({ id }) => !isInWork(id)).reverse();
    for (const entry of left) await recoverQuestion(parts, entry);
    if (left.length > 0) log.info({ questions: left.length }, "Told about interrupted questions");
  } catch (error) {
    log.warn({ error: errorName(error) }, "Interrupted questions could not be told about");
  }
}

/** The process may have died after Slack took its last message and before that was written down: Slack is asked. */
async function recoverQuestion(parts: DeskParts, entry: JournalEntry): Promise<void> {
  const marked = await findMessages(parts, entry);
  const last = marked?.find(({ mark }) => mark.state !== "running");
  if (!last) {
    // What may be the answer by now, and cannot be looked at, is left as it is.
    const isHidden = marked === undefined && entry.outcome !== undefined;
    const shown = marked?.at(-1)?.posted ?? progressOf(entry);
    return tellInterrupted(parts, entry, isHidden ? undefined : shown);
  }
  const { state, outcome } = last.mark;
  parts.journal.end(entry.id, { state, ...(outcome !== undefined && { outcome }) });
}

/** Undefined where the bot may not read. */
async function findMessages(parts: DeskParts, entry: JournalEntry): Promise<Marked[] | undefined> {
  try {
    return await parts.findMarked(placeIn(entry), entry.id, entry.at);
  } catch (error) {
    const { log = SILENT } = parts;
    log.info({ error: errorName(error) }, "An interrupted question's messages cannot be read");
    return undefined;
  }
}

function placeIn({ address: { channelId, threadTs } }: JournalEntry): Place {
  return { channelId, ...(threadTs !== undefined && { threadTs }) };
}

function progressOf({ address: { channelId, postedTs } }: JournalEntry): Posted | undefined {
  return postedTs === undefined ? undefined : { channelId, ts: postedTs };
}

/**
 * An edit may be made twice without anybody noticing, so it is written down after it is made; a whisper is
 * written down before it is sent: a crash in between leaves it unsaid rather than said twice.
 */
async function tellInterrupted(
  parts: DeskParts,
  entry: JournalEntry,
  posted: Posted | undefined,
): Promise<void> {
  const { journal, messenger, clock, log = SILENT } = parts;
  const { userId, responseUrl } = entry.address;
  const mark: Mark = { questionId: entry.id, state: "interrupted" };
  if (posted) {
    try {
      await messenger.update(posted, { ...interruptedView(entry.text), mark });
      return journal.end(entry.id, { state: "interrupted" });
    } catch (error) {
      log.warn({ error: errorName(error) }, "An interrupted question's message cannot be edited");
    }
  }
  journal.end(entry.id, { state: "interrupted" });
  const isOpen = responseUrl !== undefined && clock.now() - entry.at < RESPONSE_URL_MS;
  const to = { place: placeIn(entry), userId, isAlone: true, ...(isOpen && { responseUrl }) };
  await deliver(
    parts,
    to,
    entry.outcome === undefined ? interruptedView(entry.text) : doubtView(entry),
  );
}

/** A whisper, and what went through a response URL, leaves no trace that could be looked for. */
function doubtView({ text }: JournalEntry): Content {
  const question = text.length > 300 ? `${text.slice(0, 300)}…` : text;
  return lineView(
    `Trailwatch was restarted just when it answered: ${question}. If the answer did not reach you, ask again.`,
  );
}
