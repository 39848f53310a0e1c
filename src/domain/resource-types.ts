/** Words for kinds of resources ("security group", "db instance") and the services behind them. */

/** Event sources without `.amazonaws.com`, by the words that people use for what lives there. */
const SERVICES_OF: Record<string, string> = {
  "access key": "iam",
  "access point": "s3 elasticfilesystem",
  account: "organizations account",
  alarm: "monitoring cloudwatch",
  alias: "kms lambda route53",
  ami: "ec2",
  api: "apigateway appsync",
  "api gateway": "apigateway",
  "app config": "appconfig",
  application: "appconfig codedeploy elasticbeanstalk kinesisanalytics",
  "auto scaling group": "autoscaling",
  autoscaling: "autoscaling application-autoscaling",
  asg: "autoscaling",
  "backup vault": "backup",
  bucket: "s3",
  canary: "synthetics",
  certificate: "acm acm-pca iam",
  "change set": "cloudformation",
  cluster: "ecs eks rds redshift elasticache kafka elasticmapreduce dax memorydb",
  "cloudfront distribution": "cloudfront",
  "code build": "codebuild",
  "code pipeline": "codepipeline",
  crawler: "glue",
  dashboard: "monitoring cloudwatch",
  database: "rds dynamodb glue redshift",
  "db cluster": "rds",
  db: "rds",
  "db instance": "rds",
  "delivery stream": "firehose",
  distribution: "cloudfront",
  domain: "es opensearch route53domains cognito-idp codeartifact",
  "dynamodb table": "dynamodb",
  ebs: "ec2",
  "ec2 instance": "ec2",
  "ecr repository": "ecr",
  "ecs cluster": "ecs",
  "ecs service": "ecs",
  "ecs task": "ecs",
  "eks cluster": "eks",
  "elastic ip": "ec2",
  "event bus": "events",
  "event rule": "events",
  "event source mapping": "lambda",
  "feature flag": "appconfig evidently",
  file: "s3",
  "file system": "elasticfilesystem fsx",
  flag: "appconfig evidently",
  "flow log": "ec2",
  function: "lambda cloudfront",
  group: "iam sso-directory identitystore cognito-idp resource-groups",
  "hosted zone": "route53",
  "iam group": "iam",
  "iam policy": "iam",
  "iam role": "iam sts",
  "iam user": "iam",
  image: "ec2 ecr",
  instance: "ec2 rds ssm lightsail",
  "instance profile": "iam ec2",
  "internet gateway": "ec2",
  job: "glue batch",
  key: "kms ec2 iam",
  "key pair": "ec2",
  "kms key": "kms",
  lambda: "lambda",
  "lambda function": "lambda",
  "lambda layer": "lambda",
  layer: "lambda",
  "launch template": "ec2",
  listener: "elasticloadbalancing",
  "load balancer": "elasticloadbalancing",
  alb: "elasticloadbalancing",
  nlb: "elasticloadbalancing",
  elb: "elasticloadbalancing",
  "log group": "logs",
  "log stream": "logs",
  machine: "ec2 states",
  "managed policy": "iam",
  "nat gateway": "ec2",
  "network acl": "ec2",
  "network interface": "ec2",
  "node group": "eks",
  nodegroup: "eks",
  object: "s3",
  "organizational unit": "organizations",
  parameter: "ssm",
  "parameter group": "rds elasticache redshift",
  "permission set": "sso",
  pipeline: "codepipeline datapipeline osis",
  policy: "iam organizations s3 autoscaling",
  project: "codebuild",
  queue: "sqs",
  rds: "rds",
  "rds cluster": "rds",
  "rds database": "rds",
  "rds instance": "rds",
  "rds server": "rds",
  record: "route53",
  "dns record": "route53",
  repository: "ecr codecommit codeartifact",
  "rest api": "apigateway",
  role: "iam sts",
  "route table": "ec2",
  rule: "events config wafv2 elasticloadbalancing",
  "s3 bucket": "s3",
  schedule: "scheduler events",
  scp: "organizations",
  secret: "secretsmanager",
  "security group": "ec2 rds redshift elasticache",
  server: "ec2 rds transfer",
  service: "ecs apprunner servicediscovery",
  snapshot: "ec2 rds redshift elasticache",
  "sns topic": "sns",
  "sqs queue": "sqs",
  "ssm parameter": "ssm",
  stack: "cloudformation",
  "stack set": "cloudformation",
  stage: "apigateway",
  "state machine": "states",
  "step function": "states",
  stream: "kinesis firehose kinesisvideo",
  subnet: "ec2",
  subscription: "sns",
  table: "dynamodb glue",
  "target group": "elasticloadbalancing",
  task: "ecs",
  "task definition": "ecs",
  topic: "sns",
  trail: "cloudtrail",
  "transit gateway": "ec2",
  trigger: "lambda glue",
  user: "iam sso-directory identitystore cognito-idp transfer",
  "user pool": "cognito-idp",
  vm: "ec2",
  volume: "ec2",
  vpc: "ec2",
  "vpc endpoint": "ec2",
  "web acl": "wafv2 waf waf-regional",
  waf: "wafv2 waf waf-regional",
  workgroup: "athena",
  zone: "route53",
};

