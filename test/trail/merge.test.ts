import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSubject } from "../../src/domain/subject.ts";
import { formatInstant, HOUR, parseInstant } from "../../src/domain/time.ts";
import type { TrailEvent } from "../../src/domain/trail-event.ts";
import type { TrailQuery } from "../../src/sources/trail.ts";
import { mergeFound, type PartFound } from "../../src/trail/merge.ts";
import type { SourceName } from "../../src/trail/source.ts";
import { trailEventOf } from "../support/records.ts";
import { findAmong } from "../support/trail-source.ts";

const START = parseInstant("2026-11-20T00:00:00Z") ?? 0;

const idOf = (number: number) => `6f1c0b1e-0000-4000-8000-${String(number).padStart(12, "0")}`;

function eventAt(number: number, hour: number, bucketName = "bucket-x"): TrailEvent {
  return trailEventOf({
    eventID: idOf(number),
    eventTime: formatInstant(START + hour * HOUR),
    requestParameters: { bucketName },
  });
}

const query: TrailQuery = {
  window: { from: START, to: START + 100 * HOUR },
  subject: parseSubject("bucket-x"),
  classes: ["change"],
  limit: 5,
};

/** What a source finds that is asked for some hours of the window. */
function part(
  source: SourceName,
  events: TrailEvent[],
  hours: [number, number] = [0, 100],
  whole = query,
): PartFound {
  const [from, to] = hours.map((hour) => START + hour * HOUR);
  const narrowed = { ...whole, window: { from: from ?? 0, to: to ?? 0 } };
  return { source, query: narrowed, found: findAmong(events, narrowed, source) };
}

const idsOf = (events: TrailEvent[]) => events.map(({ id }) => Number(id.slice(-6)));

describe("what several sources found, as one", () => {
  it("drops what two sources hold, keeps the newest first and counts each once", () => {
    const events = [1, 2, 3, 4].map((number) => eventAt(number, number));

    const merged = mergeFound(query, [
      part("files", events.slice(0, 3)),
      part("lookup-events", events.slice(1)),
    ]);

    expect(idsOf(merged.events)).toEqual([4, 3, 2, 1]);
    expect(merged.counts).toEqual({ change: 4 });
    expect(merged.match).toBe("exact");
  });

  it("lets a whole name of one source win over the pieces of names of another", () => {
    const pieces = [1, 2].map((number) => eventAt(number, number, "my-bucket-x-logs"));
    const whole = [eventAt(3, 3)];

    const merged = mergeFound(query, [part("lookup-events", pieces), part("athena", whole)]);

    expect(idsOf(merged.events)).toEqual([3]);
    expect(merged).toMatchObject({ counts: { change: 1 }, match: "exact", names: [] });
    expect(merged.searched).toHaveLength(2);
  });

  it("names what was found by pieces of names where no source has the whole name", () => {
    const left = [eventAt(1, 1, "my-bucket-x")];
    const right = [eventAt(2, 2, "old-bucket-x"), eventAt(1, 1, "my-bucket-x")];

    const merged = mergeFound(query, [part("files", left), part("athena", right)]);

    expect(merged.match).toBe("substring");
    expect(merged.names.sort()).toEqual(["my-bucket-x", "old-bucket-x"]);
  });

  it("keeps the copy of the source that has the record as it was written", () => {
    const original = eventAt(1, 1);
    const rebuilt = { ...original, raw: { ...original.raw, userAgent: "rebuilt" } };

    const merged = mergeFound(query, [part("athena", [rebuilt]), part("files", [original])]);

    expect(merged.events[0]?.raw.userAgent).toBe(original.raw.userAgent);
  });

  it("knows an event again whose id is none of CloudTrail's, though its records differ", () => {
    const twins = [eventAt(1, 1), eventAt(2, 1)].map((event) => ({ ...event, id: "EXAMPLE" }));
    const rebuilt = twins.map((event) => ({
      ...event,
      raw: { ...event.raw, responseElements: {} },
    }));
    const [files, athena] = [part("files", []), part("athena", [])];

    const merged = mergeFound(query, [
      { ...files, found: { ...files.found, events: twins, counts: { change: 2 } } },
      { ...athena, found: { ...athena.found, events: rebuilt, counts: { change: 2 } } },
    ]);

    expect(merged.events).toEqual(twins);
    expect(merged.counts).toEqual({ change: 2 });
  });

  it("adds up what lists that were cut leave out", () => {
    const events = Array.from({ length: 40 }, (_, number) => eventAt(number, number));

    const merged = mergeFound(query, [
      part("lookup-events", events, [20, 100]),
      part("athena", events, [0, 21]),
    ]);

    expect(idsOf(merged.events)).toEqual([39, 38, 37, 36, 35]);
    expect(merged.counts).toEqual({ change: 40 });
  });

  it("counts the newest of a small source once, though a large one cut its list", () => {
    const events = Array.from({ length: 40 }, (_, number) => eventAt(number, number));

    const merged = mergeFound(query, [
      part("files", events.slice(0, 38)),
      part("lookup-events", events, [30, 100]),
    ]);

    expect(merged.counts).toEqual({ change: 40 });
    expect(idsOf(merged.events)).toEqual([39, 38, 37, 36, 35]);
  });

  it("says nothing of a match where nothing matched", () => {
    const merged = mergeFound(query, [part("files", []), part("athena", [])]);

    expect(merged).toMatchObject({ events: [], counts: {} });
    expect(merged).not.toHaveProperty("match");
  });

  it("finds what one source with all the events finds, however they are spread", () => {
    const numbers = fc.uniqueArray(fc.nat(60), { maxLength: 30 });
    const worlds = fc.tuple(numbers, numbers, numbers, fc.constantFrom("bucket-x", "a-bucket-x"));
    fc.assert(
      fc.property(worlds, ([left, right, both, bucket]) => {
        const make = (list: number[]) => list.map((number) => eventAt(number, number, bucket));
        const whole = { ...query, limit: 200 };
        const parts = [make([...left, ...both]), make([...right, ...both])];

        const merged = mergeFound(whole, [
          part("files", parts[0] ?? [], [0, 100], whole),
          part("athena", parts[1] ?? [], [0, 100], whole),
        ]);

        const one = findAmong(make([...new Set([...left, ...right, ...both])]), whole);
        expect(merged.events).toEqual(one.events);
        expect(merged.counts).toEqual(one.counts);
        expect(merged.match).toBe(one.match);
      }),
    );
  });

  it("counts as one source would, where windows overlap and lists are cut", () => {
    const hours = fc.array(fc.nat(99), { maxLength: 60 });
    fc.assert(
      fc.property(hours, fc.integer({ min: 10, max: 90 }), fc.nat(8), (list, border, limit) => {
        const events = list.map((hour, number) => eventAt(number, hour));
        const cut = { ...query, limit: limit + 8 };
        const overlapping = events.filter(
          ({ at }) => at >= START + (border - 1) * HOUR && at <= START + border * HOUR,
        );
        fc.pre(overlapping.length <= cut.limit);

        const merged = mergeFound(cut, [
          part("lookup-events", events, [border - 1, 100], cut),
          part("athena", events, [0, border], cut),
        ]);

        expect(merged.counts.change ?? 0).toBe(events.length);
        expect(merged.events).toEqual(findAmong(events, cut).events);
      }),
    );
  });
});
