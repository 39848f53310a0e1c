/** An answer that leads to an order gets a button for those who may give it, and a line for the others. */
import { randomUUID } from "node:crypto";
import { judgeOrder, NO_ORDERS, type OrderPolicy } from "../access/orders.ts";
import type { Answer } from "../answers/answer.ts";
import { MINUTE } from "../domain/time.ts";
import { confirmation, orderName, orderOf, orderWords } from "../questions/orders/order-words.ts";
import type { AlarmOrders } from "../sources/cloudwatch.ts";
import type { OrderBook } from "../store/orders.ts";
import type { DeskParts } from "./desk-parts.ts";
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
  { ordering, policy, accountNames, clock }: DeskParts,
  { incoming }: Work,
  { userId, groups }: SlackPerson,
  answer: Answer,
): { answer: Answer; offer?: OrderOffer } {
  const order = orderOf(answer.data);
  if (!order || answer.outcome !== "found") return { answer };
  const who = { userId, groups };
  const rights = ordering?.policy ?? NO_ORDERS;
  const verdict = judgeOrder(rights, orderName(order), who, policy.askFor);
  if (verdict.kind === "refused" || !ordering) {
    const why =
      verdict.kind === "refused"
        ? verdict
        : { headline: "No AWS is set up to be changed.", next: "" };
    const line = `${why.headline} ${why.next} The command below does the same.`;
    const told = { kind: "callout" as const, tone: "info" as const, line: [line] };
    return { answer: { ...answer, sections: [told, ...answer.sections] } };
  }
  const { teamId, channelId, threadTs } = incoming;
  const code = randomUUID();
  const at = clock.now();
  ordering.book.propose({
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
  });
  return { answer, offer: { ...confirmation(order, accountNames), code } };
}
