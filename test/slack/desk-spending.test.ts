/** In whose name sources are asked from Slack, and what they may cost. */
import { describe, expect, it } from "vitest";
import { formatInstant, HOUR } from "../../src/domain/time.ts";
import { createSpending } from "../../src/questions/spending.ts";
import type { Trail, TrailFound } from "../../src/sources/trail.ts";
import { createMemoryStore } from "../../src/store/memory.ts";
import { trailEventOf } from "../support/records.ts";
import { contentOf, createBot, mention, NOW, words } from "./desk-bot.ts";

const DELETED = trailEventOf({ eventTime: formatInstant(NOW - 3 * HOUR), eventID: "e1" });
const clock = { now: () => NOW };

/** A source that wants $0.06 for each search, and says so where it may not spend them. */
function costlyTrail(): Trail {
  const costUsd = 0.06;
  return {
    suggest: async () => [],
    async find(query, run): Promise<TrailFound> {
      const { usd, mostUsd = 0 } = run.spending?.left() ?? { usd: Infinity };
      const mayRun = costUsd <= Math.max(usd, Math.min(run.spending?.agreedUsd ?? 0, mostUsd));
      if (mayRun) run.spending?.add(costUsd);
      const searched = {
        source: "Athena",
        accounts: [],
        regions: [],
        window: query.window,
        examined: 0,
        matched: 0,
        complete: mayRun,
        gaps: [],
        ...(mayRun
          ? { costUsd }
          : { spared: { source: "Athena", why: "it is dear", costUsd, words: "spend $0.06" } }),
      };
      return { events: [], counts: {}, names: [], searched: [searched] };
    },
  };
}

describe("a question from Slack", () => {
  it("is asked in the name of whoever asks", async () => {
    const { desk, trail } = createBot([DELETED]);

    await desk.ask(mention("who changed bucket-x", { userId: "UBOB" }));

    expect(trail.runs.length).toBeGreaterThan(0);
    expect(new Set(trail.runs.map(({ asker }) => asker))).toEqual(new Set(["UBOB"]));
  });

  it("has a button that asks the source that was too dear, and spends it from the channel's day", async () => {
    const store = createMemoryStore();
    const limits = { queryUsd: 0.05, channelDayUsd: 5 };
    const { desk, slack } = createBot([], {
      store,
      spendingOf: createSpending(store.ledger, limits, clock),
      sources: { trail: costlyTrail() },
    });

    await desk.ask(mention("who changed bucket-x", { channelId: "C7" }));
    const spared = words(contentOf(slack.sent.at(-1)));
    const before = store.ledger.spentUsd("C7", "2026-11-21");
    await desk.ask(mention("who changed bucket-x spend $0.06", { channelId: "C7" }));

    expect(spared).toContain("Athena was not asked: it is dear");
    expect(spared).toContain("Ask Athena too ($0.06)");
    expect(spared).toContain("who changed bucket-x spend $0.06");
    expect(before).toBe(0);
    expect(store.ledger.spentUsd("C7", "2026-11-21")).toBeCloseTo(0.06, 10);
  });

  it("cannot spend more than the channel's day leaves, whatever is agreed to", async () => {
    const store = createMemoryStore();
    const limits = { queryUsd: 0.05, channelDayUsd: 0.05 };
    const { desk } = createBot([], {
      store,
      spendingOf: createSpending(store.ledger, limits, clock),
      sources: { trail: costlyTrail() },
    });

    await desk.ask(mention("who changed bucket-x spend $5", { channelId: "C7" }));

    expect(store.ledger.spentUsd("C7", "2026-11-21")).toBe(0);
  });
});
