import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { billedUsd, judgeCost } from "../../../src/aws/athena/cost.ts";
import { reusableMinutes } from "../../../src/aws/athena/costs.ts";

const NOW = Date.UTC(2026, 10, 22, 16, 40);
const MINUTE = 60_000;

const spending = (
  usd: number,
  agreedUsd?: number,
  day: { why?: string; mostUsd?: number } = {},
) => ({
  left: () => ({ usd, ...day }),
  add: () => undefined,
  ...(agreedUsd !== undefined && { agreedUsd }),
});
const costing = (costUsd: number) => ({ scannedBytes: costUsd * 2e11, costUsd });

describe("what Athena bills", () => {
  it("is ten megabytes at least, and whole megabytes", () => {
    expect(billedUsd(0, {})).toBeCloseTo(0.00005, 10);
    expect(billedUsd(9_999_999, {})).toBeCloseTo(0.00005, 10);
    expect(billedUsd(10_000_001, {})).toBeCloseTo(0.000055, 10);
    expect(billedUsd(12e9, { usdPerTb: 5 })).toBeCloseTo(0.06, 10);
    expect(billedUsd(1e12, { usdPerTb: 9 })).toBeCloseTo(9, 10);
  });
});

describe("whether a query may cost what it will", () => {
  it("runs within the limit of a query", () => {
    expect(judgeCost(costing(0.1), {}, spending(0.1))).toEqual({ kind: "run", mostUsd: 0.1 });
  });

  it("is spared beyond it, with the words that ask for it", () => {
    const verdict = judgeCost(
      costing(0.06),
      { queryUsd: 0.05 },
      spending(0.05, undefined, { mostUsd: 5 }),
    );

    expect(verdict).toEqual({
      kind: "spared",
      spared: {
        source: "Athena",
        why: "it would read 12.0 GB, about $0.06, over the limit of $0.05 a query",
        scannedBytes: 12e9,
        costUsd: 0.06,
        words: "spend $0.06",
      },
    });
  });

  it("runs as far as the asker agreed to", () => {
    expect(judgeCost(costing(0.06), { queryUsd: 0.05 }, spending(0.05, 0.06))).toEqual({
      kind: "run",
      mostUsd: 0.06,
    });
    expect(judgeCost(costing(0.07), { queryUsd: 0.05 }, spending(0.05, 0.06)).kind).toBe("spared");
  });

  it("never goes beyond what the day leaves, whatever the asker agrees to", () => {
    const day = { why: "the limit of $5.00 a day", mostUsd: 0.039 };

    const verdict = judgeCost(costing(0.06), {}, spending(0.039, 10, day));

    expect(verdict.kind === "spared" && verdict.spared).toEqual({
      source: "Athena",
      why: "it would read 12.0 GB, about $0.06, and the limit of $5.00 a day leaves $0.03",
      scannedBytes: 12e9,
      costUsd: 0.06,
    });
  });

  it("asks before a cost that nobody knows, and names how much may be agreed to", () => {
    const verdict = judgeCost(undefined, {}, spending(0.1, undefined, { mostUsd: 5 }));

    expect(verdict.kind === "spared" && verdict.spared).toEqual({
      source: "Athena",
      why: "what it would read is not known before its first query, which may be over the limit of $0.10 a query",
      words: "spend $0.10",
    });
    expect(judgeCost(undefined, {}, spending(0.1, 0.1))).toEqual({ kind: "run", mostUsd: 0.1 });
  });

  it("never runs unasked where no query may", () => {
    const none = { queryUsd: 0 };

    const unknown = judgeCost(undefined, none, spending(0, undefined, { mostUsd: 5 }));
    const known = judgeCost(costing(0.0001), none, spending(0, undefined, { mostUsd: 5 }));

    expect(unknown.kind === "spared" && unknown.spared.words).toBe("spend $0.01");
    expect(known.kind === "spared" && known.spared.words).toBe("spend $0.0001");
  });

  it("is limited by nothing where nobody keeps accounts", () => {
    expect(judgeCost(undefined, {}, undefined)).toEqual({ kind: "run", mostUsd: Infinity });
  });

  it("always names words that are enough, or none", () => {
    const usd = fc.double({ min: 0.00005, max: 50, noNaN: true });
    fc.assert(
      fc.property(usd, usd, usd, (costUsd, queryUsd, mostUsd) => {
        const left = { usd: Math.min(queryUsd, mostUsd), mostUsd };
        const asked = { left: () => left, add: () => undefined };

        const verdict = judgeCost(costing(costUsd), { queryUsd }, asked);

        if (verdict.kind === "run") {
          expect(costUsd).toBeLessThanOrEqual(verdict.mostUsd);
          return;
        }
        const words = verdict.spared.words ?? "";
        expect(words !== "").toBe(costUsd <= mostUsd);
        const agreedUsd = Number(words.replace("spend $", ""));
        const again = judgeCost(costing(costUsd), { queryUsd }, { ...asked, agreedUsd });
        expect(again.kind).toBe(words === "" ? "spared" : "run");
      }),
    );
  });
});

describe("an older result", () => {
  it("is taken again only when no event that it lacks can have come since", () => {
    const until = (minutes: number) => reusableMinutes({ to: NOW - minutes * MINUTE }, NOW, {});

    expect(until(0)).toBeUndefined();
    expect(until(60)).toBeUndefined();
    expect(until(75)).toBe(15);
    expect(until(500)).toBe(60);
    expect(reusableMinutes({ to: 0 }, NOW, { reuseMinutes: 0 })).toBeUndefined();
    expect(reusableMinutes({ to: 0 }, NOW, { reuseMinutes: 1e9 })).toBe(10_080);
  });
});
