/** What people call a service → the eventSource prefixes under which CloudTrail records it. */

const ALIASES: Record<string, string[]> = {
  cloudwatch: ["monitoring"],
  metrics: ["monitoring"],
  alarms: ["monitoring"],
  "cloudwatch alarms": ["monitoring"],
  "cloudwatch logs": ["logs"],
  "log groups": ["logs"],
  "cloudwatch events": ["events"],
  eventbridge: ["events", "scheduler", "pipes", "schemas"],
  console: ["signin"],
  "sign-in": ["signin"],
  "sign in": ["signin"],
  login: ["signin"],
  alb: ["elasticloadbalancing"],
  elb: ["elasticloadbalancing"],
  elbv2: ["elasticloadbalancing"],
  nlb: ["elasticloadbalancing"],
  "load balancer": ["elasticloadbalancing"],
  "load balancers": ["elasticloadbalancing"],
  "step functions": ["states"],
  "step function": ["states"],
  stepfunctions: ["states"],
  sfn: ["states"],
  msk: ["kafka"],
  "parameter store": ["ssm"],
  "systems manager": ["ssm"],
  "session manager": ["ssm"],
  sg: ["ec2"],
  "security group": ["ec2"],
  "security groups": ["ec2"],
  vpc: ["ec2"],
  vpcs: ["ec2"],
  ebs: ["ec2", "ebs"],
  ami: ["ec2"],
  instances: ["ec2"],
  cognito: ["cognito-idp", "cognito-identity", "cognito-sync"],
  opensearch: ["es", "aoss"],
  elasticsearch: ["es"],
  ses: ["ses", "email"],
  email: ["ses", "email"],
  "secrets manager": ["secretsmanager"],
  secrets: ["secretsmanager"],
  "identity center": ["sso", "sso-directory", "identitystore", "singlesignon", "sso-oauth"],
  "iam identity center": ["sso", "sso-directory", "identitystore", "singlesignon", "sso-oauth"],
  sso: ["sso", "sso-directory", "identitystore", "singlesignon", "sso-oauth"],
  "api gateway": ["apigateway"],
  "auto scaling": ["autoscaling", "application-autoscaling", "autoscaling-plans"],
  asg: ["autoscaling"],
  cfn: ["cloudformation"],
  "cloud formation": ["cloudformation"],
  dynamo: ["dynamodb", "dax"],
  "dynamo db": ["dynamodb", "dax"],
  efs: ["elasticfilesystem"],
  emr: ["elasticmapreduce", "emr-containers", "emr-serverless"],
  beanstalk: ["elasticbeanstalk"],
  "elastic beanstalk": ["elasticbeanstalk"],
  lambdas: ["lambda"],
  functions: ["lambda"],
  bucket: ["s3"],
  buckets: ["s3"],
  s3: ["s3", "s3express", "s3-outposts", "s3tables"],
  dns: ["route53", "route53domains", "route53resolver"],
  "route 53": ["route53", "route53domains", "route53resolver"],
  r53: ["route53"],
  docdb: ["rds"],
  documentdb: ["rds", "docdb-elastic"],
  neptune: ["rds", "neptune-graph"],
  aurora: ["rds"],
  kubernetes: ["eks"],
  container: ["ecs"],
  containers: ["ecs"],
  fargate: ["ecs"],
  registry: ["ecr", "ecr-public"],
  kinesis: ["kinesis", "firehose", "kinesisanalytics", "kinesisvideo"],
  firehose: ["firehose"],
  waf: ["wafv2", "waf", "waf-regional"],
  shield: ["shield"],
  "guard duty": ["guardduty"],
  "security hub": ["securityhub"],
  inspector: ["inspector2", "inspector"],
  macie: ["macie2", "macie"],
  certificates: ["acm", "acm-pca"],
  "certificate manager": ["acm", "acm-pca"],
  "access analyzer": ["access-analyzer"],
  "cost explorer": ["ce"],
  "cost optimization": ["cost-optimization-hub"],
  "cloud trail": ["cloudtrail", "cloudtrail-data"],
  trails: ["cloudtrail"],
  "cloud front": ["cloudfront"],
  cdn: ["cloudfront"],
  "aws config": ["config"],
  organisations: ["organizations"],
  organization: ["organizations"],
  orgs: ["organizations"],
  "control tower": ["controltower"],
  "transfer family": ["transfer"],
  "app config": ["appconfig", "appconfigdata"],
  "feature flags": ["appconfig", "appconfigdata", "evidently"],
  "app runner": ["apprunner"],
  "app mesh": ["appmesh"],
  "cloud map": ["servicediscovery"],
  "direct connect": ["directconnect"],
  "global accelerator": ["globalaccelerator"],
  xray: ["xray"],
  "x-ray": ["xray"],
  "resource groups": ["resource-groups", "tagging"],
  tags: ["tagging"],
  "service catalog": ["servicecatalog"],
  "storage gateway": ["storagegateway"],
  quicksight: ["quicksight"],
  "elastic cache": ["elasticache"],
  redis: ["elasticache", "memorydb"],
  memcached: ["elasticache"],
  queue: ["sqs"],
  queues: ["sqs"],
  topic: ["sns"],
  topics: ["sns"],
  sns: ["sns"],
  roles: ["iam"],
  permissions: ["iam"],
  keys: ["kms"],
  database: ["rds"],
  databases: ["rds"],
  codecommit: ["codecommit"],
  "code build": ["codebuild"],
  "code pipeline": ["codepipeline"],
  "code deploy": ["codedeploy"],
  support: ["support", "trustedadvisor"],
  "trusted advisor": ["trustedadvisor"],
  workspaces: ["workspaces"],
  chatbot: ["chatbot"],
  mq: ["amazonmq"],
  "amazon mq": ["amazonmq"],
  airflow: ["airflow"],
  mwaa: ["airflow"],
  sagemaker: ["sagemaker"],
  bedrock: ["bedrock", "bedrock-agentcore"],
};

