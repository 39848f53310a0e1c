import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatInstant, parseInstant } from "../../src/domain/time.ts";

const FIRST = Date.UTC(1971, 0, 1);
const LAST = Date.UTC(2099, 11, 31);
const seconds = fc.integer({ min: FIRST / 1000, max: LAST / 1000 }).map((second) => second * 1000);

describe("reading instants", () => {
  it("reads the times of records, whichever day the one before was of", () => {
    fc.assert(
      fc.property(fc.array(seconds, { minLength: 2, maxLength: 20 }), (times) => {
        const read = times.map((at) => parseInstant(formatInstant(at)));

        expect(read).toEqual(times);
      }),
    );
  });

  it("reads other spellings of an instant as the same", () => {
    fc.assert(
      fc.property(seconds, (at) => {
        const [day = "", clock = ""] = formatInstant(at).replace("Z", "").split("T");
        const spelt = [`${day} ${clock}`, `${day}T${clock}+00:00`, ` ${day}T${clock}.000Z `];

        expect(spelt.map(parseInstant)).toEqual([at, at, at]);
      }),
    );
  });

  it("refuses days and times that no calendar or clock has", () => {
    const impossible = [
      "2026-02-30T10:00:00Z",
      "2026-13-01T10:00:00Z",
      "2026-11-22T24:00:00Z",
      "2026-11-22T10:60:00Z",
      "2026-11-22T10:00:61Z",
      "2026-11-22T1a:00:00Z",
      "2026-11-22T10-00-00Z",
      "2026-1-022T10:00:00Z",
      " 2026-1-22T10:00:00Z",
    ];

    expect(impossible.map(parseInstant)).toEqual(impossible.map(() => undefined));
  });
});
