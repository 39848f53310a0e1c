/** Addresses of the AWS console, copied from a browser: which resource they show. */

export type ConsoleResource = { name: string; services: string[]; region?: string };

/** A pattern's first group is the name; it is tried on the decoded address. */
const PAGES: { services: string[]; pattern: RegExp }[] = [
  { services: ["s3"], pattern: /\/s3\/(?:buckets|object|upload)\/([^?#]+)/ },
  { services: ["lambda"], pattern: /\/lambda\/home.*#\/functions\/([^?/#]+)/ },
  {
    services: ["ec2"],
    pattern:
      /[?&#;:=/](?:instanceId|groupId|volumeId|imageId|snapshotId|vpcId|securityGroupId)=([a-z]+-[0-9a-f]+)/i,
  },
  {
    services: ["ec2"],
    pattern:
      /\/(?:ec2|vpc|vpcconsole)\/.*[:=/]((?:i|sg|vpc|subnet|vol|ami|snap|eni|rtb|igw|nat|acl|lt|vpce|tgw|eipalloc)-[0-9a-f]{8,17})/,
  },
  { services: ["rds"], pattern: /\/rds\/home.*#(?:database|dbinstance):?.*[?&;=]?id=([^;&]+)/ },
  { services: ["cloudformation"], pattern: /\/cloudformation\/.*stackId=([^&]+)/ },
  {
    services: ["iam", "sts"],
    pattern:
      /\/iam(?:v2)?\/home.*#\/(?:roles|users|groups|policies)\/(?:details\/)?([^?#]+?)(?:\/[a-z_]+)?(?:\?.*)?$/,
  },
  {
    services: ["logs"],
    pattern: /#logsV2:log-groups\/log-group\/(\/?[^?]+?)(?:\/log-events.*)?(?:\?.*)?$/,
  },
  { services: ["dynamodb"], pattern: /\/dynamodb.*[?&#;](?:name|table|tables:selected)=([^&;]+)/ },
  { services: ["sqs"], pattern: /\/sqs\/.*#\/queues\/([^?#]+)/ },
  { services: ["sns"], pattern: /\/sns\/.*#\/(?:topic|subscription)\/([^?#]+)/ },
  { services: ["monitoring", "cloudwatch"], pattern: /#alarmsV2:alarm\/([^?]+)/ },
  {
    services: ["monitoring", "cloudwatch"],
    pattern: /#dashboards(?:\/dashboard\/|:name=)([^?;]+)/,
  },
  { services: ["secretsmanager"], pattern: /\/secretsmanager\/.*[?&]name=([^&]+)/ },
  { services: ["ssm"], pattern: /\/systems-manager\/parameters\/([^?#]+?)\/description/ },
  { services: ["kms"], pattern: /\/kms\/.*#\/kms\/(?:keys|custom-keys)\/([^/?#]+)/ },
  { services: ["ecs"], pattern: /\/ecs\/v2\/clusters\/[^/]+\/services\/([^/?]+)/ },
  { services: ["ecs"], pattern: /\/ecs\/v2\/clusters\/([^/?]+)/ },
  { services: ["ecs"], pattern: /\/ecs\/v2\/task-definitions\/([^/?]+)/ },
  { services: ["eks"], pattern: /\/eks\/(?:home.*#\/)?clusters\/([^/?]+)/ },
  {
    services: ["route53"],
    pattern: /\/route53\/.*#?(?:ListRecordSets|hostedzones)[/:]([A-Z0-9]+)/i,
  },
  { services: ["cloudfront"], pattern: /\/cloudfront\/.*#\/distributions\/([A-Z0-9]+)/i },
  { services: ["cloudtrail"], pattern: /\/cloudtrail.*#\/trails\/([^?]+)/ },
  {
    services: ["states"],
    pattern: /\/states\/.*#\/(?:v2\/)?(?:statemachines|executions)(?:\/view|\/details)?\/([^?]+)/i,
  },
  { services: ["apigateway"], pattern: /\/apigateway\/.*#\/(?:restapis|apis)\/([^/?]+)/ },
  { services: ["ecr"], pattern: /\/ecr\/repositories\/(?:private|public)\/\d{12}\/([^?#]+)/ },
];

const CONSOLE =
  /^https?:\/\/(?:[a-z0-9-]+\.)*console\.(?:aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)\//i;
const BUCKET_HOST =
  /^https?:\/\/([a-z0-9.-]+)\.s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?\/?([^?#]*)/i;

/** The resource that an address of the console (or of a bucket) shows; undefined for other addresses. */
export function consoleResource(url: string): ConsoleResource | undefined {
  const hosted = BUCKET_HOST.exec(url);
  if (hosted) {
    const [, bucket = "", key = ""] = hosted;
    return { name: key === "" ? bucket : `${bucket}/${decode(key)}`, services: ["s3"] };
  }
  if (!CONSOLE.test(url)) return undefined;
  const address = decode(url);
  const region = regionOf(address);
  for (const { services, pattern } of PAGES) {
    const name = pattern.exec(address)?.[1];
    if (name === undefined) continue;
    return { name: pageName(name, services, address), services, ...(region && { region }) };
  }
  return undefined;
}

/** An object's page holds its key apart from its bucket; a bucket's page ends with a slash now and then. */
function pageName(name: string, services: string[], address: string): string {
  const trimmed = name.replace(/\/+$/, "");
  if (services[0] !== "s3")
    return services[0] === "iam" ? (trimmed.split("/").at(-1) ?? trimmed) : trimmed;
  const key = /[?&]prefix=([^&#]+)/.exec(address)?.[1];
  return key !== undefined && address.includes("/s3/object/") ? `${trimmed}/${key}` : trimmed;
}

/** S3 and IAM are found without a Region: their pages name one all the same. */
function regionOf(address: string): string | undefined {
  if (/\/(?:s3|iam|iamv2|route53|cloudfront)\//.test(address)) return undefined;
  const named = /[?&]region=([a-z0-9-]+)/.exec(address)?.[1];
  return named ?? /^https?:\/\/([a-z]{2}(?:-[a-z]+)+-\d)\.console/.exec(address)?.[1];
}

/** The console encodes twice and writes `$` for `%` in fragments (`$252F` is a slash). */
function decode(text: string): string {
  let here = text.replace(/\$([0-9A-Fa-f]{2})/g, "%$1");
  for (let round = 0; round < 3 && here.includes("%"); round += 1) {
    try {
      here = decodeURIComponent(here);
    } catch {
      return here;
    }
  }
  return here;
}
