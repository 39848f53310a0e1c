import { describe, expect, it } from "vitest";
import { Problem } from "../../src/domain/problem.ts";
import { parseSubject } from "../../src/domain/subject.ts";
import { DAY, formatInstant, HOUR, MINUTE, parseInstant } from "../../src/domain/time.ts";
import type { TrailEvent } from "../../src/domain/trail-event.ts";
import type { Progress, TrailQuery } from "../../src/sources/trail.ts";
import { joinTrails, lateTrail } from "../../src/trail/federated.ts";
import type { Reach } from "../../src/trail/source.ts";
import { quietRun } from "../support/ask.ts";
import { trailEventOf } from "../support/records.ts";
import { createFakeSource, type FakeSource, findAmong } from "../support/trail-source.ts";

const NOW = parseInstant("2026-11-20T12:00:00Z") ?? 0;
const clock = { now: () => NOW };
const places = [{ account: "111122223333", region: "eu-west-1" }];

const recent: Reach = {
  window: { from: NOW - 90 * DAY, to: NOW },
  places,
  never: ["data-change"],
  lagMs: 5 * MINUTE,
};
const all: Reach = {
  window: { from: NOW - 400 * DAY, to: NOW - 10 * MINUTE },
  places,
  never: [],
  lagMs: 15 * MINUTE,
};

function eventAgo(number: number, ageMs: number, bucketName = "bucket-x"): TrailEvent {
  return trailEventOf({
    eventID: `6f1c0b1e-0000-4000-8000-${String(number).padStart(12, "0")}`,
    eventTime: formatInstant(NOW - ageMs),
    requestParameters: { bucketName },
  });
}

const EVENTS = [
  eventAgo(1, 5 * MINUTE),
  eventAgo(2, HOUR),
  eventAgo(3, 89 * DAY),
  eventAgo(4, 120 * DAY),
];

const query: TrailQuery = {
  window: { from: NOW - 200 * DAY, to: NOW },
  subject: parseSubject("bucket-x"),
  classes: ["change"],
  limit: 20,
};

const lookup = (events = EVENTS): FakeSource =>
  createFakeSource({ name: "lookup-events", reach: recent, events });
const athena = (events = EVENTS): FakeSource =>
  createFakeSource({ name: "athena", reach: all, events, estimate: { ms: 4000 }, costUsd: 0.01 });

const idsOf = ({ events }: { events: TrailEvent[] }) => events.map(({ id }) => id);

