/** The one end of a question: said once, written down, and remembered for what comes after it. */
import type { Answer } from "../answers/answer.ts";
import { LATE_MS } from "../questions/audit/compose.ts";
import { isMetricsUnderstood } from "../questions/draft.ts";
import type { Ending, Journal } from "../store/journal.ts";
import { type AskedQuestion, answerAgain, type Worked } from "./desk-answering.ts";
import {
  type Delivered,
  DIRECT_THREAD,
  deliver,
  isDirect,
  placeOf,
  recipientOf,
} from "./desk-delivery.ts";
import { withFile } from "./desk-file.ts";
import { LOOK_AGAIN_MS } from "./desk-looks.ts";
import { type DeskParts, errorName, SILENT } from "./desk-parts.ts";
import { LATE_PICTURES_MS, QUICK_PICTURES_MS } from "./desk-pictures.ts";
import type { Room } from "./desk-room.ts";
import { keptText, type Work } from "./desk-work.ts";
import type { Mark, Posted } from "./messenger.ts";
import { toTopic } from "./topic.ts";
import { answerView } from "./views/answer-view.ts";
import type { Content } from "./views/blocks.ts";
import type { OrderOffer } from "./views/order-view.ts";
import { lineView } from "./views/progress-view.ts";

/** A question that ends without an answer; `pressUrl`: the response URL of the press on Cancel. */
export type Closing = {
  state: "cancelled" | "interrupted";
  content: Content;
  pressUrl?: string | undefined;
};

type Last = {
  ending: Ending;
  isAlone: boolean;
  content(): Content | Promise<Content>;
  pressUrl?: string | undefined;
};

/** Tells the answer, unless the question has ended otherwise; then waits for that end. */
export function endAnswered(room: Room, work: Work, worked: Worked): Promise<void> {
  return once(work, () => finish(room, work, worked));
}

/** Tells that the question ended without an answer; the one who comes first ends it. */
export function endClosed(room: Room, work: Work, closing: Closing): Promise<void> {
  return once(work, async () => {
    const tookMs = Math.round(performance.now() - work.startedAt);
    const { state, content, pressUrl } = closing;
    const ending = { state, tookMs };
    await tell(room, work, { ending, isAlone: true, content: () => content, pressUrl });
  });
}

function once(work: Work, end: () => Promise<void>): Promise<void> {
  if (!work.ending) {
    work.isEnded = true;
    work.ending = end();
  }
  return work.ending;
}

async function tell(room: Room, work: Work, last: Last): Promise<Delivered> {
  const posted = await work.progress?.settle();
  const mark = markOf(work.id, last.ending);
  const letter = { ...(await last.content()), mark };
  const to = recipientOf(work.incoming, performance.now() - work.startedAt);
  const isAlone = last.isAlone && !isDirect(work.incoming);
  const isWhisper = isAlone && !posted;
  // Of a whisper nobody can say later whether it arrived: then at least that it was on its way.
  const { state, outcome: toldOutcome = state } = last.ending;
  write(room, (journal) => journal.note(work.id, { outcome: toldOutcome }));
  // A whispered progress can be replaced through its own button alone.
  const pressUrl = isWhisper ? last.pressUrl : undefined;
  const isPressed = pressUrl !== undefined;
  const recipient = {
    ...to,
    isAlone,
    ...(posted && { posted }),
    ...(isPressed && { responseUrl: pressUrl }),
  };
  const delivered = await deliver(room.parts, recipient, {
    ...letter,
    ...(isPressed && { replacesPressed: true }),
  });
  const outcome = delivered.isSent ? {} : { outcome: "undelivered" };
  write(room, (journal) => journal.end(work.id, { ...last.ending, ...outcome }));
  if (!delivered.isSent) room.log.warn({ questionId: work.id }, "No way to Slack was open");
  return delivered;
}

/** The mark of a question's last message. */
export function markOf(questionId: string, { state, outcome }: Ending): Mark {
  return { questionId, state, ...(outcome !== undefined && { outcome }) };
}

function write({ parts, log }: Room, work: (journal: Journal) => void): void {
  try {
    work(parts.journal);
  } catch (error) {
    log.warn({ error: errorName(error) }, "The journal could not be written");
  }
}

async function finish(room: Room, work: Work, worked: Worked): Promise<void> {
  const { parts, foreign, quiet } = room;
  const { asked, offer } = worked;
  const { isQuiet, pictures } = work;
  const isLate = asked !== undefined && !isQuiet && isYoung(work, asked, worked.answer);
  const isForeign = foreign.has(work.incoming.channelId);
  const isLooking = isLate && !isForeign;
  const endNote = isLooking ? lookNote(parts.lookAgainMs ?? LOOK_AGAIN_MS) : undefined;
  let { answer } = worked;
  let isWhole = true;
  const ending = endingOf(work, answer);
  const content = () =>
    toContent(parts, work, answer, { isQuiet: isQuiet && asked !== undefined, endNote, offer });
  const delivered = await tell(room, work, {
    ending,
    isAlone: isQuiet || !asked,
    content: async () => {
      if (asked) answer = await withFile(parts, work, { asked, answer, isQuiet });
      // What cannot be edited later waits for its pictures.
      const patienceMs = isQuiet || isForeign ? LATE_PICTURES_MS : QUICK_PICTURES_MS;
      isWhole = await pictures.prepare(answer, patienceMs);
      return content();
    },
  });
  if (!asked) return;
  if (isQuiet) {
    quiet.keep(work.id, { work, worked: { ...worked, answer }, isShared: false });
    return;
  }
  remember(parts, work, asked, answer, delivered.posted);
  const { isSent, posted } = delivered;
  if (!posted) noteForeign(foreign, work.incoming.channelId);
  if (isSent && !isWhole) await addPictures(room, work, { answer, ending, content }, posted);
  if (posted && isLooking) look(room, work, { ...worked, asked, answer }, posted);
}

