/** Through what a call came: console, CLI, SDK, Terraform, a service. */
import type { Actor } from "./actor.ts";
import { isObject, type JsonObject } from "./json.ts";
import { text, truth } from "./text.ts";
import type { TrailEvent, Via } from "./trail-event.ts";

/** What clients put into their User-Agent; the first that fits counts, so tools stand before the SDK they are built on. */
const AGENTS: [RegExp, Via][] = [
  [/terraform|opentofu|terragrunt/i, "terraform"],
  [/pulumi/i, "pulumi"],
  [/\b(?:aws-)?cdk\b|cdk-assets|aws-cdk/i, "cdk"],
  [/aws-cli\//i, "cli"],
  [
    /kubectl|kubernetes|karpenter|cluster-autoscaler|kops|external-dns|\bkube|ebs-csi|aws-load-balancer|elbv2\.k8s/i,
    "kubernetes",
  ],
  [/console|mozilla(?:\/|$)|^awsconsole|signin\.amazonaws\.com/i, "console"],
  [/^\[?cloudformation\.amazonaws\.com/i, "cloudformation"],
  [/^\[?[a-z0-9.-]+\.amazonaws\.com\]?$/i, "service"],
  [
    /boto|aws-sdk|aws-chalice|aws-powershell|awspowershell|aws-toolkit|smithy|rusoto|aws-internal|ec2-api-tools/i,
    "sdk",
  ],
];

/** `actor` is the record's own, read before. */
export function readVia(record: JsonObject, actor: Pick<Actor, "kind" | "invokedBy">): Via {
  if (actor.invokedBy === "cloudformation") return "cloudformation";
  if (actor.kind === "aws-service" || actor.invokedBy !== undefined) return "service";
  if (record.eventType === "AwsConsoleSignIn" || record.eventType === "AwsConsoleAction")
    return "console";
  const agent = text(record.userAgent) ?? "";
  const byAgent = viaOfAgent(agent);
  if (byAgent !== undefined && byAgent !== "sdk") return byAgent;
  if (truth(record.sessionCredentialFromConsole) === true) return "console";
  if (agent === "AWS Internal") return isObject(record.userIdentity) ? "console" : "service";
  return byAgent ?? "unknown";
}

const knownAgents = new Map<string, Via | undefined>();
const MOST_AGENTS = 2000;

/** Remembered: a trail repeats a few agents, and one that is unknown is tried against every shape. */
function viaOfAgent(agent: string): Via | undefined {
  const known = knownAgents.get(agent);
  if (known !== undefined || knownAgents.has(agent)) return known;
  const via = AGENTS.find(([shape]) => shape.test(agent))?.[1];
  if (knownAgents.size >= MOST_AGENTS) knownAgents.clear();
  knownAgents.set(agent, via);
  return via;
}

const SDKS: [RegExp, string][] = [
  [/aws-internal/i, "AWS internal"],
  [/boto3/i, "Boto3"],
  [/botocore/i, "botocore"],
  [/aws-sdk-go/i, "AWS SDK for Go"],
  [/aws-sdk-(?:js|nodejs)|aws-sdk-js-v3/i, "AWS SDK for JavaScript"],
  [/aws-sdk-java/i, "AWS SDK for Java"],
  [/aws-sdk-kotlin/i, "AWS SDK for Kotlin"],
  [/aws-sdk-php/i, "AWS SDK for PHP"],
  [/aws-sdk-ruby/i, "AWS SDK for Ruby"],
  [/aws-sdk-rust/i, "AWS SDK for Rust"],
  [/aws-sdk-dotnet/i, "AWS SDK for .NET"],
  [/aws-sdk-swift/i, "AWS SDK for Swift"],
  [/aws-sdk-cpp|aws-sdk-c\+\+/i, "AWS SDK for C++"],
  [/aws-sdk-python/i, "AWS SDK for Python"],
  [/powershell/i, "AWS Tools for PowerShell"],
];

/** `console`, `AWS CLI 2.15`, `Terraform 1.5.7`, `CloudFormation`, `Boto3`, `service autoscaling`. */
export function viaWords(event: Pick<TrailEvent, "via" | "actor">): string {
  const agent = event.actor.userAgent ?? "";
  switch (event.via) {
    case "console":
      return "console";
    case "cli":
      return cliWords(agent);
    case "terraform":
      return /opentofu/i.test(agent)
        ? versioned("OpenTofu", agent, /opentofu\/(\d[\w.]*)/i)
        : versioned("Terraform", agent, /terraform\/(\d[\w.]*)/i);
    case "cloudformation":
      return "CloudFormation";
    case "cdk":
      return "CDK";
    case "pulumi":
      return versioned("Pulumi", agent, /pulumi\/v?(\d[\w.]*)/i);
    case "kubernetes":
      return clientName(agent) ?? "Kubernetes";
    case "service":
      return serviceWords(event.actor.invokedBy ?? agentService(agent));
    case "sdk":
      return SDKS.find(([shape]) => shape.test(agent))?.[1] ?? clientName(agent) ?? "SDK";
    case "unknown":
      return clientName(agent) ?? "unknown";
  }
}

function versioned(name: string, agent: string, shape: RegExp): string {
  const version = shape.exec(agent)?.[1];
  return version === undefined ? name : `${name} ${version}`;
}

function cliWords(agent: string): string {
  const words = versioned("AWS CLI", agent, /aws-cli\/(\d+\.\d+)/i);
  return /cloudshell/i.test(agent) ? `${words} in CloudShell` : words;
}

function serviceWords(service: string | undefined): string {
  return service === undefined ? "service" : `service ${service}`;
}

function agentService(agent: string): string | undefined {
  return /^\[?([a-z0-9-]+)\.amazonaws\.com/.exec(agent)?.[1];
}

/** The first product in a User-Agent, when it is one: clients may send anything. */
function clientName(agent: string): string | undefined {
  return /^\[?([A-Za-z][\w.+-]{1,39})/.exec(agent)?.[1];
}
