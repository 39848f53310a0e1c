/** Storage and databases: how people ask for them, and how records spell them. */
import type { Kind } from "./kinds.ts";

const HERE = "eu-west-1:111122223333";

export const storageKinds: Kind[] = [
  {
    kind: "S3 bucket",
    asks: ["orders-prod", "arn:aws:s3:::orders-prod", "s3://orders-prod", "S3://Orders-Prod/"],
    hits: [
      ["s3", "PutBucketPolicy", { bucketName: "orders-prod", Host: "s3.amazonaws.com" }],
      [
        "s3",
        "DeleteBucket",
        { bucketName: "orders-prod" },
        null,
        [{ ARN: "arn:aws:s3:::orders-prod", type: "AWS::S3::Bucket" }],
      ],
      [
        "s3",
        "PutAccelerateConfiguration",
        null,
        null,
        [{ accountId: "1", type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::orders-prod" }],
      ],
    ],
    misses: [
      ["s3", "PutBucketPolicy", { bucketName: "orders-prod-logs" }],
      [
        "s3",
        "PutObject",
        { bucketName: "orders-prod", key: "a/b.txt" },
        null,
        [
          { type: "AWS::S3::Object", ARN: "arn:aws:s3:::orders-prod/a/b.txt" },
          { type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::orders-prod" },
        ],
      ],
      ["cloudtrail", "CreateTrail", { name: "audit", s3BucketName: "orders-prod" }],
      [
        "s3",
        "PutBucketLogging",
        {
          bucketName: "web",
          BucketLoggingStatus: {
            LoggingEnabled: { TargetBucket: "orders-prod", TargetPrefix: "l/" },
          },
        },
      ],
      [
        "s3",
        "PutBucketReplication",
        {
          bucketName: "web",
          ReplicationConfiguration: {
            Rule: { Destination: { Bucket: "arn:aws:s3:::orders-prod" } },
          },
        },
      ],
      [
        "s3",
        "PutBucketPolicy",
        {
          bucketName: "web",
          bucketPolicy: { Statement: [{ Resource: "arn:aws:s3:::orders-prod/*" }] },
        },
      ],
      [
        "lambda",
        "CreateFunction",
        { functionName: "f", code: { s3Bucket: "orders-prod", s3Key: "f.zip" } },
      ],
    ],
  },
  {
    kind: "S3 object",
    asks: [
      "orders-prod/in/a.csv",
      "s3://orders-prod/in/a.csv",
      "arn:aws:s3:::orders-prod/in/a.csv",
    ],
    hits: [
      ["s3", "PutObject", { bucketName: "orders-prod", key: "in/a.csv" }],
      [
        "s3",
        "DeleteObjects",
        { bucketName: "orders-prod", delete: "" },
        null,
        [{ type: "AWS::S3::Object", ARN: "arn:aws:s3:::orders-prod/in/a.csv" }],
      ],
    ],
    misses: [
      ["s3", "PutObject", { bucketName: "orders-prod", key: "in/a.csv.bak" }],
      ["s3", "PutBucketPolicy", { bucketName: "orders-prod" }],
      [
        "s3",
        "CopyObject",
        { bucketName: "backup", key: "a.csv", "x-amz-copy-source": "orders-prod/in/a.csv" },
        null,
        [{ type: "AWS::S3::Object", ARN: "arn:aws:s3:::orders-prod/in/a.csv" }],
      ],
    ],
  },
  {
    kind: "DynamoDB table",
    asks: ["orders", `arn:aws:dynamodb:${HERE}:table/orders`, "table/orders", "table:orders"],
    hits: [
      ["dynamodb", "UpdateTable", { tableName: "orders" }],
      ["dynamodb", "DeleteTable", { tableName: `arn:aws:dynamodb:${HERE}:table/orders` }],
      [
        "dynamodb",
        "TagResource",
        { resourceArn: `arn:aws:dynamodb:${HERE}:table/orders`, tags: [{ key: "a", value: "b" }] },
      ],
      [
        "application-autoscaling",
        "PutScalingPolicy",
        { resourceId: "table/orders", policyName: "p", serviceNamespace: "dynamodb" },
      ],
      [
        "application-autoscaling",
        "RegisterScalableTarget",
        { resourceId: `table/orders/index/by-day` },
      ],
    ],
    misses: [
      ["dynamodb", "UpdateTable", { tableName: "orders-archive" }],
      [
        "dynamodb",
        "PutItem",
        { tableName: "orders", key: { id: "1" } },
        null,
        [{ type: "AWS::DynamoDB::Table", ARN: `arn:aws:dynamodb:${HERE}:table/orders` }],
      ],
      [
        "lambda",
        "CreateEventSourceMapping",
        {
          functionName: "f",
          eventSourceArn: `arn:aws:dynamodb:${HERE}:table/orders/stream/2026-01-01T00:00:00.000`,
        },
      ],
    ],
  },
  {
    kind: "RDS instance",
    asks: ["shop-db", `arn:aws:rds:${HERE}:db:shop-db`, "db:shop-db"],
    hits: [
      [
        "rds",
        "ModifyDBInstance",
        { dBInstanceIdentifier: "shop-db", vpcSecurityGroupIds: ["sg-11111111"] },
        { dBInstanceArn: `arn:aws:rds:${HERE}:db:shop-db` },
      ],
      ["rds", "StopDBInstance", { dBInstanceIdentifier: "shop-db" }],
      ["rds", "AddTagsToResource", { resourceName: `arn:aws:rds:${HERE}:db:shop-db`, tags: [] }],
      ["rds", "DeleteDBInstance", { dBInstanceIdentifier: "Shop-DB", skipFinalSnapshot: true }],
    ],
    misses: [
      ["rds", "ModifyDBInstance", { dBInstanceIdentifier: "shop-db-replica" }],
      [
        "rds",
        "CreateDBInstanceReadReplica",
        { dBInstanceIdentifier: "copy", sourceDBInstanceIdentifier: "shop-db" },
      ],
      [
        "rds",
        "DeleteDBSnapshot",
        { dBSnapshotIdentifier: "snap" },
        { dBInstanceIdentifier: "shop-db", dBSnapshotIdentifier: "snap" },
      ],
    ],
  },
  {
    kind: "RDS cluster",
    asks: ["shop-aurora", `arn:aws:rds:${HERE}:cluster:shop-aurora`],
    hits: [
      ["rds", "ModifyDBCluster", { dBClusterIdentifier: "shop-aurora" }],
      ["rds", "StartActivityStream", { resourceArn: `arn:aws:rds:${HERE}:cluster:shop-aurora` }],
    ],
    misses: [["rds", "ModifyDBCluster", { dBClusterIdentifier: "shop-aurora-2" }]],
  },
  {
    kind: "RDS snapshot",
    asks: ["rds:shop-db-2026-01-01", `arn:aws:rds:${HERE}:snapshot:rds:shop-db-2026-01-01`],
    hits: [
      ["rds", "DeleteDBSnapshot", { dBSnapshotIdentifier: "rds:shop-db-2026-01-01" }],
      [
        "rds",
        "ModifyDBSnapshotAttribute",
        {
          dBSnapshotIdentifier: `arn:aws:rds:${HERE}:snapshot:rds:shop-db-2026-01-01`,
          valuesToAdd: ["all"],
        },
      ],
    ],
    misses: [["rds", "DeleteDBSnapshot", { dBSnapshotIdentifier: "rds:shop-db-2026-01-02" }]],
  },
  {
    kind: "EBS volume",
    asks: ["vol-0123456789abcdef0", `arn:aws:ec2:${HERE}:volume/vol-0123456789abcdef0`],
    hits: [
      ["ec2", "DeleteVolume", { volumeId: "vol-0123456789abcdef0" }],
      [
        "ec2",
        "AttachVolume",
        {
          volumeId: "vol-0123456789abcdef0",
          instanceId: "i-0123456789abcdef0",
          device: "/dev/sdf",
        },
      ],
      [
        "ec2",
        "CreateVolume",
        { size: "8", zone: "eu-west-1a" },
        { volumeId: "vol-0123456789abcdef0", snapshotId: "" },
      ],
      [
        "ec2",
        "CreateTags",
        {
          resourcesSet: { items: [{ resourceId: "vol-0123456789abcdef0" }] },
          tagSet: { items: [] },
        },
      ],
    ],
    misses: [["ec2", "DeleteVolume", { volumeId: "vol-0123456789abcdef1" }]],
  },
  {
    kind: "EBS snapshot",
    asks: ["snap-0123456789abcdef0"],
    hits: [
      [
        "ec2",
        "CreateSnapshot",
        { volumeId: "vol-1" },
        { snapshotId: "snap-0123456789abcdef0", volumeId: "vol-1" },
      ],
      [
        "ec2",
        "ModifySnapshotAttribute",
        {
          snapshotId: "snap-0123456789abcdef0",
          createVolumePermission: { add: { items: [{ userId: "999999999999" }] } },
        },
      ],
    ],
    misses: [
      [
        "ec2",
        "CreateVolume",
        { snapshotId: "snap-0123456789abcdef0" },
        { volumeId: "vol-2", snapshotId: "snap-0123456789abcdef0" },
      ],
    ],
  },
  {
    kind: "file system",
    asks: [
      "fs-0123456789abcdef0",
      `arn:aws:elasticfilesystem:${HERE}:file-system/fs-0123456789abcdef0`,
    ],
    hits: [["elasticfilesystem", "PutFileSystemPolicy", { fileSystemId: "fs-0123456789abcdef0" }]],
    misses: [
      ["elasticfilesystem", "PutFileSystemPolicy", { fileSystemId: "fs-0123456789abcdef1" }],
    ],
  },
  {
    kind: "ECR repository",
    asks: ["shop/web", `arn:aws:ecr:${HERE}:repository/shop/web`],
    hits: [
      [
        "ecr",
        "SetRepositoryPolicy",
        { repositoryName: "shop/web", registryId: "111122223333" },
        null,
        [{ ARN: `arn:aws:ecr:${HERE}:repository/shop/web`, accountId: "111122223333" }],
      ],
    ],
    misses: [["ecr", "DeleteRepository", { repositoryName: "shop/web-2" }]],
  },
  {
    kind: "Kinesis stream",
    asks: ["clicks", `arn:aws:kinesis:${HERE}:stream/clicks`],
    hits: [
      ["kinesis", "DeleteStream", { streamName: "clicks" }],
      ["kinesis", "UpdateShardCount", { streamARN: `arn:aws:kinesis:${HERE}:stream/clicks` }],
    ],
    misses: [
      ["kinesis", "DeleteStream", { streamName: "clicks-2" }],
      ["kinesis", "PutRecord", { streamName: "clicks" }],
    ],
  },
  {
    kind: "Glue table",
    asks: [`arn:aws:glue:${HERE}:table/sales/orders`],
    hits: [
      ["glue", "UpdateTable", { databaseName: "sales", tableInput: { name: "orders" } }],
      ["glue", "TagResource", { resourceArn: `arn:aws:glue:${HERE}:table/sales/orders` }],
    ],
    misses: [
      ["glue", "UpdateTable", { databaseName: "sales", tableInput: { name: "orders_old" } }],
    ],
  },
  {
    kind: "Glue database",
    asks: ["sales", `arn:aws:glue:${HERE}:database/sales`],
    hits: [["glue", "DeleteDatabase", { name: "sales" }]],
    misses: [["glue", "CreateTable", { databaseName: "sales", tableInput: { name: "orders" } }]],
  },
  {
    kind: "ElastiCache group",
    asks: ["sessions", `arn:aws:elasticache:${HERE}:replicationgroup:sessions`],
    hits: [["elasticache", "ModifyReplicationGroup", { replicationGroupId: "sessions" }]],
    misses: [["elasticache", "ModifyReplicationGroup", { replicationGroupId: "sessions-2" }]],
  },
];
