/** Services, monitoring and Terraform that read everything again and again. */
import { BUCKETS, HOME } from "./company.ts";
import {
  EVERY_ACCOUNT,
  EVERYWHERE,
  GLOBALLY,
  type NoiseKind,
  PROD_AT_HOME,
  WORKLOADS,
} from "./noise-kind.ts";
import {
  CONFIG,
  FLEET_SCALING,
  INSPECTOR,
  MONITORING,
  type Robot,
  TERRAFORM_PLAN,
  TRAIL_SERVICE,
} from "./robots.ts";

const NAMES = [BUCKETS.public, BUCKETS.assets, BUCKETS.logs];

function bucketReads(name: string, subresource: string): Pick<NoiseKind, "name" | "requests"> {
  return {
    name,
    requests: NAMES.map((bucketName) => ({
      bucketName,
      Host: `${bucketName}.s3.${HOME}.amazonaws.com`,
      [subresource]: "",
    })),
  };
}

function sweep(who: Robot, weight: number, calls: readonly [string, ...string[]][]): NoiseKind[] {
  return calls.flatMap(([source, ...names]) =>
    names.map((name) => ({
      weight,
      who,
      source,
      name,
      accounts: EVERY_ACCOUNT,
      regions: source === "iam" || source === "cloudfront" ? GLOBALLY : EVERYWHERE,
    })),
  );
}

const SWEEPS: NoiseKind[] = [
  ...sweep(CONFIG, 10, [
    ["ec2", "DescribeInstances", "DescribeSecurityGroups", "DescribeVolumes", "DescribeSubnets"],
    ["lambda", "ListFunctions20150331"],
    ["rds", "DescribeDBInstances", "DescribeDBSnapshots"],
    ["iam", "ListRoles", "GetAccountAuthorizationDetails", "ListPolicies"],
    ["dynamodb", "ListTables"],
  ]),
  ...sweep(INSPECTOR, 6, [
    ["ec2", "DescribeInstances", "DescribeNetworkInterfaces"],
    ["lambda", "ListFunctions20150331"],
    ["ecr", "DescribeRepositories"],
  ]),
  ...sweep(MONITORING, 9, [
    ["monitoring", "DescribeAlarms", "ListMetrics"],
    ["ec2", "DescribeInstances"],
    ["rds", "DescribeDBInstances"],
    ["sqs", "ListQueues"],
    ["logs", "DescribeLogGroups"],
    ["elasticloadbalancing", "DescribeLoadBalancers", "DescribeTargetHealth"],
    ["cloudfront", "ListDistributions"],
  ]),
  ...sweep(FLEET_SCALING, 4, [["ec2", "DescribeInstanceStatus", "DescribeLaunchTemplateVersions"]]),
];

const TERRAFORM_READS: NoiseKind[] = [
  ...sweep(TERRAFORM_PLAN, 6, [
    ["sts", "GetCallerIdentity"],
    ["iam", "GetRole", "ListAttachedRolePolicies", "GetRolePolicy", "ListRolePolicies"],
    ["ec2", "DescribeSecurityGroups", "DescribeVpcs", "DescribeRouteTables"],
    ["kms", "DescribeKey", "GetKeyRotationStatus"],
    ["lambda", "GetFunction20150331v2"],
  ]),
].map((kind) => ({ ...kind, office: true, accounts: WORKLOADS }));

const s3 = { source: "s3", host: `${BUCKETS.assets}.s3.${HOME}.amazonaws.com` };

const BUCKET_READS: NoiseKind[] = [
  { weight: 14, who: CONFIG, ...s3, ...bucketReads("GetBucketAcl", "acl"), ...PROD_AT_HOME },
  { weight: 14, who: CONFIG, ...s3, ...bucketReads("GetBucketPolicy", "policy"), ...PROD_AT_HOME },
  {
    weight: 12,
    who: CONFIG,
    ...s3,
    ...bucketReads("GetBucketEncryption", "encryption"),
    ...PROD_AT_HOME,
  },
  { weight: 10, who: TRAIL_SERVICE, ...s3, ...bucketReads("GetBucketAcl", "acl"), ...PROD_AT_HOME },
  {
    weight: 10,
    who: TERRAFORM_PLAN,
    ...s3,
    ...bucketReads("GetBucketPublicAccessBlock", "publicAccessBlock"),
    ...PROD_AT_HOME,
    office: true,
  },
  {
    weight: 8,
    who: CONFIG,
    ...s3,
    ...bucketReads("GetBucketReplication", "replication"),
    error: {
      code: "ReplicationConfigurationNotFoundError",
      message: "The replication configuration was not found",
    },
    ...PROD_AT_HOME,
  },
];

export const SWEEP_NOISE: readonly NoiseKind[] = [...SWEEPS, ...TERRAFORM_READS, ...BUCKET_READS];
