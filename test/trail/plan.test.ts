import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSubject } from "../../src/domain/subject.ts";
import { DAY, HOUR, MINUTE, parseInstant, type Window } from "../../src/domain/time.ts";
import type { EventClass } from "../../src/domain/trail-event.ts";
import type { Spending, TrailQuery } from "../../src/sources/trail.ts";
import { type Plan, partsOf, planSearch, type Step } from "../../src/trail/plan.ts";
import { heldWindow, holdsPlace, type Offer, type Place } from "../../src/trail/plan-cells.ts";

const NOW = parseInstant("2026-11-20T12:00:00Z") ?? 0;
const PLACES: Place[] = ["111122223333", "222233334444"].flatMap((account) =>
  ["eu-west-1", "us-east-1"].map((region) => ({ account, region })),
);

const history: Offer = {
  source: "lookup-events",
  reach: {
    window: { from: NOW - 90 * DAY, to: NOW },
    places: PLACES,
    never: ["data-change"],
    lagMs: 5 * MINUTE,
  },
  estimate: { ms: 2000, requests: 4 },
};
const athena: Offer = {
  source: "athena",
  reach: {
    window: { from: NOW - 400 * DAY, to: NOW },
    places: PLACES,
    never: [],
    lagMs: 15 * MINUTE,
  },
  estimate: { ms: 5000, scannedBytes: 2e9, costUsd: 0.01 },
};
const files: Offer = {
  source: "files",
  reach: {
    window: { from: NOW - 30 * DAY, to: NOW - 8 * MINUTE },
    places: PLACES,
    never: [],
    lagMs: 16 * MINUTE,
  },
};

const changes: TrailQuery = {
  window: { from: NOW - DAY, to: NOW },
  subject: { ...parseSubject("sg-1"), services: ["ec2"] },
  classes: ["change", "attempt"],
  limit: 20,
};

const last = (ms: number): Window => ({ from: NOW - ms, to: NOW });
const about = (plan: Plan) =>
  plan.steps.map(({ source, query }) => [
    source,
    Math.round((NOW - query.window.from) / MINUTE),
    Math.round((NOW - query.window.to) / MINUTE),
  ]);
const spendable = (usd: number, agreedUsd?: number): Spending => ({
  left: () => ({ usd }),
  add: () => undefined,
  ...(agreedUsd !== undefined && { agreedUsd }),
});

