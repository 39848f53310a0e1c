/** The course of one question: written down, waiting for its turn, searched with its progress shown, ended. */
import type { Answer } from "../answers/answer.ts";
import type { Progress } from "../sources/trail.ts";
import type { BeginQuestion } from "./asking.ts";
import { answerFor, questionName, type Worked } from "./desk-answering.ts";
import { placeOf } from "./desk-delivery.ts";
import { endAnswered, toContent } from "./desk-ending.ts";
import { errorName } from "./desk-parts.ts";
import { LATE_PICTURES_MS, QUICK_PICTURES_MS } from "./desk-pictures.ts";
import { type ProgressOptions, type ProgressState, startProgress } from "./desk-progress.ts";
import type { Room } from "./desk-room.ts";
import { keptText, reword, toEntry, toWork, type Work } from "./desk-work.ts";
import type { Incoming } from "./incoming.ts";
import type { Content } from "./views/blocks.ts";
import { progressView, progressWords } from "./views/progress-view.ts";

const SLOW_MS = 2000;

/** Writes a question down; what it gives settles when the asker has been told. Undefined for a known delivery. */
export function acceptQuestion(room: Room, incoming: Incoming): BeginQuestion | undefined {
  const work = toWork(incoming, room.parts);
  if (!isNewDelivery(room, work)) return undefined;
  room.inWork.set(work.id, work);
  let settle: () => void = () => undefined;
  work.done = new Promise((resolve) => {
    settle = resolve;
  });
  return async (text) => {
    try {
      if (text !== undefined) reword(work, text);
      nameQuestion(room, work);
      await workOn(room, work);
    } finally {
      room.inWork.delete(work.id);
      settle();
    }
  };
}

/** A journal that cannot write must not keep anybody from an answer. */
function isNewDelivery({ parts, log }: Room, work: Work): boolean {
  try {
    return parts.journal.begin(toEntry(work, "unknown"));
  } catch (error) {
    log.warn({ error: errorName(error) }, "The journal could not be written");
    return true;
  }
}

/** To understand takes its time, so it is left until the delivery has been acknowledged. */
function nameQuestion({ parts, log }: Room, work: Work): void {
  try {
    const question = questionName(parts, work);
    parts.journal.note(work.id, { question, text: keptText(work.text) });
  } catch (error) {
    log.warn({ error: errorName(error) }, "The journal could not be written");
  }
}

async function workOn(room: Room, work: Work): Promise<void> {
  const { signal } = work.controller;
  const run = { signal, progress: (progress: Progress) => work.progress?.tell(progress) };
  let worked: Worked | undefined;
  try {
    worked = await answerFor(room.parts, work, {
      run,
      admit: () => admit(room, work),
      showPart: (part) => void showPart(room, work, part),
    });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  if (worked) await endAnswered(room, work, worked);
  // Whoever aborted it tells how it ended.
  else await work.ending;
}

/** With its pictures where they are quick; those that are not come with a later edit. */
async function showPart(room: Room, work: Work, part: Answer): Promise<void> {
  const show = () =>
    work.isEnded || work.progress?.show((state) => partContent(room, work, part, state));
  const isWhole = await work.pictures.prepare(part, QUICK_PICTURES_MS);
  show();
  if (isWhole) return;
  await work.pictures.prepare(part, LATE_PICTURES_MS);
  show();
}

function admit(room: Room, work: Work): Promise<() => void> | undefined {
  const { userId } = work.incoming;
  const isWaiting = room.places.isFull(userId);
  const turn = room.places.enter(userId, work.controller.signal);
  if (!turn || work.isEnded) return turn;
  const progress = startProgress(progressOf(room, work));
  work.progress = progress;
  if (!isWaiting) return turn;
  progress.wait(`Waiting for its turn, ${room.places.busy()} questions are in work`);
  return turn.then((leave) => {
    progress.wait(undefined);
    return leave;
  });
}

/** The rows so far, with how far the rest is and the button that ends it. */
function partContent(
  { parts }: Room,
  work: Work,
  part: Answer,
  { progress }: ProgressState,
): Content {
  const elapsedMs = performance.now() - work.startedAt;
  return toContent(parts, work, part, {
    isQuiet: work.isQuiet,
    isPart: true,
    note: progressWords({ ...progress, elapsedMs }),
  });
}

function progressOf({ parts, log }: Room, work: Work): ProgressOptions {
  const { incoming, isQuiet } = work;
  const { messenger, journal } = parts;
  const place = placeOf(incoming);
  const text = keptText(work.text);
  const mark = { questionId: work.id, state: "running" } as const;
  const elapsedMs = () => performance.now() - work.startedAt;
  return {
    slowMs: Math.max(0, (parts.slowMs ?? SLOW_MS) - elapsedMs()),
    view: ({ progress, waiting }) =>
      progressView({
        text: waiting === undefined ? text : `${waiting}: ${text}`,
        ...progress,
        questionId: work.id,
        elapsedMs: elapsedMs(),
      }),
    post: async (content) => {
      if (isQuiet) {
        await messenger.whisper(place, incoming.userId, content, incoming.responseUrl);
        return undefined;
      }
      // Without the response URL: what goes through that could never be edited into the answer.
      const posted = await messenger.post(place, { ...content, mark });
      if (posted) journal.note(work.id, { postedTs: posted.ts });
      return posted;
    },
    update: (posted, content) => messenger.update(posted, { ...content, mark }),
    failed: (error) => log.warn({ error: errorName(error) }, "Progress could not be shown"),
  };
}
