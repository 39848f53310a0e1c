/** Things that go wrong at AWS, on order: what tests and the curious switch on. */

export const AWS_FAULTS = {
  throttling: "CloudTrail refuses every request as too many (ThrottlingException)",
  denied: "One account of three refuses the role (AccessDenied)",
  slow: "Every answer takes three seconds",
  expired: "Credentials expire in the middle of paging (ExpiredTokenException)",
  "athena-queued": "Athena queries wait in the queue, and go back into it once",
  "athena-failed": "Athena queries fail",
  "cloudwatch-throttling": "CloudWatch refuses every request as too many (Throttling)",
  "cloudwatch-partial": "CloudWatch gives only half of each metric (PartialData)",
} as const;

export type AwsFault = keyof typeof AWS_FAULTS;

export type AwsFaults = {
  isOn(fault: AwsFault): boolean;
  set(fault: AwsFault, isOn: boolean): void;
};

/** All off at first. */
export function createAwsFaults(): AwsFaults {
  const on = new Set<AwsFault>();
  return {
    isOn: (fault) => on.has(fault),
    set: (fault, isOn) => {
      if (isOn) on.add(fault);
      else on.delete(fault);
    },
  };
}
