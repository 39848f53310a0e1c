import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../../../src/domain/time.ts";
import type { MetricSource } from "../../../../../src/sandbox/scenario/metrics/source.ts";
import { ask, engineOf, math, NOW, PLACE, sourceOf } from "../metrics/made-metrics.ts";

/** 100 by day, 20 by night, a little more or less from day to day; ten times as much in the last hour. */
function rhythm(): MetricSource {
  return sourceOf([], {
    samples: (at, take) => {
      const hour = (at % DAY) / HOUR;
      const usual = (hour >= 6 && hour < 18 ? 100 : 20) + (Math.floor(at / DAY) % 3);
      take(at >= NOW - HOUR ? usual * 10 : usual, 1);
    },
  });
}

const window = { from: NOW - DAY, to: NOW };
const m = ask("m", "M", { stat: "Average", period: 300 });

describe("ANOMALY_DETECTION_BAND", () => {
  it("gives two series of one id, the lower bound and the upper, around what the days before had", () => {
    const [lower, upper] = engineOf([rhythm()]).evaluate(
      PLACE,
      [{ ...m, isHidden: true }, math("band", "ANOMALY_DETECTION_BAND(m, 2)")],
      window,
    );

    expect([lower?.id, upper?.id]).toEqual(["band", "band"]);
    expect(lower?.points).toHaveLength(288);
    const noon = lower?.points.findIndex(({ at }) => at % DAY === 12 * HOUR) ?? -1;
    expect(lower?.points[noon]?.value).toBeGreaterThan(94);
    expect(lower?.points[noon]?.value).toBeLessThan(100);
    expect(upper?.points[noon]?.value).toBeGreaterThan(102);
    expect(upper?.points[noon]?.value).toBeLessThan(108);
    expect(upper?.points.at(-1)?.value).toBeLessThan(30);
  });

  it("is wider with more deviations, and 2 wide unless said", () => {
    const upperOf = (expression: string) =>
      engineOf([rhythm()])
        .evaluate(PLACE, [m, math("band", expression)], window)
        .at(-1)?.points[0]?.value ?? 0;

    expect(upperOf("ANOMALY_DETECTION_BAND(m)")).toBe(upperOf("ANOMALY_DETECTION_BAND(m, 2)"));
    expect(upperOf("ANOMALY_DETECTION_BAND(m, 4)")).toBeGreaterThan(
      upperOf("ANOMALY_DETECTION_BAND(m, 3)"),
    );
  });

  it("finds what is out of the ordinary", () => {
    const found = engineOf([rhythm()]).evaluate(
      PLACE,
      [
        { ...m, isHidden: true },
        math("band", "ANOMALY_DETECTION_BAND(m)", { isHidden: true }),
        math("odd", "IF(m > LAST(band), m)"),
      ],
      window,
    );

    expect(found[0]?.points.map(({ at }) => at)).toEqual(
      Array.from({ length: 12 }, (_, index) => NOW - HOUR + index * 5 * MINUTE),
    );
  });

  it("takes the result of an expression, and no band of a band", () => {
    const engine = engineOf([rhythm()]);
    const hidden = { ...m, isHidden: true as const };
    const doubled = [
      hidden,
      math("d", "m*2", { isHidden: true }),
      math("band", "ANOMALY_DETECTION_BAND(d)"),
    ];
    const again = [
      hidden,
      math("d", "LAST(ANOMALY_DETECTION_BAND(m))"),
      math("band", "ANOMALY_DETECTION_BAND(d)"),
    ];

    expect(engine.evaluate(PLACE, doubled, window)).toHaveLength(2);
    expect(() => engine.evaluate(PLACE, again, window)).toThrow(
      "A band cannot be computed from a band",
    );
  });

  it("has no points where there is no history", () => {
    const young = { ...rhythm(), beginsAt: NOW - 2 * HOUR };

    const bands = engineOf([young]).evaluate(
      PLACE,
      [m, math("band", "ANOMALY_DETECTION_BAND(m)")],
      window,
    );

    expect(bands.slice(1).map(({ points }) => points)).toEqual([[], []]);
  });
});
