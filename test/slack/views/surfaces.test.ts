import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import { GRAMMAR } from "../../../src/questions/grammar.ts";
import { understand } from "../../../src/questions/understand.ts";
import { askModal, readAskModal } from "../../../src/slack/views/ask-modal.ts";
import { actionId, actionOf } from "../../../src/slack/views/blocks.ts";
import { viewProblems } from "../../../src/slack/views/check.ts";
import { aroundText, homeView } from "../../../src/slack/views/home-view.ts";
import {
  cancelledView,
  interruptedView,
  lineView,
  progressView,
} from "../../../src/slack/views/progress-view.ts";
import { AT, HOSTILE } from "./answers.ts";
import { expectGolden } from "./golden.ts";

const context = { now: AT, zone: "UTC", accountNames: {} };
const hostile = HOSTILE.join(" ").repeat(20);

type Filled = {
  question?: string;
  subject?: string | null;
  window?: string;
  own?: string;
  options?: string[];
};

/** `view.state.values` as Slack sends them. */
function values({ question, subject, window, own, options = [] }: Filled): JsonObject {
  const option = (value: string) => ({ value, text: { type: "plain_text", text: "x" } });
  return {
    question: { question: { selected_option: option(question ?? "who-changed") } },
    subject: { subject: { type: "plain_text_input", value: subject ?? null } },
    window: { window: { selected_option: option(window ?? "usual") } },
    own_window: { own_window: { type: "plain_text_input", value: own ?? null } },
    options: { options: { selected_options: options.map(option) } },
  };
}

const metadata = askModal({ channelId: "C1", threadTs: "1.2" }).private_metadata ?? "";

describe("the form that asks", () => {
  it("is a view that Slack takes, filled with what is known", async () => {
    const view = askModal({
      channelId: "C1",
      question: "what-did",
      subject: "jane",
      window: "from 14:00 to 14:30",
      quietly: true,
    });

    expect(viewProblems(view)).toEqual([]);
    await expectGolden("ask-modal", view);
  });

  it("takes hostile and oversized fillings", () => {
    const view = askModal({
      channelId: "C1",
      subject: hostile,
      window: hostile,
      question: hostile,
    });

    expect(viewProblems(view)).toEqual([]);
  });

  it.each<[Filled, string]>([
    [{ subject: "bucket-x" }, "/who-changed bucket-x"],
    [
      { subject: " bucket-x\nby jane ", window: "last 7d" },
      "/who-changed bucket-x by jane last 7d",
    ],
    [
      { question: "what-changed", own: "around 14:05", window: "today" },
      "/what-changed around 14:05",
    ],
    [
      { question: "what-did", subject: "jane", options: ["including reads", "quietly", "rm -rf"] },
      "/what-did jane including reads quietly",
    ],
    [{ question: "denied", window: "last 30d" }, "/denied last 30d"],
    [
      {
        question: "metric",
        subject: "lambda checkout-api errors",
        options: ["including reads", "quietly"],
      },
      "/metric lambda checkout-api errors quietly",
    ],
  ])("reads %j as a question", (filled, text) => {
    expect(readAskModal(values(filled), metadata)).toEqual({
      channelId: "C1",
      threadTs: "1.2",
      text,
    });
  });

  it("asks questions that are understood, whatever question and window are chosen", () => {
    const windows = ["usual", "last 30m", "last 2h", "today", "since yesterday", "last 7d"];
    const names = GRAMMAR.filter(({ name }) => name !== "help").map(({ name }) => name);
    const subjects: Record<string, string> = {
      "raw-event": "68c99c97-c191-4329-b210-82ca8631066d",
      metric: "lambda checkout-api errors",
      "draft-alarm": "lambda checkout-api errors >= 5 in 1m",
    };

    const understood = names.flatMap((question) =>
      windows.map((window) => {
        const read = readAskModal(
          values({ question, window, subject: subjects[question] ?? "deploy" }),
          metadata,
        );
        const result = "text" in read ? understand(read.text, context) : undefined;
        return result?.kind === "asked" ? "asked" : `${question} ${window}: ${result?.kind}`;
      }),
    );

    expect(new Set(understood)).toEqual(new Set(["asked"]));
  });

  it.each(["who-changed", "what-did", "raw-event", "metric", "draft-alarm"])(
    "says what %s lacks",
    (question) => {
      const read = readAskModal(values({ question, subject: "  " }), metadata);

      expect(read).toEqual({ errors: { subject: expect.stringMatching(/^(?:Say|Give) /) } });
    },
  );

  it.each(["", "{", "[]", '{"channelId": 5', "null"])(
    "says that a form with the metadata %j is of another version",
    (odd) => {
      expect(readAskModal(values({ subject: "x" }), odd)).toHaveProperty("errors.question");
      expect(readAskModal({}, metadata)).toHaveProperty("errors.question");
    },
  );
});

