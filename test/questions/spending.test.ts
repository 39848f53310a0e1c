import { describe, expect, it } from "vitest";
import type { Answer } from "../../src/answers/answer.ts";
import type { Search, Spared } from "../../src/domain/search.ts";
import { ask } from "../../src/questions/ask.ts";
import { toAbove } from "../../src/questions/follow-on.ts";
import type { AskContext } from "../../src/questions/question.ts";
import { agreeing, createSpending } from "../../src/questions/spending.ts";
import { understand } from "../../src/questions/understand.ts";
import type { Run, Trail } from "../../src/sources/trail.ts";
import { createMemoryLedger } from "../../src/store/ledger.ts";
import { quietRun } from "../support/ask.ts";
import { brief } from "../support/brief.ts";
import { auditIn } from "../support/understood.ts";

const NOW = Date.UTC(2026, 10, 22, 16, 40);
const DAY = 86_400_000;
const CONTEXT: AskContext = { now: NOW, zone: "UTC", accountNames: {} };

const PHRASINGS = `
who changed bucket-x spend $0.12 → who-changed bucket-x; spend 0.12
who changed bucket-x spend 0.12 → who-changed bucket-x; spend 0.12
spend $2 who changed bucket-x last 24h → who-changed bucket-x; spend 2; 2026-11-21T16:40:00Z/2026-11-22T16:40:00Z
who changed bucket-x, spend up to $1? → who-changed bucket-x; spend 1
who changed bucket-x spending $2 → who-changed bucket-x; spend 2
who changed bucket-x spend 5 cents → who-changed bucket-x; spend 0.05
who changed bucket-x spend 3 dollars → who-changed bucket-x; spend 3
what did jane do yesterday spend $.5 → what-did by any:jane; spend 0.5; 2026-11-21T00:00:00Z/2026-11-21T23:59:59.999Z
/what-changed in s3 spend $0.0001 → what-changed; services s3,s3express,s3-outposts,s3tables; spend 0.0001
who changed spend → who-changed spend
who changed "spend" → who-changed spend
who changed bucket-x spend $0 → misunderstood
who changed bucket-x spend $99999 → misunderstood
`;

describe("what an asker agrees to spend", () => {
  it.each(
    PHRASINGS.trim()
      .split("\n")
      .map((line) => line.split(" → ") as [string, string]),
  )("is understood: %s", (text, expected) => {
    expect(brief(understand(text, CONTEXT))).toBe(expected);
  });

  it("means the question above when it stands alone in a thread, and that question only", () => {
    const above = toAbove(auditIn(understand("who changed bucket-x yesterday", CONTEXT)));

    const agreed = understand("spend $0.12", { ...CONTEXT, thread: { above } });
    const thread = { above: toAbove(auditIn(agreed)) };
    const next = understand("and bucket-y?", { ...CONTEXT, thread });

    const yesterday = "2026-11-21T00:00:00Z/2026-11-21T23:59:59.999Z";
    expect(brief(agreed)).toBe(`who-changed bucket-x; spend 0.12; ${yesterday}`);
    expect(brief(next)).toBe(`who-changed bucket-y; ${yesterday}`);
  });
});

describe("what a channel may spend", () => {
  it("is what a query may cost, while the day leaves as much", () => {
    const spendingOf = createSpending(createMemoryLedger(), {}, { now: () => NOW });

    const left = spendingOf("C1").left();

    expect(left).toEqual({ usd: 0.1, mostUsd: 5 });
  });

  it("is what its day leaves at last, apart from other channels and days", () => {
    let now = NOW;
    const ledger = createMemoryLedger();
    const spendingOf = createSpending(ledger, { channelDayUsd: 1 }, { now: () => now });

    spendingOf("C1").add(0.5);
    spendingOf("C1").add(0.4375);
    const [mine, others] = [spendingOf("C1").left(), spendingOf("C2").left()];
    now += DAY;
    const tomorrow = spendingOf("C1").left();

    expect(mine).toEqual({ usd: 0.0625, mostUsd: 0.0625, why: "the limit of $1.00 a day" });
    expect(others).toEqual({ usd: 0.1, mostUsd: 1 });
    expect(tomorrow).toEqual({ usd: 0.1, mostUsd: 1 });
  });

  it("is never less than nothing", () => {
    const spendingOf = createSpending(
      createMemoryLedger(),
      { channelDayUsd: 1 },
      { now: () => NOW },
    );

    spendingOf("C1").add(3);

    expect(spendingOf("C1").left()).toMatchObject({ usd: 0, mostUsd: 0 });
  });

  it("counts all queries of a question against what was agreed to", () => {
    const spending = createSpending(createMemoryLedger(), {}, { now: () => NOW })("C1");
    const run = agreeing({ ...quietRun, spending }, 0.5);

    run.spending?.add(0.375);
    run.spending?.add(-0.125);

    expect(run.spending?.agreedUsd).toBe(0.25);
    expect(spending.left().mostUsd).toBe(4.75);
    expect(spending.agreedUsd).toBeUndefined();
  });
});

