/** What a bucket's error means, for a line of the report or for the whole sync. */
import { Problem } from "../../domain/problem.ts";
import type { LogBucket } from "../setup.ts";

export function placeGap(error: unknown, _logs: LogBucket): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

export function placeProblem(error: unknown, logs: LogBucket): Problem {
  return new Problem(
    "logs.bucket",
    `The bucket ${logs.bucket} cannot be read: ${placeGap(error, logs)}.`,
    "Check.",
    { cause: error },
  );
}
