/** Properties that calls of S3, RDS, DynamoDB, SQS and SNS set. */
import { policyWords } from "../policy-words.ts";
import { asked, at, type Call, name, nameAt, textAt } from "./call.ts";
import { queueAttributes, tableSettings } from "./messages.ts";
import {
  given,
  type Property,
  type PropertyReader,
  property,
  type ServiceProperties,
  switchAt,
} from "./property.ts";
import { SETTINGS, settingWords } from "./rds.ts";
import { encryptionWords, lifecycleWords, publicAccessBlockWords, publicAclWords } from "./s3.ts";
import { shown } from "./words.ts";

const bucket = (call: Call) => name(call, "bucketName", "bucket");
const onBucket =
  (label: string, value: (call: Call) => string | undefined): PropertyReader =>
  (call) =>
    property(bucket(call), label, value(call));
const removed = (label: string) => onBucket(label, () => undefined);
const block = onBucket("block public access", publicAccessBlockWords);
const noBlock = onBucket("block public access", () => "off");
const lifecycle = onBucket("lifecycle", lifecycleWords);

export const s3Properties: ServiceProperties = {
  sets: {
    CreateBucket: (call) => [
      ...given(bucket(call), "ACL", publicAclWords(call)),
      ...property(bucket(call), "policy", undefined),
      ...property(bucket(call), "lifecycle", undefined),
    ],
    PutBucketPolicy: onBucket("policy", (call) =>
      policyWords(at(call.request, "bucketPolicy") ?? at(call.request, "policy")),
    ),
    DeleteBucketPolicy: removed("policy"),
    PutBucketAcl: onBucket(
      "ACL",
      (call) => publicAclWords(call) ?? asked(call, "x-amz-acl.0", "x-amz-acl") ?? "not public",
    ),
    PutPublicAccessBlock: block,
    PutBucketPublicAccessBlock: block,
    DeletePublicAccessBlock: noBlock,
    DeleteBucketPublicAccessBlock: noBlock,
    PutBucketVersioning: onBucket("versioning", (call) =>
      asked(call, "VersioningConfiguration.Status"),
    ),
    PutBucketEncryption: onBucket("encryption", encryptionWords),
    DeleteBucketEncryption: removed("encryption"),
    PutBucketLifecycle: lifecycle,
    PutBucketLifecycleConfiguration: lifecycle,
    DeleteBucketLifecycle: removed("lifecycle"),
    PutBucketLogging: onBucket(
      "access log",
      (call) => asked(call, "BucketLoggingStatus.LoggingEnabled.TargetBucket") ?? "off",
    ),
  },
  families: [
    ["PutBucketPolicy", "DeleteBucketPolicy", "CreateBucket"],
    ["PutBucketAcl", "CreateBucket"],
    [
      "PutPublicAccessBlock",
      "PutBucketPublicAccessBlock",
      "DeletePublicAccessBlock",
      "DeleteBucketPublicAccessBlock",
    ],
    ["PutBucketVersioning"],
    ["PutBucketEncryption", "DeleteBucketEncryption"],
    [
      "PutBucketLifecycle",
      "PutBucketLifecycleConfiguration",
      "DeleteBucketLifecycle",
      "CreateBucket",
    ],
    ["PutBucketLogging"],
  ],
};

const instance = (call: Call) => name(call, "dBInstanceIdentifier");
const cluster = (call: Call) => name(call, "dBClusterIdentifier");

/** Where the response holds the current value of a setting whose key differs from the request's. */
const CURRENT: Readonly<Record<string, string>> = {
  dBParameterGroupName: "dBParameterGroups.0.dBParameterGroupName",
  newDBInstanceIdentifier: "dBInstanceIdentifier",
  newDBClusterIdentifier: "dBClusterIdentifier",
  optionGroupName: "optionGroupMemberships.0.optionGroupName",
  enableIAMDatabaseAuthentication: "iAMDatabaseAuthenticationEnabled",
  enablePerformanceInsights: "performanceInsightsEnabled",
};

/**
 * What a modification asked for. While the new value is pending, the response shows the old one as current:
 * then the record itself tells what it was.
 */
function settings(call: Call, resource: string | undefined, root: string): Property[] {
  return Object.entries(SETTINGS).flatMap(([key, label]) => {
    const value = asked(call, key);
    if (value === undefined) return [];
    const pending = textAt(
      call.response,
      `${root}.pendingModifiedValues.${key.replace(/^new/, "")}`,
    );
    const current = textAt(call.response, `${root}.${CURRENT[key] ?? key}`);
    const isOld = pending !== undefined && current !== undefined && current !== value;
    return property(
      resource,
      label,
      settingWords(key, value),
      isOld ? settingWords(key, current) : undefined,
    );
  });
}

