/** People who look around in the console, and calls that fail without anybody asking. */
import { ACCOUNTS, CHECKOUT, HOME, JOBS, ORDERS } from "./company.ts";
import { AT_HOME, type NoiseKind, PROD_AT_HOME, STAGING, WORKLOADS } from "./noise-kind.ts";
import { JANE, LUCAS, MONITORING, OMAR, PIPELINE, PRIYA, type Robot } from "./robots.ts";

function looking(who: Robot, weight: number): NoiseKind[] {
  const call = { weight, who, office: true, accounts: WORKLOADS, regions: AT_HOME };
  return [
    { ...call, source: "monitoring", name: "DescribeAlarms", requests: [{ maxRecords: 100 }] },
    { ...call, source: "lambda", name: "ListFunctions20150331" },
    {
      ...call,
      source: "lambda",
      name: "GetFunctionConfiguration20150331v2",
      requests: [{ functionName: CHECKOUT.functionName }, { functionName: JOBS.worker }],
    },
    {
      ...call,
      source: "rds",
      name: "DescribeDBInstances",
      requests: [{ dBInstanceIdentifier: ORDERS.instance }],
    },
    { ...call, source: "ec2", name: "DescribeSecurityGroups" },
    { ...call, source: "health", name: "DescribeEventAggregates" },
    { ...call, source: "logs", name: "DescribeLogGroups", requests: [{ limit: 50 }] },
  ];
}

const REFUSALS: NoiseKind[] = [
  {
    weight: 3,
    who: LUCAS,
    source: "secretsmanager",
    name: "GetSecretValue",
    requests: [{ secretId: "storefront/prod/session-key" }],
    error: {
      code: "AccessDenied",
      message: `User: arn:aws:sts::${ACCOUNTS.prod.id}:assumed-role/AWSReservedSSO_ViewOnlyAccess_93e5c1a07b26d84f/lucas.meyer@acme.example is not authorized to perform: secretsmanager:GetSecretValue on resource: storefront/prod/session-key because no identity-based policy allows the secretsmanager:GetSecretValue action`,
    },
    office: true,
    ...PROD_AT_HOME,
  },
  {
    weight: 5,
    who: MONITORING,
    source: "ec2",
    name: "DescribeInstances",
    error: { code: "Client.RequestLimitExceeded", message: "Request limit exceeded." },
    ...PROD_AT_HOME,
  },
  {
    weight: 2,
    who: PIPELINE,
    source: "lambda",
    name: "UpdateFunctionCode20150331v2",
    requests: [{ functionName: "staging-checkout-api", publish: true, dryRun: false }],
    error: {
      code: "ResourceConflictException",
      message: `The operation cannot be performed at this time. An update is in progress for resource: arn:aws:lambda:${HOME}:${ACCOUNTS.staging.id}:function:staging-checkout-api`,
    },
    changes: true,
    office: true,
    accounts: STAGING,
    regions: AT_HOME,
  },
];

export const PEOPLE_NOISE: readonly NoiseKind[] = [
  ...looking(JANE, 2),
  ...looking(OMAR, 3),
  ...looking(PRIYA, 2),
  ...looking(LUCAS, 2),
  ...REFUSALS,
];
