/** A press of "Share with the channel": posts for everybody what one person got alone. */
import type { Worked } from "./desk-answering.ts";
import { deliver, recipientOf } from "./desk-delivery.ts";
import { everybodyIn, remember, toContent } from "./desk-ending.ts";
import type { DeskParts } from "./desk-parts.ts";
import { LATE_PICTURES_MS } from "./desk-pictures.ts";
import type { QuietAnswer, QuietAnswers } from "./desk-quiet.ts";
import type { Incoming } from "./incoming.ts";
import { lineView } from "./views/progress-view.ts";

/** Entries of a person that are looked through for a question that is no longer kept. */
const MOST_ENTRIES = 500;

/** Posts the answer that is kept, or asks its question again, visibly, when it is not. */
export async function shareAnswer(
  parts: DeskParts,
  quiet: QuietAnswers,
  questionId: string,
  incoming: Incoming,
  ask: (incoming: Incoming) => Promise<void>,
): Promise<void> {
  const kept = quiet.find(questionId);
  if (!kept) return askAgain(parts, questionId, incoming, ask);
  if (kept.work.incoming.userId !== incoming.userId) {
    return whisper(parts, incoming, "Only the person who asked can share this answer.");
  }
  if (kept.isShared) return whisper(parts, incoming, "This answer is shared already.");
  kept.isShared = true;
  await post(parts, kept, incoming);
}

async function post(parts: DeskParts, kept: QuietAnswer, incoming: Incoming): Promise<void> {
  const { work, worked } = kept;
  const { answer, asked }: Worked = worked;
  // It stands alone in the channel: who asked is said whatever way the question came.
  const shown = { ...work, incoming: { ...work.incoming, via: "button" as const } };
  await work.pictures.prepare(answer, LATE_PICTURES_MS);
  const content = toContent(parts, shown, answer, { isQuiet: false });
  const to = { ...recipientOf(incoming), ...everybodyIn(work) };
  const { isSent, posted } = await deliver(parts, to, content);
  if (!isSent) kept.isShared = false;
  else if (asked) remember(parts, work, asked, answer, posted);
}

async function askAgain(
  parts: DeskParts,
  questionId: string,
  incoming: Incoming,
  ask: (incoming: Incoming) => Promise<void>,
): Promise<void> {
  const { userId } = incoming;
  const own = parts.journal.list({ userId, limit: MOST_ENTRIES });
  const entry = own.find(({ id }) => id === questionId);
  if (!entry) {
    return whisper(parts, incoming, "This answer is no longer kept: ask the question again.");
  }
  const { channelId, threadTs } = entry.address;
  const { threadTs: _, ...rest } = incoming;
  await ask({ ...rest, channelId, text: entry.text, ...(threadTs !== undefined && { threadTs }) });
}

async function whisper(parts: DeskParts, incoming: Incoming, line: string): Promise<void> {
  await deliver(parts, recipientOf(incoming), lineView(line));
}
