import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "../../../src/domain/time.ts";
import { isMetricsUnderstood } from "../../../src/questions/draft.ts";
import { quotedName } from "../../../src/questions/quoted-name.ts";
import { understand } from "../../../src/questions/understand.ts";

const context = { now: 1795278600000, zone: "UTC", accountNames: { prod: "111122223333" } };

function read(text: string) {
  const understood = understand(text, context);
  if (understood.kind !== "asked" || !isMetricsUnderstood(understood)) return understood.kind;
  const { name, mute, accounts, regions } = understood.asked;
  return { question: understood.question, name, mute, accounts, regions };
}

describe("orders in words", () => {
  it.each([
    ["mute alarm checkout-api-errors for 30 minutes", "checkout-api-errors", 30 * MINUTE],
    ["/mute-alarm orders-db-cpu for 2h", "orders-db-cpu", 2 * HOUR],
    ["please silence the alarm orders-db-cpu for an hour", "orders-db-cpu", HOUR],
    ["snooze orders-db-cpu", "orders-db-cpu", HOUR],
    ["/mute-alarm orders-db-cpu last 7d quietly", "orders-db-cpu", HOUR],
    ['mute alarm "🔥 high / cpu for 5m" for 1h', "🔥 high / cpu for 5m", HOUR],
  ])("reads %s", (text, name, spanMs) => {
    const asked = read(text);

    expect(asked).toMatchObject({ question: "mute-alarm", name, mute: { spanMs } });
  });

  it("takes the reason as it was typed, and the place before it", () => {
    const asked = read("mute alarm jobs-age for 1h in prod region eu-west-1 because we migrate");

    expect(asked).toEqual({
      question: "mute-alarm",
      name: "jobs-age",
      mute: { spanMs: HOUR, reason: "we migrate" },
      accounts: ["111122223333"],
      regions: ["eu-west-1"],
    });
  });

  it("means by 'it' the alarm that the thread is about", () => {
    const asked = { name: "jobs-age", accounts: ["111122223333"], window: {} };
    const above = (question: string) => ({ version: 1, cloudwatch: true, question, asked });
    const within = (question: string, text: string) =>
      understand(text, { ...context, thread: { question, above: above(question) } });

    const muted = within("alarm", "mute it for 2h because we migrate");
    const unmuted = within("mute-alarm", "unmute it");

    expect(muted).toMatchObject({
      question: "mute-alarm",
      asked: { name: "jobs-age", accounts: ["111122223333"], mute: { spanMs: 2 * HOUR } },
    });
    expect(unmuted).toMatchObject({ question: "unmute-alarm", asked: { name: "jobs-age" } });
    expect(within("dashboard", "mute it").kind).toBe("misunderstood");
    expect(understand("mute it", context).kind).toBe("misunderstood");
  });

  it("reads what ends a muting", () => {
    const asked = ["unmute alarm jobs-age", "/unmute-alarm jobs-age"].map(read);

    expect(asked).toEqual([
      expect.objectContaining({ question: "unmute-alarm", name: "jobs-age" }),
      expect.objectContaining({ question: "unmute-alarm", name: "jobs-age" }),
    ]);
  });

  it.each(["mute alarm", "/mute-alarm", "mute alarm x for 10s", "mute alarm x for 20 days"])(
    "says what is missing or wrong in %s",
    (text) => {
      const understood = understand(text, context);

      expect(understood.kind).toBe("misunderstood");
    },
  );

  it.each(["who muted alarm jobs-age?", "what changed in the mute rules yesterday?"])(
    "leaves the question %s alone",
    (text) => {
      const understood = understand(text, context);

      expect(understood).not.toMatchObject({ question: "mute-alarm" });
    },
  );

  it("takes words that the language itself knows as names", () => {
    const kinds = ["who changed constructor?", "mute alarm __proto__ for 1h"].map(
      (text) => understand(text, context).kind,
    );

    expect(kinds).toEqual(["asked", "asked"]);
  });

  it("reads any name back that it has quoted, but for one without letters or with both kinds of quotes", () => {
    const name = fc
      .string({ unit: "grapheme-ascii", minLength: 1, maxLength: 40 })
      .map((text) =>
        text
          .replace(/[`'"<>&]/g, "")
          .replace(/\s+|\.{3,}/g, " ")
          .trim(),
      )
      .filter((text) => /[a-z\d]/i.test(text));

    fc.assert(
      fc.property(name, (text) => {
        const asked = read(`mute alarm ${quotedName(text)} for 1h`);

        expect(asked).toMatchObject({ name: text, mute: { spanMs: HOUR } });
      }),
      { numRuns: 300 },
    );
  });
});
