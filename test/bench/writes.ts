/** The calls that change something, over the services in which teams change things most. */
import type { JsonObject } from "../../src/domain/json.ts";
import { formatInstant } from "../../src/domain/time.ts";
import { arnOf, type Call, type CallParts, type Scene, someId, someKey, someName } from "./call.ts";

type Parts = (scene: Scene) => CallParts;

function onBucket(extra: (bucket: string, scene: Scene) => JsonObject): Parts {
  return (scene) => {
    const bucketName = someName(scene);
    return bucketParts(bucketName, extra(bucketName, scene), scene);
  };
}

/** A call on a bucket as S3 records it. */
export function bucketParts(bucketName: string, request: JsonObject, scene: Scene): CallParts {
  return {
    request: { bucketName, Host: `${bucketName}.s3.${scene.region}.amazonaws.com`, ...request },
    resources: [[`arn:aws:s3:::${bucketName}`, "AWS::S3::Bucket"]],
    extra: {
      SignatureVersion: "SigV4",
      CipherSuite: "TLS_AES_128_GCM_SHA256",
      bytesTransferredIn: 494,
      AuthenticationMethod: "AuthHeader",
      "x-amz-id-2": `${scene.random.code(16)}=`,
      bytesTransferredOut: 0,
    },
  };
}

/** A policy with a principal that varies, so that one version differs from the next. */
export function bucketPolicy(bucketName: string, scene: Scene): JsonObject {
  const principal = `arn:aws:iam::${scene.account}:role/workload-${scene.random.below(60)}`;
  return {
    policy: "",
    bucketPolicy: {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AllowRead",
          Effect: "Allow",
          Principal: { AWS: principal },
          Action: ["s3:GetObject", "s3:ListBucket"],
          Resource: [`arn:aws:s3:::${bucketName}`, `arn:aws:s3:::${bucketName}/*`],
        },
      ],
    },
  };
}

const anObject: Parts = (scene) => {
  const bucketName = someName(scene);
  const key = `in/${formatInstant(scene.at).slice(0, 10)}/${scene.random.hex(12)}.parquet`;
  const parts = bucketParts(bucketName, { key }, scene);
  parts.resources?.push([`arn:aws:s3:::${bucketName}/${key}`, "AWS::S3::Object"]);
  return { ...parts, data: true };
};

const role: Parts = (scene) => ({
  request: {
    roleName: `${someName(scene)}-role`,
    policyArn: `arn:aws:iam::aws:policy/${scene.random.pick(["ReadOnlyAccess", "AmazonS3FullAccess", "AWSLambdaExecute"])}`,
  },
});

const instances: Parts = (scene) => {
  const instanceId = someId(scene, "i");
  return {
    request: { instancesSet: { items: [{ instanceId }] } },
    response: {
      requestId: scene.random.uuid(),
      instancesSet: {
        items: [
          {
            instanceId,
            currentState: { code: 64, name: "stopping" },
            previousState: { code: 16, name: "running" },
          },
        ],
      },
    },
  };
};

const runInstances: Parts = (scene) => {
  const instanceId = `i-0${scene.random.hex(16)}`;
  const subnetId = someId(scene, "subnet");
  const groups = { items: [{ groupId: someId(scene, "sg"), groupName: someName(scene) }] };
  return {
    request: {
      instancesSet: { items: [{ imageId: someId(scene, "ami"), minCount: 1, maxCount: 1 }] },
      instanceType: "m6i.large",
      subnetId,
      iamInstanceProfile: { name: `${someName(scene)}-profile` },
    },
    response: {
      reservationId: `r-0${scene.random.hex(16)}`,
      ownerId: scene.account,
      instancesSet: {
        items: [
          {
            instanceId,
            instanceState: { code: 0, name: "pending" },
            subnetId,
            groupSet: groups,
            instanceType: "m6i.large",
          },
        ],
      },
    },
  };
};

const groupRule: Parts = (scene) => ({
  request: {
    groupId: someId(scene, "sg"),
    ipPermissions: {
      items: [
        {
          ipProtocol: "tcp",
          fromPort: scene.random.pick([22, 443, 5432, 8080]),
          toPort: 443,
          groups: {},
          ipRanges: {
            items: [{ cidrIp: scene.random.pick(["10.0.0.0/8", "0.0.0.0/0", "172.16.0.0/12"]) }],
          },
        },
      ],
    },
  },
  response: { requestId: scene.random.uuid(), _return: true },
});

const tags: Parts = (scene) => ({
  request: {
    resourcesSet: {
      items: [{ resourceId: someId(scene, scene.random.pick(["i", "vol", "eni"])) }],
    },
    tagSet: { items: [{ key: "owner", value: someName(scene) }] },
  },
  response: { requestId: scene.random.uuid(), _return: true },
});

const networkInterface: Parts = (scene) => ({
  request: { networkInterfaceId: someId(scene, "eni") },
  response: { requestId: scene.random.uuid(), _return: true },
});

