import { describe, expect, it } from "vitest";
import type { Answer } from "../../../src/answers/answer.ts";
import { DAY, HOUR } from "../../../src/domain/time.ts";
import { isMetricsUnderstood, type MetricsUnderstood } from "../../../src/questions/draft.ts";
import { toMetricsAbove } from "../../../src/questions/metrics/read-follow-on.ts";
import type { ThreadContext } from "../../../src/questions/question.ts";
import { understand } from "../../../src/questions/understand.ts";
import { toTopic } from "../../../src/slack/topic.ts";

const NOW = Date.UTC(2026, 10, 22, 16, 40);
const CONTEXT = {
  now: NOW,
  zone: "UTC",
  accountNames: { prod: "111122223333", staging: "222233334444" },
};

function metricsIn(text: string, thread?: ThreadContext): MetricsUnderstood {
  const understood = understand(text, { ...CONTEXT, ...(thread && { thread }) });
  if (understood.kind === "asked" && isMetricsUnderstood(understood)) return understood;
  throw new Error(`Not understood as a question about CloudWatch: ${JSON.stringify(understood)}`);
}

/** What a thread is about after the question, kept as JSON. */
function threadAfter(text: string, subject?: string): ThreadContext {
  const answer: Answer = {
    outcome: "found",
    headline: "",
    question: { name: "metric", text, ...(subject !== undefined && { subject }) },
    sections: [],
    searched: [],
    followUps: [],
    data: {},
  };
  const topic = toTopic(metricsIn(text), answer);
  return JSON.parse(JSON.stringify(topic)) as ThreadContext;
}

/** `metric name; p99; vs last week; in …; 3 h until 0 h ago`. */
function brief({ question, asked }: MetricsUnderstood): string {
  const { window } = asked;
  const hours = (ms: number) => Math.round(ms / HOUR);
  return [
    `${question} ${asked.name}`.trim(),
    asked.stat,
    asked.period && `${asked.period} s`,
    asked.versus && `vs ${asked.versus.words}`,
    asked.state,
    asked.page && `page ${asked.page}`,
    asked.accounts && `accounts ${asked.accounts.join(",")}`,
    `${hours(window.to - window.from)} h until ${hours(NOW - window.to)} h ago`,
  ]
    .filter(Boolean)
    .join("; ");
}

describe("after `lambda checkout-api duration`", () => {
  const thread = threadAfter("metric lambda checkout-api duration in prod", "checkout-api");
  const WHAT = "metric lambda checkout-api duration";
  const PROD = "accounts 111122223333";

  it.each([
    ["and yesterday?", `${WHAT}; ${PROD}; 24 h until 17 h ago`],
    ["last 24h", `${WHAT}; ${PROD}; 24 h until 0 h ago`],
    ["p99?", `${WHAT}; p99; ${PROD}; 3 h until 0 h ago`],
    ["and the p99?", `${WHAT}; p99; ${PROD}; 3 h until 0 h ago`],
    ["what's the p99", `${WHAT}; p99; ${PROD}; 3 h until 0 h ago`],
    ["vs last week", `${WHAT}; vs last week; ${PROD}; 3 h until 0 h ago`],
    ["and vs yesterday last 6h", `${WHAT}; vs yesterday; ${PROD}; 6 h until 0 h ago`],
    ["per hour", `${WHAT}; 3600 s; ${PROD}; 3 h until 0 h ago`],
    ["and in staging?", `${WHAT}; accounts 222233334444; 3 h until 0 h ago`],
    ["in all accounts", `${WHAT}; 3 h until 0 h ago`],
    ["again", `${WHAT}; ${PROD}; 3 h until 0 h ago`],
    ["and invocations?", `metric lambda checkout-api invocations; ${PROD}; 3 h until 0 h ago`],
    ["errors", `metric lambda checkout-api errors; ${PROD}; 3 h until 0 h ago`],
    ["show me the throttles", `metric lambda checkout-api throttles; ${PROD}; 3 h until 0 h ago`],
    ["what about jobs-worker?", `metric lambda jobs-worker duration; ${PROD}; 3 h until 0 h ago`],
    ["rds orders-db cpu", "metric rds orders-db cpu; 3 h until 0 h ago"],
  ])("%s", (text, expected) => {
    const said = brief(metricsIn(text, thread));

    expect(said).toBe(expected);
  });

  it("says what was taken over", () => {
    const { asked } = metricsIn("p99?", thread);

    expect(asked.notes.join()).toContain("Read as metric lambda checkout-api duration; p99");
  });

  it.each([
    ["who changed it?", "who-changed"],
    ["what changed?", "what-changed"],
    ["what did jane do", "what-did"],
  ])("%s is a question to CloudTrail", (text, question) => {
    const understood = understand(text, { ...CONTEXT, thread });

    expect(understood).toMatchObject({ kind: "asked", question });
  });

  it("means the thing of the picture by “it”", () => {
    const understood = understand("who changed it?", { ...CONTEXT, thread });

    expect(understood).toMatchObject({ asked: { subject: { text: "checkout-api" } } });
  });
});

describe("after other questions", () => {
  it.each([
    [
      "/alarms in ALARM",
      "and in staging?",
      "alarms; ALARM; accounts 222233334444; 24 h until 0 h ago",
    ],
    ["/alarms", "next page", "alarms; page 2; 24 h until 0 h ago"],
    [
      "show dashboard platform page 2",
      "next page",
      "dashboard platform; page 3; 3 h until 0 h ago",
    ],
    ["show dashboard platform", "last 12h", "dashboard platform; 12 h until 0 h ago"],
    ["alarm checkout-api-errors", "last 7d", "alarm checkout-api-errors; 168 h until 0 h ago"],
    [
      "alarm checkout-api-errors",
      "and checkout-api-throttles?",
      "alarm checkout-api-throttles; 24 h until 0 h ago",
    ],
    [
      "metric lambda checkout-api errors last 2h",
      "p99",
      "metric lambda checkout-api errors; p99; 2 h until 0 h ago",
    ],
  ])("%s: %s", (above, text, expected) => {
    const said = brief(metricsIn(text, threadAfter(above)));

    expect(said).toBe(expected);
  });

  it("keep the window of the thread for a new picture", () => {
    const thread = { window: { from: NOW - DAY, to: NOW - DAY + HOUR } };

    const { asked } = metricsIn("metric lambda checkout-api errors", thread);

    expect(asked.window).toMatchObject(thread.window);
    expect(asked.notes).toEqual(["Taken from above in this thread: its window."]);
  });

  it("are nothing to go on with where what was kept is of another version", () => {
    const { question, asked } = metricsIn("metric lambda checkout-api errors");
    const kept = toMetricsAbove({ kind: "asked", question, asked }) as Record<string, unknown>;

    const understood = understand("p99?", {
      ...CONTEXT,
      thread: { above: { ...kept, version: 0 } },
    });

    expect(understood).not.toMatchObject({ question: "metric" });
  });
});
