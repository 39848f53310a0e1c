/** What Athena asks for a query, and whether that may be spent without asking. */
import { bytes, dollars } from "../../answers/words.ts";
import type { Spared } from "../../domain/search.ts";
import type { Spending } from "../../sources/trail.ts";

/** AWS counts a query as at least so much (https://aws.amazon.com/athena/pricing/). */
export const LEAST_BILLED_BYTES = 10_000_000;
const MEGABYTE = 1_000_000;
/** Decimal, so that the figure is never below AWS's. */
const TERABYTE = 1e12;

const USD_PER_TB = 5;
const QUERY_USD = 0.1;
/** Where no query may be run unasked, an unknown one is asked for with a cent at least. */
const UNKNOWN_USD = 0.01;

/** What limits a query; from the configuration. */
export type Prices = { usdPerTb?: number; queryUsd?: number };

/** Dollars for a query that read so many bytes: whole megabytes, ten at least. */
export function billedUsd(scannedBytes: number, { usdPerTb = USD_PER_TB }: Prices): number {
  const whole = Math.ceil(scannedBytes / MEGABYTE) * MEGABYTE;
  return (Math.max(LEAST_BILLED_BYTES, whole) / TERABYTE) * usdPerTb;
}

/** What a query is expected to take. */
export type Cost = { scannedBytes: number; costUsd: number };

/** `mostUsd`: where a query that turns out dearer is stopped. */
export type Verdict = { kind: "run"; mostUsd: number } | { kind: "spared"; spared: Spared };

/**
 * A query runs within what one query may cost, beyond it as far as the asker has agreed to. Nobody can agree to more than
 * the day leaves. What is not known is taken to cost as much as one query may, and is asked for.
 */
export function judgeCost(
  cost: Cost | undefined,
  { queryUsd = QUERY_USD }: Prices,
  spending: Spending | undefined,
): Verdict {
  if (!spending) return { kind: "run", mostUsd: Infinity };
  const left = spending.left();
  const most = left.mostUsd ?? Infinity;
  const agreedUsd = Math.min(spending.agreedUsd ?? 0, most);
  const withoutAsking = Math.min(queryUsd, left.usd);
  const needed = cost?.costUsd ?? Math.max(queryUsd, UNKNOWN_USD);
  const mayRun = needed <= (cost ? Math.max(withoutAsking, agreedUsd) : agreedUsd);
  if (mayRun) return { kind: "run", mostUsd: Math.max(withoutAsking, agreedUsd) };
  const spared: Spared = {
    source: "Athena",
    why: `${readWords(cost)}, ${limitWords(cost, queryUsd, left)}`,
    ...(cost && { scannedBytes: cost.scannedBytes, costUsd: cost.costUsd }),
    ...(needed <= most && { words: `spend ${dollars(needed)}` }),
  };
  return { kind: "spared", spared };
}

function readWords(cost: Cost | undefined): string {
  return cost
    ? `it would read ${bytes(cost.scannedBytes)}, about ${dollars(cost.costUsd)}`
    : "what it would read is not known before its first query";
}

function limitWords(
  cost: Cost | undefined,
  queryUsd: number,
  { usd, why, mostUsd = Infinity }: ReturnType<Spending["left"]>,
): string {
  const isShort =
    (cost?.costUsd ?? queryUsd) > Math.min(mostUsd, why === undefined ? Infinity : usd);
  if (isShort)
    return `and ${why ?? "the limit of the day"} leaves ${leftWords(Math.min(mostUsd, usd))}`;
  const limit = `the limit of ${dollars(queryUsd)} a query`;
  return cost ? `over ${limit}` : `which may be over ${limit}`;
}

/** Rounded down: what is left is never said to be more than it is. */
function leftWords(usd: number): string {
  if (usd < 0.0001) return "nothing";
  const digits = usd < 0.01 ? 4 : 2;
  return `$${(Math.floor(Number((usd * 10 ** digits).toFixed(6))) / 10 ** digits).toFixed(digits)}`;
}
