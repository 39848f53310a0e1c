import { describe, expect, it } from "vitest";
import { isWhole, parseSubject, type Subject, touches } from "../../src/domain/subject.ts";
import { readTouched } from "../../src/domain/touched.ts";
import { computeKinds } from "./touching/compute-kinds.ts";
import { identityKinds } from "./touching/identity-kinds.ts";
import type { Call } from "./touching/kinds.ts";
import { serviceKinds } from "./touching/service-kinds.ts";
import { storageKinds } from "./touching/storage-kinds.ts";

const kinds = [...storageKinds, ...identityKinds, ...computeKinds, ...serviceKinds];

/** True when the call changes the subject, asked for by its whole name. */
function changes(call: Call, subject: Subject): boolean {
  const [service, name, request, response = null, resources] = call;
  const record = {
    requestParameters: request,
    responseElements: response,
    ...(resources && { resources }),
  };
  const touched = readTouched(record, { service, name });
  return touched.some((one) => {
    const event = { touched: [one], service, account: "111122223333", region: "eu-west-1" };
    return touches(event, subject, ["target"]) !== undefined && isWhole(one.text, subject);
  });
}

describe("the events that change a resource", () => {
  it("are looked at for at least forty kinds of resources", () => {
    expect(kinds.length).toBeGreaterThanOrEqual(40);
    expect(kinds.every((kind) => kind.hits.length > 0 && kind.misses.length > 0)).toBe(true);
  });

  it.each(kinds)("are all found for every spelling of a $kind", ({ asks, hits }) => {
    const missed = asks.flatMap((ask) =>
      hits.filter((call) => !changes(call, parseSubject(ask))).map((call) => [ask, ...call]),
    );

    expect(missed).toEqual([]);
  });

  it.each(kinds)("are no others for any spelling of a $kind", ({ asks, misses }) => {
    const wrong = asks.flatMap((ask) =>
      misses.filter((call) => changes(call, parseSubject(ask))).map((call) => [ask, ...call]),
    );

    expect(wrong).toEqual([]);
  });
});
