/** Alarms on databases, hosts and services, and on what other Regions and accounts run. */
import { type AlarmSeed, onMetric, PROD, STAGING } from "./alarm-seed.ts";
import { BUCKETS, GLOBAL, ORDERS, PAYMENTS, STOREFRONT } from "./company.ts";

const GIB = 1024 ** 3;

export function platformAlarms(toldAt: number): AlarmSeed[] {
  return [
    ...dataAlarms(toldAt),
    ...serviceAlarms(toldAt),
    ...farAlarms(toldAt),
    ...stagingAlarms(toldAt),
  ];
}

function dataAlarms(toldAt: number): AlarmSeed[] {
  const database = { DBInstanceIdentifier: ORDERS.instance };
  const table = { TableName: "carts" };
  const bucket = { BucketName: BUCKETS.public, FilterId: "EntireBucket" };
  return [
    onMetric(toldAt, ["AWS/RDS", "CPUUtilization", database], "Average", {
      name: "orders-db-cpu",
      text: "The orders database is busy.",
      breach: [">", 80],
      of: [3, 3],
    }),
    onMetric(toldAt, ["AWS/RDS", "DatabaseConnections", database], "Average", {
      name: "orders-db-connections",
      text: "Nobody is connected to the orders database.",
      breach: ["<", 5],
      of: [2, 2],
      missing: "breaching",
      hasOkAction: true,
    }),
    onMetric(toldAt, ["AWS/RDS", "FreeStorageSpace", database], "Minimum", {
      name: "orders-db-storage",
      breach: ["<", 20 * GIB],
      of: [1, 1],
      period: 900,
      missing: "ignore",
    }),
    onMetric(toldAt, ["AWS/RDS", "ReadLatency", database], "p95", {
      name: "orders-db-read-latency",
      breach: [">", 0.02],
      of: [3, 3],
    }),
    onMetric(toldAt, ["AWS/DynamoDB", "WriteThrottleEvents", table], "Sum", {
      name: "carts-write-throttles",
      breach: [">", 50],
      of: [1, 1],
    }),
    onMetric(toldAt, ["AWS/DynamoDB", "ReadThrottleEvents", table], "Sum", {
      name: "carts-read-throttles",
      breach: [">", 50],
      of: [1, 1],
    }),
    onMetric(toldAt, ["AWS/ElastiCache", "Evictions", { CacheClusterId: "sessions-001" }], "Sum", {
      name: "sessions-evictions",
      breach: [">", 400],
      of: [2, 3],
    }),
    onMetric(toldAt, ["AWS/S3", "AllRequests", bucket], "Sum", {
      name: "bucket-x-requests",
      text: "Somebody reads all of bucket-x.",
      breach: [">", 5000],
      of: [1, 1],
    }),
    onMetric(toldAt, ["AWS/S3", "4xxErrors", bucket], "Average", {
      name: "bucket-x-4xx",
      breach: [">", 0.5],
      of: [3, 3],
    }),
  ];
}

function serviceAlarms(toldAt: number): AlarmSeed[] {
  const payments = { ClusterName: PAYMENTS.cluster, ServiceName: PAYMENTS.service };
  const storefront = { ClusterName: STOREFRONT.cluster, ServiceName: STOREFRONT.service };
  const bastion = { InstanceId: "i-0317f6c6b66ae9c40" };
  return [
    onMetric(toldAt, ["AWS/ECS", "CPUUtilization", payments], "Average", {
      name: "payments-cpu",
      text: "Flaps on busy evenings: the threshold is older than the shop's success.",
      breach: [">", 65],
      of: [1, 1],
      hasOkAction: true,
    }),
    onMetric(toldAt, ["ECS/ContainerInsights", "RunningTaskCount", payments], "Minimum", {
      name: "payments-tasks",
      breach: ["<", 4],
      of: [3, 3],
      missing: "breaching",
    }),
    onMetric(toldAt, ["AWS/ECS", "CPUUtilization", storefront], "Average", {
      name: "storefront-cpu",
      breach: [">=", 85],
      of: [3, 5],
    }),
    onMetric(toldAt, ["AWS/EC2", "CPUUtilization", bastion], "Average", {
      name: "bastion-cpu",
      breach: [">", 55],
      of: [1, 1],
    }),
    onMetric(toldAt, ["AWS/EC2", "StatusCheckFailed", bastion], "Maximum", {
      name: "bastion-status",
      breach: [">", 0],
      of: [2, 2],
    }),
    onMetric(
      toldAt,
      ["AWS/NATGateway", "ErrorPortAllocation", { NatGatewayId: "nat-0a1b2c3d4e5f60718" }],
      "Sum",
      { name: "nat-ports", breach: [">", 0], of: [1, 1], missing: "notBreaching" },
    ),
    onMetric(
      toldAt,
      [
        "AWS/States",
        "ExecutionsFailed",
        { StateMachineArn: "arn:aws:states:eu-west-1:111122223333:stateMachine:refunds" },
      ],
      "Sum",
      { name: "refunds-failed", breach: [">=", 6], of: [1, 1], missing: "notBreaching" },
    ),
    onMetric(toldAt, ["Acme/Deployments", "InProgress"], "Maximum", {
      name: "deployment-window",
      text: "In ALARM while somebody deploys; holds back the page for platform-down.",
      breach: [">=", 1],
      of: [1, 1],
      missing: "notBreaching",
    }),
  ];
}

