/** Joins the local AWS to the console page: faults, what was asked of it, and deeds of this moment. */
import { MINUTE, SECOND } from "../../domain/time.ts";
import { ACCOUNTS } from "../scenario/company.ts";
import type { TrailRecord } from "../scenario/record.ts";
import type { AwsSwitchboard } from "../slack/console-aws.ts";
import type { ConsoleAwsCounts } from "../slack/console-protocol.ts";
import { AWS_FAULTS, type AwsFault, type AwsFaults } from "./faults.ts";
import { LATE_DEEDS, type LateDeed, lateRecords } from "./late.ts";

export type SwitchboardParts = {
  faults: AwsFaults;
  /** Epoch milliseconds in the time of the story. */
  now(): number;
  /** Puts records into event history, to be seen from `visibleAt` on. */
  arrive(records: TrailRecord[], visibleAt: number): void;
  counts(): AskedCounts;
};

/** What was asked of the local AWS. */
export type AskedCounts = {
  /** Requests of CloudTrail; `account` is its id. */
  requests: readonly { account: string; region: string; isRefused: boolean }[];
  /** Athena queries that have ended. */
  queries: readonly { scannedBytes: number }[];
};

/** Athena's price for a terabyte read; a query is billed in whole megabytes, ten at least. */
const USD_PER_TB = 5;
const TERABYTE = 1e12;
const MEGABYTE = 1e6;
const LEAST_BILLED = 10 * MEGABYTE;

/** How late event history shows what was made to happen: before the first look again, and between the first two. */
const LAGS = [30 * SECOND, 2 * MINUTE];
const MOST_HAPPENED = 20;

/** All names as a person reads them. */
export function createSwitchboard(parts: SwitchboardParts): AwsSwitchboard {
  const happened: { deed: LateDeed; visibleAt: number }[] = [];
  let turn = 0;
  const faultNames = Object.keys(AWS_FAULTS) as AwsFault[];
  return {
    state: () => ({
      faults: faultNames.map((name) => ({
        name,
        label: AWS_FAULTS[name],
        isOn: parts.faults.isOn(name),
      })),
      deeds: LATE_DEEDS.map(({ name, label, ask }) => ({ name, label, ask })),
      lags: LAGS,
      happened: happened.map(({ deed, visibleAt }) => ({
        label: deed.label,
        ask: deed.ask,
        shownInMs: Math.max(0, visibleAt - parts.now()),
      })),
      counts: toCounts(parts.counts()),
    }),
    set(name, isOn) {
      const fault = faultNames.find((known) => known === name);
      if (fault) parts.faults.set(fault, isOn);
      return fault !== undefined;
    },
    happen(name, afterMs) {
      const at = parts.now();
      turn += 1;
      const told = lateRecords(name, at, turn);
      if (!told) return false;
      const visibleAt = at + afterMs;
      parts.arrive(
        told.records.map(({ record }) => record),
        visibleAt,
      );
      happened.unshift({ deed: told.deed, visibleAt });
      happened.length = Math.min(happened.length, MOST_HAPPENED);
      return true;
    },
  };
}

function toCounts({ requests, queries }: AskedCounts): ConsoleAwsCounts {
  const places = new Map<string, ConsoleAwsCounts["places"][number]>();
  for (const { account, region, isRefused } of requests) {
    const key = `${account} ${region}`;
    const place = places.get(key) ?? {
      account: accountName(account),
      region,
      requests: 0,
      refused: 0,
    };
    places.set(key, place);
    place.requests += 1;
    if (isRefused) place.refused += 1;
  }
  const scannedBytes = queries.reduce((sum, query) => sum + query.scannedBytes, 0);
  return {
    places: [...places.values()].toSorted((a, b) =>
      `${a.account} ${a.region}` < `${b.account} ${b.region}` ? -1 : 1,
    ),
    queries: queries.length,
    scannedBytes,
    costUsd: queries.reduce((sum, query) => sum + costUsd(query.scannedBytes), 0),
  };
}

function costUsd(scannedBytes: number): number {
  const billed = Math.max(LEAST_BILLED, Math.ceil(scannedBytes / MEGABYTE) * MEGABYTE);
  return (billed / TERABYTE) * USD_PER_TB;
}

function accountName(id: string): string {
  return Object.entries(ACCOUNTS).find(([, account]) => account.id === id)?.[0] ?? id;
}
