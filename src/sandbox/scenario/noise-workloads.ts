/** The shop at work: objects, keys and parameters read by its services, pipelines and scaling that change things. */
import { ACCOUNTS, BUCKETS, CHECKOUT, HOME, JOBS, STOREFRONT } from "./company.ts";
import { AT_HOME, GLOBALLY, type NoiseKind, PROD, PROD_AT_HOME, STAGING } from "./noise-kind.ts";
import { hostOf } from "./record.ts";
import {
  ASSETS_PIPELINE,
  CHECKOUT_LOGGING,
  CHECKOUT_RUNTIME,
  LAMBDA_SERVICE,
  PIPELINE,
  type Robot,
  STOREFRONT_RUNTIME,
  TASK_SCALING,
  WORKER_LOGGING,
  WORKER_RUNTIME,
} from "./robots.ts";

function objects(bucket: string, prefix: string, suffix: string) {
  const key = `${prefix}@random@${suffix}`;
  const arn = `arn:aws:s3:::${bucket}`;
  return {
    source: "s3",
    host: `${bucket}.s3.${HOME}.amazonaws.com`,
    data: true,
    requests: [{ bucketName: bucket, Host: `${bucket}.s3.${HOME}.amazonaws.com`, key }],
    resources: [
      { type: "AWS::S3::Object", ARN: `${arn}/${key}` },
      { accountId: ACCOUNTS.prod.id, type: "AWS::S3::Bucket", ARN: arn },
    ],
  };
}

const images = objects(BUCKETS.assets, "img/products/", ".webp");
const reports = objects(BUCKETS.public, "exports/report-", ".csv");

const OBJECT_CALLS: NoiseKind[] = [
  { weight: 70, who: STOREFRONT_RUNTIME, name: "GetObject", ...images, ...PROD_AT_HOME },
  {
    weight: 26,
    who: ASSETS_PIPELINE,
    name: "PutObject",
    changes: true,
    ...images,
    ...PROD_AT_HOME,
  },
  {
    weight: 12,
    who: WORKER_RUNTIME,
    name: "PutObject",
    changes: true,
    ...reports,
    ...PROD_AT_HOME,
  },
];

const PARAMETERS = ["/acme/prod/checkout/flags", "/acme/prod/checkout/limits"];
const LOG_STREAM = "@day@/[$LATEST]@random@";

function runtimeCalls(who: Robot, worker: Robot, functionName: string): NoiseKind[] {
  const role = `arn:aws:iam::${ACCOUNTS.prod.id}:role/${functionName}-role`;
  return [
    {
      weight: 22,
      who,
      source: "kms",
      name: "Decrypt",
      requests: [
        {
          encryptionAlgorithm: "SYMMETRIC_DEFAULT",
          encryptionContext: {
            "aws:lambda:FunctionArn": `arn:aws:lambda:${HOME}:${ACCOUNTS.prod.id}:function:${functionName}`,
          },
        },
      ],
      ...PROD_AT_HOME,
    },
    {
      weight: 14,
      who,
      source: "ssm",
      name: "GetParameters",
      requests: PARAMETERS.map((name) => ({ names: [name], withDecryption: true })),
      ...PROD_AT_HOME,
    },
    {
      weight: 6,
      who: worker,
      source: "logs",
      name: "CreateLogStream",
      changes: true,
      requests: [{ logGroupName: `/aws/lambda/${functionName}`, logStreamName: LOG_STREAM }],
      ...PROD_AT_HOME,
    },
    {
      weight: 10,
      who: LAMBDA_SERVICE,
      source: "sts",
      name: "AssumeRole",
      requests: [{ roleArn: role, roleSessionName: functionName, durationSeconds: 3600 }],
      response: { credentials: { accessKeyId: "@issued@", sessionToken: "IQoJ@random@EXAMPLE==" } },
      resources: [{ accountId: ACCOUNTS.prod.id, type: "AWS::IAM::Role", ARN: role }],
      issuesFor: `${functionName}-role`,
      ...PROD_AT_HOME,
    },
  ];
}

const scaled = { cluster: STOREFRONT.cluster, service: STOREFRONT.service };

const AUTOMATION: NoiseKind[] = [
  {
    weight: 5,
    who: TASK_SCALING,
    source: "ecs",
    name: "UpdateService",
    requests: [4, 5, 6, 8].map((desiredCount) => ({ ...scaled, desiredCount })),
    changes: true,
    ...PROD_AT_HOME,
  },
  {
    weight: 12,
    who: PIPELINE,
    source: "lambda",
    name: "UpdateFunctionCode20150331v2",
    requests: ["staging-checkout-api", "staging-jobs-worker"].map((functionName) => ({
      functionName,
      s3Bucket: "acme-shop-staging-releases",
      s3Key: "releases/@random@.zip",
      publish: true,
      dryRun: false,
    })),
    changes: true,
    office: true,
    accounts: STAGING,
    regions: AT_HOME,
  },
  {
    weight: 2,
    who: PIPELINE,
    source: "lambda",
    name: "UpdateFunctionCode20150331v2",
    requests: [{ functionName: JOBS.worker, s3Key: "releases/jobs/@random@.zip", publish: true }],
    changes: true,
    office: true,
    ...PROD_AT_HOME,
  },
  {
    weight: 8,
    who: ASSETS_PIPELINE,
    source: "cloudfront",
    name: "CreateInvalidation2020_05_31",
    host: hostOf("cloudfront", "us-east-1"),
    requests: [
      {
        distributionId: "E2ACMESHOPEXAMPLE",
        invalidationBatch: {
          callerReference: "@random@",
          paths: { quantity: 1, items: ["/img/*"] },
        },
      },
    ],
    changes: true,
    office: true,
    accounts: PROD,
    regions: GLOBALLY,
  },
];

export const WORKLOAD_NOISE: readonly NoiseKind[] = [
  ...OBJECT_CALLS,
  ...runtimeCalls(CHECKOUT_RUNTIME, CHECKOUT_LOGGING, CHECKOUT.functionName),
  ...runtimeCalls(WORKER_RUNTIME, WORKER_LOGGING, JOBS.worker),
  ...AUTOMATION,
];
