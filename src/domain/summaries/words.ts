/** Text out of records made safe and short enough for a line: what others wrote is shown, never obeyed. */
import type { JsonValue } from "../json.ts";

/** How long one value of a record may be in a line. */
export const VALUE_LIMIT = 80;
/** How long a line may be. */
export const LINE_LIMIT = 300;

/** Control characters, line and paragraph separators, and those that turn the direction of text or take no room. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu;

/** Text on one line without unseen characters, cut at `limit` code points with `…`. */
export function shown(text: string, limit: number = VALUE_LIMIT): string {
  // Cut roughly before cleaning, so that a value of 256 KB costs no more than a short one.
  const clean = text
    .slice(0, limit * 8)
    .replace(UNSEEN, " ")
    .replace(/\s+/gu, " ")
    .trim();
  return cut(clean, limit, text.length > limit * 8);
}

function cut(text: string, limit: number, more: boolean): string {
  if (text.length <= limit && !more) return text;
  const points = [...text];
  if (points.length <= limit && !more) return text;
  return `${points.slice(0, limit - 1).join("")}…`;
}

/** A number, boolean or text as shown in a line; objects, lists, null and empty text give undefined. */
export function shownValue(value: JsonValue | undefined): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string") return undefined;
  const text = shown(value);
  return text === "" ? undefined : text;
}

/** `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`; the same word is said once. */
export function listed(items: readonly string[], most: number = 3): string {
  const once = [...new Set(items)];
  const first = once.slice(0, most);
  const rest = once.length - first.length;
  if (rest > 0) return `${first.join(", ")} and ${rest} more`;
  if (first.length < 2) return first.join("");
  return `${first.slice(0, -1).join(", ")} and ${first.at(-1)}`;
}

/** `1 day`, `7 days`. */
export function counted(count: number | string, noun: string): string {
  return `${count} ${noun}${String(count) === "1" ? "" : "s"}`;
}

const ACRONYMS: Readonly<Record<string, string>> = Object.fromEntries(
  `ACL ACLs ACM AMI API APIs ARN ASN AWS BGP CA CIDR CORS CSR DB DHCP DLP DNS EBS EC2 ECR ECS EFS EKS ENI FPGA FSx HSM HTTP HTTPS IAM ID IDs IP IPAM KMS
  LDAP MFA NAT OIDC RDS S3 SAML SAN SDK SMS SNS SQL SQS SSH SSL SSM SSO STS TLS TTL URI URL VPC VPCs VPN WAF XSS AI ML SCIM JWT EULA OTA CIS`
    .split(/\s+/)
    .map((word) => [word.toLowerCase(), word]),
);

/** Names whose capitals do not follow the word borders. */
const COMPOUNDS: readonly (readonly [RegExp, string])[] = [
  [/OpenIDConnect/g, "Oidc"],
  [/IPv([46])/g, "Ipv$1"],
  [/GraphQL/g, "Graphql"],
  [/OAuth/g, "Oauth"],
  [/CloudWatch/g, "Cloudwatch"],
  [/CloudFormation/g, "Cloudformation"],
  [/CloudFront/g, "Cloudfront"],
  [/CloudTrail/g, "Cloudtrail"],
];

const SPELLED: Readonly<Record<string, string>> = {
  ipv4: "IPv4",
  ipv6: "IPv6",
  graphql: "GraphQL",
  oauth: "OAuth",
  cloudwatch: "CloudWatch",
  cloudformation: "CloudFormation",
  cloudfront: "CloudFront",
  cloudtrail: "CloudTrail",
};

/** The words of a CamelCase name, in lower case but for acronyms: `CreateDBInstance` → create, DB, instance. */
export function wordsOf(name: string): string[] {
  let text = name;
  for (const [pattern, replacement] of COMPOUNDS) text = text.replace(pattern, replacement);
  const parts = text.match(/[A-Z]+[0-9]*(?![a-z])|[A-Z]?[a-z]+[0-9]*|[0-9]+/g) ?? [];
  return parts.map((part) => {
    const lower = part.toLowerCase();
    return own(SPELLED, lower) ?? own(ACRONYMS, lower) ?? lower;
  });
}

/** The value under a key of a table of words, without its prototype's names. */
export function own<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
