/** Whatever the order of asking, cancelling, finishing and dying: one end and one last word for each question. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { formatInstant, HOUR } from "../../src/domain/time.ts";
import type { Content } from "../../src/slack/views/blocks.ts";
import { trailEventOf } from "../support/records.ts";
import {
  type AskingDesk,
  type Bot,
  createAskingDesk,
  createBot,
  createFakeSlack,
  type FakeSlack,
  mention,
  NOW,
} from "./desk-bot.ts";

const DELETED = trailEventOf({ eventTime: formatInstant(NOW - 3 * HOUR), eventID: "e1" });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

type Deed =
  | { kind: "ask"; user: number; quietly: boolean; again: boolean }
  | { kind: "cancel"; nth: number }
  | { kind: "wait"; ms: number }
  | { kind: "hold" | "release" | "drain" | "die" };

const deeds: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("ask" as const),
      user: fc.integer({ min: 0, max: 2 }),
      quietly: fc.boolean(),
      again: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("cancel" as const), nth: fc.nat({ max: 9 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("wait" as const),
      ms: fc.oneof(fc.nat({ max: 400 }), fc.nat({ max: 4000 })),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom("hold" as const, "release", "die", "drain") }),
  },
);

/** The last process: what it still wants to say or write goes nowhere. */
function mortal(slack: FakeSlack, bot: Bot) {
  let isDead = false;
  const lost = () => new Promise<never>(() => {});
  const { journal } = bot.store;
  /** A request is on its way for a while, and so is its answer: either can be lost with the process. */
  const alive = <Args extends unknown[], Result>(
    act: (...args: Args) => Promise<Result>,
    latencyMs: number,
  ) => {
    return async (...args: Args): Promise<Result> => {
      const travel = async () => {
        if (latencyMs > 0) await new Promise((done) => setTimeout(done, latencyMs));
      };
      await travel();
      if (isDead) return lost();
      const result = await act(...args);
      await travel();
      return isDead ? lost() : result;
    };
  };
  const desk = createAskingDesk({
    ...bot.parts,
    findMarked: slack.findMarked,
    messenger: {
      post: alive(slack.post, 150),
      update: alive(slack.update, 150),
      // Written down before it is sent: one that is lost on its way stays unsaid, so none is.
      whisper: alive(slack.whisper, 0),
      upload: alive(slack.upload, 150),
    },
    journal: {
      ...journal,
      begin: (entry) => isDead || journal.begin(entry),
      note: (id, news) => void (isDead || journal.note(id, news)),
      end: (id, ending) => void (isDead || journal.end(id, ending)),
    },
  });
  const die = () => {
    isDead = true;
  };
  return { desk, die };
}

type World = {
  bot: Bot;
  slack: FakeSlack;
  desk: AskingDesk;
  die(): void;
  asked: Map<string, string>;
};

function reborn(world: World): void {
  world.die();
  Object.assign(world, mortal(world.slack, world.bot));
}

async function act(world: World, deed: Deed, nth: number): Promise<void> {
  const { bot, asked } = world;
  switch (deed.kind) {
    case "ask": {
      const text = `who deleted bucket-x containing "ask${nth}" last 1d${deed.quietly ? " quietly" : ""}`;
      const incoming = mention(text, { userId: `U${deed.user}` });
      asked.set(`ask${nth}`, incoming.userId);
      void world.desk.ask(incoming);
      if (deed.again) void world.desk.ask(incoming);
      break;
    }
    case "cancel": {
      const entry = bot.store.journal.list({ limit: 100 })[deed.nth];
      if (entry) void world.desk.cancel(entry.id, "UBOB");
      break;
    }
    case "wait":
      await vi.advanceTimersByTimeAsync(deed.ms);
      break;
    case "hold":
      bot.trail.hold();
      break;
    case "release":
      bot.trail.release();
      break;
    case "drain":
      void world.desk.drain(100);
      await vi.advanceTimersByTimeAsync(500);
      reborn(world);
      void world.desk.recover();
      break;
    case "die":
      reborn(world);
      void world.desk.recover();
      break;
  }
  await vi.advanceTimersByTimeAsync(1);
}

const LOOKING = /Looking/;

/** What is left of a question in Slack that is no progress: messages as they are now, and whispers. */
function lastWords(slack: FakeSlack, ask: string): Content[] {
  const whispers = slack.sent.flatMap((sent) => (sent.kind === "whisper" ? [sent.content] : []));
  const all = [...slack.visible.values(), ...whispers];
  const isOf = (content: Content) =>
    new RegExp(`\\b${ask}\\b`).test(`${content.text}${JSON.stringify(content.blocks)}`);
  return all.filter((content) => isOf(content) && !LOOKING.test(content.text));
}

async function live(plan: Deed[]): Promise<World> {
  const bot = createBot([DELETED]);
  const world: World = {
    bot,
    slack: createFakeSlack(),
    desk: bot.desk,
    die: () => {},
    asked: new Map(),
  };
  reborn(world);
  let nth = 0;
  for (const deed of plan) await act(world, deed, nth++);
  bot.trail.release();
  await vi.advanceTimersByTimeAsync(15_000);
  void world.desk.recover();
  await vi.advanceTimersByTimeAsync(15_000);
  return world;
}

describe("each question", () => {
  it("ends once and leaves one last word", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deeds, { minLength: 1, maxLength: 14 }), async (plan) => {
        const { bot, slack, asked } = await live(plan);

        const entries = bot.store.journal.list({ limit: 1000 });
        expect(entries).toHaveLength(asked.size);
        expect(entries.filter(({ state }) => state === "running")).toEqual([]);
        for (const ask of asked.keys()) {
          expect({ ask, count: lastWords(slack, ask).length }).toEqual({ ask, count: 1 });
        }
      }),
      { numRuns: 60 },
    );
  }, 20_000);
});
