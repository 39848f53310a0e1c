/**
 * Which source answers which part of a search. The plan is data: it names what is asked of whom and why, what nobody can tell,
 * and what a dearer source would have cost.
 */

import type { Spared } from "../domain/search.ts";
import { formatInstant, MINUTE, SECOND, type Window } from "../domain/time.ts";
import type { Spending, TrailQuery } from "../sources/trail.ts";
import { type Cell, cellsOf, mayBeData, type Offer } from "./plan-cells.ts";
import { type Choice, chooseEngine, sparedBy } from "./plan-choice.ts";
import { missingOf } from "./plan-gaps.ts";
import { queriesOf } from "./plan-steps.ts";
import type { SourceName } from "./source.ts";

export type Step = {
  source: SourceName;
  /** The query, narrowed to what this source shall answer. */
  query: TrailQuery;
  /** Why it is asked, in words. */
  why: string;
  /** Asked only where the other steps found nothing. */
  ifNothing?: true;
};

export type Plan = {
  steps: Step[];
  /** What nobody is asked for though it may hold an answer; `notes` of what the question is hardly about. */
  gaps: string[];
  notes: string[];
  spared: Spared[];
};

/** So much of the newest is asked of event history too: log files come 5 to 15 minutes late, seldom later. */
export const FRESH_MS = 30 * MINUTE;

export type PlanContext = { now: number; spending?: Spending | undefined };

/** The parts of a query that each source would have to answer alone: what has to be estimated before a plan is made. */
export function partsOf(
  query: TrailQuery,
  offers: readonly Offer[],
  now: number,
): { source: SourceName; query: TrailQuery }[] {
  const cells = cut(query, offers, now);
  return offers.flatMap((offer) => {
    if (offer.source === "files") return [];
    const own = cells.filter(
      ({ held, window }) =>
        held.includes(offer.source) &&
        (!held.includes("files") || (offer.source === "lookup-events" && isFresh(window, now))),
    );
    return queriesOf({ offer, cells: own }, query, now).map((narrowed) => ({
      source: offer.source,
      query: narrowed,
    }));
  });
}

function isFresh(window: Window, now: number): boolean {
  return window.to > now - FRESH_MS;
}

/** Makes the plan; `offers` carry the estimates of the parts that `partsOf` names. */
export function planSearch(
  query: TrailQuery,
  offers: readonly Offer[],
  { now, spending }: PlanContext,
): Plan {
  const cells = cut(query, offers, now);
  const choice = chooseEngine(query, offers, spending);
  const dealt = new Map<SourceName, Cell[]>();
  const lost: Cell[] = [];
  for (const cell of cells) {
    const takers = takersOf(cell, query, choice, now);
    if (takers.length === 0) lost.push(cell);
    for (const source of takers) dealt.set(source, [...(dealt.get(source) ?? []), cell]);
  }
  const steps = offers.flatMap((offer) => {
    const own = dealt.get(offer.source) ?? [];
    return queriesOf({ offer, cells: own }, query, now).map((narrowed) =>
      toStep(offer, narrowed, query, choice, now),
    );
  });
  const isAsked = (source: SourceName) => steps.some((step) => step.source === source);
  return {
    steps,
    ...missingOf(query, offers, lost, now),
    spared: sparedBy(query, choice, isAsked, cells),
  };
}

function cut(query: TrailQuery, offers: readonly Offer[], now: number): Cell[] {
  return cellsOf(query, offers, now, [now - FRESH_MS]);
}

/** Files answer at once and for nothing. Calls on content stand in log files alone. */
function takersOf(cell: Cell, query: TrailQuery, choice: Choice, now: number): SourceName[] {
  const { held, window, kind } = cell;
  if (held.includes("files")) {
    const isNew = isFresh(window, now) && kind === "management";
    return isNew && held.includes("lookup-events") && choice.mayLookUp
      ? ["files", "lookup-events"]
      : ["files"];
  }
  if (kind === "data") {
    // Nobody reads about calls on content beside the question.
    if (query.aside || !held.includes("athena")) return [];
    return ["athena"];
  }
  return engineTakers(cell, query, choice, now);
}

function engineTakers(
  { held, window }: Cell,
  query: TrailQuery,
  choice: Choice,
  now: number,
): SourceName[] {
  const canLookUp = held.includes("lookup-events") && choice.mayLookUp;
  const canQuery = held.includes("athena") && choice.mayQuery;
  if (!canQuery) return canLookUp ? ["lookup-events"] : [];
  if (!canLookUp) return ["athena"];
  if (choice.first === "lookup-events") {
    return isToldBesides(query, choice) ? ["lookup-events", "athena"] : ["lookup-events"];
  }
  return isFresh(window, now) ? ["athena", "lookup-events"] : ["athena"];
}

/**
 * Where Athena is asked for the calls on content of a thing, all that touched the thing stands in the same bytes: it may know
 * at once what event history has under no name, and finds only by reading the whole window.
 */
function isToldBesides(query: TrailQuery, { isPayable }: Choice): boolean {
  return (
    isPayable && query.subject !== undefined && query.eventId === undefined && mayBeData(query)
  );
}

function toStep(
  { source }: Offer,
  narrowed: TrailQuery,
  query: TrailQuery,
  choice: Choice,
  now: number,
): Step {
  const step: Step = { source, query: narrowed, why: whyOf(source, narrowed, query, choice, now) };
  // One event has one id: what costs money is asked when nobody else has it.
  if (query.eventId !== undefined && source === "athena") step.ifNothing = true;
  return step;
}

function whyOf(
  source: SourceName,
  { window, classes }: TrailQuery,
  query: TrailQuery,
  { first, lookUpMs }: Choice,
  now: number,
): string {
  if (source === "files") return "they are on this machine";
  if (source === "lookup-events") {
    if (window.from >= now - FRESH_MS - 10 * MINUTE) return "it has the newest events first";
    const time =
      lookUpMs === undefined ? "" : `, about ${Math.max(1, Math.round(lookUpMs / SECOND))} s`;
    return `it costs nothing${time}`;
  }
  if (classes.length < query.classes.length) return "data events are in log files alone";
  if (first === "athena") return "event history could tell it only slowly or not at all";
  return mayBeData(query)
    ? "data events and older ones are in log files alone"
    : `event history does not reach back to ${formatInstant(window.from)}`;
}
