import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isObject, type JsonObject } from "../../../src/domain/json.ts";
import { toTrailEvent } from "../../../src/domain/trail-event.ts";
import { createTextCheck } from "../../../src/trail/files/text-proof.ts";
import { matchLevel } from "../../../src/trail/match.ts";

const record = {
  eventTime: "2026-03-01T10:00:00Z",
  eventSource: "iam.amazonaws.com",
  eventName: "CreateUser",
  eventID: "11111111-aaaa-4bbb-8ccc-222222222222",
  requestID: "abc-request-def",
  readOnly: false,
};

function held(more: JsonObject, text: string, space?: number) {
  return createTextCheck(text)(
    JSON.stringify({ ...record, ...more }, undefined, space).toLowerCase(),
  );
}

/** What parsing the record and looking into its values says. */
function isHeld(more: JsonObject, text: string): boolean {
  const raw: unknown = JSON.parse(JSON.stringify({ ...record, ...more }));
  const event = isObject(raw) ? toTrailEvent(raw) : undefined;
  if (!event) throw new Error("the record has no event");
  const window = { from: 0, to: Number.MAX_SAFE_INTEGER };
  const query = { window, classes: [event.class], words: [text], limit: 1 };
  return matchLevel(event, query) === "exact";
}

const piece = fc.constantFrom(
  "orders",
  "Prod",
  "-",
  "n",
  "true",
  "12",
  "\n",
  '"',
  "\\",
  "/",
  " ",
  ":",
  ",",
  "é",
  "u0041",
  "abc-request-def",
  "a".repeat(150),
);
const value = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));
const leaf = fc.oneof(value, fc.integer(), fc.boolean(), fc.constant(null), fc.constant(1.5e30));
const parameters = fc.dictionary(
  fc.oneof(value, fc.constantFrom("sessionToken", "requestID", "__a")),
  fc.oneof(leaf, fc.array(leaf, { maxLength: 3 })),
  { maxKeys: 4 },
);
const asked = fc
  .array(piece, { minLength: 1, maxLength: 3 })
  .map((pieces) => pieces.join(""))
  .filter((text) => text.trim().length > 2);

describe("telling from JSON whether a record holds a text", () => {
  it("never contradicts the parsed record", () => {
    fc.assert(
      fc.property(parameters, asked, fc.constantFrom(0, 2), (requestParameters, text, space) => {
        const answer = held({ requestParameters }, text, space);

        if (answer !== "perhaps") {
          expect(answer === "yes").toBe(isHeld({ requestParameters }, text));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("is sure of names in values, keys and documents within values", () => {
    const document = JSON.stringify({ Resource: "arn:aws:s3:::orders-prod/*" });

    expect(held({ requestParameters: { policy: document } }, "Orders-Prod")).toBe("yes");
    expect(held({ requestParameters: { bucketName: "my-orders-prod-2" } }, "orders-prod")).toBe(
      "yes",
    );
    expect(held({ requestParameters: { "orders-prod": 1 } }, "orders-prod")).toBe("yes");
    expect(held({}, "orders-prod")).toBe("no");
  });

  it("leaves ids of the call, tokens, escapes and numbers to the parsed record", () => {
    expect(held({}, "request")).toBe("yes");
    expect(held({}, "abc-request-def")).toBe("perhaps");
    expect(held({ responseElements: { sessionToken: "orders" } }, "orders")).toBe("perhaps");
    expect(held({ requestParameters: { text: "a\norders" } }, "norders")).toBe("perhaps");
    expect(held({ requestParameters: { port: 54_321 } }, "5432")).toBe("perhaps");
    expect(held({ requestParameters: { long: "x".repeat(300) } }, "xxxx")).toBe("perhaps");
  });
});
