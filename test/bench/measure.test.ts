import { describe, expect, it } from "vitest";
import { cutOut } from "./floor.ts";
import { limitTable } from "./limits.ts";
import { inTurns, median, percentile, runNode } from "./measure.ts";
import type { SizeResult } from "./results.ts";
import { digits, sizeWords, table } from "./tables.ts";

const TRAIL = { folder: "", events: 1_000_000, files: 1, rawBytes: 1000, gzBytes: 100 };

describe("samples", () => {
  it("are ranked before a percentile is read off", () => {
    const samples = [5, 1, 4, 2, 3, 9, 7, 8, 6, 10];

    expect(median(samples)).toBe(6);
    expect(percentile(samples, 0.95)).toBe(10);
    expect(percentile([], 0.5)).toBeNaN();
  });

  it("are taken in turns that begin with another work each round", async () => {
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(name);
      return order.length;
    };

    const samples = await inTurns(2, { a: work("a"), b: work("b") });

    expect(order.join("")).toBe("abba");
    expect(samples).toEqual({ a: [1, 4], b: [2, 3] });
  });

  it("of a process hold its own peak memory and exit code", async () => {
    const script = "const b = Buffer.alloc(150e6, 1); process.exitCode = b.length > 0 ? 4 : 5";

    const run = await runNode(["-e", script], {});

    expect(run.code).toBe(4);
    expect(run.peakMb).toBeGreaterThan(150);
    expect(run.peakMb).toBeLessThan(400);
  });
});

describe("the cut-out scan", () => {
  it("finds each record that names the bucket once, also the last one of a file", () => {
    const record = (name: string) =>
      JSON.stringify({
        eventVersion: "1.10",
        requestParameters: { bucketName: name },
        resources: [name],
      });
    const names = ["bucket-x", "bucket-xy", "other", "bucket-x"];

    const found = cutOut(Buffer.from(`{"Records":[${names.map(record).join(",")}]}`));

    expect(found).toBe(2);
  });
});

describe("the tables", () => {
  it("are Markdown with a line for the head", () => {
    expect(table(["a", "b"], [["1", "2"]])).toBe("| a | b |\n| --- | --- |\n| 1 | 2 |");
  });

  it("write numbers with three digits and sizes in words", () => {
    expect([0.4159, 27.31, 1234567, Number.NaN].map(digits)).toEqual([
      "0.42",
      "27.3",
      "1,234,567",
      "–",
    ]);
    expect([20_000, 1_000_000, 2_500_000].map(sizeWords)).toEqual(["20 k", "1 M", "2.5 M"]);
  });

  it("say which limit is met and which is not", () => {
    const builds = {
      buildMs: [900],
      buildPeakMb: [800],
      gunzipMs: [300],
      parseMs: [1000],
      indexBytes: 50,
    };
    const result: SizeResult = { trail: TRAIL, builds };

    const rows = limitTable([result]).split("\n");

    expect(rows.find((row) => row.includes("gunzip + JSON.parse"))).toContain("| 0.90 | met |");
    expect(rows.find((row) => row.includes("peak memory of a build"))).toContain(
      "| 800 | **not met** |",
    );
    expect(rows.find((row) => row.includes("gzipped logs"))).toContain("| 0.50 | met |");
  });

  it("allow large trails twice the time and no more memory", () => {
    const warm = [{ name: "any", find: [30], ask: [30], different: 1, found: 1 }];

    const [, , small] = limitTable([{ trail: TRAIL, warm }]).split("\n");
    const [, , large] = limitTable([{ trail: { ...TRAIL, events: 4e6 }, warm }]).split("\n");

    expect(small).toContain("not met");
    expect(large).not.toContain("not met");
  });
});
