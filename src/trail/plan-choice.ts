/** LookupEvents or Athena, where both could answer: dollars first, then time. */
import type { Spared } from "../domain/search.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../domain/time.ts";
import type { Spending, TrailQuery } from "../sources/trail.ts";
import type { Cell, Offer } from "./plan-cells.ts";
import type { Estimate, SourceName } from "./source.ts";

/**
 * LookupEvents is free but gives two pages of 50 events a second, account and Region: whoever waits for an answer
 * will rather pay cents than sit before it longer than this.
 */
export const WAIT_MS = 20 * SECOND;

/**
 * What stands beside an answer (the value before, the person behind a session, an earlier change) is asked for by us and
 * not by the asker: it may take a moment and a cent, since an answer without it is still right.
 */
export const ASIDE_WAIT_MS = 3 * SECOND;
export const ASIDE_USD = 0.01;

export type Choice = {
  /** Who is asked for what both hold. */
  first: "lookup-events" | "athena";
  mayLookUp: boolean;
  mayQuery: boolean;
  lookUpMs?: number;
  /** Athena may be asked without anybody's saying so. */
  isPayable: boolean;
  /** Set when Athena would be the better one, but costs more than may be spent. */
  tooDear?: Estimate;
  offers: readonly Offer[];
};

/** Decides once for a whole search. */
export function chooseEngine(
  query: TrailQuery,
  offers: readonly Offer[],
  spending: Spending | undefined,
): Choice {
  const lookUp = offers.find(({ source }) => source === "lookup-events");
  const athena = offers.find(({ source }) => source === "athena");
  const lookUpMs = lookUp?.estimate?.ms;
  const isPayable =
    !query.aside &&
    athena?.estimate !== undefined &&
    isAffordable(athena.estimate.costUsd, spending);
  const base = { offers, isPayable, ...(lookUpMs !== undefined && { lookUpMs }) };
  const slow = lookUpMs === undefined || lookUpMs > (query.aside ? ASIDE_WAIT_MS : WAIT_MS);
  if (query.aside) return { ...base, ...chooseAside(query, athena, spending), mayLookUp: !slow };
  const mayLookUp = lookUp !== undefined && lookUpMs !== undefined;
  const mayQuery = athena?.estimate !== undefined;
  if (!slow || !athena?.estimate) {
    return { ...base, first: "lookup-events", mayLookUp, mayQuery };
  }
  const isFaster = lookUpMs === undefined || athena.estimate.ms < lookUpMs;
  if (isFaster && (!mayLookUp || isAffordable(athena.estimate.costUsd, spending))) {
    return { ...base, first: "athena", mayLookUp, mayQuery };
  }
  const tooDear = isFaster ? { tooDear: athena.estimate } : {};
  return { ...base, first: "lookup-events", mayLookUp, mayQuery, ...tooDear };
}

function chooseAside(
  query: TrailQuery,
  athena: Offer | undefined,
  spending: Spending | undefined,
): Pick<Choice, "first" | "mayQuery"> {
  const mayQuery = isSmall(athena, spending);
  // Much is filed under a resource's name: its pages would keep the questions of others waiting.
  const isCrowding = mayQuery && query.touching !== undefined;
  return { first: isCrowding ? "athena" : "lookup-events", mayQuery };
}

function isSmall(athena: Offer | undefined, spending: Spending | undefined): boolean {
  const costUsd = athena?.estimate?.costUsd;
  if (costUsd === undefined || costUsd > ASIDE_USD) return false;
  return !spending || costUsd <= spending.left().usd;
}

/** A price that nobody knows is not paid without asking. */
export function isAffordable(costUsd: number | undefined, spending: Spending | undefined): boolean {
  if (!spending) return true;
  if (costUsd === undefined) return spending.agreedUsd !== undefined;
  return costUsd <= Math.max(spending.left().usd, spending.agreedUsd ?? 0);
}

/** What was not asked though it could have answered. */
export function sparedBy(
  query: TrailQuery,
  { first, tooDear, offers, lookUpMs, mayLookUp }: Choice,
  isAsked: (source: SourceName) => boolean,
  cells: readonly Cell[],
): Spared[] {
  const isBoth = cells.some(({ held }) => isHeldByBoth(held));
  if (query.aside || query.eventId !== undefined || !isBoth) return [];
  const estimate = offers.find(({ source }) => source === "athena")?.estimate;
  if (first === "athena") {
    if (lookUpMs === undefined || !mayLookUp) return [];
    return [{ source: "LookupEvents", why: `it would have taken about ${timeWords(lookUpMs)}` }];
  }
  if (!estimate || isAsked("athena")) return [];
  if (tooDear)
    return [
      {
        ...athenaSpared(tooDear),
        why: "it costs more than may be spent unasked",
        ...agreeing(tooDear),
      },
    ];
  return [{ ...athenaSpared(estimate), why: "LookupEvents tells the same for nothing" }];
}

function isHeldByBoth(held: readonly SourceName[]): boolean {
  return held.includes("lookup-events") && held.includes("athena") && !held.includes("files");
}

function athenaSpared({ scannedBytes, costUsd }: Estimate): Omit<Spared, "why"> {
  return {
    source: "Athena",
    ...(scannedBytes !== undefined && { scannedBytes }),
    ...(costUsd !== undefined && { costUsd }),
  };
}

/** Full cents, so that the words never agree to less than it costs. */
function agreeing({ costUsd }: Estimate): Pick<Spared, "words"> {
  return costUsd === undefined
    ? {}
    : { words: `spend $${(Math.ceil(costUsd * 100 - 1e-9) / 100).toFixed(2)}` };
}

function timeWords(ms: number): string {
  if (ms < 2 * MINUTE) return `${Math.round(ms / SECOND)} s`;
  if (ms < 2 * HOUR) return `${Math.round(ms / MINUTE)} min`;
  return ms < 2 * DAY ? `${Math.round(ms / HOUR)} h` : `${Math.round(ms / DAY)} days`;
}
