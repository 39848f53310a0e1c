/** Alarms on checkout, its workers and what customers see of it. */
import {
  type AlarmSeed,
  onMetric,
  onQueries,
  onRule,
  PROD,
  statQuery,
  topicOf,
} from "./alarm-seed.ts";
import { CHECKOUT, JOBS } from "./company.ts";

const CHECKOUT_API = { FunctionName: CHECKOUT.functionName };
const BALANCER = { LoadBalancer: "app/orders/50dc6c495c0c9188" };
const TARGETS = { ...BALANCER, TargetGroup: "targetgroup/orders/6d0ecf831eec9f09" };

/** Children stand before the composite alarms over them. */
export function checkoutAlarms(toldAt: number): AlarmSeed[] {
  return [...functionAlarms(toldAt), ...queueAlarms(toldAt), ...balancerAlarms(toldAt)];
}

function functionAlarms(toldAt: number): AlarmSeed[] {
  const worker = { FunctionName: JOBS.worker };
  return [
    onMetric(toldAt, ["AWS/Lambda", "Errors", CHECKOUT_API], "Sum", {
      name: "checkout-api-errors",
      text: "Checkout fails for customers. Runbook: https://wiki.acme.example/checkout-errors",
      breach: [">=", 5],
      of: [3, 5],
      period: 60,
      missing: "notBreaching",
      hasOkAction: true,
    }),
    onMetric(toldAt, ["AWS/Lambda", "Throttles", CHECKOUT_API], "Sum", {
      name: "checkout-api-throttles",
      text: "Somebody waits because checkout-api may not run.",
      breach: [">", 0],
      of: [2, 2],
      period: 60,
      missing: "notBreaching",
    }),
    onMetric(toldAt, ["AWS/Lambda", "Duration", CHECKOUT_API], "p99", {
      name: "checkout-api-duration-p99",
      breach: [">", 900],
      of: [5, 5],
      period: 60,
      missing: "ignore",
    }),
    onMetric(toldAt, ["AWS/Lambda", "Errors", worker], "Sum", {
      name: "jobs-worker-errors",
      breach: [">=", 10],
      of: [2, 3],
      missing: "notBreaching",
    }),
    onMetric(toldAt, ["Acme/Checkout", "OrdersPlaced"], "Sum", {
      name: "🛒 Shop / orders placed too low",
      text: "Money is lost: fewer orders than on the quietest night.",
      breach: ["<", 60],
      of: [2, 2],
      missing: "breaching",
    }),
    onQueries(
      toldAt,
      [
        {
          Id: "q1",
          Expression:
            'SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) GROUP BY FunctionName ORDER BY SUM() DESC',
          Period: 300,
          ReturnData: true,
        },
      ],
      {
        name: "any-lambda-errors",
        text: "One of all functions fails.",
        breach: [">", 25],
        of: [2, 3],
        missing: "notBreaching",
      },
    ),
    onMetric(toldAt, ["AWS/ApiGateway", "5XXError", { ApiName: "checkout" }], "Average", {
      name: "checkout-gateway-5xx",
      breach: [">", 0.05],
      of: [3, 3],
      missing: "notBreaching",
    }),
  ];
}

function queueAlarms(toldAt: number): AlarmSeed[] {
  const jobs = { QueueName: JOBS.queue };
  return [
    onMetric(toldAt, ["AWS/SQS", "ApproximateAgeOfOldestMessage", jobs], "Maximum", {
      name: "jobs-age",
      text: "Jobs wait for more than ten minutes.",
      breach: [">=", 600],
      of: [3, 3],
      period: 60,
      hasOkAction: true,
    }),
    onMetric(
      toldAt,
      ["AWS/SQS", "ApproximateNumberOfMessagesVisible", { QueueName: "jobs-dead-letters" }],
      "Maximum",
      { name: "jobs-dead-letters", breach: [">", 5], of: [1, 1] },
    ),
    onMetric(toldAt, ["AWS/SNS", "NumberOfNotificationsFailed", { TopicName: "orders" }], "Sum", {
      name: "orders-undelivered",
      breach: [">=", 3],
      of: [1, 1],
      missing: "notBreaching",
    }),
    onMetric(
      toldAt,
      ["AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds", { StreamName: "clicks" }],
      "Maximum",
      { name: "clicks-iterator-age", breach: [">", 60_000], of: [1, 1] },
    ),
  ];
}

function balancerAlarms(toldAt: number): AlarmSeed[] {
  const count = (name: string): [string, string, Record<string, string>] => [
    "AWS/ApplicationELB",
    name,
    BALANCER,
  ];
  return [
    onQueries(
      toldAt,
      [
        statQuery("failed", count("HTTPCode_Target_5XX_Count"), "Sum", 300),
        statQuery("all", count("RequestCount"), "Sum", 300),
        {
          Id: "share",
          Expression: "100 * failed / all",
          Label: "Share of failed requests",
          ReturnData: true,
        },
      ],
      {
        name: "orders-5xx",
        text: "More than 5 % of all requests for orders fail.",
        breach: [">", 5],
        of: [2, 3],
        missing: "notBreaching",
        hasOkAction: true,
      },
    ),
    onQueries(
      toldAt,
      [
        statQuery("m1", count("TargetResponseTime"), "p90", 300, true),
        { Id: "ad1", Expression: "ANOMALY_DETECTION_BAND(m1, 3)", ReturnData: true },
      ],
      {
        name: "orders-latency-band",
        text: "Orders are slower, or faster, than at this hour on other days.",
        breach: [">", 0],
        of: [3, 3],
      },
      { id: "ad1", comparison: "LessThanLowerOrGreaterThanUpperThreshold" },
    ),
    onMetric(toldAt, count("TargetResponseTime"), "p95", {
      name: "orders-response-time",
      breach: [">", 1.5],
      of: [3, 5],
    }),
    onMetric(toldAt, ["AWS/ApplicationELB", "UnHealthyHostCount", TARGETS], "Maximum", {
      name: "orders-unhealthy-hosts",
      breach: [">=", 1],
      of: [2, 2],
    }),
  ];
}

/** Alarms over alarms: to be put when all of them are there. */
export function ruleAlarms(toldAt: number): AlarmSeed[] {
  const suppressor = {
    ActionsSuppressor: "deployment-window",
    ActionsSuppressorWaitPeriod: 60,
    ActionsSuppressorExtensionPeriod: 120,
    AlarmActions: [topicOf(PROD)],
  };
  return [
    onRule(
      toldAt,
      "checkout-health",
      'ALARM("checkout-api-errors") OR ALARM("checkout-api-throttles") OR ALARM("checkout-api-duration-p99") OR ALARM("orders-5xx") OR ALARM("checkout-slo")',
      { AlarmDescription: "Checkout as a whole. Page the owner.", OKActions: [topicOf(PROD)] },
    ),
    onRule(
      toldAt,
      "platform-down",
      '(ALARM("checkout-health") AND ALARM("orders-unhealthy-hosts")) OR (ALARM("orders-db-connections") AND NOT OK("orders-5xx"))',
      suppressor,
    ),
    // Whoever made these two meant well.
    onRule(toldAt, "circle-left", "FALSE"),
    onRule(toldAt, "circle-right", 'ALARM("circle-left") OR FALSE'),
    onRule(toldAt, "circle-left", 'ALARM("circle-right") AND TRUE'),
  ];
}
