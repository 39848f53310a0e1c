/** What a bucket's or queue's error means, for a line of the report or for the whole sync. */
import { type AwsPlace, placeWords, toGap, toProblem } from "../problems.ts";
import type { LogBucket } from "../setup.ts";

/** What was tried, as IAM writes it. */
export type BucketAction = "s3:ListBucket" | "s3:GetObject" | "sqs:ReceiveMessage";

/** One phrase: `not allowed to call s3:GetObject`. */
export function bucketGap(error: unknown, logs: LogBucket, action: BucketAction): string {
  const place = placeOf(logs, action);
  return toGap(error, place).replace(`${placeWords(place)}: `, "");
}

/** The Problem; an error that is not of AWS comes back as it is. */
export function bucketProblem(error: unknown, logs: LogBucket, action: BucketAction): Error {
  return toProblem(error, placeOf(logs, action));
}

function placeOf({ account, region, bucket, queueUrl }: LogBucket, action: BucketAction): AwsPlace {
  const resource = action.startsWith("sqs:") ? queueUrl : bucket;
  return {
    region,
    action,
    ...(resource !== undefined && { resource }),
    ...(account !== undefined && { account }),
  };
}