describe("what was agreed to", () => {
  it("is not there a second time for the same question", () => {
    const spending = createSpending(createMemoryLedger(), {}, { now: () => NOW })("C1");
    const run = agreeing({ ...quietRun, spending }, 0.5);

    run.spending?.add(0.25);

    expect(agreeing(run, 0.5).spending?.agreedUsd).toBe(0.25);
  });
});

/** A trail of which one source was too dear. */
function sparingTrail(spared: Spared, costUsd?: number): Trail {
  const search: Search = {
    source: "Athena",
    accounts: [],
    regions: [],
    window: { from: NOW - DAY, to: NOW },
    examined: 0,
    matched: 0,
    complete: false,
    gaps: [],
    spared,
    ...(costUsd !== undefined && { costUsd }),
  };
  return {
    find: async () => ({ events: [], counts: {}, names: [], searched: [search] }),
    suggest: async () => [],
  };
}

const SPARED: Spared = {
  source: "Athena",
  why: "it is dear",
  costUsd: 0.0571,
  words: "spend $0.06",
};

async function asked(
  text: string,
  trail: Trail,
  context = CONTEXT,
  run: Run = quietRun,
): Promise<Answer> {
  const report = (_: string, error: unknown) => {
    throw error;
  };
  return (await ask(text, { trail }, context, run, report)).answer;
}

describe("an answer without a source that was too dear", () => {
  it("offers to ask it too, first of all", async () => {
    const { followUps } = await asked("who changed bucket-x", sparingTrail(SPARED));

    expect(followUps[0]).toEqual({
      label: "Ask Athena too ($0.06)",
      text: "who changed bucket-x spend $0.06",
    });
    expect(brief(understand(followUps[0]?.text ?? "", CONTEXT))).toBe(
      "who-changed bucket-x; spend 0.06",
    );
  });

  it("replaces what was agreed to before, and leaves names as they are", async () => {
    const trail = sparingTrail(SPARED);

    const { followUps } = await asked('who changed "spend 5" spend up to $0.01 last 2h', trail);

    expect(followUps[0]?.text).toBe('who changed "spend 5" last 2h spend $0.06');
  });

  it("asks for what the question has cost already as well", async () => {
    const { followUps } = await asked("who changed bucket-x", sparingTrail(SPARED, 0.04));

    expect(followUps[0]?.text).toBe("who changed bucket-x spend $0.10");
  });

  it("offers the words alone for a question that goes on from the one above", async () => {
    const above = toAbove(auditIn(understand("who changed bucket-x yesterday", CONTEXT)));
    const context = { ...CONTEXT, thread: { above } };

    const { followUps } = await asked("and the day before?", sparingTrail(SPARED), context);

    expect(followUps[0]?.text).toBe("spend $0.06");
  });

  it("offers nothing where no words would help", async () => {
    const { words: _, ...spared } = SPARED;

    const { followUps } = await asked("who changed bucket-x", sparingTrail(spared));

    expect(followUps.filter(({ text }) => text.includes("spend"))).toEqual([]);
  });

  it("hands what was agreed to on to the sources", async () => {
    const agreed: (number | undefined)[] = [];
    const trail = sparingTrail(SPARED);
    const find: Trail["find"] = (query, run) => {
      agreed.push(run.spending?.agreedUsd);
      return trail.find(query, run);
    };
    const spending = createSpending(createMemoryLedger(), {}, { now: () => NOW })("C1");

    await asked("who changed bucket-x spend $0.12", { ...trail, find }, CONTEXT, {
      ...quietRun,
      spending,
    });
    await asked("who changed bucket-x", { ...trail, find }, CONTEXT, { ...quietRun, spending });

    expect(new Set(agreed)).toEqual(new Set([0.12, undefined]));
  });
});
