/** Kinds of resources as people call them, and the nouns that their API calls are named with. */
import { typeServices } from "../domain/resource-types.ts";
import { serviceNames } from "../domain/service-names.ts";
import type { Token } from "../language/tokens.ts";
import { ARTICLES, isNameLike } from "./function-words.ts";

export type Thing = {
  /** As typed, in lower case: "rds server". */
  words: string;
  /** Event sources that the words narrow to. */
  services?: string[];
  /** Nouns of its API calls: `Bucket` in CreateBucket. */
  nouns: string[];
  next: number;
};

/** Words → nouns of the calls that make or end such a thing. */
const NOUNS: Record<string, string> = {
  "access key": "AccessKey",
  "access keys": "AccessKey",
  account: "Account",
  alarm: "MetricAlarm CompositeAlarm Alarms",
  alias: "Alias",
  ami: "Image",
  api: "RestApi Api ApiKey",
  "auto scaling group": "AutoScalingGroup",
  asg: "AutoScalingGroup",
  bucket: "Bucket",
  canary: "Canary",
  certificate: "Certificate",
  cluster: "Cluster DBCluster CacheCluster",
  dashboard: "Dashboard Dashboards",
  database: "DBInstance DBCluster Database Table GlobalCluster",
  "db cluster": "DBCluster",
  "db instance": "DBInstance",
  "delivery stream": "DeliveryStream",
  detector: "Detector",
  distribution: "Distribution",
  "ec2 instance": "Instances Instance",
  instance: "Instances Instance DBInstance",
  "ecs cluster": "Cluster",
  "eks cluster": "Cluster",
  "elastic ip": "Address",
  "event source mapping": "EventSourceMapping",
  file: "Object Objects",
  "flow log": "FlowLogs",
  "flow logs": "FlowLogs",
  function: "Function",
  group: "Group",
  "hosted zone": "HostedZone",
  image: "Image",
  "instance profile": "InstanceProfile",
  "internet gateway": "InternetGateway",
  "key pair": "KeyPair",
  "kms key": "Key",
  lambda: "Function",
  "launch template": "LaunchTemplate LaunchTemplateVersion",
  layer: "LayerVersion",
  listener: "Listener",
  "load balancer": "LoadBalancer",
  "log group": "LogGroup",
  "log stream": "LogStream",
  "login profile": "LoginProfile",
  "mfa device": "VirtualMFADevice MFADevice",
  "nat gateway": "NatGateway",
  "network acl": "NetworkAcl NetworkAclEntry",
  "network interface": "NetworkInterface",
  nodegroup: "Nodegroup",
  object: "Object Objects",
  "organizational unit": "OrganizationalUnit",
  ou: "OrganizationalUnit",
  parameter: "Parameter Parameters",
  "permission set": "PermissionSet",
  pipeline: "Pipeline",
  policy: "Policy PolicyVersion RolePolicy UserPolicy GroupPolicy",
  project: "Project",
  queue: "Queue",
  rds: "DBInstance DBCluster",
  "rds cluster": "DBCluster",
  "rds database": "DBInstance DBCluster",
  "rds instance": "DBInstance",
  "rds server": "DBInstance DBCluster",
  repository: "Repository",
  role: "Role ServiceLinkedRole",
  "route table": "RouteTable",
  secret: "Secret",
  "security group": "SecurityGroup DBSecurityGroup CacheSecurityGroup",
  service: "Service",
  snapshot: "Snapshot Snapshots DBSnapshot DBClusterSnapshot",
  stack: "Stack",
  stage: "Stage",
  "state machine": "StateMachine",
  stream: "Stream DeliveryStream",
  subnet: "Subnet",
  subscription: "Subscription",
  table: "Table",
  "target group": "TargetGroup",
  task: "Task",
  "task definition": "TaskDefinition",
  topic: "Topic",
  trail: "Trail",
  user: "User",
  "user pool": "UserPool",
  volume: "Volume",
  vpc: "Vpc",
  "vpc endpoint": "VpcEndpoint VpcEndpoints",
  "web acl": "WebACL",
};