describe("several sources as one trail", () => {
  it("gives what one source with all the events would give", async () => {
    const trail = joinTrails([lookup(), athena()], { clock });

    const found = await trail.find(query, quietRun);

    const one = findAmong(EVENTS, query);
    expect(idsOf(found)).toEqual(idsOf(one));
    expect(found.counts).toEqual(one.counts);
    expect(found.searched.map(({ source, complete }) => [source, complete])).toEqual([
      ["LookupEvents", true],
      ["Athena", true],
    ]);
  });

  it("answers from the others where one source fails, and says which and why", async () => {
    const broken = athena();
    broken.error = new Problem(
      "aws.denied",
      "athena:StartQueryExecution is not allowed.",
      "Allow it.",
    );
    const trail = joinTrails([lookup(), broken], { clock });

    const found = await trail.find(query, quietRun);

    expect(found.events).toHaveLength(3);
    const [, told] = found.searched;
    expect(told).toMatchObject({
      source: "Athena",
      complete: false,
      gaps: ["Athena: athena:StartQueryExecution is not allowed"],
    });
  });

  it("fails with the problem where every source fails", async () => {
    const problem = new Problem("aws.expired", "The token is expired.", "Sign in again.");
    const sources = [lookup(), athena()];
    for (const source of sources) source.error = problem;

    const finding = joinTrails(sources, { clock }).find(query, quietRun);

    await expect(finding).rejects.toBe(problem);
  });

  it("tells nobody but the operator of an error that is no problem", async () => {
    const broken = athena();
    broken.error = new Error("secret detail");
    const told: unknown[] = [];
    const trail = joinTrails([lookup(), broken], {
      clock,
      failed: (source, error) => told.push([source, error]),
    });

    const found = await trail.find(query, quietRun);

    expect(JSON.stringify(found.searched)).not.toContain("secret detail");
    expect(told).toEqual([["athena", broken.error]]);
  });

  it("takes the gap of a source that cannot even say what it holds", async () => {
    const mute: FakeSource = {
      ...athena(),
      reach: async () => {
        throw new Problem("aws.denied", "glue:GetTable is not allowed.", "Allow it.");
      },
    };

    const found = await joinTrails([lookup(), mute], { clock }).find(query, quietRun);

    const gaps = found.searched.flatMap((search) => search.gaps);
    expect(gaps).toContain("Athena: glue:GetTable is not allowed");
    expect(gaps).toContainEqual(expect.stringContaining("nothing is searched from"));
  });

  it("passes an abort down to every source", async () => {
    const sources = [lookup(), athena()];
    for (const source of sources) source.isHeld = true;
    const stop = new AbortController();

    const finding = joinTrails(sources, { clock }).find(query, {
      ...quietRun,
      signal: stop.signal,
    });
    await expect.poll(() => sources.map(({ asked }) => asked.length)).toEqual([1, 1]);
    stop.abort(new Error("stopped"));

    await expect(finding).rejects.toThrow("stopped");
  });

  it("says of progress which source makes it, the one furthest behind", async () => {
    const slow: FakeSource = {
      ...lookup(),
      find: async (asked, run) => {
        run.progress({ done: 3, total: 40, unit: "pages" });
        return findAmong(EVENTS, asked);
      },
    };
    const lines: Progress[] = [];

    await joinTrails([slow, athena()], { clock }).find(query, {
      ...quietRun,
      progress: (line) => lines.push(line),
    });

    expect(lines).toContainEqual({ done: 3, total: 40, unit: "pages of LookupEvents" });
  });

  it("asks Athena for one event only where nobody else has it", async () => {
    const sources = [lookup(), athena()];
    const trail = joinTrails(sources, { clock });
    const byId = (event: TrailEvent | undefined): TrailQuery => ({
      window: { from: 0, to: NOW + DAY },
      eventId: event?.id ?? "",
      classes: ["change"],
      limit: 1,
    });

    const young = await trail.find(byId(EVENTS[1]), quietRun);
    const afterYoung = sources[1]?.asked.length;
    const old = await trail.find(byId(EVENTS[3]), quietRun);

    expect([afterYoung, sources[1]?.asked.length]).toEqual([0, 1]);
    expect(idsOf(young)).toEqual([EVENTS[1]?.id]);
    expect(young.searched.flatMap(({ gaps }) => gaps)).toEqual([]);
    expect(idsOf(old)).toEqual([EVENTS[3]?.id]);
  });

  it("collects the names that every source knows, the best of each first", async () => {
    const sources = [lookup(), athena()];
    if (sources[0]) sources[0].names = ["orders", "order-api"];
    if (sources[1]) sources[1].names = ["orders-db", "orders"];

    const names = await joinTrails(sources, { clock }).suggest("ordres", 3);

    expect(names).toEqual(["orders", "orders-db", "order-api"]);
  });
});

