/** orders: what was ordered, by whom, and how it ended; for those who may know, and of one's own for everybody. */
import type { Answer, Line } from "../../answers/answer.ts";
import { count } from "../../answers/words.ts";
import { DAY, formatInstant } from "../../domain/time.ts";
import { readTime } from "../../language/time-phrase.ts";
import { tokenize } from "../../language/tokens.ts";
import type { OrderEntry } from "../../store/orders.ts";
import { findPhrase, toPhrase } from "../phrases.ts";
import type { AskContext } from "../question.ts";

export type OrdersAsked = {
  window: { from: number; to: number };
  /** `last 30 days`, as it is said back. */
  words: string;
  zone: string;
};

const ORDERS = [
  "^ trailwatch|/trailwatch? show|list? me? the? all? my? orders of|by? trailwatch? $",
  "^ trailwatch|/trailwatch? what was|were|has been? ordered here? $",
  "^ trailwatch|/trailwatch? who ordered|muted what|anything? $",
].map(toPhrase);

const DEFAULT_MS = 30 * DAY;

/** `/trailwatch orders last 7d`, `what was ordered?`; undefined when the text asks something else. */
export function readOrders(
  text: string,
  { now, zone }: Pick<AskContext, "now" | "zone">,
): OrdersAsked | undefined {
  if (text.length > 400) return undefined;
  const time = readTime(tokenize(text), { now, zone });
  if (time.kind === "problem" || !findPhrase(ORDERS, time.rest)) return undefined;
  const window = time.window ?? { from: now - DEFAULT_MS, to: now, words: "last 30 days" };
  return { window: { from: window.from, to: window.to }, words: window.words, zone };
}

const SHOWN = 50;

/** `isOwn`: of the asker alone, who is no auditor. `names`: people by their Slack ids. */
export function toOrders(
  text: string,
  { window, words, zone }: OrdersAsked,
  entries: readonly OrderEntry[],
  { names, isOwn }: { names: ReadonlyMap<string, string>; isOwn: boolean },
): Answer {
  const found = entries.filter(({ at }) => at >= window.from && at <= window.to);
  const shown = found.slice(0, SHOWN);
  const whose = isOwn ? " of yours" : "";
  return {
    outcome: found.length > 0 ? "found" : "nothing",
    headline:
      found.length > 0
        ? `${count(found.length, "order")}${whose} (${words})`
        : `Nothing${whose} was ordered (${words})`,
    question: { name: "orders", text: text.slice(0, 500), window, zone },
    sections:
      found.length === 0
        ? []
        : [
            {
              kind: "table",
              columns: ["When", "Who", "What", "Became of it"],
              rows: shown.map((entry) => rowOf(entry, names)),
              hidden: found.length - shown.length,
            },
          ],
    searched: [],
    followUps: [],
    data: { orders: shown.map(orderData) },
  };
}

function rowOf(
  { at, startedAt, userId, words, state, outcome }: OrderEntry,
  names: ReadonlyMap<string, string>,
): Line[] {
  return [
    [{ kind: "time", at: startedAt ?? at }],
    [names.get(userId) ?? userId],
    [words],
    [{ kind: "strong", text: state }, outcome === undefined ? "" : `: ${outcome}`],
  ];
}

/** Without the code, which stays between the button and the store. */
function orderData({ at, startedAt = at, endedAt, ...entry }: OrderEntry) {
  const { userId, channelId, order, words, state, outcome } = entry;
  return {
    time: formatInstant(startedAt),
    ...(endedAt !== undefined && { endTime: formatInstant(endedAt) }),
    userId,
    channelId,
    words,
    state,
    ...(outcome !== undefined && { outcome }),
    order,
  };
}
