/** Answers about what was asked and ordered here: made from the store alone. */
import { isAuditor } from "../access/judge.ts";
import type { Answer } from "../answers/answer.ts";
import { type OrdersAsked, toOrders } from "../questions/orders/orders-list.ts";
import { toUses, type UsesAsked } from "../questions/uses.ts";
import type { DeskParts } from "./desk-parts.ts";
import { refusedAnswer } from "./desk-words.ts";
import { keptText, type Work } from "./desk-work.ts";
import type { SlackPerson } from "./people.ts";

/** Entries that are read at most for one list, and people who are looked up by name. */
const MOST_ENTRIES = 1000;
const MOST_NAMES = 20;

/** Who asked what: for auditors. */
export async function answerUses(
  parts: DeskParts,
  work: Work,
  asked: UsesAsked,
  person: SlackPerson,
): Promise<Answer> {
  const text = keptText(work.text);
  if (!isAuditor(parts.policy, person)) {
    return refusedAnswer(text, "uses", {
      headline: "You may not see who asked what.",
      next: `Auditors may; to become one, ask ${parts.policy.askFor}.`,
    });
  }
  const { userId } = asked;
  const since = asked.window.from;
  const filter = { since, limit: MOST_ENTRIES, ...(userId !== undefined && { userId }) };
  const entries = parts.journal.list(filter).filter(({ id }) => id !== work.id);
  const names = await namesOf(
    parts,
    entries.map(({ address }) => address.userId),
  );
  return toUses(text, asked, entries, names);
}

/** What was ordered: all of it for auditors, one's own for everybody. */
export async function answerOrders(
  parts: DeskParts,
  work: Work,
  asked: OrdersAsked,
  person: SlackPerson,
): Promise<Answer> {
  const isOwn = !isAuditor(parts.policy, person);
  const since = asked.window.from;
  const filter = { since, limit: MOST_ENTRIES, ...(isOwn && { userId: person.userId }) };
  const entries = parts.ordering?.book.list(filter) ?? [];
  const names = await namesOf(
    parts,
    entries.map(({ userId }) => userId),
  );
  return toOrders(keptText(work.text), asked, entries, { names, isOwn });
}

async function namesOf(
  { people }: DeskParts,
  userIds: readonly string[],
): Promise<Map<string, string>> {
  const ids = [...new Set(userIds)].slice(0, MOST_NAMES);
  const found = await Promise.allSettled(ids.map((id) => people.find(id)));
  return new Map(
    found.flatMap((each) =>
      each.status === "fulfilled" ? [[each.value.userId, each.value.name] as const] : [],
    ),
  );
}
