/** DynamoDB, SQS and SNS. */

import { isObject } from "../json.ts";
import { isPublicPolicy, policyWords } from "../policy-words.ts";
import {
  asked,
  at,
  type Call,
  type Deed,
  flagAt,
  listAt,
  name,
  nameAt,
  type Summaries,
  textAt,
  the,
} from "./call.ts";
import { acts } from "./phrases.ts";
import { listed, shownValue } from "./words.ts";

const table = (call: Call) => the("table", name(call, "tableName"));
const queue = (call: Call) => the("queue", name(call, "queueUrl", "queueName"));
const topic = (call: Call) => the("topic", name(call, "topicArn", "name"));

/** Capacity, billing and streams, as UpdateTable names them. */
export function tableSettings(call: Call): { property: string; value: string }[] {
  const labels: Readonly<Record<string, string>> = {
    billingMode: "billing mode",
    "provisionedThroughput.readCapacityUnits": "read capacity",
    "provisionedThroughput.writeCapacityUnits": "write capacity",
    tableClass: "table class",
  };
  const told = Object.entries(labels).flatMap(([path, property]) => {
    const value = asked(call, path);
    return value === undefined ? [] : [{ property, value }];
  });
  const switches: Readonly<Record<string, string>> = {
    deletionProtectionEnabled: "deletion protection",
    "streamSpecification.streamEnabled": "stream",
    "sSESpecification.enabled": "encryption with KMS",
  };
  for (const [path, property] of Object.entries(switches)) {
    const on = flagAt(call.request, path);
    if (on !== undefined) told.push({ property, value: on ? "on" : "off" });
  }
  return told;
}

function updatedTable(call: Call): Deed {
  const indexes = listAt(call.request, "globalSecondaryIndexUpdates").flatMap((update) => {
    if (!isObject(update)) return [];
    return Object.entries(update).map(
      ([verb, index]) => `${verb} index ${textAt(index, "indexName") ?? "?"}`,
    );
  });
  const told = [
    ...tableSettings(call).map(({ property, value }) => `${property} ${value}`),
    ...indexes,
  ];
  return { act: `change ${table(call)}`, detail: listed(told, 5) };
}

function policyDeed(what: string, policy: string | undefined): Deed {
  if (!policy) return `remove the policy of ${what}`;
  const words = policyWords(policy);
  if (isPublicPolicy(policy)) return { act: `make ${what} public`, detail: `policy ${words}` };
  return { act: `change the policy of ${what}`, detail: words };
}

/** The attributes that SetQueueAttributes gives, name → value as text. */
export function queueAttributes(call: Call): [string, string][] {
  const attributes = at(call.request, "attributes");
  if (!isObject(attributes)) return [];
  return Object.entries(attributes).flatMap(([key, value]) =>
    typeof value === "string" || typeof value === "number"
      ? [[key, String(value)] as [string, string]]
      : [],
  );
}

function queueSettings(call: Call): Deed {
  const attributes = queueAttributes(call);
  const policy = attributes.find(([key]) => key === "Policy");
  if (policy && attributes.length === 1) return policyDeed(queue(call), policy[1]);
  const told = attributes.map(([key, value]) =>
    key === "Policy" ? "a new policy" : `${key} ${shownValue(value) ?? '""'}`,
  );
  return { act: `change ${queue(call)}`, detail: listed(told, 4) };
}

function topicSetting(call: Call): Deed {
  const attribute = asked(call, "attributeName") ?? "an attribute";
  const value = at(call.request, "attributeValue");
  if (attribute === "Policy")
    return policyDeed(topic(call), typeof value === "string" ? value : "");
  const words = shownValue(value);
  return words
    ? `set ${attribute} of ${topic(call)} to ${words}`
    : `remove ${attribute} of ${topic(call)}`;
}

