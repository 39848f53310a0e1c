/** After a crash: orders that the last process sent and never heard of are looked up in AWS, never sent again. */
import type { OrderEntry } from "../store/orders.ts";
import { deliver } from "./desk-delivery.ts";
import type { Ordering } from "./desk-offer.ts";
import { endOrder, placeOfEntry } from "./desk-orders.ts";
import { type DeskParts, errorName, SILENT } from "./desk-parts.ts";
import { lookUp } from "./order-run.ts";
import { toldOrder } from "./order-told.ts";
import { orderView } from "./views/order-view.ts";

const MOST_LEFT = 100;

/** `inWork`: codes of this process are not touched, though they are running too. Never rejects. */
export async function recoverOrders(parts: DeskParts, inWork: ReadonlySet<string>): Promise<void> {
  const { ordering, log = SILENT } = parts;
  if (!ordering) return;
  try {
    const running = ordering.book.list({ state: "running", limit: MOST_LEFT });
    const left = running.filter(({ code }) => !inWork.has(code)).reverse();
    for (const entry of left) await recoverOrder(parts, ordering, entry);
  } catch (error) {
    log.warn({ error: errorName(error) }, "Orders of the last process could not be looked up");
  }
}

async function recoverOrder(
  parts: DeskParts,
  ordering: Ordering,
  entry: OrderEntry,
): Promise<void> {
  const { order, userId, at, startedAt = at, channelId, postedTs } = entry;
  const seen = await lookUp(parts, ordering, order, startedAt, userId);
  const outcome = `Trailwatch was restarted meanwhile. ${seen.outcome}`;
  endOrder(parts, ordering, entry, { ...seen, outcome });
  const posted = postedTs === undefined ? {} : { posted: { channelId, ts: postedTs } };
  const to = { place: placeOfEntry(entry), userId, isAlone: false, ...posted };
  const ended = { ...entry, state: seen.state, outcome };
  await deliver(parts, to, orderView(toldOrder(ended, parts.accountNames)));
}
