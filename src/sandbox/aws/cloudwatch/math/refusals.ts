/** What GetMetricData says of a request that it refuses. */
import { AwsRefusal } from "../../service.ts";

/** What is wrong with an expression, before it is said of which. */
export class ExpressionError extends Error {}

/** A ValidationError with its sentence. */
export function invalid(message: string): AwsRefusal {
  return new AwsRefusal("ValidationError", message);
}

/** Computes something of an expression; what is wrong with it is refused by its id. */
export function refusing<Result>(id: string, compute: () => Result): Result {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw invalid(`Error in expression '${id}': ${error.message}`);
  }
}
