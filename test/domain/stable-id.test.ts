import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/domain/json.ts";
import { deliveryKey } from "../../src/domain/stable-id.ts";

const GIVEN = "68c99c97-c191-4329-b210-82ca8631066d";

function delivered(id: string, changed: JsonObject = {}) {
  const raw: JsonObject = {
    eventID: id,
    eventName: "DeleteBucket",
    eventTime: "2026-11-20T10:00:00Z",
    requestParameters: { bucketName: "orders" },
    ...changed,
  };
  return { id, raw };
}

describe("deliveries of one event", () => {
  it("are known by the id that CloudTrail gave", () => {
    const first = deliveryKey(delivered(GIVEN));
    const second = deliveryKey(delivered(GIVEN, { eventTime: "2026-11-20T10:07:00Z" }));

    expect(second).toBe(first);
  });

  it.each(["1", "EXAMPLE-1234", "12345678-1234-1234-1234-111111111111"])(
    "are the same with the made-up id %s when the same happened",
    (id) => {
      const first = deliveryKey(delivered(id));
      const second = deliveryKey(delivered(id, { eventTime: "2026-11-20T10:07:00Z" }));

      expect(second).toBe(first);
    },
  );

  it.each([
    { eventName: "DeleteBucketPolicy" },
    { requestParameters: { bucketName: "invoices" } },
    { errorCode: "AccessDenied" },
    { userIdentity: { type: "Root" } },
  ])("are not what only shares a made-up id: %o", (changed) => {
    const first = deliveryKey(delivered("1"));
    const other = deliveryKey(delivered("1", changed));

    expect(other).not.toBe(first);
  });
});
