import { describe, expect, it } from "vitest";
import { createPace, type Pace } from "../../src/slack/pace.ts";

/** When each of so many turns came, in milliseconds from now. */
function turns(pace: Pace, channelId: string, count: number): Promise<number[]> {
  const since = performance.now();
  const taken = Array.from({ length: count }, async () => {
    await pace.turn(channelId);
    return performance.now() - since;
  });
  return Promise.all(taken);
}

describe("turns in a channel", () => {
  it("come at once for a burst of three, then one by one", async () => {
    const [, , third = 0, fourth = 0, fifth = 0] = await turns(createPace(60), "C1", 5);

    expect(third).toBeLessThan(50);
    expect(fourth).toBeGreaterThanOrEqual(58);
    expect(fifth).toBeGreaterThanOrEqual(118);
  });

  it("do not wait for another channel", async () => {
    const pace = createPace(60_000);
    await turns(pace, "C1", 3);

    const [first = 0] = await turns(pace, "C2", 1);

    expect(first).toBeLessThan(50);
  });

  it("wait where Slack has asked to, those that are waiting already too", async () => {
    const pace = createPace(20);
    const waiting = turns(pace, "C1", 5);
    await turns(pace, "C2", 1);
    pace.hold("C1", 120);

    const [first = 0, , , fourth = 0, fifth = 0] = await waiting;

    expect(first).toBeLessThan(20);
    expect(fourth).toBeGreaterThanOrEqual(118);
    expect(fifth).toBeGreaterThanOrEqual(fourth + 18);
  });
});