/** eventSource prefixes that are said as they are. */
const PREFIXES = new Set(
  `access-analyzer account acm acm-pca airflow amazonmq amplify aoss apigateway appconfig appconfigdata appfabric
  appflow application-autoscaling application-insights appmesh apprunner appstream appsync aps artifact athena auditmanager
  autoscaling autoscaling-plans aws-marketplace backup batch bedrock bedrock-agentcore billing billingconductor braket
  budgets ce chatbot chime cleanrooms cloud9 clouddirectory cloudformation cloudfront cloudhsm cloudsearch cloudshell
  cloudtrail cloudtrail-data codeartifact codebuild codecatalyst codecommit codeconnections codedeploy codeguru-reviewer
  codepipeline codestar codestar-connections codestar-notifications cognito-identity cognito-idp cognito-sync comprehend
  compute-optimizer config connect controltower cost-optimization-hub cur databrew dataexchange datapipeline datasync
  datazone dax deadline detective devicefarm devops-guru directconnect discovery dlm dms docdb-elastic drs ds dynamodb
  dynamodbstreams ebs ec2 ec2-instance-connect ecr ecr-public ecs eks eks-auth elasticache elasticbeanstalk
  elasticfilesystem elasticloadbalancing elasticmapreduce elastictranscoder emr-containers emr-serverless entityresolution
  es events evidently finspace firehose fis fms forecast frauddetector freetier fsx gamelift geo glacier globalaccelerator
  glue grafana greengrass groundstation guardduty health healthlake iam identitystore imagebuilder importexport inspector
  inspector2 internetmonitor iot iotanalytics iotevents iotsitewise ivs kafka kafkaconnect kendra keyspaces kinesis
  kinesisanalytics kinesisvideo kms lakeformation lambda launchwizard lex license-manager lightsail logs lookoutmetrics
  machinelearning macie macie2 managedblockchain mediaconnect mediaconvert medialive mediapackage mediastore mediatailor
  memorydb mgn migrationhub mobiletargeting monitoring mq mturk neptune-graph network-firewall networkmanager notifications
  oam omics opsworks organizations outposts panorama payments personalize pi pinpoint pipes polly pricing proton q qbusiness
  qldb quicksight ram rbin rds rds-data redshift redshift-data redshift-serverless refactor-spaces rekognition repostspace
  resiliencehub resource-explorer-2 resource-groups robomaker rolesanywhere route53 route53-recovery-control-config
  route53domains route53resolver rum s3 s3-outposts s3express s3tables sagemaker savingsplans scheduler schemas sdb
  secretsmanager securityhub securitylake serverlessrepo servicecatalog servicediscovery servicequotas ses shield signer
  signin simspaceweaver singlesignon sms snow-device-management snowball sns sqs ssm ssm-contacts ssm-incidents sso
  sso-directory sso-oauth states storagegateway sts support supportapp swf synthetics tagging tax textract timestream
  tnb transcribe transfer translate trustedadvisor verifiedpermissions vmie voiceid vpc-lattice waf waf-regional wafv2
  wellarchitected wisdom workdocs worklink workmail workspaces workspaces-web xray`.split(/\s+/),
);

/**
 * The eventSource prefixes that a word for a service means (`cloudwatch` → `monitoring`), or undefined when the word
 * names no service. Upper and lower case are the same; a leading `aws` or `amazon` and `.amazonaws.com` are ignored.
 */
export function serviceNames(word: string): string[] | undefined {
  const text = word.trim().toLowerCase().replace(/\s+/g, " ");
  return (
    lookUp(text) ??
    lookUp(text.replace(/^(?:aws|amazon) /, "").replace(/\.amazonaws\.com(?:\.cn)?$/, ""))
  );
}

function lookUp(text: string): string[] | undefined {
  if (Object.hasOwn(ALIASES, text)) return ALIASES[text];
  if (PREFIXES.has(text)) return [text];
  const joined = text.replace(/[ _-]/g, "");
  if (PREFIXES.has(joined)) return [joined];
  const dashed = text.replace(/[ _]/g, "-");
  return PREFIXES.has(dashed) ? [dashed] : undefined;
}
