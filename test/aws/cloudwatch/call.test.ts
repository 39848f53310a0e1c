import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { quietRun } from "../../support/ask.ts";
import {
  ACCOUNT,
  type WireAnswer,
  type WireCall,
  type WiredCloudWatch,
  type WireOptions,
  wireCloudWatch,
} from "../../support/cloudwatch.ts";

let wired: WiredCloudWatch | undefined;
afterEach(async () => wired?.close());

async function open(answer: (call: WireCall) => WireAnswer, options?: WireOptions) {
  wired = await wireCloudWatch(answer, options);
  return wired;
}

const none: WireAnswer = { body: {} };

/** What the gaps say of us-east-1, where the two other Regions answer. */
async function gapsWhere(answer: WireAnswer, options?: WireOptions): Promise<string[]> {
  const { cloudWatch } = await open(
    ({ region }) => (region === "us-east-1" ? answer : none),
    options,
  );
  const { searched } = await cloudWatch.alarms.find({}, quietRun);
  return searched.flatMap(({ gaps }) => gaps);
}

describe("a call of CloudWatch", () => {
  it.each<[string, WireAnswer, string]>([
    ["a page of HTML", { raw: "<!doctype html><title>Sign in</title>" }, "AWS refused"],
    ["half an answer", { raw: '{"MetricAlarms":[{"Ala' }, "AWS refused"],
    ["a fault of its own", { code: "InternalServiceFault", status: 500 }, "AWS itself failed"],
    ["a Region that is off", { code: "OptInRequired", status: 403 }, "the Region is not enabled"],
    [
      "a key that it does not know",
      { code: "InvalidClientTokenId", status: 403 },
      "AWS does not know",
    ],
    ["what it calls invalid", { code: "ValidationError", message: "1 error" }, "AWS refused"],
    ["a torn connection", "tear", "it cannot be reached"],
    ["silence", "hang", "no answer in time"],
  ])("that gets %s is a gap, and the others answer", async (_, answer, words) => {
    const gaps = await gapsWhere(answer, { timeoutMs: answer === "hang" ? 2_400 : 10_000 });

    expect(gaps).toEqual([expect.stringMatching(`^account ${ACCOUNT}, us-east-1: ${words}`)]);
  });

  it("fetches credentials anew where they have expired, once", async () => {
    let isFresh = false;
    const { cloudWatch, clients, calls } = await open(
      () => {
        if (isFresh) return none;
        isFresh = true;
        return { code: "ExpiredToken", status: 403 };
      },
      { regions: ["us-east-1"] },
    );
    const before = await clients.cloudWatch(ACCOUNT, "us-east-1");

    const found = await cloudWatch.alarms.find({}, quietRun);

    expect(found.searched).toMatchObject([{ complete: true }]);
    expect(calls).toHaveLength(2);
    expect(await clients.cloudWatch(ACCOUNT, "us-east-1")).not.toBe(before);
  });

  it("is not made for a question that is cancelled already", async () => {
    const { cloudWatch, calls } = await open(() => none);
    const signal = AbortSignal.abort(new Error("cancelled"));

    const finding = cloudWatch.alarms.find({}, { ...quietRun, signal });

    await expect(finding).rejects.toThrow("cancelled");
    expect(calls).toEqual([]);
  });

  it("is left when the question is cancelled, whatever it waits for", async () => {
    const stop = new AbortController();
    const { cloudWatch } = await open(() => ({ code: "Throttling" }), { patienceMs: 60_000 });

    const finding = cloudWatch.alarms.find({}, { ...quietRun, signal: stop.signal });
    const left = expect(finding).rejects.toThrow("enough");
    await wait(100);
    stop.abort(new Error("enough"));

    await left;
  });

  it("is one of nine a second and Region at most, however many names are asked for", async () => {
    const at: number[] = [];
    const { cloudWatch } = await open(() => {
      at.push(performance.now());
      return none;
    });
    const names = Array.from({ length: 1_150 }, (_, index) => `alarm-${index}`);

    await cloudWatch.alarms.find({ names, regions: ["eu-west-1"] }, quietRun);

    const most = at.map((from) => at.filter((each) => each >= from && each < from + 1000).length);
    expect(at).toHaveLength(12);
    expect(Math.max(...most)).toBeLessThanOrEqual(9);
  });
});
