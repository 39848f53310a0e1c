/** An answer that leads to an order gets a button for those who may give it, and a line for the others. */
import { randomUUID } from "node:crypto";
import { judgeOrder, NO_ORDERS, type OrderPolicy } from "../access/orders.ts";
import type { Answer, Section } from "../answers/answer.ts";
import { MINUTE } from "../domain/time.ts";
import { confirmation, orderName, orderOf, orderWords } from "../questions/orders/order-words.ts";
import type { AlarmOrders } from "../sources/cloudwatch.ts";
import type { OrderBook, OrderEntry } from "../store/orders.ts";
import { type DeskParts, errorName, SILENT } from "./desk-parts.ts";
import type { Work } from "./desk-work.ts";
import type { SlackPerson } from "./people.ts";
import type { OrderOffer } from "./views/order-view.ts";

/** What orders need; without it all of them are off. */
export type Ordering = {
  book: OrderBook;
  policy: OrderPolicy;
  orders: AlarmOrders;
  /** How long AWS may keep silent before it is looked up what became of an order; 20 s unless set. */
  patienceMs?: number;
};

/** How long a proposal can be confirmed. */
export const OFFER_MS = 10 * MINUTE;

/** Nothing is changed here: the proposal is written down under a code that the button alone knows. */
export function withOffer(
  parts: DeskParts,
  { incoming }: Work,
  { userId, groups }: SlackPerson,
  answer: Answer,
): { answer: Answer; offer?: OrderOffer } {
  const { ordering, policy, accountNames, clock } = parts;
  const order = orderOf(answer.data);
  if (!order || answer.outcome !== "found") return { answer };
  const who = { userId, groups };
  const rights = ordering?.policy ?? NO_ORDERS;
  const verdict = judgeOrder(rights, orderName(order), who, policy.askFor);
  if (verdict.kind === "refused" || !ordering) {
    const why = verdict.kind === "refused" ? `${verdict.headline} ${verdict.next} ` : "";
    return { answer: withLine(answer, `${why}${COMMAND}`) };
  }
  const { teamId, channelId, threadTs } = incoming;
  const code = randomUUID();
  const at = clock.now();
  const entry: OrderEntry = {
    code,
    userId,
    teamId,
    channelId,
    ...(threadTs !== undefined && { threadTs }),
    order,
    words: orderWords(order, accountNames),
    at,
    expiresAt: at + OFFER_MS,
    state: "proposed",
  };
  try {
    ordering.book.propose(entry);
  } catch (error) {
    // What cannot be written down cannot be done once; the answer itself is right.
    (parts.log ?? SILENT).warn({ error: errorName(error) }, "An order could not be written down");
    return { answer: withLine(answer, `It cannot be ordered here just now. ${COMMAND}`) };
  }
  return { answer, offer: { ...confirmation(order, accountNames), code } };
}

const COMMAND = "The command below does the same.";

function withLine(answer: Answer, text: string): Answer {
  const line: Section = { kind: "callout", tone: "info", line: [text] };
  return { ...answer, sections: [line, ...answer.sections] };
}
