/** Single values of the `aws` key: Regions, accounts, buckets, sizes, dollars; each with its words and an example. */
import { z } from "zod";
import { REGION_SHAPE, regionWords } from "./config-aws-names.ts";

export const REGION_WORDS = "eu-west-1";

type Issue = { input?: unknown };

/** What is wrong, or that nothing is there, and an example. */
export function example(wrong: string, value: string) {
  return ({ input }: Issue): string =>
    `${input === undefined ? "is not set" : wrong}; an example: ${value}`;
}

/** Zod asks the object for words about unknown keys too; those are told one by one by the caller. */
export function unlessUnknown(words: string) {
  return (issue: { code?: string | undefined }) =>
    issue.code === "unrecognized_keys" ? undefined : words;
}

/** Text of a shape. */
export function matching(pattern: RegExp, wrong: string, value: string) {
  const error = example(wrong, value);
  return z.string({ error }).regex(pattern, { error });
}

const regionError = ({ input }: Issue): string =>
  input === undefined ? `is not set; an example: ${REGION_WORDS}` : regionWords(input);

export const region = z.string({ error: regionError }).regex(REGION_SHAPE, { error: regionError });

const accountError = example(
  "is no account",
  'prod (a name under accounts), or "111122223333" in quotes',
);

export const account = z.string({ error: accountError }).trim().min(1, { error: accountError });

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const BUCKET = /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

const bucketError = ({ input }: Issue): string => {
  const text = typeof input === "string" ? input : "";
  const inside = /^(?:s3:\/\/|arn:aws[\w-]*:s3:::)([^/]+)/.exec(text)?.[1];
  if (inside !== undefined && BUCKET.test(inside)) {
    return `is an address, and the name alone is wanted; here: ${inside}`;
  }
  return example("is no name of a bucket", "acme-trail-logs")({ input });
};

export const bucket = z.string({ error: bucketError }).regex(BUCKET, { error: bucketError });

/** `0.1`, `"$0.10"`. */
export function dollars(value: string) {
  const error = example("is no amount in dollars", value);
  return z
    .union([z.number(), z.string()], { error })
    .transform((amount) => (typeof amount === "number" ? amount : usd(amount)))
    .refine((amount) => amount >= 0 && amount <= 1_000_000, { error });
}

function usd(text: string): number {
  return /^\$?\d{1,7}(?:\.\d{1,6})?$/.test(text) ? Number(text.replace("$", "")) : Number.NaN;
}

/** A whole number between two, both included. */
export function wholeNumber(from: number, to: number, value: string) {
  const error = example(`is no whole number from ${from} to ${to}`, value);
  return z.number({ error }).int({ error }).min(from, { error }).max(to, { error });
}

const UNITS: Record<string, number> = {
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** Less than this is most likely a unit that was forgotten. */
const LEAST_BYTES = 100e6;

const sizeError = example("is no size with a unit, of 100 MB at least", "20 GiB");

/** `20 GiB` → bytes. */
export const size = z
  .string({ error: sizeError })
  .transform((text) => {
    const [, number, unit = ""] = /^(\d{1,9}(?:\.\d+)?)\s*([MGT]i?B)$/.exec(text.trim()) ?? [];
    return Math.round(Number(number) * (UNITS[unit] ?? Number.NaN));
  })
  .refine((bytes) => bytes >= LEAST_BYTES, { error: sizeError });