const lambda: Parts = (scene) => {
  const functionName = someName(scene);
  const functionArn = arnOf(scene, "lambda", `function:${functionName}`);
  return {
    request: {
      functionName: scene.random.chance(0.4) ? functionArn : functionName,
      publish: true,
      dryRun: false,
    },
    response: {
      functionName,
      functionArn,
      runtime: "nodejs20.x",
      role: `arn:aws:iam::${scene.account}:role/${functionName}-role`,
      timeout: scene.random.below(60),
      memorySize: scene.random.pick([128, 512, 1024]),
      codeSha256: `${scene.random.code(40)}=`,
      revisionId: scene.random.uuid(),
      state: "Active",
    },
  };
};

const concurrency: Parts = (scene) => {
  const reservedConcurrentExecutions = 5 * scene.random.below(40);
  return {
    request: { functionName: someName(scene), reservedConcurrentExecutions },
    response: { reservedConcurrentExecutions },
  };
};

const database: Parts = (scene) => {
  const dBInstanceIdentifier = someName(scene);
  return {
    request: { dBInstanceIdentifier, applyImmediately: true },
    response: {
      dBInstanceIdentifier,
      dBInstanceArn: arnOf(scene, "rds", `db:${dBInstanceIdentifier}`),
      dBInstanceClass: "db.r6g.large",
      engine: "postgres",
      dBInstanceStatus: "modifying",
      multiAZ: true,
      vpcSecurityGroups: [{ status: "active", vpcSecurityGroupId: someId(scene, "sg") }],
    },
  };
};

/** A call on a DynamoDB table. */
export function tableParts(tableName: string, scene: Scene): CallParts {
  return {
    request: { tableName, billingMode: scene.random.pick(["PAY_PER_REQUEST", "PROVISIONED"]) },
    response: {
      tableDescription: {
        tableName,
        tableArn: arnOf(scene, "dynamodb", `table/${tableName}`),
        tableStatus: "UPDATING",
      },
    },
    resources: [[arnOf(scene, "dynamodb", `table/${tableName}`), "AWS::DynamoDB::Table"]],
  };
}

const item: Parts = (scene) => ({
  ...tableParts(someName(scene), scene),
  response: null,
  data: true,
});

const queue: Parts = (scene) => ({
  request: {
    queueUrl: `https://sqs.${scene.region}.amazonaws.com/${scene.account}/${someName(scene)}`,
    attributes: { VisibilityTimeout: String(30 * (1 + scene.random.below(10))) },
  },
});

const topic: Parts = (scene) => ({
  request: {
    topicArn: arnOf(scene, "sns", someName(scene)),
    attributeName: "DisplayName",
    attributeValue: "alerts",
  },
});

const kmsKey: Parts = (scene) => {
  const key = someKey(scene);
  return {
    request: {
      keyId: key,
      granteePrincipal: `arn:aws:iam::${scene.account}:role/workload-${scene.random.below(60)}`,
      operations: ["Decrypt"],
    },
    response: { keyId: key, grantId: scene.random.hex(64) },
    resources: [[key, "AWS::KMS::Key"]],
  };
};

/** A call on a secret, named bare or by its ARN with the suffix that Secrets Manager adds. */
export function secretParts(secretId: string, arn: string, scene: Scene): CallParts {
  return {
    request: { secretId, clientRequestToken: scene.random.uuid() },
    response: { arn, versionId: scene.random.uuid() },
  };
}

const secret: Parts = (scene) => {
  const name = `${someName(scene)}/password`;
  const arn = arnOf(scene, "secretsmanager", `secret:${name}-Kq3xZ9`);
  return secretParts(scene.random.chance(0.5) ? name : arn, arn, scene);
};

const parameter: Parts = (scene) => ({
  request: {
    name: `/${someName(scene)}/config`,
    type: "String",
    overwrite: true,
    value: "HIDDEN_DUE_TO_SECURITY_REASONS",
  },
  response: { version: scene.random.below(90), tier: "Standard" },
});

/** A call on a CloudFormation stack, named by its id. */
export function stackParts(name: string, scene: Scene, id: string): CallParts {
  const stackId = arnOf(scene, "cloudformation", `stack/${name}/${id}`);
  return {
    request: {
      stackName: stackId,
      capabilities: ["CAPABILITY_NAMED_IAM"],
      parameters: [{ parameterKey: "Version", parameterValue: "HIDDEN_DUE_TO_SECURITY_REASONS" }],
    },
    response: { stackId },
  };
}

const stack: Parts = (scene) => stackParts(someName(scene), scene, scene.random.uuid());