describe("a question in stages", () => {
  it("gives what one source has while another still reads, then all, and asks nothing twice", async () => {
    const [quick, slow] = [lookup(), athena()];
    slow.isHeld = true;
    const stages = joinTrails([quick, slow], { clock }).stages();

    const part = await stages.first.find(query, quietRun);
    const wasWhole = stages.isWhole();
    slow.release();
    const whole = await stages.whole.find(query, quietRun);

    expect(wasWhole).toBe(false);
    expect(idsOf(part)).toEqual(EVENTS.slice(0, 3).map(({ id }) => id));
    expect(part.searched.at(-1)).toMatchObject({
      source: "Athena",
      complete: false,
      pending: true,
    });
    expect(idsOf(whole)).toEqual(EVENTS.map(({ id }) => id));
    expect([quick.asked.length, slow.asked.length]).toEqual([1, 1]);
  });

  it("is whole at once where all are quick", async () => {
    const stages = joinTrails([lookup()], { clock }).stages();

    const found = await stages.first.find(
      { ...query, window: { from: NOW - DAY, to: NOW } },
      quietRun,
    );

    expect(stages.isWhole()).toBe(true);
    expect(found.events).toHaveLength(2);
  });

  it("tells what a single source has while that one reads on, and completes it", async () => {
    const source = lookup();
    source.isHeld = true;
    const find: FakeSource["find"] = async (asked, run) => {
      run.sofar?.(findAmong(EVENTS.slice(0, 1), asked, "LookupEvents"));
      return source.find(asked, run);
    };
    const stages = joinTrails([{ ...source, find }], { clock }).stages();
    const day = { ...query, window: { from: NOW - DAY, to: NOW } };

    const part = await stages.first.find(day, quietRun);
    const wasWhole = stages.isWhole();
    source.release();
    const whole = await stages.whole.find(day, quietRun);

    expect(idsOf(part)).toEqual(EVENTS.slice(0, 1).map(({ id }) => id));
    expect(part.searched).toMatchObject([
      { source: "LookupEvents", complete: false, pending: true },
    ]);
    expect(wasWhole).toBe(false);
    expect(idsOf(whole)).toEqual(EVENTS.slice(0, 2).map(({ id }) => id));
    expect(whole.searched).toMatchObject([{ source: "LookupEvents", complete: true }]);
  });

  it("waits where names fit in pieces alone: another source may have the whole name", async () => {
    const slow = athena();
    slow.isHeld = true;
    const stages = joinTrails([lookup([eventAgo(9, HOUR, "my-bucket-x-2")]), slow], {
      clock,
    }).stages();

    const first = stages.first.find(query, quietRun);
    await expect.poll(() => slow.asked.length).toBe(1);
    slow.release();

    expect((await first).match).toBe("exact");
    expect(stages.isWhole()).toBe(true);
  });

  it("does not keep first rows waiting for what stands beside them", async () => {
    const slow = lookup();
    slow.isHeld = true;
    const stages = joinTrails([slow], { clock }).stages();
    const aside: TrailQuery = { ...query, window: { from: NOW - DAY, to: NOW }, aside: true };

    const early = await stages.first.find(aside, quietRun);
    const wasWhole = stages.isWhole();
    slow.release();
    const late = await stages.whole.find(aside, quietRun);

    expect(early).toMatchObject({ events: [], searched: [{ pending: true, complete: false }] });
    expect(wasWhole).toBe(false);
    expect(late.events).toHaveLength(2);
    expect(slow.asked).toHaveLength(1);
  });

  it("looks for nothing beside rows that are not final", async () => {
    const [quick, slow] = [lookup(), athena()];
    slow.isHeld = true;
    const stages = joinTrails([quick, slow], { clock }).stages();
    const aside: TrailQuery = { ...query, window: { from: NOW - DAY, to: NOW }, aside: true };

    await stages.first.find(query, quietRun);
    const early = await stages.first.find(aside, quietRun);
    slow.release();

    expect(early.searched).toMatchObject([{ pending: true }]);
    expect(quick.asked).toHaveLength(1);
  });

  it("asks anew what is free and keeps what was paid for when the question is asked again", async () => {
    const [quick, dear] = [lookup(), athena()];
    const stages = joinTrails([quick, dear], { clock }).stages();
    await stages.first.find(query, quietRun);
    await stages.whole.find(query, quietRun);
    const late = eventAgo(7, MINUTE);
    quick.events.push(late);

    const again = await stages.again().whole.find(query, quietRun);

    expect(idsOf(again)).toEqual([late, ...EVENTS].map(({ id }) => id));
    expect([quick.asked.length, dear.asked.length]).toEqual([2, 1]);
  });

  it("waits for a trail that is still being opened", async () => {
    let open: () => void = () => undefined;
    const opening = new Promise<void>((resolve) => {
      open = resolve;
    }).then(() => joinTrails([lookup(), athena()], { clock }));
    const stages = lateTrail(opening).stages();

    const finding = stages.first.find(query, quietRun);
    open();

    expect((await finding).events.length).toBeGreaterThan(0);
    expect((await stages.again().whole.find(query, quietRun)).events).toHaveLength(4);
  });
});
