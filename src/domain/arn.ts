/** Amazon Resource Names, taken apart. */

export type Arn = {
  partition: string;
  /** Service prefix as the ARN spells it: `s3`, `iam`, `elasticloadbalancing`. */
  service: string;
  /** "" where the service leaves it out (S3, IAM, Route 53). */
  region: string;
  /** "" where the service leaves it out. */
  account: string;
  /** Everything behind the fifth colon. */
  resource: string;
};

/**
 * Splits `arn:partition:service:region:account:resource`. Anything else, also an ARN without a resource, gives undefined.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function parseArn(text: string): Arn | undefined {
  if (!isArn(text)) return undefined;
  const ends: number[] = [];
  let end = 3;
  while (ends.length < 4) {
    end = text.indexOf(":", end + 1);
    if (end === -1) return undefined;
    ends.push(end);
  }
  const [partition = 0, service = 0, region = 0, account = 0] = ends;
  if (service === partition + 1 || account + 1 >= text.length) return undefined;
  return {
    partition: text.slice(4, partition),
    service: text.slice(partition + 1, service).toLowerCase(),
    region: text.slice(service + 1, region),
    account: text.slice(region + 1, account),
    resource: text.slice(account + 1),
  };
}

/** True when the text begins like an ARN, in whatever case somebody typed it. */
export function isArn(text: string): boolean {
  const first = text.charCodeAt(0) | 0x20;
  return first === 97 && text.length > 12 && text.slice(0, 4).toLowerCase() === "arn:";
}
