/** Event history by the rules of LookupEvents, over records made up for tests; counts what is asked and may be told to fail. */

import {
  type LookupEventsSource,
  openLookupEvents,
} from "../../../src/aws/lookup-events/lookup-events.ts";
import type { Lookup } from "../../../src/aws/lookup-events/lookup-plan.ts";
import type { Page, PageAsk, PageSource } from "../../../src/aws/lookup-events/page.ts";
import type { AwsSetup } from "../../../src/aws/setup.ts";
import { type JsonObject, stringAt } from "../../../src/domain/json.ts";
import { DAY, formatInstant, parseInstant } from "../../../src/domain/time.ts";
import type { Run, TrailQuery } from "../../../src/sources/trail.ts";
import { trailRecord } from "../../support/records.ts";
import { createVirtualTiming, type VirtualTiming } from "../virtual-timing.ts";

export const NOW = parseInstant("2026-11-22T12:00:00Z") ?? 0;
export const ACCOUNTS = ["111122223333", "222233334444", "333344445555"] as const;
export const REGIONS = ["eu-west-1", "eu-central-1", "us-west-2"];

export type History = PageSource & {
  asked: (PageAsk & { at: number })[];
  /** Called before each page; what it throws is what AWS refuses. */
  before(ask: PageAsk): void;
  /** Instead of the page that would come. */
  instead(ask: PageAsk, page: Page): Page;
};

const PAGE = 50;

export function madeHistory(records: readonly JsonObject[], timing: VirtualTiming): History {
  const sorted = [...records].sort((a, b) => timeOf(b) - timeOf(a));
  const history: History = {
    asked: [],
    before: () => undefined,
    instead: (_, page) => page,
    prepare: () => Promise.resolve(),
    async fetch(ask, signal) {
      signal.throwIfAborted();
      history.asked.push({ ...ask, at: timing.now() });
      history.before(ask);
      const [from, to] = [Math.floor(ask.from / 1000) * 1000, ask.to ?? Infinity];
      const all = sorted.filter(
        (record) =>
          stringAt(record, "recipientAccountId") === ask.account &&
          stringAt(record, "awsRegion") === ask.region &&
          timeOf(record) >= from &&
          timeOf(record) <= to &&
          fits(record, ask.lookup),
      );
      const start = Number(ask.token ?? 0);
      const page: Page = { records: all.slice(start, start + PAGE) };
      if (start + PAGE < all.length) page.token = String(start + PAGE);
      return history.instead(ask, page);
    },
  };
  return history;
}

function timeOf(record: JsonObject): number {
  return parseInstant(stringAt(record, "eventTime") ?? "") ?? 0;
}

function fits(record: JsonObject, lookup: Lookup): boolean {
  if (!lookup) return true;
  const { key, value } = lookup;
  switch (key) {
    case "EventId":
      return stringAt(record, "eventID") === value;
    case "EventName":
      return stringAt(record, "eventName") === value;
    case "ReadOnly":
      return stringAt(record, "readOnly") === value;
    case "EventSource":
      return stringAt(record, "eventSource") === value;
    case "Username":
      return stringAt(record, "userIdentity", "userName") === value;
    case "AccessKeyId":
      return stringAt(record, "userIdentity", "accessKeyId") === value;
    case "ResourceName":
      return (
        stringAt(record, "requestParameters", "bucketName") === value ||
        stringAt(record, "responseElements", "credentials", "accessKeyId") === value
      );
  }
}

let count = 0;

/** A record of a place; `ago` in milliseconds before NOW. */
export function recordAt(ago: number, overrides: JsonObject = {}): JsonObject {
  count += 1;
  return trailRecord({
    eventTime: formatInstant(Math.floor((NOW - ago) / 1000) * 1000),
    eventID: `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`,
    ...overrides,
  });
}

export type Asked = {
  source: LookupEventsSource;
  history: History;
  timing: VirtualTiming;
  find(query: Partial<TrailQuery>, run?: Partial<Run>): ReturnType<LookupEventsSource["find"]>;
};

type Options = {
  cachePath?: string;
  mostPages?: number;
  setup?: Pick<AwsSetup, "accounts" | "regions">;
  now?: () => number;
};

const RUN: Run = { signal: new AbortController().signal, progress: () => undefined };

/** Event history of one account and Region unless a setup says more. */
export function openMade(records: readonly JsonObject[], options: Options = {}): Asked {
  const timing = createVirtualTiming();
  const history = madeHistory(records, timing);
  const clients = {
    cloudTrail: () => Promise.reject(new Error("no client is needed")),
    renew: () => undefined,
  };
  const source = openLookupEvents({
    setup: options.setup ?? { accounts: [{ id: ACCOUNTS[0] }], regions: ["us-east-1"] },
    clients,
    clock: { now: options.now ?? (() => NOW) },
    timing,
    pages: history,
    ...(options.cachePath !== undefined && { cachePath: options.cachePath }),
    ...(options.mostPages !== undefined && { mostPages: options.mostPages }),
  });
  const usual: TrailQuery = {
    window: { from: NOW - 7 * DAY, to: NOW },
    classes: ["change", "data-change", "attempt"],
    limit: 20,
  };
  return {
    source,
    history,
    timing,
    find: (query, run) => source.find({ ...usual, ...query }, { ...RUN, ...run }),
  };
}