const ecsService: Parts = (scene) => {
  const service = someName(scene);
  const taskDefinition = arnOf(
    scene,
    "ecs",
    `task-definition/${service}:${scene.random.below(400)}`,
  );
  return {
    request: { cluster: "main", service, taskDefinition, desiredCount: 1 + scene.random.below(12) },
    response: {
      service: {
        serviceName: service,
        serviceArn: arnOf(scene, "ecs", `service/main/${service}`),
        clusterArn: arnOf(scene, "ecs", "cluster/main"),
        taskDefinition,
        status: "ACTIVE",
      },
    },
  };
};

const logStream: Parts = (scene) => ({
  request: {
    logGroupName: `/aws/lambda/${someName(scene)}`,
    logStreamName: `2026/[$LATEST]${scene.random.hex(32)}`,
  },
});

const alarm: Parts = (scene) => ({
  request: {
    alarmName: `${someName(scene)}-errors`,
    metricName: "Errors",
    namespace: "AWS/Lambda",
    threshold: scene.random.below(50),
    period: 60,
  },
});

const records: Parts = (scene) => ({
  request: {
    hostedZoneId: `Z0${scene.account.slice(0, 4)}5678EXAMPLE`,
    changeBatch: {
      changes: [
        {
          action: "UPSERT",
          resourceRecordSet: { name: `${someName(scene)}.example.com.`, type: "A", tTL: 60 },
        },
      ],
    },
  },
  response: { changeInfo: { id: `/change/C${scene.random.code(20)}`, status: "PENDING" } },
});

const targets: Parts = (scene) => ({
  request: {
    targetGroupArn: arnOf(
      scene,
      "elasticloadbalancing",
      `targetgroup/${someName(scene)}/${scene.random.hex(16)}`,
    ),
    targets: [{ id: someId(scene, "i"), port: 8080 }],
  },
});

function calls(service: string, rows: [names: string, weight: number, parts: Parts][]): Call[] {
  return rows.flatMap(([names, weight, parts]) =>
    names.split(" ").map((name) => ({ service, name, weight, parts })),
  );
}

export const WRITES: readonly Call[] = [
  ...calls("s3", [
    ["PutBucketPolicy", 2, onBucket(bucketPolicy)],
    [
      "PutBucketTagging PutBucketLifecycle PutBucketEncryption CreateBucket",
      1.5,
      onBucket(() => ({ tagging: "" })),
    ],
    [
      "PutBucketAcl PutBucketPublicAccessBlock",
      0.7,
      onBucket(() => ({ acl: "", AccessControlList: "private" })),
    ],
    ["PutObject", 8, anObject],
    ["DeleteObject", 2, anObject],
  ]),
  ...calls("iam", [
    [
      "AttachRolePolicy DetachRolePolicy PutRolePolicy CreateRole UpdateAssumeRolePolicy TagRole",
      1.5,
      role,
    ],
  ]).map((call) => ({ ...call, global: true })),
  ...calls("ec2", [
    ["StopInstances StartInstances TerminateInstances ModifyInstanceAttribute", 1.5, instances],
    ["RunInstances", 5, runInstances],
    ["AuthorizeSecurityGroupIngress RevokeSecurityGroupIngress", 1.5, groupRule],
    ["CreateTags", 8, tags],
    ["DeleteNetworkInterface AttachNetworkInterface", 4, networkInterface],
  ]),
  ...calls("lambda", [
    [
      "UpdateFunctionCode20150331v2 UpdateFunctionConfiguration20150331v2 PublishVersion20150331",
      3,
      lambda,
    ],
    ["PutFunctionConcurrency20171031", 1, concurrency],
  ]),
  ...calls("rds", [
    ["ModifyDBInstance RebootDBInstance StopDBInstance StartDBInstance", 0.7, database],
  ]),
  ...calls("dynamodb", [
    ["UpdateTable CreateTable", 1, (scene) => tableParts(someName(scene), scene)],
    ["PutItem", 3, item],
  ]),
  ...calls("sqs", [["SetQueueAttributes CreateQueue", 1, queue]]),
  ...calls("sns", [["SetTopicAttributes", 1, topic]]),
  ...calls("kms", [
    ["CreateGrant RetireGrant", 3, kmsKey],
    ["DisableKey EnableKey", 0.1, kmsKey],
  ]),
  ...calls("secretsmanager", [["PutSecretValue RotateSecret UpdateSecret", 1, secret]]),
  ...calls("ssm", [["PutParameter", 2, parameter]]),
  ...calls("cloudformation", [["UpdateStack CreateStack DeleteStack", 1, stack]]),
  ...calls("ecs", [["UpdateService RunTask", 3, ecsService]]),
  ...calls("logs", [["CreateLogStream", 12, logStream]]),
  ...calls("monitoring", [["PutMetricAlarm", 1, alarm]]),
  ...calls("route53", [["ChangeResourceRecordSets", 2, records]]).map((call) => ({
    ...call,
    global: true,
  })),
  ...calls("elasticloadbalancing", [["RegisterTargets DeregisterTargets", 2, targets]]),
];
