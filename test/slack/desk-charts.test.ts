import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "../../src/domain/problem.ts";
import type { DeskParts } from "../../src/slack/desk-parts.ts";
import {
  type Bot,
  contentOf,
  createBot,
  createFakeTrail,
  mention,
  OPEN,
  type Sent,
  words,
} from "./desk-bot.ts";
import { fakeCloudWatch } from "./fake-cloudwatch.ts";
import { type FakeStudio, fakeStudio } from "./studio.ts";

const QUESTION = "/metric lambda checkout-api errors last 3h";

type MetricBot = Bot & { studio: FakeStudio };

function metricBot(over: Partial<DeskParts> & Pick<Partial<Bot>, "store"> = {}): MetricBot {
  const studio = fakeStudio();
  const sources = { trail: createFakeTrail([]), cloudwatch: fakeCloudWatch() };
  return { ...createBot([], { sources, studio, ...over }), studio };
}

const later = (ms: number) => () =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms);
  });

function imagesIn(sent: Sent | undefined): string[] {
  return [...words(contentOf(sent)).matchAll(/"slack_file":\{"id":"(\w+)"\}/g)].map(
    ([, id = ""]) => id,
  );
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("an answer with a picture", () => {
  it("is posted with it, drawn and uploaded once", async () => {
    const { desk, slack, studio, store } = metricBot();

    await desk.ask(mention(QUESTION));

    expect(imagesIn(slack.sent.at(-1))).toEqual(["F1"]);
    expect([studio.warmed, studio.drawn.length]).toEqual([1, 1]);
    expect(store.journal.list({ limit: 9 })[0]).toMatchObject({
      state: "answered",
      question: "metric",
    });
  });

  it("is posted in words after two seconds, and gets a slow picture by an edit", async () => {
    const { desk, slack, studio } = metricBot({ slowMs: 60_000 });
    studio.hanging = later(3000);

    const asking = desk.ask(mention(QUESTION));
    await vi.advanceTimersByTimeAsync(2500);
    const early = slack.sent.slice();
    await vi.advanceTimersByTimeAsync(1000);
    await asking;

    expect(early.map(({ kind }) => kind)).toEqual(["post"]);
    expect(imagesIn(early[0])).toEqual([]);
    expect(words(contentOf(early[0]))).toContain("latest");
    expect(slack.sent.map(({ kind }) => kind)).toEqual(["post", "update"]);
    expect(imagesIn(slack.sent[1])).toEqual(["F1"]);
    expect(studio.hung).toHaveLength(1);
  });

  it("is followed by a slow picture where the bot is no member and cannot edit it", async () => {
    const { desk, slack, studio } = metricBot({ slowMs: 60_000 });
    slack.foreign.add("C9");
    studio.hanging = later(3000);
    const responseUrl = "https://hooks.slack.com/commands/1";
    const incoming = mention(QUESTION, { via: "command", channelId: "C9", responseUrl });

    const asking = desk.ask(incoming);
    await vi.advanceTimersByTimeAsync(4000);
    await asking;

    expect(slack.sent.map(imagesIn)).toEqual([[], ["F1"]]);
    expect(words(contentOf(slack.sent[1]))).not.toContain("Searched");
  });

  it("stays in words, complete, when the process dies before its picture is there", async () => {
    const first = metricBot({ slowMs: 60_000 });
    first.studio.hanging = later(60_000);
    void first.desk.ask(mention(QUESTION));
    await vi.advanceTimersByTimeAsync(3000);
    const second = metricBot({
      store: first.store,
      messenger: first.slack,
      findMarked: first.slack.findMarked,
    });

    await second.desk.recover();

    expect(first.slack.sent.map(({ kind }) => kind)).toEqual(["post"]);
    expect(words(contentOf(first.slack.sent[0]))).toContain("latest");
    expect(first.store.journal.list({ state: "running", limit: 9 })).toEqual([]);
  });

  it("says its numbers, why there is no picture, and how to get one, when Slack refuses it", async () => {
    const { desk, slack, studio } = metricBot();
    studio.hanging = async () => {
      throw new Problem(
        "slack.missing-scope",
        "The token of SLACK_BOT_TOKEN lacks the scope files:write.",
        "Add files:write under “OAuth & Permissions” of the app.",
      );
    };

    await desk.ask(mention(QUESTION));

    const text = words(contentOf(slack.sent.at(-1)));
    expect(slack.sent).toHaveLength(1);
    expect(text).toContain("The picture could not be shown: The token of SLACK_BOT_TOKEN lacks");
    expect(text).toContain("Add files:write");
    expect(text).toContain("latest");
  });

  it("is whispered with it, and shared with the same picture", async () => {
    const { desk, slack, studio, store } = metricBot();
    studio.hanging = later(5000);

    const asking = desk.ask(mention(`${QUESTION} quietly`));
    await vi.advanceTimersByTimeAsync(6000);
    await asking;
    const [entry] = store.journal.list({ limit: 9 });
    await desk.share(entry?.id ?? "", mention("", { via: "button" }));

    const [whisper] = slack.sent.filter(({ kind }) => kind === "whisper").slice(-1);
    const [post] = slack.sent.filter(({ kind }) => kind === "post").slice(-1);
    expect(imagesIn(whisper)).toEqual(["F1"]);
    expect(imagesIn(post)).toEqual(["F1"]);
    expect(studio.hung).toHaveLength(1);
  });

  it("is posted as a file's short answer with its picture", async () => {
    const { desk, slack } = metricBot();

    await desk.ask(mention(`${QUESTION} as csv`));

    const upload = slack.sent.find(({ kind }) => kind === "upload");
    expect(upload).toMatchObject({ name: expect.stringMatching(/^trailwatch-metric-.*\.csv$/) });
    expect(upload?.kind === "upload" && upload.text).toMatch(/^time,series,value,/);
    const text = words(contentOf(slack.sent.at(-1)));
    expect(text).toMatch(/180 datapoints in the file/);
    expect(imagesIn(slack.sent.at(-1))).toEqual(["F1"]);
  });

  it("is not put back by a picture that comes after the question was cancelled", async () => {
    const studio = fakeStudio();
    studio.hanging = later(60_000);
    const bot = metricBot({ studio, slowMs: 0 });
    const trail = createFakeTrail([]);
    trail.hold();
    bot.parts.sources.trail = trail;

    const asking = bot.desk.ask(mention(QUESTION));
    await vi.advanceTimersByTimeAsync(5000);
    const [entry] = bot.store.journal.list({ limit: 9 });
    await bot.desk.cancel(entry?.id ?? "", "UJANE");
    await asking;
    const sent = bot.slack.sent.length;
    await vi.advanceTimersByTimeAsync(120_000);

    expect(words(contentOf(bot.slack.sent.at(-1)))).toContain("Cancelled");
    expect(bot.slack.sent.length).toBe(sent);
  });
});

describe("a question of CloudWatch", () => {
  it("looks again only where CloudTrail may still deliver changes to it", async () => {
    const without = metricBot();
    const searched = createBot([], {});

    await without.desk.ask(mention(QUESTION));
    await searched.desk.ask(mention("what changed last 30m"));

    expect(words(contentOf(without.slack.sent.at(-1)))).not.toContain("Looks again");
    expect(words(contentOf(searched.slack.sent.at(-1)))).toContain("Looks again");
  });

  it("is judged by access rules as any other, by its name and its accounts", async () => {
    const rules = [{ questions: ["metric"], accounts: ["111122223333"] }];
    const policy = { ...OPEN, kind: "rules" as const, rules };
    const { desk, slack } = metricBot({ policy });
    const said: string[] = [];

    for (const text of [
      QUESTION,
      `${QUESTION} in staging`,
      "/alarms in prod",
      `${QUESTION} in prod`,
    ]) {
      await desk.ask(mention(text));
      said.push(contentOf(slack.sent.at(-1)).text);
    }

    expect(said[0]).toContain("You may not ask about all accounts");
    expect(said[1]).toContain("You may not ask about account 222233334444");
    expect(said[2]).toContain("You may not ask `alarms` here");
    expect(said[3]).toContain("checkout-api errors");
  });
});
