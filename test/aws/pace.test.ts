import { describe, expect, it } from "vitest";
import { createPace } from "../../src/aws/pace.ts";
import { createVirtualTiming } from "./virtual-timing.ts";

const NEVER = new AbortController().signal;

function mostInAnySecond(times: number[]): number {
  return Math.max(
    ...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length),
  );
}

describe("the pace of requests", () => {
  it("lets two go at once and never more than two in any second", async () => {
    const timing = createVirtualTiming();
    const pace = createPace(timing);
    const question = {};
    const times: number[] = [];

    await Promise.all(
      Array.from({ length: 9 }, async () => {
        const answered = await pace.turn("a", question, NEVER);
        times.push(timing.now());
        answered();
      }),
    );

    expect(times.slice(0, 2)).toEqual([0, 0]);
    expect(mostInAnySecond(times)).toBe(2);
    expect(times.at(-1)).toBeLessThan(4500);
  });

  it("lets as many go as the service takes", async () => {
    const timing = createVirtualTiming();
    const pace = createPace(timing, 9);
    const times: number[] = [];

    await Promise.all(
      Array.from({ length: 30 }, async () => {
        const answered = await pace.turn("a", {}, NEVER);
        times.push(timing.now());
        await timing.wait(40);
        answered();
      }),
    );

    expect(times.filter((at) => at === 0)).toHaveLength(9);
    expect(mostInAnySecond(times)).toBe(9);
    expect(times.at(-1)).toBeLessThan(3500);
  });

  it("keeps the pace when requests come one by one, at odd moments", async () => {
    const timing = createVirtualTiming();
    const pace = createPace(timing);
    const times: number[] = [];

    for (const pauseMs of [0, 300, 10, 700, 0, 0, 1500, 0, 0, 200]) {
      await timing.wait(pauseMs);
      const answered = await pace.turn("a", {}, NEVER);
      times.push(timing.now());
      answered();
    }

    expect(mostInAnySecond(times)).toBe(2);
  });

  it("counts a second from the answer, since nobody knows how late a request has arrived", async () => {
    const timing = createVirtualTiming();
    const pace = createPace(timing);
    const slow = await pace.turn("a", {}, NEVER);
    const unanswered = pace.turn("a", {}, NEVER);
    await unanswered;

    await timing.wait(400);
    slow();
    await pace.turn("a", {}, NEVER);
    const third = timing.now();
    await pace.turn("a", {}, NEVER);

    expect(third).toBeGreaterThanOrEqual(1400);
    expect(third).toBeLessThan(1500);
    expect(timing.now()).toBeGreaterThanOrEqual(2000);
  });

  it("lets lanes go side by side", async () => {
    const timing = createVirtualTiming();
    const pace = createPace(timing);

    await Promise.all(
      ["a", "b", "c"].flatMap((lane) => [0, 1].map(() => pace.turn(lane, {}, NEVER))),
    );

    expect(timing.elapsed()).toBe(0);
  });

  it("gives a question with one request its turn before the rest of one with many", async () => {
    const timing = createVirtualTiming();
    const pace = createPace(timing);
    const [many, single] = [{}, {}];
    const order: string[] = [];

    const all = Array.from({ length: 8 }, async () => {
      await pace.turn("a", many, NEVER);
      order.push("many");
    });
    all.push(
      (async () => {
        await timing.wait(1);
        await pace.turn("a", single, NEVER);
        order.push("single");
      })(),
    );
    await Promise.all(all);

    expect(order.indexOf("single")).toBe(2);
  });

  it("gives no turn to whoever has gone", async () => {
    const timing = createVirtualTiming();
    const pace = createPace(timing);
    const gone = new AbortController();
    const question = {};
    (await pace.turn("a", question, NEVER))();
    (await pace.turn("a", question, NEVER))();

    const left = pace.turn("a", question, gone.signal);
    const stays = pace.turn("a", question, NEVER);
    gone.abort(new Error("cancelled"));

    await expect(left).rejects.toThrow("cancelled");
    await stays;
    expect(timing.elapsed()).toBeLessThan(1100);
  });

  it("waits as long as AWS has asked to", async () => {
    const timing = createVirtualTiming();
    const pace = createPace(timing);

    pace.hold("a", 4000);
    await Promise.all([pace.turn("a", {}, NEVER), pace.turn("b", {}, NEVER)]);

    expect(timing.elapsed()).toBe(4000);
  });
});