/**
 * The services that a kind of resource belongs to ("the Lambda functions" → lambda), or undefined for words that name none.
 * Case, articles, plural and hyphens do not matter. The first entry is the service people mean first.
 */
export function typeServices(words: string): string[] | undefined {
  const text = words
    .toLowerCase()
    .replace(/[-_\s]+/g, " ")
    .replace(/^(?:(?:the|an?|our|my|aws|amazon) )+/, "")
    .trim();
  for (const form of [text, ...singulars(text)]) {
    const found = Object.hasOwn(SERVICES_OF, form) ? SERVICES_OF[form] : undefined;
    if (found !== undefined) return found.split(" ");
  }
  return undefined;
}

function singulars(text: string): string[] {
  const forms: string[] = [];
  if (text.endsWith("ies")) forms.push(`${text.slice(0, -3)}y`);
  if (text.endsWith("es")) forms.push(text.slice(0, -2));
  if (text.endsWith("s")) forms.push(text.slice(0, -1));
  return forms;
}

/** Services whose events stand under more than one event source, or whose ARNs spell it otherwise. */
const FAMILIES = [
  ["monitoring", "cloudwatch"],
  ["iam", "sts"],
  ["rds", "docdb", "neptune"],
  ["es", "opensearch"],
  ["elasticloadbalancing", "elasticloadbalancingv2"],
  ["wafv2", "waf", "waf-regional"],
  ["apigateway", "execute-api"],
  ["s3", "s3express", "s3-outposts", "s3-object-lambda"],
  ["sso", "sso-directory", "identitystore", "identity-center"],
  ["ssm", "ssm-quicksetup", "ssmmessages", "ssm-sap"],
  ["ecr", "ecr-public"],
  ["events", "scheduler"],
  ["ses", "email"],
  ["cassandra", "keyspaces"],
  ["codeconnections", "codestar-connections"],
  ["elasticmapreduce", "emr"],
  ["states", "stepfunctions"],
  ["appconfig", "appconfigdata"],
];

const familyOf = new Map(FAMILIES.flatMap((family) => family.map((name) => [name, family[0]])));

/** True when both names stand for one service (`monitoring` and `cloudwatch`, `iam` and `sts`). */
export function isSameService(one: string, other: string): boolean {
  return one === other || familyName(one) === familyName(other);
}

function familyName(service: string): string {
  return familyOf.get(service) ?? service;
}

/** CloudFormation's names for services whose event source is called otherwise (`AWS::ElasticLoadBalancingV2::…`). */
const EVENT_SOURCE_OF: Record<string, string> = {
  stepfunctions: "states",
  kinesisfirehose: "firehose",
  certificatemanager: "acm",
  elasticsearch: "es",
  opensearchservice: "es",
  efs: "elasticfilesystem",
  msk: "kafka",
  emr: "elasticmapreduce",
  cognito: "cognito-idp",
  identitystore: "sso",
  applicationautoscaling: "application-autoscaling",
  amazonmq: "mq",
};

/** The event source behind the middle of a CloudFormation type: `AWS::StepFunctions::StateMachine` → `states`. */
export function cloudFormationService(name: string): string {
  return EVENT_SOURCE_OF[name] ?? name;
}
