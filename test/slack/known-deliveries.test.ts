/** The same delivery twice is the same deed, for as long as Slack repeats itself. */
import { describe, expect, it } from "vitest";
import { createDeliveries } from "../../src/slack/deliveries.ts";

describe("deliveries", () => {
  it("are known for a quarter of an hour, and forgotten within half an hour", () => {
    let now = 0;
    const deliveries = createDeliveries(() => now);

    const first = deliveries.isNew("a");
    now += 14 * 60_000;
    const soon = deliveries.isNew("a");
    now += 17 * 60_000;
    const later = deliveries.isNew("a");

    expect([first, soon, later]).toEqual([true, false, true]);
  });

  it("are so many at most that memory stays small; the oldest go first", () => {
    const deliveries = createDeliveries(() => 0);
    for (let index = 0; index < 60_000; index++) deliveries.isNew(`id-${index}`);

    const last = deliveries.isNew("id-59999");
    const oldest = deliveries.isNew("id-0");

    expect([last, oldest]).toEqual([false, true]);
  });
});
