import { describe, expect, it } from "vitest";
import { type QueryOptions, runQuery } from "../../../src/aws/athena/run-query.ts";
import { Problem } from "../../../src/domain/problem.ts";
import type { Run } from "../../../src/sources/trail.ts";
import { createFakeAthena, sdkError } from "./fake-athena.ts";

const SETUP = { region: "eu-west-1", database: "audit", table: "cloudtrail_logs" };

function createRun(signal = new AbortController().signal) {
  const spent: number[] = [];
  const told: string[] = [];
  const run: Run = {
    signal,
    progress: ({ unit }) => told.push(unit),
    spending: { left: () => ({ usd: 1 }), add: (usd) => spent.push(usd) },
  };
  return { run, told, spentUsd: () => spent.reduce((sum, usd) => sum + usd, 0) };
}

function optionsFor(athena: QueryOptions["athena"], more: Partial<QueryOptions> = {}) {
  const rows: (string | undefined)[][] = [];
  const options: QueryOptions = {
    athena,
    setup: SETUP,
    statement: { text: "SELECT 1", parameters: ["'x'"] },
    expected: { scannedBytes: 2e9, costUsd: 0.01 },
    mostUsd: 0.1,
    expectedMs: 3000,
    pauseMs: 1,
    take: (_, row) => rows.push(row),
    ...more,
  };
  return { options, rows };
}

