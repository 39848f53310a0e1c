import { describe, expect, it } from "vitest";
import type { Answer } from "../../../src/answers/answer.ts";
import { isMetricsUnderstood } from "../../../src/questions/draft.ts";
import { answerMetric } from "../../../src/questions/metrics/metric.ts";
import { understand } from "../../../src/questions/understand.ts";
import type { TrailFound } from "../../../src/sources/trail.ts";
import { cloudWatchOf, held, NOW } from "./metric-world.ts";

const CONTEXT = { now: NOW, zone: "UTC", accountNames: {} };
const METRICS = [held("AWS/Lambda", "Errors", { FunctionName: "checkout-api" })];
const NOTHING: TrailFound = { events: [], counts: {}, names: [], searched: [] };

/** Answers over a trail that tells when `tell` is called. */
function answering(signal = new AbortController().signal) {
  const understood = understand("metric lambda checkout-api errors", CONTEXT);
  if (understood.kind !== "asked" || !isMetricsUnderstood(understood)) throw new Error("no metric");
  const { promise, resolve, reject } = withResolvers();
  const parts: Answer[] = [];
  const cloudwatch = cloudWatchOf({ metrics: METRICS }, { lists: [], reads: [], trail: [] });
  const { read } = cloudwatch.metrics;
  // Over a network CloudTrail's answer may be there before CloudWatch's is.
  cloudwatch.metrics.read = async (asks, own) => {
    await new Promise((resolveLater) => setTimeout(resolveLater, 20));
    return read(asks, own);
  };
  const trail = { find: () => promise, suggest: async () => [] };
  const run = { signal, progress: () => undefined };
  const answer = answerMetric(understood.asked, "", { cloudwatch, trail }, CONTEXT, run, (part) =>
    parts.push(part),
  );
  return { answer, parts, tell: () => resolve(NOTHING), fail: reject };
}

function withResolvers() {
  let resolve: (found: TrailFound) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<TrailFound>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  return { promise, resolve, reject };
}

describe("the picture of a metric", () => {
  it("is shown while CloudTrail is still being asked, and says so", async () => {
    const { answer, parts, tell } = answering();

    await expect.poll(() => parts.length).toBe(1);

    const [part] = parts;
    const chart = part?.sections.find(({ kind }) => kind === "chart");
    expect(part?.outcome).toBe("found");
    expect(JSON.stringify(chart)).toContain("still being looked up");
    tell();
    expect(JSON.stringify((await answer).sections)).not.toContain("still being looked up");
    expect(parts).toHaveLength(1);
  });

  it("is shown once where all is known at the same time", async () => {
    const { answer, parts, tell } = answering();
    tell();

    const whole = await answer;

    expect(whole.outcome).toBe("found");
    expect(parts).toEqual([]);
  });

  it("ends with its question", async () => {
    const cancel = new AbortController();
    const { answer, parts, fail } = answering(cancel.signal);
    await expect.poll(() => parts.length).toBe(1);

    cancel.abort(new Error("cancelled"));
    fail(cancel.signal.reason);

    await expect(answer).rejects.toThrow("cancelled");
  });
});
