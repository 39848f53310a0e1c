import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createArtist } from "../../src/charts/artist.ts";
import type { DrawingResult } from "../bench/charts/results.ts";
import { runDrawing } from "../bench/charts/run-drawing.ts";
import { sampleChart } from "../bench/charts/sample.ts";

const FOLDER = join(import.meta.dirname, `../../node_modules/.cache/charts-${process.pid}`);
const COUNT = 100;

let result: DrawingResult;
beforeAll(async () => {
  result = await runDrawing(FOLDER, COUNT);
}, 60_000);
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

describe("the built program, where no font is installed", () => {
  it("draws the same picture, letters and all", async () => {
    const artist = createArtist();

    const here = await artist.draw(sampleChart(COUNT - 1));

    await artist.close();
    expect(result.last).toBe(Buffer.from(here).toString("base64"));
  });

  it("gives its memory back after a hundred pictures", () => {
    const { beforeMb, afterMb } = result;

    // Their pixels alone are 290 MB; what the allocator keeps for later varies by some tens.
    expect(afterMb).toBeLessThan(beforeMb + 100);
  });
});
