/** Strings that name a resource by their shape alone, whatever key they stand under. */
import { isArn } from "./arn.ts";

/** EC2 and its kin give ids of 8 or 17 hexadecimal digits. */
const HEX_ID = /^(?:[a-z][a-z0-9]*-)+(?:[0-9a-f]{8}|[0-9a-f]{17})$/;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes */
const UNIQUE_ID = /^A(?:KIA|SIA|ROA|IDA|GPA|NPA|IPA|NVA|BIA|CCA)[A-Z0-9]{12,}$/;
const RESOURCE_URL = /^https:\/\/(?:[a-z0-9.-]*\.)?(?:sqs|queue)\.[^/]+\/\d{12}\//;

export function isResourceShape(text: string): boolean {
  const length = text.length;
  if (length < 10 || length > 2048) return false;
  const first = text.charCodeAt(0);
  if (first === 97 && isArn(text)) return true;
  if (first === 104 && text.startsWith("https://")) return RESOURCE_URL.test(text);
  if (first === 65) return length <= 128 && UNIQUE_ID.test(text);
  return length <= 64 && first >= 97 && first <= 122 && HEX_ID.test(text);
}

const NO_NAME =
  /^(?:true|false|null|none|vpc|standard|\/|hidden_due_to_security_reasons|\*+|-|\d{1,11}|\d+\.\d+.*)$/i;

/** A string that can be somebody's name: not empty, not masked, one line. */
export function canBeName(text: string): boolean {
  const length = text.length;
  if (length === 0 || length > 2048) return false;
  const first = text.charCodeAt(0);
  if (first === 123 || first === 91) return false;
  if (text.includes("\n")) return false;
  return length > 32 || !NO_NAME.test(text);
}

const EMBEDDED_ARN = /arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d{0,12}:[^\s"'\\,;<>(){}[\]]+/g;
const MOST_EMBEDDED = 100;
const LONGEST_DOCUMENT = 262_144;

/** ARNs inside a document that stands as text: a policy, a template, a query; URL-encoded or not. */
export function embeddedArns(text: string): string[] {
  if (text.length > LONGEST_DOCUMENT) return [];
  const plain = text.includes("arn%3A") ? decoded(text) : text;
  if (!plain.includes("arn:aws")) return [];
  const found = new Set<string>();
  for (const match of plain.matchAll(EMBEDDED_ARN)) {
    found.add(match[0]);
    if (found.size >= MOST_EMBEDDED) break;
  }
  return [...found];
}

function decoded(text: string): string {
  return text
    .replaceAll("%3A", ":")
    .replaceAll("%2F", "/")
    .replaceAll("%22", '"')
    .replaceAll("%2C", ",")
    .replaceAll("%2A", "*");
}
