/** A service of the local AWS: operations by name, each from decoded input to output as the SDK's schema has it. */

/** Who calls, as the signature tells it. */
export type Caller = {
  accessKeyId: string;
  /** The account that the key belongs to; twelve digits. */
  account: string;
  /** ARN of the user or assumed role. */
  arn: string;
  /** Region of the signature's scope. */
  region: string;
  /** Aborted when the client goes away. */
  signal: AbortSignal;
};

/** Members are named as in the SDK's types; times are Dates. What the schema does not know is an error of ours. */
export type Operation = (input: Record<string, unknown>, caller: Caller) => Promise<object>;

export type AwsService = {
  /** Name in the signature's scope: `cloudtrail`, `athena`, `s3`, `sts`. */
  name: string;
  operations: Record<string, Operation>;
};

/** What AWS answers instead of a result; `code` is the name that the SDK's error gets. */
export class AwsRefusal extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = "AwsRefusal";
    this.code = code;
    this.status = status;
  }
}
