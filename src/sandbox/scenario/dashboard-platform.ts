/** The large board on the wall: fifty widgets. */
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import { GLOBAL } from "./company.ts";
import { metricWidget, textWidget } from "./dashboard-parts.ts";

type Row = [title: string, stat: string, metric: string[], rest?: JsonObject];
type Section = [title: string, rows: Row[]];

const lambda = (name: string): string[] => ["FunctionName", name];
const BALANCER = ["LoadBalancer", "app/orders/50dc6c495c0c9188"];
const TABLE = ["TableName", "carts"];
const DATABASE = ["DBInstanceIdentifier", "orders-db"];
const CACHE = ["CacheClusterId", "sessions-001"];
const BUCKET = ["BucketName", "bucket-x", "FilterId", "EntireBucket"];
const CDN = ["DistributionId", "E2QWRUHAPOMQZL", "Region", "Global"];
const NAT = ["NatGatewayId", "nat-0a1b2c3d4e5f60718"];
const HOST = ["InstanceId", "i-0317f6c6b66ae9c40"];
const REFUNDS = ["StateMachineArn", "arn:aws:states:eu-west-1:111122223333:stateMachine:refunds"];
const service = (name: string) => ["ClusterName", "acme-prod", "ServiceName", name];

const SECTIONS: readonly Section[] = [
  [
    "Functions",
    ["checkout-api", "jobs-worker", "mail-sender"].flatMap((name): Row[] => [
      [`${name}: calls`, "Sum", ["AWS/Lambda", "Invocations", ...lambda(name)]],
      [`${name}: errors`, "Sum", ["AWS/Lambda", "Errors", ...lambda(name)]],
      [`${name}: duration`, "p95", ["AWS/Lambda", "Duration", ...lambda(name)]],
    ]),
  ],
  [
    "Customers",
    [
      ["Requests", "Sum", ["AWS/ApplicationELB", "RequestCount", ...BALANCER]],
      ["5xx", "Sum", ["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", ...BALANCER]],
      ["Answer time", "p95", ["AWS/ApplicationELB", "TargetResponseTime", ...BALANCER]],
      ["Gateway: calls", "Sum", ["AWS/ApiGateway", "Count", "ApiName", "checkout"]],
      ["Gateway: 5xx", "Average", ["AWS/ApiGateway", "5XXError", "ApiName", "checkout"]],
      ["Gateway: latency", "p99", ["AWS/ApiGateway", "Latency", "ApiName", "checkout"]],
      ["Edge: requests", "Sum", ["AWS/CloudFront", "Requests", ...CDN], { region: GLOBAL }],
      ["Edge: 5xx", "Average", ["AWS/CloudFront", "5xxErrorRate", ...CDN], { region: GLOBAL }],
      ["Edge: hits", "Average", ["AWS/CloudFront", "CacheHitRate", ...CDN], { region: GLOBAL }],
    ],
  ],
  [
    "Data",
    [
      ["orders-db: CPU", "Average", ["AWS/RDS", "CPUUtilization", ...DATABASE]],
      ["orders-db: connections", "Maximum", ["AWS/RDS", "DatabaseConnections", ...DATABASE]],
      ["orders-db: storage", "Minimum", ["AWS/RDS", "FreeStorageSpace", ...DATABASE]],
      ["orders-db: reads", "Average", ["AWS/RDS", "ReadIOPS", ...DATABASE]],
      ["carts: reads", "Sum", ["AWS/DynamoDB", "ConsumedReadCapacityUnits", ...TABLE]],
      ["carts: writes", "Sum", ["AWS/DynamoDB", "ConsumedWriteCapacityUnits", ...TABLE]],
      ["carts: throttled writes", "Sum", ["AWS/DynamoDB", "WriteThrottleEvents", ...TABLE]],
      ["sessions: CPU", "Average", ["AWS/ElastiCache", "EngineCPUUtilization", ...CACHE]],
      ["sessions: evictions", "Sum", ["AWS/ElastiCache", "Evictions", ...CACHE]],
      ["bucket-x: requests", "Sum", ["AWS/S3", "AllRequests", ...BUCKET]],
      ["bucket-x: refused", "Average", ["AWS/S3", "4xxErrors", ...BUCKET]],
    ],
  ],
  [
    "Services and queues",
    [
      ["payments: CPU", "Average", ["AWS/ECS", "CPUUtilization", ...service("payments")]],
      ["payments: memory", "Average", ["AWS/ECS", "MemoryUtilization", ...service("payments")]],
      ["storefront: CPU", "Average", ["AWS/ECS", "CPUUtilization", ...service("storefront")]],
      ["storefront: memory", "Average", ["AWS/ECS", "MemoryUtilization", ...service("storefront")]],
      ["jobs: age", "Maximum", ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", "jobs"]],
      ["jobs: sent", "Sum", ["AWS/SQS", "NumberOfMessagesSent", "QueueName", "jobs"]],
      ["orders: published", "Sum", ["AWS/SNS", "NumberOfMessagesPublished", "TopicName", "orders"]],
      ["clicks: records", "Sum", ["AWS/Kinesis", "IncomingRecords", "StreamName", "clicks"]],
      ["refunds: started", "Sum", ["AWS/States", "ExecutionsStarted", ...REFUNDS]],
      ["refunds: failed", "Sum", ["AWS/States", "ExecutionsFailed", ...REFUNDS]],
    ],
  ],
  [
    "Hosts and network",
    [
      ["bastion: CPU", "Average", ["AWS/EC2", "CPUUtilization", ...HOST]],
      ["bastion: in", "Sum", ["AWS/EC2", "NetworkIn", ...HOST]],
      ["bastion: out", "Sum", ["AWS/EC2", "NetworkOut", ...HOST]],
      ["NAT: out", "Sum", ["AWS/NATGateway", "BytesOutToDestination", ...NAT]],
      ["NAT: connections", "Maximum", ["AWS/NATGateway", "ActiveConnectionCount", ...NAT]],
      ["NAT: no port left", "Sum", ["AWS/NATGateway", "ErrorPortAllocation", ...NAT]],
    ],
  ],
];

const COLUMNS = 3;
const WIDTH = 8;
const HEIGHT = 5;

/** A heading for each section, and its metrics three in a row. */
export function platformDashboard(): JsonObject {
  const widgets: JsonValue[] = [];
  let top = 0;
  for (const [title, rows] of SECTIONS) {
    widgets.push(textWidget([0, top, 24, 1], `## ${title}`));
    top += 1;
    for (const [index, [name, stat, metric, rest]] of rows.entries()) {
      const x = (index % COLUMNS) * WIDTH;
      const y = top + Math.floor(index / COLUMNS) * HEIGHT;
      widgets.push(metricWidget([x, y, WIDTH, HEIGHT], name, [metric], { stat, ...rest }));
    }
    top += Math.ceil(rows.length / COLUMNS) * HEIGHT;
  }
  return { periodOverride: "auto", widgets };
}