describe("a plan over several sources", () => {
  it("asks event history alone for the last day, and says what Athena would have cost", () => {
    const plan = planSearch(changes, [history, athena], { now: NOW });

    expect(about(plan)).toEqual([["lookup-events", DAY / MINUTE, 0]]);
    expect(plan.spared).toEqual([
      {
        source: "Athena",
        why: "LookupEvents tells the same for nothing",
        scannedBytes: 2e9,
        costUsd: 0.01,
      },
    ]);
    expect(plan.gaps).toEqual([]);
  });

  it("asks Athena for what is older than 90 days, with windows that overlap a little", () => {
    const query = { ...changes, window: last(180 * DAY) };

    const plan = planSearch(query, [history, athena], { now: NOW });

    const [recent, old] = plan.steps;
    expect(recent).toMatchObject({
      source: "lookup-events",
      query: { window: { from: NOW - 90 * DAY, to: NOW } },
    });
    expect(old).toMatchObject({
      source: "athena",
      query: { window: { from: NOW - 180 * DAY, to: NOW - 90 * DAY + 5 * MINUTE } },
    });
    expect(plan.gaps).toEqual([]);
  });

  it("pays nobody for the moments by which the last 90 days are older than 90 days", () => {
    const query = { ...changes, window: { from: NOW - 90 * DAY - 3000, to: NOW } };

    const plan = planSearch(query, [history, athena], { now: NOW });

    expect(plan.steps.map(({ source }) => source)).toEqual(["lookup-events"]);
    expect(plan.steps[0]?.query.window.from).toBe(NOW - 90 * DAY);
    expect(plan.gaps).toEqual([]);
  });

  it("asks the files, and event history for the newest half hour besides", () => {
    const plan = planSearch({ ...changes, window: last(7 * DAY) }, [files, history, athena], {
      now: NOW,
    });

    expect(about(plan)).toEqual([
      ["files", 7 * 24 * 60, 0],
      ["lookup-events", 35, 0],
    ]);
  });

  it("asks event history for the days that a stopped copy of the bucket lacks", () => {
    const stopped: Offer = {
      ...files,
      reach: { ...files.reach, window: { from: NOW - 30 * DAY, to: NOW - 2 * DAY } },
    };

    const plan = planSearch({ ...changes, window: last(7 * DAY) }, [stopped, history], {
      now: NOW,
    });

    expect(about(plan)).toEqual([
      ["files", 7 * 24 * 60, 2 * 24 * 60],
      ["lookup-events", 2 * 24 * 60 + 5, 0],
    ]);
  });

  it("asks Athena for all that touched a thing where it reads its calls on content anyway", () => {
    const query: TrailQuery = {
      ...changes,
      subject: parseSubject("bucket-x"),
      classes: ["change", "data-change", "attempt"],
    };

    const plan = planSearch(query, [history, athena], { now: NOW });
    const dear = planSearch(query, [history, athena], { now: NOW, spending: spendable(0.001) });

    expect(plan.steps.map((step) => [step.source, step.query.classes])).toEqual([
      ["lookup-events", query.classes],
      ["athena", query.classes],
    ]);
    expect(dear.steps.at(-1)?.query.classes).toEqual(["data-change", "attempt"]);
  });

  it("asks Athena for calls on content, and only for classes that such calls can have", () => {
    const query: TrailQuery = {
      window: changes.window,
      limit: 20,
      actor: { kind: "any", text: "jane" },
      classes: ["change", "data-change", "attempt"],
    };

    const plan = planSearch(query, [history, athena], { now: NOW });

    expect(plan.steps.map(({ source, query: { classes } }) => [source, classes])).toEqual([
      ["lookup-events", ["change", "data-change", "attempt"]],
      ["athena", ["data-change", "attempt"]],
    ]);
  });

  it("asks Athena once for all, not once for data events and once for the old", () => {
    const query: TrailQuery = {
      ...changes,
      subject: parseSubject("bucket-x"),
      classes: ["change", "data-change"],
      window: last(120 * DAY),
    };

    const plan = planSearch(query, [history, athena], { now: NOW });

    const paid = plan.steps.filter(({ source }) => source === "athena");
    expect(paid.map(({ query: { window, classes } }) => [window, classes])).toEqual([
      [query.window, query.classes],
    ]);
  });

  it("notes in passing that event history has no data events, and stresses it where they are asked for", () => {
    const query: TrailQuery = {
      ...changes,
      subject: parseSubject("bucket-x"),
      classes: ["change", "data-change"],
    };

    const general = planSearch(query, [history], { now: NOW });
    const content = planSearch({ ...query, names: ["PutObject"] }, [history], { now: NOW });

    expect(general).toMatchObject({ gaps: [], notes: [expect.stringContaining("data events")] });
    expect(content).toMatchObject({ gaps: [expect.stringContaining("data events")], notes: [] });
  });

  it("asks Athena where event history would be read for minutes, and event history for the newest", () => {
    const slow = { ...history, estimate: { ms: 9 * MINUTE, requests: 4000 } };

    const plan = planSearch({ ...changes, window: last(7 * DAY) }, [slow, athena], { now: NOW });

    expect(about(plan)).toEqual([
      ["lookup-events", 35, 0],
      ["athena", 7 * 24 * 60, 0],
    ]);
    expect(plan.spared).toEqual([
      { source: "LookupEvents", why: "it would have taken about 9 min" },
    ]);
  });

  it("reads event history slowly where Athena costs more than may be spent, and says how to have it asked", () => {
    const slow = { ...history, estimate: { ms: 9 * MINUTE } };
    const dear = { ...athena, estimate: { ms: 5000, costUsd: 0.061 } };

    const refused = planSearch(changes, [slow, dear], { now: NOW, spending: spendable(0.05) });
    const agreed = planSearch(changes, [slow, dear], { now: NOW, spending: spendable(0.05, 0.07) });

    expect(refused.steps.map(({ source }) => source)).toEqual(["lookup-events"]);
    expect(refused.spared).toMatchObject([{ source: "Athena", words: "spend $0.07" }]);
    expect(agreed.steps.map(({ source }) => source)).toContain("athena");
  });

  it("asks beside the question whoever answers soon and for next to nothing, and else nobody", () => {
    const aside: TrailQuery = { ...changes, aside: true };
    const slow = { ...history, estimate: { ms: MINUTE } };
    const dear = { ...athena, estimate: { ms: 5000, costUsd: 0.5 } };

    const quick = planSearch(aside, [history, dear], { now: NOW });
    const cheap = planSearch(aside, [slow, athena], { now: NOW });
    const none = planSearch(aside, [slow, dear], { now: NOW });

    expect(quick.steps.map(({ source }) => source)).toEqual(["lookup-events"]);
    expect(cheap.steps.map(({ source }) => source)).toEqual(["athena"]);
    expect(none.steps).toEqual([]);
  });

  it("leaves event history to others where much is filed under what is looked for beside the question", () => {
    const touching = [parseSubject("bucket-x")];
    const before = { from: NOW - 60 * DAY, to: NOW - DAY };
    const aside: TrailQuery = { ...changes, window: before, touching, aside: true };
    const dear = { ...athena, estimate: { ms: 5000, costUsd: 0.5 } };

    const cheap = planSearch(aside, [history, athena], { now: NOW });
    const free = planSearch(aside, [history, dear], { now: NOW });

    expect(cheap.steps.map(({ source }) => source)).toEqual(["athena"]);
    expect(free.steps.map(({ source }) => source)).toEqual(["lookup-events"]);
  });

  it("looks for one event where it costs nothing first", () => {
    const query: TrailQuery = {
      window: { from: 0, to: NOW + 100 * DAY },
      eventId: "6f1c0b1e-0000-4000-8000-000000000002",
      classes: ["change"],
      limit: 1,
    };

    const plan = planSearch(query, [history, athena], { now: NOW });

    expect(plan.steps.map(({ source, ifNothing }) => [source, ifNothing])).toEqual([
      ["lookup-events", undefined],
      ["athena", true],
    ]);
    expect(plan.gaps).toEqual([
      expect.stringMatching(
        /^nothing is searched before 2025-10-16T12:00:00Z: no source goes back/,
      ),
    ]);
  });

  it("names Regions and accounts that nobody holds, and how far back anybody does", () => {
    const nowhere = { ...changes, regions: ["eu-north-1"], accounts: ["999900001111"] };
    const old = { ...changes, window: { from: NOW - 100 * DAY, to: NOW - 95 * DAY } };

    expect(planSearch(nowhere, [history], { now: NOW }).gaps).toEqual([
      "no trail in eu-north-1",
      "no trail of account 999900001111",
    ]);
    expect(planSearch(old, [history], { now: NOW }).gaps).toEqual([
      "nothing is searched from 2026-08-12T12:00:00Z to 2026-08-17T12:00:00Z: event history goes back 90 days, and no Athena table is configured (trailwatch trail ddl)",
    ]);
    expect(planSearch(changes, [], { now: NOW }).gaps).toEqual([
      "no source of events is configured",
    ]);
  });

  it("asks each source for the places that it has alone", () => {
    const some: Offer = { ...files, reach: { ...files.reach, places: PLACES.slice(0, 3) } };

    const plan = planSearch(changes, [some, history], { now: NOW });

    expect(
      plan.steps.map(({ source, query: { accounts, regions } }) => [source, accounts, regions]),
    ).toEqual([
      ["files", undefined, undefined],
      ["lookup-events", ["111122223333"], ["eu-west-1", "us-east-1"]],
      ["lookup-events", ["222233334444"], ["eu-west-1"]],
      ["lookup-events", ["222233334444"], ["us-east-1"]],
    ]);
  });
});