function farAlarms(toldAt: number): AlarmSeed[] {
  const cdn = { DistributionId: "E2QWRUHAPOMQZL", Region: "Global" };
  const global = { ...PROD, region: GLOBAL };
  const security = { account: "security", region: GLOBAL } as const;
  return [
    onMetric(toldAt, ["AWS/CloudFront", "5xxErrorRate", cdn], "Average", {
      name: "cdn-5xx",
      breach: [">", 1],
      of: [2, 3],
      at: global,
    }),
    onMetric(toldAt, ["AWS/CloudFront", "CacheHitRate", cdn], "Average", {
      name: "cdn-hit-rate",
      breach: ["<", 80],
      of: [3, 3],
      at: global,
    }),
    onMetric(
      toldAt,
      ["AWS/RDS", "CPUUtilization", { DBInstanceIdentifier: "orders-db-standby" }],
      "Average",
      {
        name: "orders-db-standby-cpu",
        text: "The standby in Frankfurt was given up; the alarm was forgotten.",
        breach: [">", 80],
        of: [3, 3],
        at: { account: "prod", region: "eu-central-1" },
      },
    ),
    onMetric(toldAt, ["Acme/Audit", "RootSignIns"], "Sum", {
      name: "root-sign-ins",
      breach: [">=", 1],
      of: [1, 1],
      missing: "notBreaching",
      at: security,
    }),
    onMetric(toldAt, ["Acme/Audit", "TrailChanges"], "Sum", {
      name: "trail-changes",
      breach: [">=", 1],
      of: [1, 1],
      missing: "notBreaching",
      at: security,
    }),
  ];
}

function stagingAlarms(toldAt: number): AlarmSeed[] {
  const at = STAGING;
  const lambda = { FunctionName: "staging-checkout-api" };
  return [
    onMetric(toldAt, ["AWS/Lambda", "Errors", lambda], "Sum", {
      name: "checkout-api-errors",
      text: "Of staging: the same name as in production.",
      breach: [">=", 5],
      of: [1, 1],
      missing: "notBreaching",
      at,
    }),
    onMetric(
      toldAt,
      ["AWS/RDS", "CPUUtilization", { DBInstanceIdentifier: "staging-orders-db" }],
      "Average",
      { name: "orders-db-cpu", breach: [">", 80], of: [3, 3], at },
    ),
    onMetric(
      toldAt,
      ["AWS/SQS", "ApproximateAgeOfOldestMessage", { QueueName: "staging-jobs" }],
      "Maximum",
      { name: "jobs-age", breach: [">=", 600], of: [3, 3], at },
    ),
    onMetric(
      toldAt,
      [
        "AWS/ApplicationELB",
        "TargetResponseTime",
        { LoadBalancer: "app/staging-orders/1f2e3d4c5b6a7988" },
      ],
      "p99",
      {
        name: "*slow* `orders` <staging> & late",
        breach: [">", 0.3],
        of: [1, 1],
        at,
        isQuiet: true,
      },
    ),
    onMetric(
      toldAt,
      ["AWS/ECS", "CPUUtilization", { ClusterName: "acme-staging", ServiceName: "payments" }],
      "Average",
      { name: "payments-cpu", breach: [">", 65], of: [1, 1], at, isQuiet: true },
    ),
  ];
}
