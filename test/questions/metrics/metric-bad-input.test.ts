import { describe, expect, it } from "vitest";
import type { Answer } from "../../../src/answers/answer.ts";
import { toText } from "../../../src/answers/to-text.ts";
import type { Datapoint } from "../../../src/domain/metric.ts";
import { DAY, HOUR, MINUTE } from "../../../src/domain/time.ts";
import { asking, held, NOW, PROD, STAGING, seriesWith } from "./metric-world.ts";

const MINUTES = Array.from({ length: 180 }, (_, index) => NOW - 3 * HOUR + index * MINUTE);
const pointsOf = (value: (index: number) => number | undefined): Datapoint[] =>
  MINUTES.flatMap((at, index) => {
    const each = value(index);
    return each === undefined ? [] : [{ at, value: each }];
  });

const lambda = (name: string, value?: (at: number) => number | undefined) =>
  held("AWS/Lambda", "Errors", { FunctionName: name }, value);

function shown(answer: Answer): string {
  return toText({ ...answer, followUps: [] }, { colour: false, zone: "UTC" });
}

const texts = ({ followUps }: Answer) => followUps.map(({ text }) => text);
const seriesIn = ({ data }: Answer) => data.series as { label: string; points: unknown[] }[];
const drawn = ({ sections }: Answer) =>
  sections.flatMap((section) => (section.kind === "chart" ? section.chart.series : []));

describe("a name that nothing has", () => {
  it("is answered with the nearest ones", async () => {
    const answer = await asking("metric lambda chekout-api errors", {
      metrics: [lambda("checkout-api"), lambda("mail-sender")],
    });

    expect(answer.outcome).toBe("nothing");
    expect(answer.headline).toBe(
      "No Lambda function named chekout-api had errors in the last two weeks",
    );
    expect(texts(answer)).toEqual(["metric lambda checkout-api errors"]);
  });

  it("says what the service gives when it gives nothing", async () => {
    const answer = await asking("metric lambda checkout-api throttles", {
      metrics: [lambda("checkout-api")],
    });

    expect(answer.headline).toBe("checkout-api had no throttles in the last two weeks");
    expect(shown(answer)).toContain("gives no datapoints while nothing invokes it");
    expect(texts(answer)).toEqual(["metric lambda checkout-api errors"]);
  });

  it("of which a part fits one thing is taken for that, and says so", async () => {
    const answer = await asking("metric lambda checkout errors", {
      metrics: [lambda("checkout-api")],
    });

    expect(answer.outcome).toBe("found");
    expect(shown(answer)).toContain("Took “checkout” for checkout-api.");
  });

  it("of which a part fits several asks which", async () => {
    const answer = await asking("metric lambda checkout errors", {
      metrics: [lambda("checkout-api"), lambda("checkout-worker")],
    });

    expect(answer.headline).toBe("“checkout” may mean 2 things");
    expect(texts(answer)).toEqual([
      "metric lambda checkout-api errors",
      "metric lambda checkout-worker errors",
    ]);
  });

  it("without a service may be of several, and asks which", async () => {
    const rds = held("AWS/RDS", "CPUUtilization", { DBInstanceIdentifier: "orders-1" });
    const ecs = held("AWS/ECS", "CPUUtilization", { ClusterName: "c", ServiceName: "orders-1" });

    const answer = await asking("cpu of orders-1", { metrics: [rds, ecs] });

    expect(texts(answer).toSorted()).toEqual([
      "metric ecs orders-1 cpu",
      "metric rds orders-1 cpu",
    ]);
  });
});

describe("a metric or service that is not known", () => {
  it("of a service suggests those that it has", async () => {
    const answer = await asking("metric lambda checkout-api throtles", {
      metrics: [lambda("checkout-api")],
    });

    expect(answer.headline).toContain("“throtles” is no metric of a Lambda function");
    expect(texts(answer)).toContain("metric lambda checkout-api throttles");
  });

  it("says how to name one", async () => {
    const answer = await asking("metric frob blah", {});

    expect(answer.outcome).toBe("misunderstood");
    expect(shown(answer)).toContain("AWS/EC2 CPUUtilization InstanceId=");
  });

  it("of a namespace suggests those that it has", async () => {
    const own = held("Acme/Checkout", "OrdersPlaced", {});

    const answer = await asking("metric Acme/Checkout OrdersPlacd", { metrics: [own] });

    expect(answer.outcome).toBe("nothing");
    expect(texts(answer)).toEqual(["metric Acme/Checkout OrdersPlaced"]);
  });
});