/** Puts pictures that took long into the message that has told their numbers; below it, where it cannot be edited. */
async function addPictures(
  { parts, log }: Room,
  work: Work,
  { answer, ending, content }: { answer: Answer; ending: Ending; content(): Content },
  posted: Posted | undefined,
): Promise<void> {
  await work.pictures.prepare(answer, LATE_PICTURES_MS);
  if (!posted) {
    const sections = answer.sections.filter(({ kind }) => kind === "chart");
    const alone = { ...answer, sections, searched: [], followUps: [] };
    const to = recipientOf(work.incoming, performance.now() - work.startedAt);
    const letter = toContent(parts, work, alone, { isQuiet: false });
    await deliver(parts, { ...to, isAlone: false }, letter);
    return;
  }
  try {
    await parts.messenger.update(posted, { ...content(), mark: markOf(work.id, ending) });
  } catch (error) {
    log.warn({ error: errorName(error) }, "Pictures could not be put into their message");
  }
}

function look(
  { parts, looks }: Room,
  work: Work,
  worked: Worked & { asked: AskedQuestion },
  posted: Posted,
): void {
  const { answer, zone } = worked;
  looks.add({
    answer,
    at: work.at,
    zone,
    posted,
    again: (signal) => answerAgain(parts, work, worked, signal),
    show: async (fresh, note) => {
      await work.pictures.prepare(fresh, LATE_PICTURES_MS);
      await parts.messenger.update(posted, toContent(parts, work, fresh, { isQuiet: false, note }));
    },
  });
}

const MOST_FOREIGN = 1000;

function noteForeign(foreign: Set<string>, channelId: string): void {
  if (foreign.size < MOST_FOREIGN) foreign.add(channelId);
}

/** CloudTrail may still deliver events of the window, which an answer about metrics need not have looked for. */
function isYoung(work: Work, understood: AskedQuestion, { searched }: Answer): boolean {
  const { question, asked } = understood;
  if (question === "raw-event" || asked.asFile || work.at - asked.window.to >= LATE_MS)
    return false;
  return !isMetricsUnderstood(understood) || searched.some(({ deliveryLagMs }) => deliveryLagMs);
}

/** `Looks again by itself after 2, 5 and 15 minutes.` */
function lookNote(afterMs: number[]): string | undefined {
  const minutes = afterMs.map((ms) => Math.max(1, Math.round(ms / 60_000)));
  const last = minutes.pop();
  if (last === undefined) return undefined;
  const list = minutes.length > 0 ? `${minutes.join(", ")} and ${last}` : String(last);
  return `Looks again by itself after ${list} min and says here what is new.`;
}

/** What everybody may see of an answer from now on; questions that failed leave the thread as it is. */
export function remember(
  parts: DeskParts,
  { incoming }: Work,
  asked: AskedQuestion,
  answer: Answer,
  posted: Posted | undefined,
): void {
  const threadTs = incoming.threadTs ?? posted?.ts;
  try {
    const above = incoming.threadTs ?? (isDirect(incoming) ? DIRECT_THREAD : undefined);
    const before = above === undefined ? undefined : parts.topics.recall(incoming.channelId, above);
    const topic = toTopic(asked, answer, before);
    if (!topic) return;
    const channelId = posted?.channelId ?? incoming.channelId;
    if (threadTs !== undefined) parts.topics.remember(channelId, threadTs, topic);
    if (incoming.threadTs === undefined && isDirect(incoming))
      parts.topics.remember(incoming.channelId, DIRECT_THREAD, topic);
  } catch (error) {
    (parts.log ?? SILENT).warn({ error: errorName(error) }, "The thread could not be remembered");
  }
}

function endingOf(work: Work, { outcome, searched }: Answer): Ending {
  const scannedBytes = searched.reduce((sum, search) => sum + (search.scannedBytes ?? 0), 0);
  const costs = searched.flatMap(({ costUsd }) => costUsd ?? []);
  return {
    state: "answered",
    outcome,
    tookMs: Math.round(performance.now() - work.startedAt),
    ...(scannedBytes > 0 && { scannedBytes }),
    ...(costs.length > 0 && { costUsd: costs.reduce((sum, cost) => sum + cost, 0) }),
  };
}

type ContentOptions = {
  isQuiet: boolean;
  /** More is being read. */
  isPart?: boolean;
  note?: string;
  endNote?: string | undefined;
  offer?: OrderOffer | undefined;
};

/** The answer as a message; should its view fail, at least its first line. */
export function toContent(
  parts: DeskParts,
  work: Work,
  answer: Answer,
  { isQuiet, isPart, note, endNote, offer }: ContentOptions,
): Content {
  const { id, incoming } = work;
  try {
    return answerView(answer, {
      questionId: id,
      isQuiet,
      pictureOf: work.pictures.of,
      ...(isPart && { isPart }),
      accountNames: parts.accountNames,
      // A mention stands above its answer; of the other ways nobody else sees who asked.
      ...(incoming.via !== "mention" && { askedBy: incoming.userId }),
      ...(note !== undefined && { note }),
      ...(endNote !== undefined && { endNote }),
      ...(offer && { offer }),
    });
  } catch (error) {
    parts.report(id, error);
    return lineView(keptText(answer.headline));
  }
}

/** Where a shared answer goes: to everybody in the place in which it was asked. */
export function everybodyIn(work: Work): { place: ReturnType<typeof placeOf>; isAlone: false } {
  return { place: placeOf(work.incoming), isAlone: false };
}
