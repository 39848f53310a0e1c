/** What a Metrics Insights query says, as far as an alarm on it needs to be worded. */
import { statWords } from "./alarm-words-metric.ts";

export type InsightsParts = {
  stat: string;
  metric: string;
  namespace?: string;
  where?: string;
  groupBy: string[];
};

const SELECT = /^\s*SELECT\s+(\w+)\s*\(\s*("(?:[^"])*"|[\w.-]+)\s*\)\s+FROM\s+/i;
const SCHEMA = /^SCHEMA\s*\(\s*("(?:[^"])*"|[\w./-]+)[^)]*\)/i;
const NAMESPACE = /^("(?:[^"])*"|[\w./-]+)/;
const WHERE = /\bWHERE\s+([\s\S]*?)(?=\s+(?:GROUP\s+BY|ORDER\s+BY|LIMIT)\b|$)/i;
const GROUP = /\bGROUP\s+BY\s+([\s\S]*?)(?=\s+(?:ORDER\s+BY|LIMIT)\b|$)/i;

/** True for a Metrics Insights query; metric math has no SELECT. */
export function isInsights(expression: string): boolean {
  return SELECT.test(expression);
}

/** Undefined for what is none. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html */
export function parseInsights(expression: string): InsightsParts | undefined {
  const select = SELECT.exec(expression);
  if (!select) return undefined;
  const [whole, stat = "", metric = ""] = select;
  const rest = expression.slice(whole.length);
  const namespace = (SCHEMA.exec(rest) ?? NAMESPACE.exec(rest))?.[1];
  const where = WHERE.exec(rest)?.[1]?.trim();
  const groups = GROUP.exec(rest)?.[1]?.split(",") ?? [];
  return {
    stat: STATS[stat.toUpperCase()] ?? stat.toLowerCase(),
    metric: unquoted(metric),
    ...(namespace !== undefined && { namespace: unquoted(namespace) }),
    ...(where && { where }),
    groupBy: groups.map((group) => unquoted(group.trim())).filter((group) => group !== ""),
  };
}

const STATS: Record<string, string> = {
  SUM: statWords("Sum"),
  AVG: statWords("Average"),
  MIN: statWords("Minimum"),
  MAX: statWords("Maximum"),
  COUNT: statWords("SampleCount"),
};

/** What people call that which a dimension names. */
const THINGS: Record<string, string> = {
  FunctionName: "function",
  InstanceId: "instance",
  QueueName: "queue",
  TopicName: "topic",
  TableName: "table",
  DBInstanceIdentifier: "database",
  LoadBalancer: "load balancer",
  TargetGroup: "target group",
  ServiceName: "service",
  ClusterName: "cluster",
  BucketName: "bucket",
  StreamName: "stream",
  ApiName: "API",
};

/** `Errors (sum over 1 min) of any function in AWS/Lambda where …`. */
export function insightsWords(parts: InsightsParts, over: string): string {
  const things = parts.groupBy.map((name) => THINGS[name] ?? name);
  const whose = things.length > 0 ? ` of any ${things.join(" and ")}` : "";
  const space = parts.namespace === undefined ? "" : ` in ${parts.namespace}`;
  const where = parts.where === undefined ? "" : ` where ${parts.where}`;
  return `${parts.metric} (${parts.stat} over ${over})${whose}${space}${where}`;
}

function unquoted(text: string): string {
  return text.replace(/^"([\s\S]*)"$/, "$1");
}
