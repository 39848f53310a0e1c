/** Answers what people ask in Slack: shows progress, edits, cancels, shares, and tells what the last process left behind. */
import type { BeginQuestion, Desk } from "./asking.ts";
import { acceptQuestion } from "./desk-course.ts";
import { deliver, recipientOf } from "./desk-delivery.ts";
import { type Closing, endClosed } from "./desk-ending.ts";
import { giveOrder } from "./desk-orders.ts";
import { recoverOrders } from "./desk-orders-recover.ts";
import { type DeskParts, errorName } from "./desk-parts.ts";
import { recoverQuestions } from "./desk-recover.ts";
import { createRoom, type Room } from "./desk-room.ts";
import { shareAnswer } from "./desk-share.ts";
import { keptText, type Work } from "./desk-work.ts";
import type { Incoming } from "./incoming.ts";
import { cancelledView, interruptedView, lineView } from "./views/progress-view.ts";

/** Joins the parts; nothing runs before the first question. */
export function createDesk(parts: DeskParts): Desk {
  const room = createRoom(parts);
  const { inWork, log } = room;
  let isClosing = false;
  const ordersInWork = new Set<string>();
  const ordersDone = new Set<Promise<void>>();

  function accept(incoming: Incoming): BeginQuestion | undefined {
    const begin = isClosing ? () => turnAway(parts, incoming) : acceptQuestion(room, incoming);
    if (!begin) return undefined;
    return async (text) => {
      try {
        await begin(text);
      } catch (error) {
        log.warn({ error: errorName(error) }, "A question was lost");
        parts.report(parts.clock.now().toString(36), error);
      }
    };
  }

  return {
    accept,
    async cancel(questionId, userId, responseUrl) {
      const work = inWork.get(questionId);
      if (!work || work.isEnded) return;
      const content = cancelledView(keptText(work.text), userId);
      await close(room, work, { state: "cancelled", content, pressUrl: responseUrl });
    },
    async share(questionId, incoming) {
      try {
        const ask = async (again: Incoming) => accept(again)?.();
        await shareAnswer(parts, room.quiet, questionId, incoming, ask);
      } catch (error) {
        log.warn({ error: errorName(error) }, "An answer could not be shared");
      }
    },
    async order(code, incoming) {
      if (isClosing) return turnAway(parts, incoming);
      const done = giveOrder(parts, code, incoming, ordersInWork);
      ordersDone.add(done);
      await done;
      ordersDone.delete(done);
    },
    async recover() {
      await recoverQuestions(parts, (id) => inWork.has(id));
      await recoverOrders(parts, ordersInWork);
    },
    async drain(timeoutMs) {
      isClosing = true;
      room.looks.clear();
      await within(timeoutMs, [...waiting(inWork), ...ordersDone]);
      for (const work of inWork.values()) {
        const content = interruptedView(keptText(work.text));
        if (!work.isEnded) void close(room, work, { state: "interrupted", content });
      }
      await within(TELLING_MS, waiting(inWork));
    },
  };
}

/** How long the last words may take once the process is to end; `recover` says what was not said. */
const TELLING_MS = 3000;

function waiting(inWork: Map<string, Work>): Promise<void>[] {
  return [...inWork.values()].map(({ done }) => done);
}

/** Waits until all are told, at most so long. */
async function within(timeoutMs: number, works: Promise<void>[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  await Promise.race([Promise.allSettled(works), timeout]);
  clearTimeout(timer);
}

async function turnAway(parts: DeskParts, incoming: Incoming): Promise<void> {
  const line = "Trailwatch is restarting: ask again in a moment.";
  await deliver(parts, recipientOf(incoming), lineView(line));
}

/** Ends a question that has no answer, and stops its search. */
async function close(room: Room, work: Work, closing: Closing): Promise<void> {
  const told = endClosed(room, work, closing);
  work.controller.abort();
  await told;
}
