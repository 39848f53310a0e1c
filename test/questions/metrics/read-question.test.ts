import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "../../../src/domain/time.ts";
import { isMetricsUnderstood } from "../../../src/questions/draft.ts";
import type { MetricsAsked } from "../../../src/questions/metrics/asked.ts";
import { type Understood, understand } from "../../../src/questions/understand.ts";

const NOW = Date.UTC(2026, 10, 22, 16, 40);
const CONTEXT = {
  now: NOW,
  zone: "UTC",
  accountNames: { prod: "111122223333", staging: "222233334444" },
};

function metricsIn(understood: Understood): { question: string; asked: MetricsAsked } {
  if (understood.kind === "asked" && isMetricsUnderstood(understood)) return understood;
  throw new Error(`Not understood as a question about CloudWatch: ${JSON.stringify(understood)}`);
}

const hours = (ms: number) => Math.round(ms / (HOUR / 100)) / 100;

/** `metric name; p99; 5m; vs last week; in prod; 3h`. */
function brief(text: string): string {
  const { question, asked } = metricsIn(understand(text, CONTEXT));
  const { window } = asked;
  return [
    `${question} ${asked.expression === undefined ? asked.name : `= ${asked.expression}`}`.trim(),
    asked.stat,
    asked.period && `${asked.period} s`,
    asked.versus && `vs ${asked.versus.words} ${asked.versus.shiftMs / DAY} d`,
    asked.state,
    asked.page && `page ${asked.page}`,
    asked.accounts && `accounts ${asked.accounts.join(",")}`,
    asked.regions && `regions ${asked.regions.join(",")}`,
    asked.limit && `limit ${asked.limit}`,
    asked.asFile && `as ${asked.asFile}`,
    asked.quietly && "quietly",
    !window.byDefault &&
      `${hours(window.to - window.from)} h until ${hours(NOW - window.to)} h ago`,
  ]
    .filter(Boolean)
    .join("; ");
}

describe("a question about a metric", () => {
  it.each([
    [
      "/metric lambda checkout-api errors last 3h",
      "metric lambda checkout-api errors; 3 h until 0 h ago",
    ],
    ["show errors of lambda checkout-api", "metric errors of lambda checkout-api"],
    ["/metric rds orders-db cpu vs last week", "metric rds orders-db cpu; vs last week 7 d"],
    ["rds orders-db cpu vs yesterday", "metric rds orders-db cpu; vs yesterday 1 d"],
    ["graph cpu of orders-db last 3h", "metric cpu of orders-db; 3 h until 0 h ago"],
    [
      "graph cpu of orders-db compared to the day before",
      "metric cpu of orders-db; vs the day before 1 d",
    ],
    ["chart alb orders 5xx vs 2 weeks ago", "metric alb orders 5xx; vs 2 weeks before 14 d"],
    [
      "metric alb orders 5xx last 6h vs the time before",
      "metric alb orders 5xx; vs the time before 0.25 d; 6 h until 0 h ago",
    ],
    ["/metric sqs jobs age", "metric sqs jobs age"],
    [
      "/metric AWS/EC2 CPUUtilization InstanceId=i-0317f6c6b66ae9c40 p95",
      "metric AWS/EC2 CPUUtilization InstanceId=i-0317f6c6b66ae9c40; p95",
    ],
    [
      '/metric AWS/SQS NumberOfMessagesSent QueueName="my queue" in staging',
      'metric AWS/SQS NumberOfMessagesSent QueueName="my queue"; accounts 222233334444',
    ],
    [
      "show me the p99 latency of alb orders yesterday vs last week",
      "metric latency of alb orders; p99; vs last week 7 d; 24 h until 16.67 h ago",
    ],
    ["how many messages are in queue jobs", "metric messages are in queue jobs"],
    ["what is the cpu of orders-db?", "metric cpu of orders-db"],
    ["what's the cpu usage of orders-db right now?", "metric cpu usage of orders-db right now"],
    ["iterator age of clicks", "metric iterator age of clicks"],
    ["show metrics for lambda checkout-api", "metric lambda checkout-api"],
    [
      "metric lambda checkout-api duration stat tm99 period 5m region eu-west-1",
      "metric lambda checkout-api duration; tm99; 300 s; regions eu-west-1",
    ],
    [
      "metric lambda checkout-api duration TM(10%:90%)",
      "metric lambda checkout-api duration; TM(10%:90%)",
    ],
    [
      "metric lambda checkout-api duration 99th percentile",
      "metric lambda checkout-api duration; p99",
    ],
    [
      "metric lambda checkout-api invocations per hour as csv quietly",
      "metric lambda checkout-api invocations; 3600 s; as csv; quietly",
    ],
    ["p99 of lambda checkout-api duration", "metric of lambda checkout-api duration; p99"],
    [
      "@trailwatch show the connections of orders-db in prod",
      "metric connections of orders-db; accounts 111122223333",
    ],
  ])("%s", (text, expected) => {
    const said = brief(text);

    expect(said).toBe(expected);
  });
});