/** What the response of a call tells of the settings that are not pending. */
const tellsSettings =
  (root: string, id: string): PropertyReader =>
  (call) => {
    const resource = nameAt(call.response, `${root}.${id}`);
    return Object.entries(SETTINGS).flatMap(([key, label]) => {
      if (
        key.startsWith("new") ||
        textAt(call.response, `${root}.pendingModifiedValues.${key}`) !== undefined
      )
        return [];
      const current = textAt(call.response, `${root}.${CURRENT[key] ?? key}`);
      return given(resource, label, current === undefined ? undefined : settingWords(key, current));
    });
  };

const tellsInstance = tellsSettings("dBInstance", "dBInstanceIdentifier");
const tellsCluster = tellsSettings("dBCluster", "dBClusterIdentifier");
const state =
  (id: (call: Call) => string | undefined, value: string): PropertyReader =>
  (call) =>
    property(id(call), "state", value);

export const rdsProperties: ServiceProperties = {
  sets: {
    CreateDBInstance: (call) => settings(call, instance(call), "dBInstance"),
    ModifyDBInstance: (call) => settings(call, instance(call), "dBInstance"),
    StartDBInstance: state(instance, "running"),
    StopDBInstance: state(instance, "stopped"),
    RebootDBInstance: state(instance, "running"),
    DeleteDBInstance: state(instance, "deleted"),
    CreateDBCluster: (call) => settings(call, cluster(call), "dBCluster"),
    ModifyDBCluster: (call) => settings(call, cluster(call), "dBCluster"),
    StartDBCluster: state(cluster, "running"),
    StopDBCluster: state(cluster, "stopped"),
    DeleteDBCluster: state(cluster, "deleted"),
  },
  tells: {
    CreateDBInstance: tellsInstance,
    ModifyDBInstance: tellsInstance,
    StartDBInstance: tellsInstance,
    StopDBInstance: tellsInstance,
    RebootDBInstance: tellsInstance,
    CreateDBCluster: tellsCluster,
    ModifyDBCluster: tellsCluster,
  },
  families: [
    [
      "ModifyDBInstance",
      "CreateDBInstance",
      "StartDBInstance",
      "StopDBInstance",
      "RebootDBInstance",
    ],
    ["StartDBInstance", "StopDBInstance", "RebootDBInstance", "DeleteDBInstance"],
    ["ModifyDBCluster", "CreateDBCluster"],
    ["StartDBCluster", "StopDBCluster", "DeleteDBCluster"],
  ],
};

const table = (call: Call) => name(call, "tableName");
const tableSet: PropertyReader = (call) =>
  tableSettings(call).flatMap(({ property: label, value }) => property(table(call), label, value));

export const dynamodbProperties: ServiceProperties = {
  sets: {
    CreateTable: tableSet,
    UpdateTable: tableSet,
    UpdateTimeToLive: (call) =>
      given(table(call), "time to live", switchAt(call, "timeToLiveSpecification.enabled")),
    UpdateContinuousBackups: (call) =>
      given(
        table(call),
        "point-in-time recovery",
        switchAt(call, "pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled"),
      ),
  },
  families: [["CreateTable", "UpdateTable"], ["UpdateTimeToLive"], ["UpdateContinuousBackups"]],
};

const queueSet: PropertyReader = (call) =>
  queueAttributes(call).flatMap(([key, value]) =>
    property(
      name(call, "queueUrl", "queueName"),
      key,
      value === "" ? undefined : (key === "Policy" && policyWords(value)) || shown(value),
    ),
  );

export const sqsProperties: ServiceProperties = {
  sets: { CreateQueue: queueSet, SetQueueAttributes: queueSet },
  families: [["CreateQueue", "SetQueueAttributes"]],
};

export const snsProperties: ServiceProperties = {
  sets: {
    SetTopicAttributes: (call) => {
      const attribute = asked(call, "attributeName");
      if (attribute === undefined) return [];
      const value = at(call.request, "attributeValue");
      const words = attribute === "Policy" ? policyWords(value) : undefined;
      return property(name(call, "topicArn"), attribute, words ?? asked(call, "attributeValue"));
    },
  },
  families: [["SetTopicAttributes"]],
};
