/** The name that people call a resource by, out of its ARN or URL. */
import { shown } from "./words.ts";

const ARN = /^arn:[a-z0-9-]*:([a-z0-9-]*):([a-z0-9-]*):([0-9a-z]*):(.+)$/is;
const QUEUE_URL = /^https?:\/\/[^/]+\/(?:\d{12}\/)?([^/?#]+)$/i;

/** The account inside an ARN, or undefined. */
export function accountOf(arn: string): string | undefined {
  const account = ARN.exec(arn)?.[3];
  return account === "" ? undefined : account;
}

/**
 * `arn:aws:iam::1:role/service/deploy` → `deploy`, `arn:aws:lambda:…:function:f:live` → `f:live`,
 * a queue's URL → the queue's name; anything else as it is. Cut and cleaned like every value.
 */
export function shortName(text: string): string {
  const match = ARN.exec(/^arn%3a/i.test(text) ? unescaped(text) : text);
  if (!match) return shown(QUEUE_URL.exec(text)?.[1] ?? text);
  return shown(nameInArn(match[1] ?? "", match[4] ?? "") || text);
}

/** ARNs in the path of a request stand percent-encoded. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function nameInArn(service: string, resource: string): string {
  switch (service.toLowerCase()) {
    case "s3":
    case "sns":
    case "sqs":
      return resource;
    case "ssm":
      return resource.startsWith("parameter/")
        ? resource.slice("parameter".length)
        : tail(resource);
    case "logs":
      return resource.replace(/^log-group:/, "").replace(/:\*$/, "");
    case "secretsmanager":
      return resource.replace(/^secret:/, "").replace(/-[A-Za-z0-9]{6}$/, "");
    case "elasticloadbalancing":
      return balancerName(resource);
    case "autoscaling":
      return /autoScalingGroupName\/(.+)$/.exec(resource)?.[1] ?? tail(resource);
    case "cloudformation":
      return /^stack(?:set)?\/([^/:]+)/.exec(resource)?.[1] ?? tail(resource);
    case "dynamodb":
      return /^table\/([^/]+)/.exec(resource)?.[1] ?? tail(resource);
    case "ecr":
      return resource.replace(/^repository\//, "");
    default:
      return tail(resource);
  }
}

function balancerName(resource: string): string {
  const parts = resource.split("/");
  if (parts[0] === "targetgroup" || parts.length < 3) return parts[1] ?? resource;
  return parts[2] ?? resource;
}

/** After the type: `function:f:live` → `f:live`, `role/service/deploy` → `deploy`. */
function tail(resource: string): string {
  const slash = resource.lastIndexOf("/");
  if (slash >= 0) return resource.slice(slash + 1);
  const colon = resource.indexOf(":");
  return colon >= 0 ? resource.slice(colon + 1) : resource;
}
