/** Names that AWS gives: what a Region and a role look like, and the Regions that were known when this was written. */
import { nearest } from "./language/nearest.ts";

/** `eu-west-1`, `us-gov-east-1`, `us-iso-east-1`; new Regions appear, so the shape alone counts. */
export const REGION_SHAPE = /^[a-z]{2}(?:-[a-z]+){1,2}-\d{1,2}$/;

export const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;

/** For suggestions alone. https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
const KNOWN_REGIONS =
  `af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2
  ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1
  ca-west-1 cn-north-1 cn-northwest-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2
  eu-west-3 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1
  us-gov-west-1 us-west-1 us-west-2`.split(/\s+/);

/** The Region that is nearly called so; undefined where the name is a known one, or like none. */
export function likelyRegion(text: string): string | undefined {
  const word = text.trim().toLowerCase().replaceAll("_", "-");
  return KNOWN_REGIONS.includes(word) && word === text
    ? undefined
    : nearest(word, KNOWN_REGIONS, 2)[0];
}

/** What is wrong with what should be a Region. */
export function regionWords(value: unknown): string {
  const right = typeof value === "string" ? likelyRegion(value) : undefined;
  return right ? `is no Region; did you mean ${right}?` : "is no Region; an example: eu-west-1";
}

export const ACCOUNT_ID = /^\d{12}$/;

/** What was probably meant by a name that nothing has, else all that there are. */
export function nameHint(word: string, known: readonly string[]): string {
  const right = nearest(word, known, 3)[0];
  return right ? `did you mean ${right}?` : `known are ${known.join(", ") || "none"}`;
}
