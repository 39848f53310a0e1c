/** What goes between the services: queues, topics, streams, workflows and rules. */
import { HOUR, MINUTE, SECOND } from "../../../domain/time.ts";
import { ACCOUNTS, HOME, JOBS } from "../company.ts";
import type { Demand } from "./demand.ts";
import { counted, eachOne, latencies, level, wholeLevel } from "./samples.ts";
import { burst, type Signal, steady } from "./signal.ts";
import { type MetricSource, metricsOf, STAGING_HOME } from "./source.ts";

/** Queues, topics, streams, state machines and rules. */
export function messagingMetrics(demand: Demand): MetricSource[] {
  return [
    ...queueMetrics(demand),
    ...topicMetrics(demand),
    ...streamMetrics(demand),
    ...workflowMetrics(demand),
  ];
}

function queueMetrics({ jobs, isJobsStuck, jobsBehind }: Demand): MetricSource[] {
  const waiting: Signal = (at) => 2 + (jobs(at) / 60) * jobsBehind(at);
  const received = counted("jobs/received", (at) => jobs(at) * (isJobsStuck(at) ? 0.15 : 1));
  const quiet = steady("staging-jobs", 4, 0.4);
  return [
    ...metricsOf({ namespace: "AWS/SQS", dimensions: { QueueName: JOBS.queue } }, [
      [
        "ApproximateAgeOfOldestMessage",
        "Seconds",
        wholeLevel((at) => 3 + (jobs(at) % 5) + jobsBehind(at)),
      ],
      ["ApproximateNumberOfMessagesVisible", "Count", wholeLevel(waiting)],
      ["ApproximateNumberOfMessagesNotVisible", "Count", wholeLevel((at) => jobs(at) / 20)],
      ["NumberOfMessagesSent", "Count", eachOne(counted("jobs/sent", jobs))],
      ["NumberOfMessagesReceived", "Count", eachOne(received)],
      ["NumberOfMessagesDeleted", "Count", eachOne(received)],
      ["NumberOfEmptyReceives", "Count", eachOne(counted("jobs/empty", (at) => 160 - jobs(at)))],
      ["ApproximateNumberOfMessagesDelayed", "Count", wholeLevel(() => 0)],
      [
        "SentMessageSize",
        "Bytes",
        latencies("jobs/size", {
          median: () => 1_900,
          spread: 0.4,
          requests: counted("jobs/sent", jobs),
        }),
      ],
    ]),
    ...metricsOf({ namespace: "AWS/SQS", dimensions: { QueueName: "jobs-dead-letters" } }, [
      ["ApproximateNumberOfMessagesVisible", "Count", wholeLevel((at) => 3 + 0.2 * jobsBehind(at))],
      [
        "ApproximateAgeOfOldestMessage",
        "Seconds",
        wholeLevel((at) => (at % (4 * 24 * HOUR)) / SECOND),
      ],
    ]),
    ...metricsOf(
      { namespace: "AWS/SQS", dimensions: { QueueName: "staging-jobs" }, at: STAGING_HOME },
      [
        ["ApproximateAgeOfOldestMessage", "Seconds", wholeLevel(quiet)],
        ["ApproximateNumberOfMessagesVisible", "Count", wholeLevel(quiet)],
      ],
    ),
  ];
}

function topicMetrics({ orders, ordersFailing }: Demand): MetricSource[] {
  const published = counted(
    "orders/published",
    (at) => orders(at) * 0.22 * (1 - ordersFailing(at)),
  );
  return metricsOf({ namespace: "AWS/SNS", dimensions: { TopicName: "orders" } }, [
    ["NumberOfMessagesPublished", "Count", eachOne(published)],
    ["NumberOfNotificationsDelivered", "Count", eachOne((at) => published(at) * 3)],
    ["NumberOfNotificationsFailed", "Count", eachOne(counted("orders/undelivered", () => 0.03))],
    [
      "PublishSize",
      "Bytes",
      latencies("orders/size", { median: () => 1_240, spread: 0.2, requests: published }),
    ],
  ]);
}

function streamMetrics({ storefront, byChance }: Demand): MetricSource[] {
  const records = counted("clicks", (at) => storefront(at) * 2.8);
  const lag = byChance(burst("clicks/lag", 60, 25 * MINUTE));
  return metricsOf({ namespace: "AWS/Kinesis", dimensions: { StreamName: "clicks" } }, [
    ["IncomingRecords", "Count", eachOne(records)],
    ["IncomingBytes", "Bytes", level((at) => records(at) * 620)],
    ["GetRecords.IteratorAgeMilliseconds", "Milliseconds", level((at) => 90 + 180_000 * lag(at))],
    [
      "WriteProvisionedThroughputExceeded",
      "Count",
      wholeLevel((at) => Math.max(0, (records(at) - 13_500) / 40)),
    ],
    ["PutRecords.Success", "Count", level(() => 1)],
  ]);
}

function workflowMetrics({ times, payments, isCheckoutCut }: Demand): MetricSource[] {
  const machine = `arn:aws:states:${HOME}:${ACCOUNTS.prod.id}:stateMachine:refunds`;
  const started = counted("refunds/started", (at) => payments(at) * 0.03);
  const failed = counted("refunds/failed", (at) => {
    const isKeyGone = at >= times.keyLostAt && at < times.keyBackAt;
    return payments(at) * 0.03 * (isKeyGone || isCheckoutCut(at) ? 0.95 : 0.006);
  });
  const took = latencies("refunds/time", {
    median: steady("refunds/time", 4_300, 0.1),
    spread: 0.8,
    requests: started,
  });
  return [
    ...metricsOf({ namespace: "AWS/States", dimensions: { StateMachineArn: machine } }, [
      ["ExecutionsStarted", "Count", eachOne(started)],
      ["ExecutionsSucceeded", "Count", eachOne((at) => Math.max(0, started(at) - failed(at)))],
      ["ExecutionsFailed", "Count", eachOne(failed)],
      ["ExecutionsTimedOut", "Count", eachOne(counted("refunds/late", () => 0.001))],
      ["ExecutionThrottled", "Count", eachOne(() => 0)],
      ["ExecutionTime", "Milliseconds", took],
    ]),
    ...metricsOf({ namespace: "AWS/Events", dimensions: { RuleName: "nightly-reports" } }, [
      [
        "Invocations",
        "Count",
        (at, take) => (at % (24 * HOUR) === 2 * HOUR ? take(1, 1) : undefined),
      ],
      ["FailedInvocations", "Count", eachOne(() => 0)],
    ]),
  ];
}
