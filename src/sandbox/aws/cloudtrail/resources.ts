/**
 * `Resources` of LookupEvents. What stands there differs by service and no documentation lists it: sometimes the name, sometimes the
 * ARN, often nothing. "Recorded" below means seen in output of AWS; the others follow what tools that look up by
 * ResourceName had to use (k2m30/a9s with its live tests, prowler), or are guesses in their manner and say so.
 */
import { isObject, type JsonObject, type JsonValue, stringAt } from "../../../domain/json.ts";

export type OuterResource = { ResourceType: string; ResourceName: string };

type Form =
  /** The name or id, also where the record has an ARN. */
  | { kind: "name" }
  /** An ARN, made from the name where the record has none: what stands before the name after `region:account:`. */
  | { kind: "arn"; before: string }
  /** As it stands in the record. */
  | { kind: "as-is" };

/** Key of the request or response, in lower case, that names a resource. */
type Rule = { keys: string[]; type: string; form: Form };

const name: Form = { kind: "name" };
const asIs: Form = { kind: "as-is" };
const arn = (before: string): Form => ({ kind: "arn", before });
const rule = (keys: string, type: string, form: Form): Rule => ({
  keys: keys.split(" "),
  type,
  form,
});

/** By event source without `.amazonaws.com`; services that are missing here have no resources at all. */
const RULES: Record<string, Rule[]> = {
  // a9s: name.
  s3: [rule("bucketname", "AWS::S3::Bucket", name)],
  // a9s: ARN.
  lambda: [rule("functionname functionarn", "AWS::Lambda::Function", arn("function:"))],
  // a9s: ARN for instances and clusters; snapshots are a guess.
  rds: [
    rule("dbinstanceidentifier", "AWS::RDS::DBInstance", arn("db:")),
    rule("dbclusteridentifier", "AWS::RDS::DBCluster", arn("cluster:")),
    rule("dbsnapshotidentifier", "AWS::RDS::DBSnapshot", arn("snapshot:")),
  ],
  // a9s: ARN.
  sqs: [rule("queueurl queuename", "AWS::SQS::Queue", arn(""))],
  // a9s: ARN; in the request `name` is the cluster only where `clusterName` is not there.
  eks: [rule("clustername name", "AWS::EKS::Cluster", arn("cluster/"))],
  // a9s: ARN, with the six letters that Secrets Manager adds, which only responses have.
  secretsmanager: [rule("secretid arn", "AWS::SecretsManager::Secret", arn("secret:"))],
  // a9s: names of policies and groups; users, roles and profiles are guesses in their manner.
  iam: [
    rule("rolename", "AWS::IAM::Role", name),
    rule("username", "AWS::IAM::User", name),
    rule("groupname", "AWS::IAM::Group", name),
    rule("policyname", "AWS::IAM::Policy", name),
    rule("policyarn", "AWS::IAM::Policy", asIs),
    rule("instanceprofilename", "AWS::IAM::InstanceProfile", name),
    rule("accesskeyid", "AWS::IAM::AccessKey", asIs),
  ],
  // a9s: name or id for all of the following.
  dynamodb: [rule("tablename", "AWS::DynamoDB::Table", name)],
  ecs: [
    rule("cluster clustername", "AWS::ECS::Cluster", name),
    rule("service servicename", "AWS::ECS::Service", name),
    rule("family taskdefinition", "AWS::ECS::TaskDefinition", name),
  ],
  cloudformation: [rule("stackname", "AWS::CloudFormation::Stack", name)],
  logs: [rule("loggroupname", "AWS::Logs::LogGroup", name)],
  monitoring: [rule("alarmname", "AWS::CloudWatch::Alarm", name)],
  sns: [rule("topicarn", "AWS::SNS::Topic", name)],
  kinesis: [rule("streamname", "AWS::Kinesis::Stream", name)],
  states: [rule("statemachinearn", "AWS::StepFunctions::StateMachine", name)],
  autoscaling: [rule("autoscalinggroupname", "AWS::AutoScaling::AutoScalingGroup", name)],
  elasticloadbalancing: [
    rule("loadbalancername", "AWS::ElasticLoadBalancing::LoadBalancer", name),
    rule("loadbalancerarn", "AWS::ElasticLoadBalancingV2::LoadBalancer", asIs),
  ],
  kms: [rule("keyid", "AWS::KMS::Key", name)],
  ssm: [rule("name", "AWS::SSM::Parameter", asIs)],
  route53: [rule("hostedzoneid", "AWS::Route53::HostedZone", name)],
  cloudfront: [rule("distributionid", "AWS::CloudFront::Distribution", name)],
  acm: [rule("certificatearn", "AWS::CertificateManager::Certificate", name)],
  ecr: [rule("repositoryname", "AWS::ECR::Repository", name)],
  elasticfilesystem: [rule("filesystemid", "AWS::EFS::FileSystem", name)],
  events: [rule("rule", "AWS::Events::Rule", name)],
  // A guess: as it was called, by name or by ARN.
  cloudtrail: [rule("name", "AWS::CloudTrail::Trail", asIs)],
  // Recorded: names of groups and keys stand beside the ids, which any value of their form is.
  ec2: [
    rule("groupname", "AWS::EC2::SecurityGroup", name),
    rule("keyname", "AWS::EC2::KeyPair", name),
  ],
};