describe("an expression", () => {
  const SEARCH = `SEARCH('{AWS/EC2,InstanceId} MetricName="CPUUtilization"', 'Average', 300)`;
  const QUERY = `SELECT AVG(CPUUtilization) FROM SCHEMA("AWS/EC2", InstanceId) GROUP BY InstanceId ORDER BY AVG() DESC LIMIT 10`;

  it.each([
    [`/metric ${SEARCH}`, `metric = ${SEARCH}`],
    [
      `graph ${SEARCH} last 6h in prod`,
      `metric = ${SEARCH}; accounts 111122223333; 6 h until 0 h ago`,
    ],
    [SEARCH, `metric = ${SEARCH}`],
    [`\`${SEARCH}\``, `metric = ${SEARCH}`],
    [`/metric ${SEARCH.replaceAll("'", "’").replaceAll('"', "”")}`, `metric = ${SEARCH}`],
    [
      `/metric ${QUERY} last 3h vs last week`,
      `metric = ${QUERY}; vs last week 7 d; 3 h until 0 h ago`,
    ],
    [
      `metric 100 * SUM(${SEARCH}) / 5 last 2h`,
      `metric = 100 * SUM(${SEARCH}) / 5; 2 h until 0 h ago`,
    ],
    ["/metric IF(TIME_SERIES(5) &gt;= 3, 1, 0)", "metric = IF(TIME_SERIES(5) >= 3, 1, 0)"],
  ])("%s", (text, expected) => {
    const said = brief(text);

    expect(said).toBe(expected);
  });
});

describe("a question about alarms and dashboards", () => {
  it.each([
    ["/alarms", "alarms"],
    ["alarms", "alarms"],
    ["what is alarming?", "alarms; ALARM"],
    ["which alarms are red", "alarms; ALARM"],
    ["are any alarms firing?", "alarms; ALARM"],
    ["/alarms in ALARM", "alarms; ALARM"],
    ["alarms in ALARM in prod", "alarms; ALARM; accounts 111122223333"],
    ["/alarms checkout-* in prod", "alarms checkout-*; accounts 111122223333"],
    ["which alarms are in insufficient data", "alarms; INSUFFICIENT_DATA"],
    ["/alarms page 2", "alarms; page 2"],
    ["firing alarms in prod", "alarms; ALARM; accounts 111122223333"],
    ["any alarm firing in staging?", "alarms; ALARM; accounts 222233334444"],
    ["show me alarms for checkout", "alarms checkout"],
    ["what alarms do we have", "alarms"],
    ["dashboards named checkout", "dashboards checkout"],
    ["give me the platform dashboard page 3", "dashboard platform; page 3"],
    ["show alarm checkout-api-errors", "alarm checkout-api-errors"],
    ["alarm checkout-api-errors last 7d", "alarm checkout-api-errors; 168 h until 0 h ago"],
    ["why is alarm checkout-api-errors red?", "alarm checkout-api-errors"],
    ["show the checkout-api-errors alarm", "alarm checkout-api-errors"],
    [
      "/alarm 🛒 Shop / orders placed too low in prod",
      "alarm 🛒 Shop / orders placed too low; accounts 111122223333",
    ],
    ['/alarm "High errors in last hour"', "alarm High errors in last hour"],
    ["/alarm “Team’s *bold* — alarm”", "alarm Team’s *bold* — alarm"],
    ["dashboard checkout", "dashboard checkout"],
    ["show dashboard platform page 2", "dashboard platform; page 2"],
    [
      "/dashboard Team Payments / weekly last 12h",
      "dashboard Team Payments / weekly; 12 h until 0 h ago",
    ],
    ["show the checkout dashboard", "dashboard checkout"],
    ["which dashboards are there?", "dashboards"],
    ["/dashboards check in staging", "dashboards check; accounts 222233334444"],
  ])("%s", (text, expected) => {
    const said = brief(text);

    expect(said).toBe(expected);
  });
});

