/** One statement from its start to its rows: paid for, followed, read. */
import { randomUUID } from "node:crypto";
import { duration } from "../../answers/words.ts";
import { Problem } from "../../domain/problem.ts";
import type { Run } from "../../sources/trail.ts";
import type { AthenaSetup } from "../setup.ts";
import { billedUsd, type Cost } from "./cost.ts";
import { failureProblem } from "./failures.ts";
import { callSignal, type Ended, followQuery } from "./follow.ts";
import type { Athena, Statement } from "./port.ts";
import { type Cells, readResult } from "./result.ts";

export type QueryOptions = {
  athena: Athena;
  setup: AthenaSetup;
  statement: Omit<Statement, "token">;
  expected: Cost | undefined;
  /** Dollars at which it is stopped. */
  mostUsd: number;
  expectedMs: number;
  maxMs?: number;
  pauseMs?: number;
  take: (header: readonly string[], row: Cells) => void;
};

export type QueryDone = {
  scannedBytes: number;
  costUsd: number;
  isReused: boolean;
  rows: number;
  requests: number;
  gaps: string[];
};

const MAX_MS = 180_000;

/**
 * Runs a statement and gives its rows to `take`. Throws a Problem when it fails, takes too long or turns out too dear, the
 * signal's reason when it was aborted; what was read until then is counted as spent.
 */
export async function runQuery(options: QueryOptions, run: Run): Promise<QueryDone> {
  const counted = countCalls(options.athena);
  const first = await runOnce({ ...options, athena: counted.athena }, run);
  // What failed costs nothing, and is tried once more where AWS says that this may help.
  const isAgain = first.ended.kind === "failed" && first.ended.isRetryable;
  const last = isAgain ? await runOnce({ ...options, athena: counted.athena }, run) : first;
  const { ended } = last;
  run.signal.throwIfAborted();
  if (ended.kind === "failed") throw failureProblem(ended.reason, options.setup);
  if (ended.kind === "cancelled" && ended.by !== "others") throw stoppedProblem(ended.by, options);
  if (ended.kind === "cancelled") {
    if (/bytes scanned|cutoff/i.test(ended.reason))
      throw failureProblem(ended.reason, options.setup);
    const gaps = ["the query was cancelled at Athena, so its result is missing"];
    return { ...amounts(last), isReused: false, rows: 0, requests: counted.calls(), gaps };
  }
  const read = await readResult(counted.athena, last.id, options.take, run.signal);
  return {
    ...amounts(last),
    isReused: ended.isReused,
    rows: read.rows,
    requests: counted.calls(),
    gaps: read.gap === undefined ? [] : [read.gap],
  };
}

type Once = { id: string; ended: Ended; costUsd: number };

function amounts({ ended, costUsd }: Once): { scannedBytes: number; costUsd: number } {
  const scannedBytes = ended.kind === "failed" ? 0 : (ended.scannedBytes ?? 0);
  return { scannedBytes, costUsd };
}

async function runOnce(options: QueryOptions, run: Run): Promise<Once> {
  const { athena, statement, setup, expected } = options;
  // Set aside before the start, so that questions at the same time do not spend the same dollars.
  const expectedUsd = expected?.costUsd ?? 0;
  run.spending?.add(expectedUsd);
  let id: string;
  try {
    run.signal.throwIfAborted();
    id = await athena.start({ ...statement, token: randomUUID() }, callSignal(run.signal));
  } catch (error) {
    run.spending?.add(-expectedUsd);
    throw error;
  }
  const ended = await followQuery(athena, id, followOptions(options, run), run.signal);
  const costUsd = costOf(ended, setup, expectedUsd);
  run.spending?.add(costUsd - expectedUsd);
  return { id, ended, costUsd };
}

/** Failed queries and results that are taken again are free; stopped ones are paid for. */
function costOf(ended: Ended, setup: AthenaSetup, expectedUsd: number): number {
  if (ended.kind === "failed") return 0;
  if (ended.kind === "succeeded" && ended.isReused) return 0;
  if (ended.scannedBytes === undefined) return expectedUsd;
  return billedUsd(ended.scannedBytes, setup);
}

function followOptions(options: QueryOptions, run: Run) {
  const { expectedMs, maxMs = MAX_MS, mostUsd, setup, pauseMs } = options;
  const usdPerByte = billedUsd(1e12, setup) / 1e12;
  return {
    maxMs,
    mostBytes: usdPerByte > 0 ? mostUsd / usdPerByte : Infinity,
    ...(pauseMs !== undefined && { pauseMs, slowestMs: pauseMs }),
    tell(state: "queued" | "running", elapsedMs: number) {
      const done = Math.floor(elapsedMs / 1000);
      const total = Math.max(done, Math.ceil(expectedMs / 1000));
      const unit = state === "queued" ? "seconds, in Athena's queue" : "seconds of Athena";
      run.progress({ done, total, unit });
    },
  };
}

function stoppedProblem(by: "asker" | "time" | "money", options: QueryOptions): Problem {
  if (by === "money") {
    return new Problem(
      "athena.too-dear",
      "The query read more than was expected and may be spent, so it was stopped.",
      "Ask about a shorter window, one account or one Region, or add `spend $1` to the question.",
    );
  }
  return new Problem(
    "athena.slow",
    `Athena had no answer after ${duration(options.maxMs ?? MAX_MS)}, so the query was stopped.`,
    "Ask about a shorter window, one account or one Region, or again later.",
  );
}

function countCalls(athena: Athena): { athena: Athena; calls: () => number } {
  let calls = 0;
  const counted = <Rest extends unknown[], Result>(call: (...rest: Rest) => Result) => {
    return (...rest: Rest): Result => {
      calls++;
      return call(...rest);
    };
  };
  const { start, look, page, stop } = athena;
  return {
    athena: {
      start: counted(start),
      look: counted(look),
      page: counted(page),
      stop: counted(stop),
    },
    calls: () => calls,
  };
}
