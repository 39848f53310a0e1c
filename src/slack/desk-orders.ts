/** A confirmed order: taken once, told in the channel, sent to AWS once, and told how it ended. */
import { judge } from "../access/judge.ts";
import { judgeOrder } from "../access/orders.ts";
import { orderPlace } from "../domain/order.ts";
import { orderName, orderQuestion } from "../questions/orders/order-words.ts";
import type { NotTaken, OrderEntry } from "../store/orders.ts";
import { deliver, recipientOf } from "./desk-delivery.ts";
import type { Ordering } from "./desk-offer.ts";
import { type DeskParts, errorName, SILENT } from "./desk-parts.ts";
import type { Incoming } from "./incoming.ts";
import type { Posted } from "./messenger.ts";
import { type Carried, carryOut } from "./order-run.ts";
import { toldOrder } from "./order-told.ts";
import { orderView } from "./views/order-view.ts";
import { lineView } from "./views/progress-view.ts";

/** The press of a button with this code. Never rejects: whoever pressed is told what stands in the way. */
export async function giveOrder(
  parts: DeskParts,
  code: string,
  incoming: Incoming,
  inWork: Set<string>,
): Promise<void> {
  const { ordering, log = SILENT } = parts;
  try {
    if (!ordering) return await tell(parts, incoming, OFF);
    const refusal = await refusalOf(parts, ordering, code, incoming);
    if (refusal !== undefined) return await tell(parts, incoming, refusal);
    const taken = ordering.book.take(code, incoming.userId, parts.clock.now());
    if (taken.kind !== "taken") {
      return await tell(parts, incoming, notTakenWords(taken.kind, taken.entry));
    }
    inWork.add(code);
    await perform(parts, ordering, taken.entry, incoming);
  } catch (error) {
    log.warn({ error: errorName(error) }, "An order could not be taken");
    parts.report(parts.clock.now().toString(36), error);
    await tell(parts, incoming, "The order could not be taken, and nothing was sent to AWS.");
  } finally {
    inWork.delete(code);
  }
}

const OFF = "Orders are switched off by now. Nothing was changed.";

async function tell(parts: DeskParts, incoming: Incoming, line: string): Promise<void> {
  await deliver(parts, recipientOf(incoming), lineView(line));
}

/** Rights may have gone since the button was made; then the code is left as it is. */
async function refusalOf(
  parts: DeskParts,
  { book, policy }: Ordering,
  code: string,
  { userId, channelId }: Incoming,
): Promise<string | undefined> {
  const entry = book.find(code);
  if (entry?.userId !== userId) return undefined;
  const { groups } = await parts.people.find(userId);
  const who = { userId, groups, channelId };
  const right = judgeOrder(policy, orderName(entry.order), who, parts.policy.askFor);
  const { account, region } = orderPlace(entry.order);
  const question = orderQuestion(entry.order);
  const access = judge(parts.policy, who, { question, accounts: [account], regions: [region] });
  const refused = [right, access].find((verdict) => verdict.kind === "refused");
  return refused?.kind === "refused" ? `${refused.headline} ${refused.next}` : undefined;
}

function notTakenWords(kind: NotTaken, entry: OrderEntry | undefined): string {
  switch (kind) {
    case "unknown":
      return "This order is no longer known. Ask for it again; nothing was changed.";
    case "not-yours":
      return "Only the person who asked for this can confirm it. Ask for it yourself; nothing was changed.";
    case "expired":
      return "This was proposed more than ten minutes ago: ask for it again, so that it is looked at again. Nothing was changed.";
    case "again": {
      const state = entry?.state === "running" ? "it is being carried out" : (entry?.outcome ?? "");
      return `This was confirmed already and is not done twice: ${state}`;
    }
  }
}

async function perform(
  parts: DeskParts,
  ordering: Ordering,
  entry: OrderEntry,
  incoming: Incoming,
): Promise<void> {
  const posted = await announce(parts, ordering, entry);
  const carried = await carryOut(parts, ordering, entry);
  endOrder(parts, ordering, entry, carried);
  await conclude(parts, { ...entry, ...carried }, posted, incoming);
}

/** Everybody in the place reads that it was sent, before AWS answers; where that cannot be edited, only how it ended. */
async function announce(
  { messenger, accountNames, log = SILENT }: DeskParts,
  { book }: Ordering,
  entry: OrderEntry,
): Promise<Posted | undefined> {
  try {
    const place = placeOfEntry(entry);
    const posted = await messenger.post(
      place,
      orderView(toldOrder({ ...entry, state: "running" }, accountNames)),
    );
    if (posted) book.note(entry.code, { postedTs: posted.ts });
    return posted;
  } catch (error) {
    log.info({ error: errorName(error) }, "An order could not be announced");
    return undefined;
  }
}

/** Where it was asked for. */
export function placeOfEntry({ channelId, threadTs }: OrderEntry) {
  return { channelId, ...(threadTs !== undefined && { threadTs }) };
}

/** Writes the ending down; the store that fails must not keep anybody from reading it. */
export function endOrder(
  { clock, log = SILENT }: DeskParts,
  { book }: Ordering,
  entry: OrderEntry,
  { state, outcome }: Carried,
): void {
  log.info({ order: entry.order.kind, state, userId: entry.userId }, "An order was carried out");
  try {
    book.end(entry.code, { state, outcome, at: clock.now() });
  } catch (error) {
    log.warn({ error: errorName(error) }, "The end of an order could not be written down");
  }
}

/** For everybody in the place, by the best way that is open. */
async function conclude(
  parts: DeskParts,
  entry: OrderEntry,
  posted: Posted | undefined,
  incoming: Incoming,
): Promise<void> {
  const to = recipientOf(incoming);
  const recipient = {
    ...to,
    place: placeOfEntry(entry),
    isAlone: false,
    ...(posted && { posted }),
  };
  await deliver(parts, recipient, orderView(toldOrder(entry, parts.accountNames)));
}
