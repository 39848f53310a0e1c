/** What every source of events answers, asked of each of them over the same records. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isDataCall } from "../../src/domain/data-calls.ts";
import { parseSubject } from "../../src/domain/subject.ts";
import { summarize } from "../../src/domain/summary.ts";
import type { Window } from "../../src/domain/time.ts";
import type { TrailEvent } from "../../src/domain/trail-event.ts";
import { CHANGES, NOT_READS, REFUSALS } from "../../src/questions/audit/searching.ts";
import type { Trail, TrailFound, TrailQuery } from "../../src/sources/trail.ts";
import { quietRun } from "../support/ask.ts";
import { findAmong } from "../support/trail-source.ts";

/** Records that are asked about, and what is asked. */
export type TrailWorld = {
  events: TrailEvent[];
  /** Inside what every source reaches. */
  window: Window;
  queries: NamedQuery[];
};

export type NamedQuery = { name: string; query: TrailQuery };

export type TrailUnderTest = {
  name: string;
  /** What it never holds. */
  lacks: "nothing" | "data-events";
  /** Queries that it answers with fewer events, by their names, and why. */
  differs?: Record<string, string>;
  open(): Promise<{ trail: Trail; world: TrailWorld; close(): Promise<void> }>;
};

/** One line an event: what a reader of an answer sees of it. */
const linesOf = (events: readonly TrailEvent[]) =>
  events.map((event) => [event.id, event.class, event.account, event.region, summarize(event)]);

function told({ events, match, names }: TrailFound) {
  return { events: linesOf(events), match, names: [...names].sort() };
}

export function holdsOf(lacks: TrailUnderTest["lacks"]): (event: TrailEvent) => boolean {
  if (lacks === "nothing") return () => true;
  return (event) => !isDataCall(event.raw, event);
}

/** Athena's searches start a query each, on a machine that does other things too. */
const PATIENCE_MS = 60_000;

/** Runs the suite; `names` are those of the world's queries. */
export function trailContract(source: TrailUnderTest, names: readonly string[]): void {
  describe(`${source.name} as a source of events`, () => {
    let opened: Awaited<ReturnType<TrailUnderTest["open"]>>;
    let held: TrailEvent[] = [];

    beforeAll(async () => {
      opened = await source.open();
      held = opened.world.events.filter(holdsOf(source.lacks));
    }, PATIENCE_MS);
    afterAll(async () => opened.close());

    it.each(names.filter((name) => !source.differs?.[name]))(
      "answers: %s",
      async (name) => {
        const { trail, world } = opened;
        const query = queryOf(world, name);

        const found = await trail.find(query, quietRun);

        expect(told(found)).toEqual(told(findAmong(held, query)));
        expect(found.searched.flatMap(({ gaps }) => gaps)).toEqual([]);
        expect(found.searched.every(({ complete }) => complete)).toBe(true);
      },
      PATIENCE_MS,
    );

    it(
      "never gives more of a class than the limit, and the newest",
      async () => {
        const { trail, world } = opened;
        const query: TrailQuery = { window: world.window, classes: CHANGES, limit: 3 };

        const found = await trail.find(query, quietRun);

        expect(linesOf(found.events)).toEqual(linesOf(findAmong(held, query).events));
        expect(found.counts.change).toBeGreaterThanOrEqual(3);
      },
      PATIENCE_MS,
    );

    it(
      "says nothing of a match and gives no names where nothing is found",
      async () => {
        const { trail, world } = opened;
        const subject = parseSubject("nothing-is-called-like-this-9f3a");

        const found = await trail.find(
          { window: world.window, subject, classes: CHANGES, limit: 20 },
          quietRun,
        );

        expect(told(found)).toEqual({ events: [], match: undefined, names: [] });
        expect(found.searched[0]).toMatchObject({ matched: 0, complete: true });
      },
      PATIENCE_MS,
    );

    it("stops when it is told to", async () => {
      const { trail, world } = opened;
      const stop = new AbortController();
      stop.abort(new Error("stopped"));
      const query: TrailQuery = { window: world.window, classes: NOT_READS, limit: 20 };

      const finding = trail.find(query, { ...quietRun, signal: stop.signal });

      await expect(finding).rejects.toThrow("stopped");
    });
  });
}

function queryOf({ queries }: TrailWorld, name: string): TrailQuery {
  const named = queries.find((each) => each.name === name);
  if (!named) throw new Error(`No query is called ${name}`);
  return named.query;
}

/** Queries in all forms that questions put them, about events that the records hold. */
export function queriesAbout(events: readonly TrailEvent[], window: Window): NamedQuery[] {
  const inside = events.filter(({ at }) => at >= window.from && at <= window.to);
  const change = inside.find((event) => event.class === "change" && event.touched.length > 0);
  const person = inside.find((event) => event.class === "change" && event.actor.userName);
  const keyed = inside.find((event) => event.class === "change" && event.actor.accessKeyId);
  const target = change?.touched.find(({ role }) => role === "target")?.text ?? "";
  const base = { window, classes: CHANGES, limit: 50 };
  return [
    { name: "all changes", query: { ...base, limit: 5000 } },
    { name: "changes of one thing", query: { ...base, subject: parseSubject(target) } },
    {
      name: "changes of things by a wildcard",
      query: { ...base, subject: parseSubject(`${target.slice(0, 6)}*`) },
    },
    {
      name: "changes of things by the beginning of their names",
      query: { ...base, subject: parseSubject(target.slice(0, -1)) },
    },
    {
      name: "what a person did",
      query: {
        ...base,
        classes: NOT_READS,
        actor: { kind: "any", text: person?.actor.userName ?? "" },
        limit: 2000,
      },
    },
    {
      name: "what was done with a key",
      query: { ...base, keys: [keyed?.actor.accessKeyId ?? ""], limit: 2000 },
    },
    { name: "calls by their names", query: { ...base, names: [change?.name ?? ""], limit: 2000 } },
    { name: "calls by a wildcard", query: { ...base, names: ["Delete*", "Put*"], limit: 2000 } },
    {
      name: "changes of a service",
      query: { ...base, services: [change?.service ?? ""], limit: 2000 },
    },
    { name: "what was refused", query: { ...base, classes: REFUSALS, limit: 5000 } },
    {
      name: "sign-ins",
      query: { ...base, classes: ["sign-in", "failed-sign-in"], limit: 500 },
    },
    {
      name: "sessions",
      query: { ...base, classes: ["session", "failed-session"], limit: 5000 },
    },
    {
      name: "one account and Region",
      query: {
        ...base,
        accounts: [change?.account ?? ""],
        regions: [change?.region ?? ""],
        limit: 5000,
      },
    },
    {
      name: "records that hold a text",
      query: { ...base, words: [target], limit: 2000 },
    },
    {
      name: "one event by its id",
      query: { ...base, eventId: change?.id ?? "", limit: 1 },
    },
    {
      name: "changes of several things",
      query: { ...base, touching: [parseSubject(target)], names: [change?.name ?? ""] },
    },
  ];
}

/** Names of the queries that `queriesAbout` makes. */
export const QUERY_NAMES = queriesAbout([], { from: 0, to: 0 }).map(({ name }) => name);