/** Recorded for instances, networks, groups, interfaces, subnets and images; the others in their manner. */
const EC2_IDS: Record<string, string> = {
  i: "Instance",
  sg: "SecurityGroup",
  vpc: "VPC",
  subnet: "Subnet",
  eni: "NetworkInterface",
  ami: "Ami",
  vol: "Volume",
  snap: "Snapshot",
  igw: "InternetGateway",
  rtb: "RouteTable",
  acl: "NetworkAcl",
  eipalloc: "EIP",
  nat: "NatGateway",
  vpce: "VPCEndpoint",
  lt: "LaunchTemplate",
};
const EC2_ID =
  /^(i|sg|vpc|subnet|eni|ami|vol|snap|igw|rtb|acl|eipalloc|nat|vpce|lt)-[\da-f]{8,17}$/;

const DEEPEST = 12;
const MOST = 40;

/** In the order in which the record names them; none twice. */
export function outerResources(record: JsonObject): OuterResource[] {
  const service = (stringAt(record, "eventSource") ?? "").replace(/\.amazonaws\.com$/, "");
  if (service === "sts") return sessionResources(record);
  const rules = Object.hasOwn(RULES, service) ? RULES[service] : undefined;
  if (!rules) return [];
  const found = new Map<string, OuterResource>();
  // Recorded: DescribeInstances has none, though its request names an instance.
  if (service === "ec2" && stringAt(record, "readOnly") === "true") return [];
  const collect = (key: string, text: string) => {
    const resource = resourceOf(rules, record, key, text, service === "ec2");
    if (resource && found.size < MOST) {
      found.set(`${resource.ResourceType} ${resource.ResourceName}`, resource);
    }
  };
  walk(record.requestParameters, "", collect, 0);
  walk(record.responseElements, "", collect, 0);
  return withoutPoorer([...found.values()]);
}

function walk(
  value: JsonValue | undefined,
  key: string,
  collect: (key: string, text: string) => void,
  depth: number,
): void {
  if (depth > DEEPEST) return;
  if (typeof value === "string") collect(key, value);
  else if (Array.isArray(value)) for (const item of value) walk(item, key, collect, depth + 1);
  else if (isObject(value)) {
    for (const [inner, item] of Object.entries(value)) {
      walk(item, inner.toLowerCase(), collect, depth + 1);
    }
  }
}

function resourceOf(
  rules: Rule[],
  record: JsonObject,
  key: string,
  text: string,
  isEc2: boolean,
): OuterResource | undefined {
  const kind = isEc2 ? EC2_IDS[EC2_ID.exec(text)?.[1] ?? ""] : undefined;
  if (kind !== undefined) return { ResourceType: `AWS::EC2::${kind}`, ResourceName: text };
  const found = rules.find(({ keys }) => keys.includes(key));
  if (!found || text === "") return undefined;
  return { ResourceType: found.type, ResourceName: formed(found.form, record, text) };
}

function formed(form: Form, record: JsonObject, text: string): string {
  if (form.kind === "as-is") return text;
  const plain = /^(?:arn:|https?:)/.test(text) ? text.slice(text.search(/[^/:]*$/)) : text;
  if (form.kind === "name") return plain;
  if (text.startsWith("arn:")) return text;
  const service = (stringAt(record, "eventSource") ?? "").replace(/\.amazonaws\.com$/, "");
  const region = stringAt(record, "awsRegion") ?? "";
  const account = stringAt(record, "recipientAccountId") ?? "";
  return `arn:aws:${service}:${region}:${account}:${form.before}${plain}`;
}

/** An ARN made from a name gives way to the one that the record itself has for it, with its addition. */
function withoutPoorer(resources: OuterResource[]): OuterResource[] {
  return resources.filter(
    (one) =>
      one.ResourceType !== "AWS::SecretsManager::Secret" ||
      !resources.some((other) => other.ResourceName.startsWith(`${one.ResourceName}-`)),
  );
}

/** Remembered from output of AWS: the key that was issued, the session twice, the role by its ARN; a refused call has the role alone. */
function sessionResources(record: JsonObject): OuterResource[] {
  const answer = record.responseElements;
  const all: [string, string | undefined][] = [
    ["AWS::IAM::AccessKey", stringAt(answer, "credentials", "accessKeyId")],
    ["AWS::STS::AssumedRole", stringAt(answer, "assumedRoleUser", "assumedRoleId")],
    ["AWS::STS::AssumedRole", stringAt(answer, "assumedRoleUser", "arn")],
    ["AWS::IAM::Role", stringAt(record.requestParameters, "roleArn")],
  ];
  return all.flatMap(([ResourceType, text]) =>
    text === undefined ? [] : [{ ResourceType, ResourceName: text }],
  );
}
