/** Identities, keys and secrets: how people ask for them, and how records spell them. */
import type { Kind } from "./kinds.ts";

const HERE = "eu-west-1:111122223333";

export const identityKinds: Kind[] = [
  {
    kind: "IAM role",
    asks: [
      "deploy",
      "role/deploy",
      "arn:aws:iam::111122223333:role/ci/deploy",
      "arn:aws:iam::111122223333:role/deploy",
    ],
    hits: [
      [
        "iam",
        "AttachRolePolicy",
        { roleName: "deploy", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
      ],
      [
        "iam",
        "CreateRole",
        { roleName: "deploy", path: "/ci/" },
        { role: { roleName: "deploy", arn: "arn:aws:iam::111122223333:role/ci/deploy" } },
      ],
      ["iam", "UpdateAssumeRolePolicy", { roleName: "deploy", policyDocument: "{}" }],
      ["iam", "AddRoleToInstanceProfile", { roleName: "deploy", instanceProfileName: "web" }],
      [
        "rds",
        "AddRoleToDBCluster",
        { dBClusterIdentifier: "c", roleArn: "arn:aws:iam::111122223333:role/ci/deploy" },
      ],
    ],
    misses: [
      [
        "iam",
        "AttachRolePolicy",
        { roleName: "deploy-prod", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
      ],
      [
        "lambda",
        "CreateFunction",
        { functionName: "f", role: "arn:aws:iam::111122223333:role/ci/deploy" },
      ],
      [
        "ecs",
        "RegisterTaskDefinition",
        {
          family: "web",
          taskRoleArn: "arn:aws:iam::111122223333:role/ci/deploy",
          executionRoleArn: "deploy",
        },
      ],
      [
        "s3",
        "PutBucketPolicy",
        {
          bucketName: "b",
          bucketPolicy: {
            Statement: [{ Principal: { AWS: "arn:aws:iam::111122223333:role/ci/deploy" } }],
          },
        },
      ],
      [
        "kms",
        "PutKeyPolicy",
        {
          keyId: "k",
          policy:
            '{"Statement":[{"Principal":{"AWS":"arn:aws:iam::111122223333:role/ci/deploy"}}]}',
        },
      ],
    ],
  },
  {
    kind: "IAM user",
    asks: ["bob", "user/bob", "arn:aws:iam::111122223333:user/bob"],
    hits: [
      [
        "iam",
        "CreateAccessKey",
        { userName: "bob" },
        { accessKey: { userName: "bob", accessKeyId: "AKIAIOSFODNN7EXAMPLE" } },
      ],
      ["iam", "AddUserToGroup", { userName: "bob", groupName: "admins" }],
      ["iam", "DeleteUser", { userName: "bob" }],
    ],
    misses: [
      ["iam", "DeleteUser", { userName: "bobby" }],
      [
        "kms",
        "CreateGrant",
        { keyId: "k", granteePrincipal: "arn:aws:iam::111122223333:user/bob" },
      ],
    ],
  },
  {
    kind: "IAM group",
    asks: ["admins", "arn:aws:iam::111122223333:group/admins"],
    hits: [
      ["iam", "AddUserToGroup", { userName: "bob", groupName: "admins" }],
      ["iam", "DeleteGroupPolicy", { groupName: "admins", policyName: "p" }],
    ],
    misses: [["iam", "DeleteGroup", { groupName: "admins-eu" }]],
  },
  {
    kind: "IAM policy",
    asks: ["boundary", "policy/boundary", "arn:aws:iam::111122223333:policy/boundary"],
    hits: [
      [
        "iam",
        "CreatePolicyVersion",
        {
          policyArn: "arn:aws:iam::111122223333:policy/boundary",
          policyDocument: "{}",
          setAsDefault: true,
        },
      ],
      [
        "iam",
        "CreatePolicy",
        { policyName: "boundary" },
        { policy: { policyName: "boundary", arn: "arn:aws:iam::111122223333:policy/boundary" } },
      ],
    ],
    misses: [
      [
        "iam",
        "CreateRole",
        { roleName: "r", permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary" },
      ],
    ],
  },
  {
    kind: "access key",
    asks: ["AKIAIOSFODNN7EXAMPLE"],
    hits: [
      [
        "iam",
        "CreateAccessKey",
        { userName: "bob" },
        { accessKey: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", status: "Active" } },
      ],
      [
        "iam",
        "UpdateAccessKey",
        { userName: "bob", accessKeyId: "AKIAIOSFODNN7EXAMPLE", status: "Inactive" },
      ],
    ],
    misses: [["iam", "DeleteAccessKey", { accessKeyId: "AKIAIOSFODNN7EXAMPL2" }]],
  },
  {
    kind: "instance profile",
    asks: ["web-profile", "arn:aws:iam::111122223333:instance-profile/web-profile"],
    hits: [
      ["iam", "DeleteInstanceProfile", { instanceProfileName: "web-profile" }],
      [
        "ec2",
        "AssociateIamInstanceProfile",
        {
          iamInstanceProfile: {
            name: "web-profile",
            arn: "arn:aws:iam::111122223333:instance-profile/web-profile",
          },
          instanceId: "i-1",
        },
      ],
    ],
    misses: [
      [
        "ec2",
        "RunInstances",
        {
          iamInstanceProfile: { name: "web-profile" },
          instancesSet: { items: [{ imageId: "ami-11111111" }] },
        },
        { instancesSet: { items: [{ instanceId: "i-0123456789abcdef0" }] } },
      ],
    ],
  },
  {
    kind: "KMS key",
    asks: [
      "0e5d0ab6-097e-49d8-99ef-747ce3e5f8f4",
      `arn:aws:kms:${HERE}:key/0e5d0ab6-097e-49d8-99ef-747ce3e5f8f4`,
    ],
    hits: [
      ["kms", "ScheduleKeyDeletion", { keyId: "0e5d0ab6-097e-49d8-99ef-747ce3e5f8f4" }],
      [
        "kms",
        "DisableKey",
        { keyId: `arn:aws:kms:${HERE}:key/0e5d0ab6-097e-49d8-99ef-747ce3e5f8f4` },
      ],
      [
        "kms",
        "CreateKey",
        { description: "x" },
        { keyMetadata: { keyId: "0e5d0ab6-097e-49d8-99ef-747ce3e5f8f4" } },
      ],
      [
        "kms",
        "RotateKey",
        null,
        null,
        [
          {
            ARN: `arn:aws:kms:${HERE}:key/0e5d0ab6-097e-49d8-99ef-747ce3e5f8f4`,
            type: "AWS::KMS::Key",
          },
        ],
      ],
    ],
    misses: [
      [
        "rds",
        "CreateDBInstance",
        {
          dBInstanceIdentifier: "x",
          kmsKeyId: `arn:aws:kms:${HERE}:key/0e5d0ab6-097e-49d8-99ef-747ce3e5f8f4`,
        },
      ],
      [
        "secretsmanager",
        "CreateSecret",
        { name: "s", kmsKeyId: "0e5d0ab6-097e-49d8-99ef-747ce3e5f8f4" },
      ],
    ],
  },
  {
    kind: "KMS alias",
    asks: ["alias/signing", "signing", `arn:aws:kms:${HERE}:alias/signing`],
    hits: [
      ["kms", "UpdateAlias", { aliasName: "alias/signing", targetKeyId: "k" }],
      ["kms", "DeleteAlias", { aliasName: "alias/signing" }],
    ],
    misses: [["kms", "DeleteAlias", { aliasName: "alias/signing-old" }]],
  },
  {
    kind: "secret",
    asks: [
      "payments/api-key",
      `arn:aws:secretsmanager:${HERE}:secret:payments/api-key-AbC1eF`,
      `arn:aws:secretsmanager:${HERE}:secret:payments/api-key`,
      "payments/api-key-AbC1eF",
      "secret:payments/api-key",
    ],
    hits: [
      [
        "secretsmanager",
        "PutSecretValue",
        { secretId: "payments/api-key" },
        { arn: `arn:aws:secretsmanager:${HERE}:secret:payments/api-key-AbC1eF` },
      ],
      [
        "secretsmanager",
        "DeleteSecret",
        { secretId: `arn:aws:secretsmanager:${HERE}:secret:payments/api-key-AbC1eF` },
      ],
      [
        "secretsmanager",
        "CreateSecret",
        { name: "payments/api-key" },
        { aRN: `arn:aws:secretsmanager:${HERE}:secret:payments/api-key-AbC1eF` },
      ],
      [
        "secretsmanager",
        "RotationSucceeded",
        null,
        null,
        [{ ARN: `arn:aws:secretsmanager:${HERE}:secret:payments/api-key-AbC1eF` }],
      ],
    ],
    misses: [
      [
        "secretsmanager",
        "DeleteSecret",
        { secretId: `arn:aws:secretsmanager:${HERE}:secret:payments/api-key-2-AbCdEg` },
      ],
    ],
  },
  {
    kind: "SSM parameter",
    asks: ["/shop/prod/url", `arn:aws:ssm:${HERE}:parameter/shop/prod/url`],
    hits: [
      ["ssm", "PutParameter", { name: "/shop/prod/url", type: "String" }],
      ["ssm", "DeleteParameters", { names: ["/other", "/shop/prod/url"] }],
      ["ssm", "PutParameter", null, null, [{ ARN: `arn:aws:ssm:${HERE}:parameter/shop/prod/url` }]],
    ],
    misses: [["ssm", "PutParameter", { name: "/shop/prod/url2" }]],
  },
];
