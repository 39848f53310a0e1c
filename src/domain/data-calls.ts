/** Calls that work on content: objects, items, messages, records, invocations. */
import type { JsonObject } from "./json.ts";

/** Content calls of records that do not say `managementEvent` (before eventVersion 1.06). */
const CONTENT: Record<string, RegExp> = {
  s3: /^(?:Put|Get|Head|Delete|Copy|Restore|Select|Post|Rename|Options)Objects?(?:Acl|Tagging|Retention|LegalHold|Torrent|Content|Attributes|Lock|Annotation)?$|^(?:Create|Complete|Abort|Initiate)MultipartUpload$|^UploadPart(?:Copy)?$|^ListParts$|^WriteGetObjectResponse$|^ListObjects(?:V2)?$|^ListObjectVersions$/,
  lambda: /^Invoke(?:Async|Function|WithResponseStream)?$/,
  dynamodb:
    /^(?:Put|Get|Update|Delete)Item$|^Batch(?:Get|Write)Item$|^Transact(?:Get|Write)Items$|^(?:Batch)?Execute(?:Statement|Transaction)$|^Query$|^Scan$|^GetRecords$|^GetShardIterator$/,
  sqs: /^(?:Send|Receive|Delete)Message(?:Batch)?$|^ChangeMessageVisibility(?:Batch)?$/,
  sns: /^Publish(?:Batch)?$/,
  kinesis: /^(?:Put|Get)Records?$|^GetShardIterator$|^SubscribeToShard$/,
  firehose: /^PutRecord(?:Batch)?$/,
  events: /^PutEvents$/,
  monitoring: /^PutMetricData$|^GetMetric(?:Data|Statistics)$/,
  cloudwatch: /^PutMetricData$/,
  logs: /^PutLogEvents$/,
  bedrock: /^(?:InvokeModel|Converse)/,
  sagemaker: /^InvokeEndpoint/,
  "rds-data": /^(?:Batch)?ExecuteStatement$/,
  xray: /^Put(?:TraceSegments|TelemetryRecords)$/,
};

/** Beginnings that only calls on content have: nothing is managed by sending or invoking. */
const CONTENT_VERBS =
  /^(?:Invoke|Send(?!Command|SSH|Serial)|Publish(?!Version|Layer|Function|Type|State)|PutRecord|PutEvents|BatchWrite|CompleteMultipart)/i;

/**
 * True when an event name or pattern (`SendMessage`, `sqs:SendMessage`, `Invoke*`) asks for work on content, so that the bucket,
 * queue or function that holds it is meant as the place; `Put*` and `Delete*` ask for changes of the thing itself.
 */
export function asksForContent(pattern: string): boolean {
  const name = pattern.slice(pattern.indexOf(":") + 1);
  if (CONTENT_VERBS.test(name)) return true;
  return Object.values(CONTENT).some((shape) => shape.test(name));
}

/** Calls that hand-trimmed records mark as data though they change the thing itself. */
const OWN_CHANGE =
  /^(?:Create|Put|Delete|Update)Bucket|^(?:Create|Delete|Update)(?:Table|Function|Queue|Topic|Stream)$/;

/** Services that deliver no data events. */
const WITHOUT_CONTENT = new Set(
  "iam sts kms ec2 rds organizations cloudformation config route53 secretsmanager ecs autoscaling elasticloadbalancing".split(
    " ",
  ),
);

/** False for services that deliver no data events. */
export function mayHoldContent(service: string): boolean {
  return !WITHOUT_CONTENT.has(service);
}

/**
 * True when a call works on content inside a bucket, table, queue, topic, stream or function and not on that itself.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
export function isDataCall(record: JsonObject, facts: { service: string; name: string }): boolean {
  const { service, name } = facts;
  if (Object.hasOwn(CONTENT, service) && CONTENT[service]?.test(name)) return true;
  if (record.managementEvent !== false && record.eventCategory !== "Data") return false;
  if (record.eventCategory === "NetworkActivity") return false;
  return !WITHOUT_CONTENT.has(service) && !OWN_CHANGE.test(name);
}