const moments = fc.integer({ min: -500 * 24, max: 5 }).map((hours) => NOW + hours * HOUR);
const windows = fc.tuple(moments, moments).map(([a, b]) => ({
  from: Math.min(a, b),
  to: Math.max(a, b),
}));
const somePlaces = fc.option(fc.subarray(PLACES, { minLength: 1 }), { nil: undefined });
const estimates = fc.option(
  fc.record({
    ms: fc.integer({ min: 0, max: HOUR }),
    costUsd: fc.double({ min: 0, max: 2, noNaN: true }),
  }),
  { nil: undefined },
);
const offerOf = (offer: Offer, window: fc.Arbitrary<Window>) =>
  fc
    .record({ window, places: somePlaces, estimate: estimates })
    .map(({ estimate, ...held }): Offer => {
      const { places, ...rest } = { ...offer.reach, ...held };
      return { source: offer.source, reach: { ...rest, ...(places && { places }) }, estimate };
    });
const offerLists = fc
  .tuple(
    fc.option(offerOf(files, windows), { nil: undefined }),
    fc.option(offerOf(history, fc.constant(history.reach.window)), { nil: undefined }),
    fc.option(offerOf(athena, windows), { nil: undefined }),
  )
  .map((list) => list.filter((offer) => offer !== undefined));