describe("an alarm that is drafted", () => {
  it.each([
    [
      "/draft-alarm lambda checkout-api errors >= 5 in 1m",
      "lambda checkout-api errors",
      { operator: ">=", threshold: 5, period: 60 },
    ],
    [
      "draft alarm lambda checkout-api errors &gt;= 5 in 1m for 3 of 5",
      "lambda checkout-api errors",
      { operator: ">=", threshold: 5, period: 60, datapointsToAlarm: 3, evaluationPeriods: 5 },
    ],
    [
      "draft alarm sqs jobs age > 10m for 3 of 5",
      "sqs jobs age",
      { operator: ">", threshold: 600, datapointsToAlarm: 3, evaluationPeriods: 5 },
    ],
    [
      "draft alarm lambda checkout-api duration above 2s in 5m for 15m",
      "lambda checkout-api duration",
      { operator: ">", threshold: 2000, period: 300, datapointsToAlarm: 3, evaluationPeriods: 3 },
    ],
    [
      "draft an alarm for rds orders-db cpu ≥ 80% for 3 periods of 5m",
      "rds orders-db cpu",
      { operator: ">=", threshold: 80, period: 300, datapointsToAlarm: 3, evaluationPeriods: 3 },
    ],
    [
      "draft alarm rds orders-db free storage < 10 GB",
      "rds orders-db free storage",
      { operator: "<", threshold: 1e10 },
    ],
    [
      "draft alarm alb orders requests below 1,000 per hour",
      "alb orders requests",
      { operator: "<", threshold: 1000, period: 3600 },
    ],
  ])("%s", (text, name, condition) => {
    const { question, asked } = metricsIn(understand(text, CONTEXT));

    expect(question).toBe("draft-alarm");
    expect(asked.name).toBe(name);
    expect(asked.condition).toEqual(condition);
  });

  it("looks at two weeks, and keeps statistic and account", () => {
    const text = "draft alarm lambda checkout-api duration p99 > 800 in 5m in prod";

    const { asked } = metricsIn(understand(text, CONTEXT));

    expect(asked).toMatchObject({ stat: "p99", accounts: ["111122223333"] });
    expect(asked.window.to - asked.window.from).toBe(14 * DAY);
  });

  it("says what is missing without a number", () => {
    const understood = understand("draft alarm lambda checkout-api errors", CONTEXT);

    expect(understood).toMatchObject({ kind: "misunderstood" });
    expect(JSON.stringify(understood)).toContain(">= 5 in 1m");
  });
});

describe("questions that CloudTrail answers", () => {
  it.each([
    "who changed alarm checkout-api-errors",
    "what changed on dashboard checkout",
    "what did jane do",
    "which alarms were deleted",
    "history of alarm checkout-api-errors",
    "how many messages were sent to queue jobs",
    "show errors",
    "show dashboard changes",
    "an alarm fired at 14:05, what changed before it?",
    "who changed the concurrency of the lambda function checkout-api?",
    "what is the policy of bucket-x",
    "show reads of table carts",
    "what is the concurrency of lambda checkout-api",
  ])("stay questions to it: %s", (text) => {
    const understood = understand(text, CONTEXT);

    expect(understood.kind).toBe("asked");
    expect(understood.kind === "asked" && isMetricsUnderstood(understood)).toBe(false);
  });
});

describe("words that say too little", () => {
  it.each([
    ["/metric", "/metric lambda checkout-api errors"],
    ["/alarm", "/alarms"],
    ["/dashboard", "/dashboards"],
    ["/draft-alarm", "/draft-alarm lambda"],
    ["/metric lambda checkout-api errors from tomorrow to friday", "/metric lambda"],
  ])("%s suggests %s", (text, suggestion) => {
    const understood = understand(text, CONTEXT);

    expect(understood.kind).toBe("misunderstood");
    expect(JSON.stringify(understood)).toContain(suggestion);
  });

  it("reads a slip in a slash command and in a window", () => {
    const [command, window] = ["/alrms in prod", "/metric lambda checkout-api errors yestreday"];

    expect(brief(command)).toBe("alarms; accounts 111122223333");
    expect(metricsIn(understand(window, CONTEXT)).asked.window.words).toBe("2026-11-21");
  });
});

describe("any text behind a command", () => {
  const words = fc.oneof(
    fc.string({ unit: "binary", maxLength: 80 }),
    fc.constantFrom(
      "vs",
      "last",
      "week",
      ">=",
      "5",
      "in",
      "1m",
      "p99",
      "SEARCH(",
      "')",
      '"',
      "`",
      "page",
      "🛒",
      "a=b",
      "arn:aws:",
      "period",
      "for 3 of",
      "of",
      "NaN",
      "1e999",
    ),
  );
  const texts = fc
    .tuple(
      fc.constantFrom(
        "/metric",
        "/alarms",
        "/alarm",
        "/draft-alarm",
        "/dashboard",
        "graph",
        "what is the",
        "alarm",
      ),
      fc.array(words, { maxLength: 12 }),
    )
    .map(([command, rest]) => [command, ...rest].join(" "));

  it("is understood or not, and never an error", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { kind } = understand(text, CONTEXT);

        expect(["asked", "misunderstood", "help"]).toContain(kind);
      }),
      { numRuns: 250 },
    );
  });

  it("keeps a quoted name as it was typed", () => {
    const name = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 60 })
      .filter((text) => /^[^"“”„‟<>&`|\p{C}]+$/u.test(text) && text.trim() === text);

    fc.assert(
      fc.property(name, (text) => {
        const { asked } = metricsIn(understand(`/alarm "${text}" last 2h`, CONTEXT));

        expect(asked.name).toBe(text);
        expect(asked.window.to - asked.window.from).toBe(2 * HOUR);
      }),
      { numRuns: 200 },
    );
  });
});