describe("a query of Athena", () => {
  it("is followed from the queue to its rows, also back into the queue", async () => {
    const athena = createFakeAthena({
      looks: [
        { state: "queued" },
        { state: "running" },
        { state: "queued" },
        { state: "running" },
        { state: "succeeded", scannedBytes: 12_345_678 },
      ],
      pages: [
        {
          rows: [
            ["eventid", "eventname"],
            ["a", undefined],
          ],
          nextToken: "n1",
        },
        { rows: [], nextToken: "n2" },
        { rows: [["b", 'PutObject, "quoted"']] },
      ],
    });
    const { options, rows } = optionsFor(athena);
    const { run, told, spentUsd } = createRun();

    const done = await runQuery(options, run);

    expect(rows).toEqual([
      ["a", undefined],
      ["b", 'PutObject, "quoted"'],
    ]);
    expect(done).toMatchObject({ scannedBytes: 12_345_678, rows: 2, requests: 9, gaps: [] });
    expect(told).toEqual([
      "seconds, in Athena's queue",
      "seconds of Athena",
      "seconds, in Athena's queue",
      "seconds of Athena",
    ]);
    expect(athena.pagesAsked).toEqual([undefined, "n1", "n2"]);
    // 13 whole megabytes at $5 a terabyte; what was set aside before is given back.
    expect(done.costUsd).toBeCloseTo(0.000065, 9);
    expect(spentUsd()).toBeCloseTo(0.000065, 9);
  });

  it("is stopped when the asker cancels, and what it read is counted as spent", async () => {
    const abort = new AbortController();
    const athena = createFakeAthena({ looks: [{ state: "running", scannedBytes: 1e11 }] });
    const { options } = optionsFor(athena, { mostUsd: 100 });
    const { run, spentUsd } = createRun(abort.signal);
    run.progress = () => abort.abort(new Error("cancelled by the asker"));

    await expect(runQuery(options, run)).rejects.toThrow("cancelled by the asker");

    expect(athena.stopped).toEqual(["0"]);
    expect(spentUsd()).toBeCloseTo(0.5, 9);
  });

  it("is stopped after its time, with a Problem that says what to do", async () => {
    const athena = createFakeAthena({ looks: [{ state: "running" }] });
    const { options } = optionsFor(athena, { maxMs: 20 });

    const error = await runQuery(options, createRun().run).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(Problem);
    expect(error).toMatchObject({ code: "athena.slow" });
    expect(athena.stopped).toEqual(["0"]);
  });

  it("is stopped when it reads more than may be spent", async () => {
    const athena = createFakeAthena({
      looks: [
        { state: "running", scannedBytes: 1e9 },
        { state: "running", scannedBytes: 4e10 },
      ],
    });
    const { options } = optionsFor(athena);
    const { run, spentUsd } = createRun();

    const error = await runQuery(options, run).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code: "athena.too-dear" });
    expect(athena.stopped).toEqual(["0"]);
    expect(spentUsd()).toBeCloseTo(0.2, 9);
  });

  it("is run once more where AWS says that this may help, and costs nothing when it failed", async () => {
    const failed = { state: "failed", reason: "Internal error", isRetryable: true } as const;
    const athena = createFakeAthena({ looks: [failed] }, { looks: [failed] });
    const { run, spentUsd } = createRun();

    const error = await runQuery(optionsFor(athena).options, run).catch(
      (thrown: unknown) => thrown,
    );

    expect(error).toMatchObject({
      code: "athena.failed",
      message: "Athena failed the query: Internal error",
    });
    expect(athena.started).toHaveLength(2);
    expect(new Set(athena.started.map(({ token }) => token)).size).toBe(2);
    expect(spentUsd()).toBe(0);
  });

  it("names the gap when somebody else cancelled it", async () => {
    const athena = createFakeAthena({ looks: [{ state: "cancelled", scannedBytes: 5e7 }] });

    const done = await runQuery(optionsFor(athena).options, createRun().run);

    expect(done.gaps).toEqual(["the query was cancelled at Athena, so its result is missing"]);
    expect(done.rows).toBe(0);
  });

  it("says so when the workgroup's limit cancelled it", async () => {
    const athena = createFakeAthena({
      looks: [
        { state: "cancelled", reason: "Query cancelled! : Bytes scanned limit was exceeded" },
      ],
    });

    const error = await runQuery(optionsFor(athena).options, createRun().run).catch(
      (thrown: unknown) => thrown,
    );

    expect(error).toMatchObject({ code: "athena.cutoff" });
  });

  it("ends a result whose pages go round in circles, with a gap", async () => {
    const athena = createFakeAthena({
      looks: [{ state: "succeeded" }],
      pages: [
        { rows: [["eventid"], ["a"]], nextToken: "n1" },
        { rows: [["b"]], nextToken: "n1" },
      ],
    });
    const { options, rows } = optionsFor(athena);

    const done = await runQuery(options, createRun().run);

    expect(done.gaps).toEqual([
      "Athena gave the same page of its result again, the rest was not read",
    ]);
    expect(rows).toEqual([["a"], ["b"]]);
  });

  it("is looked at again when AWS has no time for a look", async () => {
    const athena = createFakeAthena({
      looks: [sdkError("ThrottlingException", "Rate exceeded"), { state: "succeeded" }],
      pages: [{ rows: [["eventid"], ["a"]] }],
    });
    const { options, rows } = optionsFor(athena);

    await runQuery(options, createRun().run);

    expect(rows).toEqual([["a"]]);
    expect(athena.stopped).toEqual([]);
  });

  it("tells Athena to stop when it cannot be looked at any more", async () => {
    const athena = createFakeAthena({
      looks: [
        { state: "running" },
        sdkError("AccessDeniedException", "not authorized to perform: athena:GetQueryExecution"),
      ],
    });
    const { run, spentUsd } = createRun();

    await expect(runQuery(optionsFor(athena).options, run)).rejects.toThrow(
      "athena:GetQueryExecution",
    );

    expect(athena.stopped).toEqual(["0"]);
    // Nobody knows what it read: it stays counted as it was expected.
    expect(spentUsd()).toBeCloseTo(0.01, 9);
  });

  it("spends nothing when it cannot be started", async () => {
    const athena = createFakeAthena({
      looks: [],
      startError: sdkError("TooManyRequestsException", "You have exceeded the limit"),
    });
    const { run, spentUsd } = createRun();

    await expect(runQuery(optionsFor(athena).options, run)).rejects.toThrow("exceeded");

    expect(spentUsd()).toBe(0);
  });
});