const queries = fc
  .record({
    window: windows,
    classes: fc.subarray(["change", "data-change", "attempt", "read"] as const, { minLength: 1 }),
    accounts: fc.option(fc.subarray(["111122223333", "222233334444"]), { nil: undefined }),
    regions: fc.option(fc.subarray(["eu-west-1", "us-east-1"]), { nil: undefined }),
    names: fc.option(fc.constantFrom(["PutObject"], ["Put*"]), { nil: undefined }),
  })
  .map(
    ({ window, classes, accounts, regions, names }): TrailQuery => ({
      window,
      classes: [...classes],
      limit: 20,
      ...(accounts && { accounts }),
      ...(regions && { regions }),
      ...(names && { names: [...names] }),
    }),
  );

const isAmong = (value: string, asked: string[] | undefined) =>
  !asked || asked.length === 0 || asked.includes(value);

/** What is wrong with where a step looks; undefined when the source holds all of it. */
function outside(step: Pick<Step, "source" | "query">, query: TrailQuery, offers: Offer[]) {
  const reach = offers.find(({ source }) => source === step.source)?.reach ?? history.reach;
  const held = heldWindow(reach, NOW);
  const { from, to } = step.query.window;
  if (from < Math.max(held.from, query.window.from)) return "too early";
  if (to > held.to && !(to === query.window.to && held.to >= NOW)) return "too late";
  const pairs = (step.query.accounts ?? []).flatMap((account) =>
    (step.query.regions ?? []).map((region) => ({ account, region })),
  );
  const isNarrowed = step.query.accounts !== query.accounts;
  return isNarrowed && !pairs.every((pair) => holdsPlace(reach, pair)) ? "elsewhere" : undefined;
}

type Spot = { at: number; eventClass: EventClass; place: Place };

function isCovered({ at, eventClass, place }: Spot, { steps }: Plan): boolean {
  return steps.some(({ source, query }) => {
    if (eventClass === "data-change" && source === "lookup-events") return false;
    if (at < query.window.from || at > query.window.to) return false;
    if (!query.classes.includes(eventClass)) return false;
    return isAmong(place.account, query.accounts) && isAmong(place.region, query.regions);
  });
}

/** True when some gap speaks of the moment, and of the class where it is one of data events. */
function isNamed({ at, eventClass }: Spot, { gaps, notes }: Plan): boolean {
  return [...gaps, ...notes].some((text) => {
    if (text.startsWith("data events") && eventClass === "change") return false;
    const [, from = "", to = ""] = /from (\S+) to (\S+?Z)/.exec(text) ?? [];
    const before = /before (\S+?Z)/.exec(text)?.[1] ?? to;
    if (before === "") return text.startsWith("data events");
    return at >= (parseInstant(from) ?? 0) && at <= (parseInstant(before) ?? 0);
  });
}

/** A source that cannot say where it holds events adds no places to those that another one lists. */
function isKnown(place: Place, offers: Offer[]): boolean {
  const listing = offers.filter(({ reach }) => reach.places);
  return (listing.length > 0 ? listing : offers).some(({ reach }) => holdsPlace(reach, place));
}

describe("whatever is asked of whatever sources", () => {
  it("asks no source outside its reach", () => {
    fc.assert(
      fc.property(queries, offerLists, (query, offers) => {
        const plan = planSearch(query, offers, { now: NOW });

        const asked = [...plan.steps, ...partsOf(query, offers, NOW)];
        expect(asked.map((step) => outside(step, query, offers)).filter(Boolean)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("covers every moment, place and class by a step, or names it as missing", () => {
    const seeds = fc.tuple(fc.nat(1000), fc.nat(3), fc.nat(3));
    fc.assert(
      fc.property(queries, offerLists, seeds, (query, offers, [share, whose, what]) => {
        const to = Math.min(query.window.to, NOW);
        const place = PLACES[whose] ?? { account: "", region: "" };
        const spot: Spot = {
          at: query.window.from + Math.floor((share / 1000) * (to - query.window.from)),
          eventClass: query.classes[what % query.classes.length] ?? "change",
          place,
        };
        fc.pre(to >= query.window.from);
        fc.pre(isAmong(place.account, query.accounts) && isAmong(place.region, query.regions));
        fc.pre(isKnown(place, offers));

        const plan = planSearch(query, offers, { now: NOW });

        expect(isCovered(spot, plan) || isNamed(spot, plan)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
