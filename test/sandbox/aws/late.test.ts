import { describe, expect, it } from "vitest";
import { MINUTE } from "../../../src/domain/time.ts";
import { type TrailEvent, toTrailEvent } from "../../../src/domain/trail-event.ts";
import { understand } from "../../../src/questions/understand.ts";
import { LATE_DEEDS, lateRecords } from "../../../src/sandbox/aws/late.ts";
import { matchLevel } from "../../../src/trail/match.ts";
import { auditIn } from "../../support/understood.ts";

const NOW = Date.parse("2026-11-20T16:50:12.345Z");

function eventsOf(name: string, turn = 1): TrailEvent[] {
  const told = lateRecords(name, NOW, turn);
  return (told?.records ?? []).flatMap(({ record }) => toTrailEvent(record) ?? []);
}

describe("deeds of this moment", () => {
  it.each(LATE_DEEDS.map(({ name }) => name))("%s has just happened", (name) => {
    const events = eventsOf(name);

    expect(events.length).toBeGreaterThan(0);
    for (const { at, account } of events) {
      expect(at).toBeLessThanOrEqual(NOW);
      expect(at).toBeGreaterThan(NOW - MINUTE);
      expect(account).toBe("111122223333");
    }
  });

  it.each(LATE_DEEDS)("$name is found by the question that it names", ({ name, ask }) => {
    const context = { now: NOW, zone: "UTC", accountNames: {} };
    const { subject } = auditIn(understand(ask.replace("/", ""), context)).asked;
    const query = {
      window: { from: NOW - MINUTE, to: NOW },
      ...(subject && { subject }),
      classes: ["change" as const, "attempt" as const],
      limit: 10,
    };

    expect(subject?.name).toBeDefined();
    const deeds = eventsOf(name).filter((event) => event.class !== "session");
    expect(deeds.map((event) => matchLevel(event, query))).not.toContain(undefined);
  });

  it("take effect, but for the one that is refused", () => {
    const classes = LATE_DEEDS.map(({ name }) => eventsOf(name).map((event) => event.class));

    expect(classes).toEqual([["change", "change"], ["session", "change"], ["attempt"], ["change"]]);
  });

  it("are other events each time, at the same moment too", () => {
    const ids = [1, 2, 3].flatMap((turn) =>
      LATE_DEEDS.flatMap(({ name }) => eventsOf(name, turn).map(({ id }) => id)),
    );

    expect(new Set(ids).size).toBe(ids.length);
  });

  it("are none where nobody knows the name", () => {
    expect(lateRecords("__proto__", NOW, 1)).toBeUndefined();
  });
});