describe("series without, with one, with gaps, with odd values", () => {
  it("without datapoints is nothing, with what to try", async () => {
    const answer = await asking("metric lambda checkout-api errors", {
      metrics: [lambda("checkout-api", () => undefined)],
    });

    expect(answer.outcome).toBe("nothing");
    expect(answer.headline).toBe("No datapoints of checkout-api errors in the last 3 h");
    expect(shown(answer)).toContain("the account, the Region and the window");
  });

  it("of one datapoint has its numbers", async () => {
    const answer = await asking("metric lambda checkout-api errors", {
      metrics: [lambda("checkout-api", (at) => (at === NOW - MINUTE ? 7 : undefined))],
    });

    expect(answer.headline).toBe("checkout-api errors: latest 7, highest 7 at 14:14");
  });

  it("leaves out what is no number, and says how many", async () => {
    const odd = pointsOf((index) =>
      index === 3 ? Number.NaN : index === 5 ? Number.POSITIVE_INFINITY : 2,
    );

    const answer = await asking("metric lambda checkout-api errors", {
      metrics: [lambda("checkout-api")],
      series: (query) => [seriesWith(odd, { id: query.id })],
    });

    expect(shown(answer)).toContain("Left out 2 datapoints whose value is no finite number.");
    expect(drawn(answer)[0]?.points.every(({ value }) => Number.isFinite(value))).toBe(true);
    expect(seriesIn(answer)[0]?.points).toHaveLength(178);
  });

  it("says where the gaps are", async () => {
    const answer = await asking("metric lambda checkout-api errors", {
      metrics: [lambda("checkout-api")],
      series: (query) => [
        seriesWith(
          pointsOf((index) => (index >= 60 && index < 90 ? undefined : 1)),
          { id: query.id },
        ),
      ],
    });

    expect(shown(answer)).toContain("Gaps: no datapoints from 12:15 to 12:45.");
  });

  it("says when the datapoints stopped", async () => {
    const answer = await asking("metric lambda checkout-api errors", {
      metrics: [lambda("checkout-api", (at) => (at < NOW - HOUR ? 1 : undefined))],
    });

    expect(shown(answer)).toContain("The last datapoint came 61 min ago.");
  });

  it("says what could not be read of one place, and shows the rest", async () => {
    const answer = await asking("metric lambda checkout-api errors", {
      metrics: [
        lambda("checkout-api"),
        held("AWS/Lambda", "Errors", { FunctionName: "checkout-api" }, () => 1, STAGING),
      ],
      series: (query, place) =>
        place.account === STAGING.account
          ? [seriesWith([], { id: query.id, status: "forbidden", messages: ["not yours"] })]
          : undefined,
      gaps: ["account 222233334444: not allowed to call cloudwatch:GetMetricData"],
    });

    expect(answer.outcome).toBe("found");
    expect(shown(answer)).toContain("checkout-api (staging us-east-1): not allowed to read.");
    expect(shown(answer)).toContain("CloudWatch says: not yours");
    expect(shown(answer)).toContain("! account 222233334444: not allowed");
  });
});

describe("very much", () => {
  it("of 500 series draws the highest, says so, and keeps all as data", async () => {
    const many = Array.from({ length: 500 }, (_, index) =>
      seriesWith([{ at: NOW - MINUTE, value: index }], { label: `fn-${index}` }),
    );

    const answer = await asking(
      `metric SEARCH('{AWS/Lambda,FunctionName} MetricName="Errors"', 'Sum', 60) in prod`,
      {
        series: () => many,
        places: [PROD],
      },
    );

    expect(drawn(answer)).toHaveLength(12);
    expect(drawn(answer)[0]?.label).toBe("fn-499");
    expect(shown(answer)).toContain("Of 500 series the 12 highest are drawn");
    expect(seriesIn(answer)).toHaveLength(500);
  });

  it("of ten years shows what is kept, in days", async () => {
    const answer = await asking("metric lambda checkout-api errors last 10 years", {
      metrics: [lambda("checkout-api")],
    });

    expect(shown(answer)).toContain("CloudWatch keeps datapoints for 455 days");
    expect(drawn(answer)[0]?.points.length).toBeLessThanOrEqual(456);
  });

  it("of a time of which nothing is kept says that", async () => {
    const answer = await asking("metric lambda checkout-api errors from 2019-01-01 to 2019-02-01", {
      metrics: [lambda("checkout-api")],
    });

    expect(answer.outcome).toBe("failed");
    expect(answer.headline).toContain("455 days");
  });

  it("says that a period was raised to what is kept", async () => {
    const answer = await asking(
      "metric lambda checkout-api errors period 1m from 2026-10-20 to 2026-10-21",
      {
        metrics: [lambda("checkout-api")],
      },
    );

    expect(shown(answer)).toContain("Period raised from 1 min to 5 min");
  });

  it("reads what is older than the list of metrics by the name that was typed", async () => {
    const old = (at: number) => (at < NOW - 20 * DAY ? 4 : undefined);

    const answer = await asking("metric lambda gone-api errors from 2026-10-20 to 2026-10-22", {
      metrics: [],
      series: () => [seriesWith([{ at: NOW - 32 * DAY, value: old(0) ?? 0 }], { id: "m0" })],
    });

    expect(answer.outcome).toBe("found");
    expect(answer.headline).toContain("gone-api");
  });
});

describe("what is looked for in the wrong place, or said wrongly", () => {
  it("is said to be elsewhere", async () => {
    const answer = await asking("metric lambda checkout-api errors in staging", {
      metrics: [lambda("checkout-api")],
    });

    expect(answer.outcome).toBe("nothing");
    expect(shown(answer)).toContain("It is in account 111122223333, eu-west-1.");
  });

  it("is refused once, with what CloudWatch says of the expression", async () => {
    const text = "metric SEARCH('bad";

    const answer = await asking(text, {
      gaps: [
        "account 111122223333, eu-west-1: Error in expression 'e1': Unterminated string at position 7",
      ],
    });

    expect(answer.outcome).toBe("failed");
    expect(answer.headline).toBe(
      "CloudWatch cannot read the expression: Unterminated string at position 7",
    );
  });
});

describe("a thing without a metric", () => {
  it("is asked what of it is meant", async () => {
    const db = held("AWS/RDS", "CPUUtilization", { DBInstanceIdentifier: "orders-db" });

    const answer = await asking("metric orders-db", { metrics: [db] });

    expect(answer.headline).toBe("Which metric of orders-db is meant?");
    expect(texts(answer)).toContain("metric rds orders-db connections");
  });
});