describe("the Home", () => {
  const recent = [
    { text: "who changed bucket-x", at: AT, outcome: "found" },
    { text: "what changed", at: AT, outcome: "cancelled" },
  ];

  it("shows what can be asked, own questions and accounts", async () => {
    const view = homeView({ isAllowed: true, recent, accountNames: { prod: "111122223333" } });

    expect(viewProblems(view)).toEqual([]);
    await expectGolden("home", view);
  });

  it("takes hostile questions and many of them", () => {
    const many = Array.from({ length: 200 }, () => ({ text: hostile, at: AT, outcome: hostile }));
    const names = Object.fromEntries(many.map((_, n) => [`${n}${hostile}`, hostile]));

    expect(viewProblems(homeView({ isAllowed: true, recent: many, accountNames: names }))).toEqual(
      [],
    );
  });

  it("tells people without rights whom to ask, and offers them nothing", () => {
    const view = homeView({ isAllowed: false, recent, accountNames: {} });

    expect(viewProblems(view)).toEqual([]);
    expect(JSON.stringify(view)).toContain("access rules");
    expect(JSON.stringify(view)).not.toContain("action_id");
  });

  it("asks what changed around a message with words that are understood", () => {
    const understood = understand(aroundText(AT + 400), { ...context, now: AT + 3_600_000 });

    expect(understood).toMatchObject({
      question: "what-changed",
      asked: { window: { from: AT - 15 * 60_000, to: AT + 15 * 60_000 } },
    });
  });
});

describe("messages before and instead of an answer", () => {
  it("show how far a question is, with a button that cancels it", async () => {
    const view = progressView({
      text: "who changed bucket-x",
      done: 1200,
      total: 3000,
      unit: "files",
      questionId: "q-1",
      elapsedMs: 4200,
    });

    expect(viewProblems(view)).toEqual([]);
    expect(view.text).toBe("Looking: who changed bucket-x, 1,200 of 3,000 files, 4 s so far");
    await expectGolden("progress", view);
  });

  it("say who cancelled, and that a restart interrupted, and offer to ask again", async () => {
    await expectGolden("cancelled", cancelledView("who changed bucket-x", "U0000002"));
    await expectGolden("interrupted", interruptedView("who changed bucket-x"));
  });

  it("keep Slack's limits with hostile and empty texts", () => {
    const texts = ["", "x".repeat(100_000), ...HOSTILE, hostile];
    const counts = { done: 5, total: 0, unit: hostile, questionId: "q-1", elapsedMs: -1 };

    const problems = texts.flatMap((text) =>
      [
        progressView({ ...counts, text }),
        cancelledView(text, text),
        interruptedView(text),
        lineView(text),
      ].flatMap(viewProblems),
    );

    expect(problems).toEqual([]);
  });
});

describe("buttons of a kind in a block", () => {
  it("are numbered and read back", () => {
    expect([0, 1, 2].map((n) => actionId("ask", n))).toEqual(["ask", "ask:2", "ask:3"]);
    expect(["ask", "ask:2", "ask:13"].map(actionOf)).toEqual(["ask", "ask", "ask"]);
  });
});
