/** The `aws` key of trailwatch.yml → what is asked on AWS, and everything that is wrong there. */
import { z } from "zod";
import type { AthenaSetup, AwsAccount, LogBucket } from "./aws/setup.ts";
import { ROLE_ARN } from "./config-aws-names.ts";
import {
  account,
  bucket,
  dollars,
  example,
  matching,
  REGION_WORDS,
  region,
  size,
  unlessUnknown,
  wholeNumber,
} from "./config-aws-values.ts";

const accountSchema = z.strictObject(
  {
    account: account.optional(),
    role: matching(
      ROLE_ARN,
      "is no ARN of a role",
      "arn:aws:iam::111122223333:role/trailwatch-reader",
    ).optional(),
    // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    externalId: matching(
      /^[\w+=,.@:/-]{2,1224}$/,
      "is no external id (2 to 1224 letters, digits and =,.@:/+-_)",
      '"a-long-random-text"',
    ).optional(),
  },
  { error: unlessUnknown("is no account; an example: - account: prod") },
);

/** Athena's parameters stand between quotes in SQL; other letters than these cannot be in a table of its catalog anyway. */
const name = (what: string, value: string) => matching(/^[a-z0-9_]{1,255}$/, what, value);

const athenaSchema = z.strictObject(
  {
    region,
    account: account.optional(),
    catalog: matching(/^[\w@-]{1,256}$/, "is no data catalog", "AwsDataCatalog").optional(),
    database: name("is no database (small letters, digits and _)", "default"),
    table: name("is no table (small letters, digits and _)", "cloudtrail_logs"),
    workgroup: matching(/^[\w.-]{1,128}$/, "is no workgroup", "primary").optional(),
    output: matching(
      /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/[^\s?*]*)?$/,
      "is no place in S3",
      "s3://acme-athena-results/trailwatch/",
    )
      .transform((place) => (place.endsWith("/") ? place : `${place}/`))
      .optional(),
    usdPerTb: dollars("5")
      .refine((usd) => usd > 0, { error: example("is no price", "5") })
      .optional(),
    queryUsd: dollars("0.10").optional(),
    channelDayUsd: dollars("5").optional(),
    // 7 days are the most that Athena takes: https://docs.aws.amazon.com/athena/latest/ug/reusing-query-results.html
    reuseMinutes: wholeNumber(0, 10_080, "60").optional(),
  },
  {
    error: unlessUnknown(
      "names no table; an example: { region: eu-west-1, database: default, table: cloudtrail_logs }",
    ),
  },
);

const logsSchema = z.strictObject(
  {
    bucket,
    prefix: matching(/^[^\s\\]{1,200}$/, "is no prefix of keys", "trails")
      .transform((text) => text.replace(/^\/+|\/+$/g, ""))
      .optional(),
    region,
    account: account.optional(),
    organization: matching(
      /^o-[a-z0-9]{10,32}$/,
      "is no id of an organization",
      "o-a1b2c3d4e5",
    ).optional(),
    queueUrl: matching(
      /^https?:\/\/[^\s/@]+\/\d{12}\/[\w-]{1,80}(?:\.fifo)?$/,
      "is no address of an SQS queue",
      "https://sqs.eu-west-1.amazonaws.com/111122223333/trail-objects",
    ).optional(),
    dir: matching(/./, "is no path", "/var/lib/trailwatch/trail").optional(),
    days: wholeNumber(1, 3650, "30").optional(),
    maxSize: size.optional(),
  },
  {
    error: unlessUnknown("names no bucket; an example: { bucket: acme-trail, region: eu-west-1 }"),
  },
);

export const awsSchema = z.strictObject(
  {
    accounts: z
      .array(accountSchema, {
        error: example("is no list of accounts", "- account: prod"),
      })
      .min(1, {
        error: "is an empty list; remove the key to mean the account of the credentials themselves",
      })
      .optional(),
    regions: z
      .array(region, { error: example("is no list of Regions", "[eu-west-1, us-east-1]") })
      .min(1, { error: example("is an empty list", "[eu-west-1, us-east-1]") })
      .optional(),
    lookupEvents: z.boolean({ error: "is neither true nor false; an example: true" }).optional(),
    athena: athenaSchema.optional(),
    logs: logsSchema.optional(),
  },
  {
    error: unlessUnknown(
      `is no table of settings; an example: aws: { regions: [${REGION_WORDS}] }`,
    ),
  },
);

/** Keys that may stand at each place, the places without their numbers. */
export const AWS_KEYS: Record<string, string[]> = {
  aws: Object.keys(awsSchema.shape),
  "aws.accounts": Object.keys(accountSchema.shape),
  "aws.athena": Object.keys(athenaSchema.shape),
  "aws.logs": Object.keys(logsSchema.shape),
};

/** What the file says of AWS; Regions and the folder of copies have defaults that the file does not know. */
export type AwsSettings = {
  accounts: AwsAccount[];
  regions?: string[];
  lookupEvents: boolean;
  athena?: AthenaSetup;
  logs?: Omit<LogBucket, "dir"> & { dir?: string };
};

type Read = z.infer<typeof awsSchema>;

/** `names` turn accounts into ids; whatever is wrong with them has been told by then. */
export function toAwsSettings(read: Read, names: Record<string, string> = {}): AwsSettings {
  const id = (word: string): string => names[word] ?? word;
  const accounts = (read.accounts ?? []).map((entry): AwsAccount => {
    const { account: word, role, externalId } = entry;
    const own = word === undefined ? (accountOfRole(role) ?? "") : id(word);
    return { id: own, ...(role && { role: { arn: role, ...(externalId && { externalId }) } }) };
  });
  return {
    accounts,
    lookupEvents: read.lookupEvents ?? true,
    ...(read.regions && { regions: [...new Set(read.regions)] }),
    ...(read.athena && { athena: toAthena(read.athena, id) }),
    ...(read.logs && { logs: toLogs(read.logs, id) }),
  };
}

/** The account that a role belongs to. */
export function accountOfRole(arn: string | undefined): string | undefined {
  return arn?.split(":")[4];
}

type Id = (word: string) => string;

function toAthena(read: NonNullable<Read["athena"]>, id: Id): AthenaSetup {
  const { region: where, database, table, account: word, ...rest } = read;
  return { region: where, database, table, ...(word && { account: id(word) }), ...present(rest) };
}

function toLogs(read: NonNullable<Read["logs"]>, id: Id): NonNullable<AwsSettings["logs"]> {
  const { bucket: its, region: where, account: word, maxSize: maxBytes, ...rest } = read;
  const account = word && { account: id(word) };
  return { bucket: its, region: where, ...account, ...present({ ...rest, maxBytes }) };
}

type Present<Whole> = { [Key in keyof Whole]?: Exclude<Whole[Key], undefined> };

function present<Whole extends object>(value: Whole): Present<Whole> {
  const entries = Object.entries(value).filter(([, part]) => part !== undefined && part !== "");
  return Object.fromEntries(entries) as Present<Whole>;
}
