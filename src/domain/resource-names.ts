/** The names under which people know a resource, out of the ways in which records spell it. */
import { isArn, parseArn } from "./arn.ts";
import { type ArnNames, arnNames } from "./arn-names.ts";

/** All lower-case and distinct. */
export type NameTerms = {
  /** The text itself, then each name that stands for the same resource as a whole. */
  whole: string[];
  /** Further pieces that somebody may type: the cluster of a service, pieces of a role's path. */
  parts: string[];
};

/** Longer texts are no names; ARNs end at 2,048 characters. */
const LONGEST = 2048;

/**
 * The names inside an ARN, id, URL, path or bare name, by the rules of its service:
 * `arn:aws:ecs:eu-west-1:111122223333:service/shop/web` → whole `…the ARN…`, `service/shop/web`, `shop/web`, `web`; parts `shop`.
 */
export function nameTerms(text: string): NameTerms {
  const lower = text.toLowerCase();
  if (lower === "") return { whole: [], parts: [] };
  if (lower.length > LONGEST || !HAS_STRUCTURE.test(lower)) return { whole: [lower], parts: [] };
  return distinct(lower, namesInside(lower));
}

/** A bare name has none of these and stands for itself alone. */
const HAS_STRUCTURE = /[:/.\\]/;

function namesInside(lower: string): NameTerms {
  if (isArn(lower)) {
    const arn = parseArn(lower);
    return arn ? toTerms(arnNames(arn.service, arn.resource)) : { whole: [], parts: [] };
  }
  if (lower.startsWith("http")) return urlNames(lower);
  return typedNames(lower) ?? pathNames(lower);
}

function distinct(lower: string, names: NameTerms): NameTerms {
  const whole = new Set([lower]);
  for (const name of names.whole) if (name !== "") whole.add(name);
  const parts = new Set<string>();
  for (const part of names.parts) {
    if (part !== "" && part !== "*" && !whole.has(part)) parts.add(part);
  }
  return { whole: [...whole], parts: [...parts] };
}

const QUEUE_URL =
  /^https?:\/\/(?:sqs\.[a-z0-9-]+\.|[a-z0-9-]+\.queue\.|queue\.|sqs\.)(?:amazonaws\.com(?:\.cn)?|api\.aws)\/(\d{12})\/([^/?#]+)$/;
const LOCAL_QUEUE_URL = /^https?:\/\/[^/]+\/(\d{12})\/([^/?#]+)$/;
const API_URL = /^https?:\/\/([a-z0-9]{6,})\.(?:execute-api|appsync-api|lambda-url)\.[^/]+(\/.*)?$/;

function urlNames(lower: string): NameTerms {
  const queue = QUEUE_URL.exec(lower) ?? LOCAL_QUEUE_URL.exec(lower);
  if (queue) return { whole: [queue[2] ?? ""], parts: [] };
  const api = API_URL.exec(lower);
  if (api) return { whole: [api[1] ?? ""], parts: [] };
  return { whole: [], parts: [] };
}

/** Service of a resource that stands without its ARN: `service/shop/web`, `table/orders`, `alias/signing`. */
const SERVICE_OF_TYPE: Record<string, string> = {
  role: "iam",
  user: "iam",
  policy: "iam",
  "instance-profile": "iam",
  "assumed-role": "sts",
  function: "lambda",
  service: "ecs",
  "task-definition": "ecs",
  table: "dynamodb",
  alias: "kms",
  hostedzone: "route53",
  targetgroup: "elasticloadbalancing",
  loadbalancer: "elasticloadbalancing",
  parameter: "ssm",
  secret: "secretsmanager",
  stack: "cloudformation",
  "log-group": "logs",
  alarm: "cloudwatch",
  distribution: "cloudfront",
  autoscalinggroupname: "autoscaling",
  statemachine: "states",
  restapis: "apigateway",
  apis: "apigateway",
  db: "rds",
  trail: "cloudtrail",
  rule: "events",
  "event-bus": "events",
};

const LEADING_TYPE = /^\/?(?:\d{12}:)?([a-z-]+)[/:](?=.)/;
const ELB_PATH = /^(?:app|net|gwy)\/([^/]+)\/([0-9a-f]{16})$/;
const NUMBERED = /^([^:/]+):(?:\d+|\$latest)$/;

/** The service and the resource behind a leading type word, or undefined where the text has none. */
export function typedResource(lower: string): { service: string; resource: string } | undefined {
  const type = LEADING_TYPE.exec(lower)?.[1] ?? "";
  const service = Object.hasOwn(SERVICE_OF_TYPE, type) ? SERVICE_OF_TYPE[type] : undefined;
  if (service === undefined) return undefined;
  return { service, resource: lower.replace(/^\//, "").replace(/^\d{12}:/, "") };
}

function typedNames(lower: string): NameTerms | undefined {
  const balancer = ELB_PATH.exec(lower);
  if (balancer) return { whole: [balancer[1] ?? ""], parts: [balancer[2] ?? ""] };
  const numbered = NUMBERED.exec(lower);
  if (numbered) return { whole: [numbered[1] ?? ""], parts: [] };
  const typed = typedResource(lower);
  return typed && toTerms(arnNames(typed.service, typed.resource));
}

function toTerms({ own, owners = [], parts }: ArnNames): NameTerms {
  return { whole: [...own, ...owners], parts };
}

/** `/payments/api-key` is also known without its slash, `api.example.com.` without its dot. */
function pathNames(lower: string): NameTerms {
  const bare = lower
    .replace(/^\//, "")
    .replace(/(?<=[^.])\.$/, "")
    .replace("\\052", "*");
  if (!bare.includes("/")) return { whole: [bare], parts: [] };
  // The first piece is left out: of `bucket/key` it is the bucket, and an object is not its bucket.
  const segments = bare.split("/");
  const parts = lower.startsWith("/") ? segments : segments.slice(1);
  return { whole: [bare], parts: parts.filter((part) => !COMMON_PIECES.has(part)) };
}

const COMMON_PIECES = new Set(["aws", "lambda", "ecs", "service-role", "rds", "apigateway"]);
