import { describe, expect, it } from "vitest";
import {
  ALL_ORDERS,
  judgeOrder,
  NO_ORDERS,
  namesOrderGroups,
  type OrderPolicy,
} from "../../src/access/orders.ts";

const some: OrderPolicy = {
  "create-alarm": "off",
  "mute-alarm": { users: ["U1"], groups: ["S1"] },
};
const ask = (policy: OrderPolicy, userId: string, groups: string[] = []) =>
  judgeOrder(policy, "mute-alarm", { userId, groups }, "the platform team");

describe("who may give orders", () => {
  it("says how to switch it on where it is off", () => {
    const verdict = ask(NO_ORDERS, "U1");

    expect(verdict).toEqual({
      kind: "refused",
      headline: "Muting alarms from here is switched off.",
      next: "To switch it on, write `mute_alarm` under `orders` in trailwatch.yml, or ask the platform team.",
    });
  });

  it("allows those who are named, by themselves or by a group", () => {
    const kinds = [ask(some, "U1"), ask(some, "U2", ["S1"]), ask(some, "U2", ["S2"])].map(
      ({ kind }) => kind,
    );

    expect(kinds).toEqual(["allowed", "allowed", "refused"]);
  });

  it("keeps the orders apart", () => {
    const verdict = judgeOrder(some, "create-alarm", { userId: "U1", groups: [] }, "them");

    expect(verdict.kind).toBe("refused");
  });

  it("allows everybody in a made-up AWS", () => {
    expect(ask(ALL_ORDERS, "U9").kind).toBe("allowed");
  });

  it("needs to know groups only where some are named", () => {
    expect([NO_ORDERS, ALL_ORDERS, some].map(namesOrderGroups)).toEqual([false, false, true]);
  });
});
