/** One page of event history: asked for at the pace that AWS takes, and again where asking again may help. */
import { isObject, type JsonObject } from "../../domain/json.ts";
import { lookupRecord } from "../../domain/lookup-record.ts";
import { Problem } from "../../domain/problem.ts";
import { formatInstant, MINUTE } from "../../domain/time.ts";
import type { Clock } from "../../sources/clock.ts";
import type { AwsClients } from "../clients.ts";
import type { Pace } from "../pace.ts";
import { causeKind, isPassing } from "../problems.ts";
import { unlessAborted } from "../unless-aborted.ts";
import type { Lookup } from "./lookup-plan.ts";

export type PageAsk = {
  account: string;
  region: string;
  asker?: string;
  lookup: Lookup;
  /** Epoch milliseconds; what lies outside is left out by whoever asks. */
  from: number;
  /** Without it up to the newest. */
  to?: number;
  /** The mark that the page before gave. */
  token?: string;
};

export type Page = {
  /** Newest first. */
  records: JsonObject[];
  token?: string;
};

export type FetchPage = (ask: PageAsk, signal: AbortSignal) => Promise<Page>;

export type PageSource = {
  /** Loads the client and fetches its credentials, so that a request leaves when its turn comes and not some time after. */
  prepare(ask: PageAsk): Promise<void>;
  fetch: FetchPage;
};

/** Most that LookupEvents gives at once. */
export const PAGE_EVENTS = 50;

/** Pages out of AWS. */
export function pagesOfAws(clients: Pick<AwsClients, "cloudTrail">): PageSource {
  const clientOf = ({ account, region, asker }: PageAsk) =>
    clients.cloudTrail(account === "" ? undefined : account, region, asker);

  async function prepare(ask: PageAsk): Promise<void> {
    const client = await clientOf(ask);
    await client.config.credentials();
  }

  async function fetch(ask: PageAsk, signal: AbortSignal): Promise<Page> {
    const { lookup, from, to, token } = ask;
    const { LookupEventsCommand } = await import("@aws-sdk/client-cloudtrail");
    const client = await clientOf(ask);
    const command = new LookupEventsCommand({
      StartTime: new Date(Math.floor(from / 1000) * 1000),
      ...(to !== undefined && { EndTime: new Date(Math.ceil(to / 1000) * 1000) }),
      ...(lookup && {
        LookupAttributes: [{ AttributeKey: lookup.key, AttributeValue: lookup.value }],
      }),
      MaxResults: PAGE_EVENTS,
      ...(token !== undefined && { NextToken: token }),
    });
    const { Events = [], NextToken } = await client.send(command, { abortSignal: signal });
    const records = Events.flatMap(({ EventTime, Resources, ...event }) => {
      const outer: JsonObject = {
        ...event,
        ...(EventTime && { EventTime: EventTime.getTime() / 1000 }),
        ...(Resources && { Resources: Resources.map((resource) => ({ ...resource })) }),
      };
      const record = lookupRecord(outer);
      return isObject(record) ? [record] : [];
    });
    return NextToken === undefined ? { records } : { records, token: NextToken };
  }

  return { prepare, fetch };
}

export type ReadOptions = {
  source: PageSource;
  pace: Pace;
  clock: Clock;
  /** Has credentials fetched anew. */
  renew(account: string, asker: string | undefined): void;
  /** So long at most one request waits for AWS to take requests again, and a question three times as long in one place. */
  patienceMs: number;
};

/** Who asks: turns are shared between questions, and requests are counted. */
export type Asking = {
  signal: AbortSignal;
  requested(): void;
  /** How long the question has waited for each account and Region to take requests again. */
  waitedMs: Map<string, number>;
};

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 8_000;
const MOST_WAITS = 3;
const MOST_REPEATS = 2;
const REPEAT_WAIT_MS = 300;

/**
 * Reads a page. Throws what AWS refuses for good, the signal's reason when it is aborted, and a Problem `aws.throttled`
 * when AWS takes no requests for longer than there is patience.
 */
export async function readPage(options: ReadOptions, ask: PageAsk, asking: Asking): Promise<Page> {
  const lane = laneOf(ask);
  const tries: Tries = { waitedMs: 0, throttled: 0, repeats: 0, isRenewed: false };
  for (;;) {
    try {
      await unlessAborted(options.source.prepare(ask), asking.signal);
      const answered = await options.pace.turn(lane, asking, asking.signal);
      asking.requested();
      return await options.source.fetch(ask, asking.signal).finally(answered);
    } catch (error) {
      asking.signal.throwIfAborted();
      const pauseMs = pauseAfter(error, tries, options, ask, asking);
      if (pauseMs === undefined) throw error;
      options.pace.hold(lane, pauseMs);
    }
  }
}

function laneOf({ account, region }: PageAsk): string {
  return `${account} ${region}`;
}

type Tries = { waitedMs: number; throttled: number; repeats: number; isRenewed: boolean };

/** Milliseconds after which the same may be asked again; undefined when that is of no use. */
function pauseAfter(
  error: unknown,
  tries: Tries,
  options: ReadOptions,
  ask: PageAsk,
  { waitedMs }: Asking,
): number | undefined {
  const kind = causeKind(error);
  if (kind === "throttled") {
    const pauseMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries.throttled);
    tries.throttled += 1;
    tries.waitedMs += pauseMs;
    const lane = laneOf(ask);
    const inAllMs = (waitedMs.get(lane) ?? 0) + pauseMs;
    waitedMs.set(lane, inAllMs);
    const { patienceMs } = options;
    if (tries.waitedMs > patienceMs || inAllMs > patienceMs * MOST_WAITS) {
      throw busy(error, options.clock.now());
    }
    return pauseMs;
  }
  if (kind === "expired" && !tries.isRenewed) {
    tries.isRenewed = true;
    options.renew(ask.account, ask.asker);
    return 0;
  }
  // Whoever waited out one timeout has waited long.
  const most = kind === "timeout" ? 1 : MOST_REPEATS;
  if (!isPassing(error) || tries.repeats >= most) return undefined;
  tries.repeats += 1;
  return REPEAT_WAIT_MS;
}

function busy(cause: unknown, now: number): Problem {
  const after = clockTime(now + MINUTE);
  return new Problem(
    "aws.throttled",
    `AWS takes no more LookupEvents requests for the moment; ask again after ${after}.`,
    "Other tools share the two requests a second of an account and Region; ask again a little later.",
    { cause },
  );
}

/** `14:05:20 UTC`. */
function clockTime(at: number): string {
  return `${formatInstant(at).slice("2026-11-22T".length, "2026-11-22T14:05:20".length)} UTC`;
}