/** Kinds that the domain's table of types does not know by these words. */
const SERVICES: Record<string, string> = {
  "ec2 server": "ec2",
  "ec2 box": "ec2",
  "ec2 machine": "ec2",
  "rds db": "rds",
  "rds box": "rds",
  "db server": "rds",
  "database server": "rds",
  "database instance": "rds",
  "aurora cluster": "rds",
  "postgres database": "rds",
  "mysql database": "rds",
  box: "ec2",
  host: "ec2",
  vms: "ec2",
  "login profile": "iam",
  "mfa device": "iam",
  "virtual mfa device": "iam",
  "oidc provider": "iam",
  "saml provider": "iam",
  "identity provider": "iam",
  "service role": "iam",
  detector: "guardduty",
  ou: "organizations",
  eni: "ec2",
  sg: "ec2",
  eip: "ec2",
  "firewall rule": "ec2 network-firewall wafv2",
  "scaling group": "autoscaling",
  "lambda alias": "lambda",
  "kms alias": "kms",
  "encryption key": "kms",
  "cloudtrail trail": "cloudtrail",
  "cloudwatch alarm": "monitoring",
  "metric alarm": "monitoring",
  "api key": "apigateway",
  "ecs task definition": "ecs",
  "container service": "ecs",
  "s3 object": "s3",
  "s3 file": "s3",
  folder: "s3",
  "dynamo table": "dynamodb",
  "glue job": "glue",
  "glue database": "glue",
  "glue table": "glue",
  "secrets manager secret": "secretsmanager",
  "parameter store parameter": "ssm",
  "cloudformation stack": "cloudformation",
  "cfn stack": "cloudformation",
};

const LONGEST = 4;

/** Nouns by the last words of a kind: "s3 bucket" makes buckets too. */
function nounsOf(words: string): string[] {
  const parts = words.split(" ");
  for (let from = 0; from < parts.length; from++) {
    const tail = parts.slice(from).join(" ");
    const found =
      own(NOUNS, tail) ??
      own(NOUNS, tail.replace(/ies$/, "y")) ??
      own(NOUNS, tail.replace(/s$/, ""));
    if (found) return found.split(" ");
  }
  return [];
}

function servicesOf(words: string): string[] | undefined {
  const named = own(SERVICES, words) ?? own(SERVICES, words.replace(/s$/, ""));
  return typeServices(words) ?? named?.split(" ");
}

/** Words like "constructor" are no entry of a table, whatever the language keeps under them. */
function own(table: Record<string, string>, word: string): string | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

/** The longest words for a kind of resource that begin at a token. */
export function readThing(tokens: readonly Token[], at: number): Thing | undefined {
  const first = tokens[at];
  if (!first) return undefined;
  for (let length = Math.min(LONGEST, tokens.length - at); length > 0; length--) {
    const run = tokens.slice(at, at + length);
    if (run.some((token, i) => token.quoted || (token.stop && i < length - 1))) continue;
    // "my-bucket" is a name; "my bucket" begins with an article.
    if (run.some(({ word }) => !/^[a-z][a-z0-9]*$/.test(word)) || ARTICLES.has(first.word))
      continue;
    const words = run.map((token) => token.word).join(" ");
    if (words.length > 60) continue;
    const services = servicesOf(words);
    if (services) return { words, services, nouns: nounsOf(words), next: at + length };
  }
  return readServiceThing(tokens, at);
}

/** "the GuardDuty detector", "the EC2 key pair": a service narrows the kind after it. */
function readServiceThing(tokens: readonly Token[], at: number): Thing | undefined {
  const service = tokens[at];
  if (!service || service.quoted || service.stop || service.word.length > 40) return undefined;
  const services = serviceNames(service.word);
  if (!services) return undefined;
  const thing = readThing(tokens, at + 1);
  return thing
    ? { ...thing, words: `${service.word} ${thing.words}`, services }
    : readUnknownKind(tokens, at, services);
}

/** "rolesanywhere trust anchors", "the bedrock custom model": two plain words that end the clause are a kind, not a name. */
function readUnknownKind(
  tokens: readonly Token[],
  at: number,
  services: string[],
): Thing | undefined {
  const [first, last] = [tokens[at + 1], tokens[at + 2]];
  if (!first || !last || first.stop || !(last.stop || tokens.length === at + 3)) return undefined;
  const kind = [first, last];
  if (kind.some((token) => !isPlainWord(token)) || readThing(tokens, at + 2)) return undefined;
  // "cloudtrail logging temporarily", "lambda concurrency reduced" tell how, not what.
  if (/(?:ly|ed|ing)$/.test(last.word)) return undefined;
  const one = kind.map(({ word }) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  const single = one.replace(/([^s])s$/, "$1");
  const words = [tokens[at], first, last].map((token) => token?.word).join(" ");
  return { words, services, nouns: [single, `${single}s`], next: at + 3 };
}

const isPlainWord = (token: Token) =>
  !token.quoted && /^[a-z]{3,}$/.test(token.text) && isNameLike(token);
