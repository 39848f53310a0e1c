/** What of AWS is imitated and how far; a test compares it with the operations that are served. */

export type AwsCoverage = { service: string; operation: string; extent: string };

const row = (service: string, operation: string, extent: string): AwsCoverage => ({
  service,
  operation,
  extent,
});

export const AWS_COVERAGE: readonly AwsCoverage[] = [
  row("sts", "GetCallerIdentity", "whole"),
  row(
    "sts",
    "AssumeRole",
    "roles that are set up, session name, external id, duration; policies and tags are not looked at",
  ),
  row(
    "cloudtrail",
    "LookupEvents",
    "whole; no Insights; what stands in Resources follows observation, not documentation",
  ),
  row("cloudtrail", "DescribeTrails", "one trail of all Regions in each account, with its shadows"),
  row("cloudtrail", "GetTrailStatus", "always logging"),
  row("cloudtrail", "GetEventSelectors", "management events and the objects of one bucket"),
  row(
    "cloudtrail",
    "ListPublicKeys",
    "the one key that signs digests, whatever the times asked for",
  ),
  row("s3", "ListBuckets", "the trail's bucket"),
  row("s3", "HeadBucket", "whole"),
  row("s3", "GetBucketLocation", "whole"),
  row("s3", "ListObjects", "prefix, delimiter, marker, max-keys"),
  row(
    "s3",
    "ListObjectsV2",
    "prefix, delimiter, start-after, tokens, max-keys; tags of objects differ from those of GetObject",
  ),
  row("s3", "HeadObject", "size, time, tag, metadata; no conditions, no versions"),
  row("s3", "GetObject", "as HeadObject, and one range"),
  row("sqs", "GetQueueUrl", "the one queue that hears of new log files"),
  row(
    "sqs",
    "GetQueueAttributes",
    "numbers of messages and the visibility timeout, all of them whatever is asked for",
  ),
  row(
    "sqs",
    "ReceiveMessage",
    "number, visibility timeout, waiting, receive count; no message attributes",
  ),
  row("sqs", "DeleteMessage", "whole"),
  row("sqs", "DeleteMessageBatch", "whole"),
  row("sqs", "ChangeMessageVisibility", "whole"),
  row("glue", "GetDatabase", "the one database, by its name alone"),
  row("glue", "GetTable", "the table of the trail: columns, partitions, projection"),
  row(
    "athena",
    "StartQueryExecution",
    "SELECT over the one table, run by DuckDB; parameters, result reuse, tokens",
  ),
  row("athena", "GetQueryExecution", "states, bytes scanned, why it failed"),
  row("athena", "BatchGetQueryExecution", "as GetQueryExecution"),
  row("athena", "ListQueryExecutions", "the newest of a workgroup, one page"),
  row("athena", "GetQueryResults", "header row, pages, nulls; everything is a text"),
  row("athena", "StopQueryExecution", "whole"),
  row("athena", "GetWorkGroup", "place of results and limit"),
];
