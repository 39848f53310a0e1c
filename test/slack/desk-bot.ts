/** A desk with a Slack and a trail that a test holds in its hands. */
import type { Policy } from "../../src/access/policy.ts";
import { Problem } from "../../src/domain/problem.ts";
import { MINUTE } from "../../src/domain/time.ts";
import type { TrailEvent } from "../../src/domain/trail-event.ts";
import type { Desk } from "../../src/slack/asking.ts";
import { createDesk } from "../../src/slack/desk.ts";
import type { DeskParts } from "../../src/slack/desk-parts.ts";
import type { Incoming } from "../../src/slack/incoming.ts";
import type { FindMarked, Letter, Messenger, Place } from "../../src/slack/messenger.ts";
import type { Content } from "../../src/slack/views/blocks.ts";
import type { Run, Trail, TrailQuery } from "../../src/sources/trail.ts";
import { createMemoryStore } from "../../src/store/memory.ts";
import type { Store } from "../../src/store/store.ts";
import { findIn } from "./events-in.ts";

export const NOW = 1795278600000;

export type Sent =
  | { kind: "post"; place: Place; content: Content; ts?: string; responseUrl?: string }
  | { kind: "update"; ts: string; content: Content }
  | { kind: "whisper"; place: Place; userId: string; content: Content; responseUrl?: string }
  | { kind: "upload"; place: Place; name: string; text: string };

export type FakeSlack = Messenger & {
  findMarked: FindMarked;
  sent: Sent[];
  /** Channels where the bot is no member. */
  foreign: Set<string>;
  /** Ways that fail from now on. */
  broken: Set<Sent["kind"]>;
  /** Messages that everybody sees now, by their timestamps. */
  visible: Map<string, Letter>;
};

export function createFakeSlack(): FakeSlack {
  const sent: Sent[] = [];
  const foreign = new Set<string>();
  const broken = new Set<Sent["kind"]>();
  const visible = new Map<string, Letter>();
  let count = 0;
  const fail = (kind: Sent["kind"]) => {
    if (broken.has(kind)) throw new Problem("slack.down", "Slack is down.", "Ask again.");
  };
  return {
    sent,
    foreign,
    broken,
    visible,
    post: async (place, content, responseUrl) => {
      fail("post");
      const via = responseUrl === undefined ? {} : { responseUrl };
      if (foreign.has(place.channelId)) {
        if (responseUrl === undefined)
          throw new Problem("slack.not-in-channel", "Not a member.", "Invite the bot.");
        sent.push({ kind: "post", place, content, ...via });
        return undefined;
      }
      count += 1;
      const ts = `1795278600.${String(count).padStart(6, "0")}`;
      visible.set(ts, content);
      sent.push({ kind: "post", place, content, ts, ...via });
      return { channelId: place.channelId, ts };
    },
    update: async ({ ts }, content) => {
      fail("update");
      visible.set(ts, content);
      sent.push({ kind: "update", ts, content });
    },
    whisper: async (place, userId, content: Letter, responseUrl) => {
      fail("whisper");
      const via = responseUrl === undefined ? {} : { responseUrl };
      sent.push({ kind: "whisper", place, userId, content, ...via });
    },
    findMarked: async ({ channelId }, questionId) => {
      if (foreign.has(channelId))
        throw new Problem("slack.not-in-channel", "Not a member.", "Invite the bot.");
      return [...visible].flatMap(([ts, { mark }]) =>
        mark?.questionId === questionId ? [{ posted: { channelId, ts }, mark }] : [],
      );
    },
    upload: async (place, { name, text }) => {
      fail("upload");
      sent.push({ kind: "upload", place, name, text });
    },
  };
}

export type FakeTrail = Trail & {
  events: TrailEvent[];
  asked: TrailQuery[];
  runs: Run[];
  /** Searches wait while this is set; `release` lets all of them go on. */
  hold(): void;
  release(): void;
  /** Fails the searches from now on. */
  error?: Error;
  waiting(): number;
};

export function createFakeTrail(events: TrailEvent[]): FakeTrail {
  let held: { go(): void }[] = [];
  let isHeld = false;
  const trail: FakeTrail = {
    events,
    asked: [],
    runs: [],
    hold: () => {
      isHeld = true;
    },
    release: () => {
      isHeld = false;
      for (const { go } of held) go();
      held = [];
    },
    waiting: () => held.length,
    find: async (query, run) => {
      trail.asked.push(query);
      trail.runs.push(run);
      if (isHeld) await waitFor(run.signal, (go) => held.push({ go }));
      run.signal.throwIfAborted();
      if (trail.error !== undefined) throw trail.error;
      return findIn(trail.events, query);
    },
    suggest: async () => [],
  };
  return trail;
}

function waitFor(signal: AbortSignal, hold: (go: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    hold(resolve);
  });
}

export const OPEN: Policy = {
  kind: "open",
  rules: [],
  askFor: "the platform team",
  auditors: { users: [], groups: [] },
};

/** Questions asked as the listeners ask them: accepted, then begun. */
export type AskingDesk = Desk & { ask(incoming: Incoming): Promise<void> };

export function createAskingDesk(parts: DeskParts): AskingDesk {
  const desk = createDesk(parts);
  return { ...desk, ask: async (incoming) => desk.accept(incoming)?.() };
}

export type Bot = {
  desk: AskingDesk;
  slack: FakeSlack;
  trail: FakeTrail;
  store: Store;
  parts: DeskParts;
  errors: unknown[];
  now: { at: number };
};

export function createBot(
  events: TrailEvent[],
  overrides: Partial<DeskParts> & { store?: Store } = {},
): Bot {
  const { store = createMemoryStore(), ...rest } = overrides;
  const slack = createFakeSlack();
  const trail = createFakeTrail(events);
  const errors: unknown[] = [];
  const now = { at: NOW };
  const parts: DeskParts = {
    sources: { trail },
    journal: store.journal,
    topics: store.topics,
    policy: OPEN,
    messenger: slack,
    findMarked: slack.findMarked,
    people: {
      find: async (userId) => ({ userId, name: userId.toLowerCase(), groups: [] }),
    },
    clock: { now: () => now.at },
    accountNames: { prod: "111122223333", staging: "222233334444" },
    report: (_, error) => errors.push(error),
    lookAgainMs: [2 * MINUTE, 5 * MINUTE, 15 * MINUTE],
    ...rest,
  };
  return { desk: createAskingDesk(parts), slack, trail, store, parts, errors, now };
}

let deliveries = 0;

export function mention(text: string, overrides: Partial<Incoming> = {}): Incoming {
  deliveries += 1;
  return {
    via: "mention",
    deliveryId: `Ev${deliveries}`,
    teamId: "T1",
    userId: "UJANE",
    channelId: "C1",
    text,
    ...overrides,
  };
}

/** Everything that a message says, its blocks as JSON. */
export function words({ text, blocks }: Content): string {
  return `${text}\n${JSON.stringify(blocks)}`;
}

export function contentOf(sent: Sent | undefined): Content {
  if (!sent || sent.kind === "upload") throw new Error("No message was sent");
  return sent.content;
}
