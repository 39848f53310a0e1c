import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Problem } from "../../src/domain/problem.ts";
import { createPictures } from "../../src/slack/desk-pictures.ts";
import { chartAnswer, fakeStudio, sampleChart, smallChart } from "./studio.ts";

const never = () => new Promise<void>(() => undefined);
const open = () => new AbortController().signal;

describe("the pictures of a question", () => {
  it("are drawn and uploaded once, though the answer is edited", async () => {
    const studio = fakeStudio();
    const pictures = createPictures(studio, open());

    await pictures.prepare(chartAnswer(sampleChart()), 1000);
    await pictures.prepare(chartAnswer(sampleChart(), sampleChart({ title: "Throttles" })), 1000);

    expect(studio.drawn.map(({ title }) => title)).toEqual([
      "lambda checkout-api · Errors",
      "Throttles",
    ]);
    expect(pictures.of(sampleChart())).toEqual({ kind: "file", fileId: "F1" });
    expect(pictures.of(sampleChart({ title: "Throttles" }))).toEqual({
      kind: "file",
      fileId: "F2",
    });
  });

  it("are drawn anew where anything of the chart is another", async () => {
    const studio = fakeStudio();
    const pictures = createPictures(studio, open());
    const marked = sampleChart({
      markers: [{ at: 1, number: 1, label: "deployed", tone: "deployment" }],
    });

    await pictures.prepare(chartAnswer(sampleChart()), 1000);
    await pictures.prepare(chartAnswer(marked), 1000);

    expect(studio.drawn).toHaveLength(2);
  });

  it("have names, titles and descriptions that can be read", async () => {
    const studio = fakeStudio();

    await createPictures(studio, open()).prepare(chartAnswer(sampleChart()), 1000);

    expect(studio.hung[0]).toMatchObject({
      name: "lambda-checkout-api-errors.png",
      title: "lambda checkout-api · Errors",
      altText: expect.stringContaining("Errors"),
    });
  });

  it("are left to Slack where it draws them itself, two of a message", async () => {
    const studio = fakeStudio();
    const answer = chartAnswer(
      smallChart(),
      smallChart({ title: "2nd" }),
      smallChart({ title: "3rd" }),
    );

    await createPictures(studio, open()).prepare(answer, 1000);

    expect(studio.drawn.map(({ title }) => title)).toEqual(["3rd"]);
  });

  it("are ten of a message at most", async () => {
    const studio = fakeStudio();
    const charts = Array.from({ length: 14 }, (_, at) => sampleChart({ title: `Chart ${at}` }));

    await createPictures(studio, open()).prepare(chartAnswer(...charts), 1000);

    expect(studio.drawn).toHaveLength(10);
  });

  it("that take long are not waited for, and are there later", async () => {
    const studio = fakeStudio();
    studio.hanging = async () => void (await wait(60));
    const pictures = createPictures(studio, open());
    const answer = chartAnswer(sampleChart());

    const isWhole = await pictures.prepare(answer, 10);
    const early = pictures.of(sampleChart());
    const isWholeLater = await pictures.prepare(answer, 1000);

    expect([isWhole, early, isWholeLater]).toEqual([false, undefined, true]);
    expect(pictures.of(sampleChart())).toEqual({ kind: "file", fileId: "F1" });
    expect(studio.drawn).toHaveLength(1);
  });

  it("that Slack refuses say why and what to do", async () => {
    const studio = fakeStudio();
    studio.hanging = async () => {
      throw new Problem("slack.missing-scope", "The token lacks files:write.", "Add it.");
    };
    const pictures = createPictures(studio, open());

    const isWhole = await pictures.prepare(chartAnswer(sampleChart()), 1000);

    expect(isWhole).toBe(true);
    expect(pictures.of(sampleChart())).toEqual({
      kind: "missing",
      why: "The token lacks files:write. Add it.",
    });
  });

  it("that cannot be drawn say so, and are told to the operator without any text", async () => {
    const studio = fakeStudio();
    const warned: unknown[] = [];
    studio.drawing = async () => {
      throw new RangeError("secret words");
    };
    const log = { info: () => undefined, warn: (...parts: unknown[]) => void warned.push(parts) };
    const pictures = createPictures(studio, open(), log);

    await pictures.prepare(chartAnswer(sampleChart()), 1000);

    expect(pictures.of(sampleChart())).toEqual({
      kind: "missing",
      why: "it could not be drawn.",
    });
    expect(warned).toEqual([[{ error: "RangeError" }, "A picture could not be shown"]]);
  });

  it("are no longer wanted, and nobody is warned, once the question is cancelled", async () => {
    const studio = fakeStudio();
    const warned: unknown[] = [];
    const stop = new AbortController();
    studio.drawing = never;
    studio.artist.draw = (_, { signal } = {}) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason));
      });
    const log = { info: () => undefined, warn: (...parts: unknown[]) => void warned.push(parts) };
    const preparing = createPictures(studio, stop.signal, log).prepare(
      chartAnswer(sampleChart()),
      5000,
    );

    stop.abort();
    const isWhole = await preparing;

    expect([isWhole, warned, studio.hung]).toEqual([true, [], []]);
  });

  it("are words alone where nobody draws", async () => {
    const pictures = createPictures(undefined, open());

    const isWhole = await pictures.prepare(chartAnswer(sampleChart()), 1000);

    expect([isWhole, pictures.of(sampleChart())]).toEqual([true, undefined]);
  });
});