const permission =
  (noun: (call: Call) => string) =>
  (call: Call): Deed => {
    const accounts = listAt(call.request, "aWSAccountIds", "aWSAccountId", "AWSAccountIds").flatMap(
      (id) => shownValue(id) ?? [],
    );
    const actions = listAt(call.request, "actions", "actionNames", "actionName").flatMap(
      (id) => shownValue(id) ?? [],
    );
    const who = accounts.includes("*")
      ? "anyone"
      : accounts.length > 0
        ? `account ${listed(accounts)}`
        : "somebody";
    return `let ${who} use ${listed(actions) || "actions"} on ${noun(call)}`;
  };

const backups = (call: Call): Deed => {
  const on = flagAt(call.request, "pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled");
  const verb = on === undefined ? "change" : on ? "turn on" : "turn off";
  return `${verb} point-in-time recovery of ${table(call)}`;
};

const timeToLive = (call: Call): Deed => {
  const on = flagAt(call.request, "timeToLiveSpecification.enabled");
  return `turn ${on ? "on" : "off"} time to live of ${table(call)}`;
};

const items =
  (verb: string, word: string) =>
  (call: Call): Deed =>
    `${verb} an item ${word} ${table(call)}`;

export const dynamodb: Summaries = {
  CreateTable: acts("create", "table", "tableName"),
  DeleteTable: acts("delete", "table", "tableName"),
  UpdateTable: updatedTable,
  UpdateTimeToLive: timeToLive,
  UpdateContinuousBackups: backups,
  CreateBackup: (call) => `back up ${table(call)} as ${asked(call, "backupName") ?? "a backup"}`,
  DeleteBackup: acts("delete", "backup", "backupArn"),
  RestoreTableFromBackup: (call) =>
    `restore ${the("table", name(call, "targetTableName"))} from a backup`,
  RestoreTableToPointInTime: (call) =>
    `restore ${the("table", name(call, "targetTableName"))} from ${name(call, "sourceTableName", "sourceTableArn") ?? "another table"}`,
  PutResourcePolicy: (call) =>
    policyDeed(the("table", name(call, "resourceArn")), textOf(call, "policy")),
  PutItem: items("write", "to"),
  UpdateItem: items("update", "of"),
  DeleteItem: items("delete", "of"),
  GetItem: items("read", "of"),
  Query: (call) => `query ${table(call)}`,
  Scan: (call) => `scan ${table(call)}`,
};

function textOf(call: Call, path: string): string | undefined {
  const value = at(call.request, path);
  return typeof value === "string" ? value : undefined;
}

export const sqs: Summaries = {
  CreateQueue: acts("create", "queue", "queueName"),
  DeleteQueue: (call) => `delete ${queue(call)}`,
  PurgeQueue: (call) => ({ act: `purge ${queue(call)}`, effect: "all its messages are deleted" }),
  SetQueueAttributes: queueSettings,
  AddPermission: permission(queue),
  RemovePermission: (call) =>
    `remove permission ${asked(call, "label") ?? ""} of ${queue(call)}`.replace("  ", " "),
  SendMessage: (call) => `send a message to ${queue(call)}`,
  ReceiveMessage: (call) => `receive messages of ${queue(call)}`,
  DeleteMessage: (call) => `delete a message of ${queue(call)}`,
};

export const sns: Summaries = {
  CreateTopic: acts("create", "topic", "name"),
  DeleteTopic: (call) => `delete ${topic(call)}`,
  Subscribe: (call) =>
    `subscribe ${nameAt(call.request, "endpoint") ?? asked(call, "protocol") ?? "an endpoint"} to ${topic(call)}`,
  Unsubscribe: (call) => {
    // …:topic-name:subscription-id
    const parts = (asked(call, "subscriptionArn") ?? "").split(":");
    return `remove a subscription of ${the("topic", parts.length > 6 ? parts[5] : undefined)}`;
  },
  SetTopicAttributes: topicSetting,
  AddPermission: permission(topic),
  RemovePermission: (call) =>
    `remove permission ${asked(call, "label") ?? ""} of ${topic(call)}`.replace("  ", " "),
  Publish: (call) => `publish a message to ${topic(call)}`,
};
