/** The calls that only look: nine tenths of what a trail holds. */
import { arnOf, type Call, type CallParts, type Scene, someId, someKey, someName } from "./call.ts";
import { bucketParts } from "./writes.ts";

type Parts = (scene: Scene) => CallParts;

const nothing: Parts = () => ({ request: null });

const bucket: Parts = (scene) => bucketParts(someName(scene), { policy: "" }, scene);

const instances: Parts = (scene) => ({
  request: {
    maxResults: 1000,
    instancesSet: {},
    filterSet: {
      items: [
        {
          name: "instance-state-name",
          valueSet: { items: [{ value: "running" }, { value: "pending" }] },
        },
        { name: "vpc-id", valueSet: { items: [{ value: someId(scene, "vpc") }] } },
      ],
    },
  },
});

const decrypt: Parts = (scene) => {
  const key = someKey(scene);
  return {
    request: {
      encryptionAlgorithm: "SYMMETRIC_DEFAULT",
      encryptionContext: {
        SecretARN: arnOf(scene, "secretsmanager", `secret:${someName(scene)}/password-Kq3xZ9`),
      },
      keyId: key,
    },
    resources: [[key, "AWS::KMS::Key"]],
  };
};

const tasks: Parts = (scene) => ({
  request: {
    cluster: "main",
    tasks: [arnOf(scene, "ecs", `task/main/${someId(scene, "t")}`)],
    include: ["TAGS"],
  },
});

const table: Parts = (scene) => ({ request: { tableName: someName(scene) } });
const lambda: Parts = (scene) => ({ request: { functionName: someName(scene) } });
const role: Parts = (scene) => ({ request: { roleName: `workload-${scene.random.below(60)}` } });
const parameters: Parts = (scene) => ({
  request: { names: [`/${someName(scene)}/config`], withDecryption: true },
});
const targets: Parts = (scene) => ({
  request: {
    targetGroupArn: arnOf(scene, "elasticloadbalancing", `targetgroup/${someName(scene)}/0a1b2c3d`),
  },
});
const secret: Parts = (scene) => ({ request: { secretId: `${someName(scene)}/password` } });
const logs: Parts = (scene) => ({
  request: { logGroupNamePrefix: `/aws/lambda/${someName(scene)}`, limit: 50 },
});

const ROWS: [service: string, names: string, weight: number, parts: Parts][] = [
  ["ec2", "DescribeInstances", 14, instances],
  [
    "ec2",
    "DescribeSecurityGroups DescribeNetworkInterfaces DescribeVolumes DescribeSubnets DescribeTags",
    3,
    instances,
  ],
  ["s3", "GetBucketPolicy GetBucketAcl GetBucketLocation GetBucketEncryption", 3, bucket],
  ["s3", "ListBuckets", 2, nothing],
  ["kms", "Decrypt", 14, decrypt],
  ["kms", "GenerateDataKey DescribeKey", 3, decrypt],
  ["sts", "GetCallerIdentity", 4, nothing],
  ["ecs", "DescribeTasks", 5, tasks],
  ["ecs", "ListTasks DescribeServices", 3, tasks],
  ["dynamodb", "DescribeTable", 5, table],
  ["lambda", "GetFunction20150331v2 ListVersionsByFunction20150331", 3, lambda],
  ["ssm", "GetParameters GetParametersByPath", 3, parameters],
  ["secretsmanager", "GetSecretValue DescribeSecret", 3, secret],
  ["elasticloadbalancing", "DescribeTargetHealth", 6, targets],
  ["logs", "DescribeLogGroups DescribeLogStreams", 2.5, logs],
  ["rds", "DescribeDBInstances", 3, nothing],
  ["monitoring", "DescribeAlarms", 3, nothing],
  ["cloudformation", "DescribeStacks", 3, (scene) => ({ request: { stackName: someName(scene) } })],
  ["sqs", "ListQueues", 1, nothing],
];

export const READS: readonly Call[] = [
  ...ROWS.flatMap(([service, names, weight, parts]) =>
    names.split(" ").map((name) => ({ service, name, weight, parts })),
  ),
  ...["GetRole", "ListAttachedRolePolicies", "GetRolePolicy"].map((name) => ({
    service: "iam",
    name,
    weight: 4,
    global: true,
    parts: role,
  })),
];
