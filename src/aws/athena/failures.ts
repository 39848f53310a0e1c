/** Why Athena refused or failed a query → what to do about it. The reasons are AWS's texts, and not for people. */
import { Problem } from "../../domain/problem.ts";
import { withoutSecrets } from "../../domain/redact-text.ts";
import type { AthenaSetup } from "../setup.ts";

type Place = Pick<AthenaSetup, "database" | "table" | "workgroup" | "output" | "region">;

type Kind = {
  pattern: RegExp;
  code: string;
  text: (place: Place) => string;
  next: (place: Place) => string;
};

const tableOf = ({ database, table }: Place) => `${database}.${table}`;
const workgroupOf = ({ workgroup = "primary" }: Place) => workgroup;

/** Prints the statement that makes the table. */
const MAKE = "Make it with the statement that `trailwatch trail ddl` prints.";

/** The first that fits is said. */
const KINDS: Kind[] = [
  {
    pattern: /injected|static equality/i,
    code: "athena.injected",
    text: (place) =>
      `The table ${tableOf(place)} wants each account or Region to be named in every query.`,
    next: () =>
      "Name the account and the Region in the question, or make the table anew with `trailwatch trail ddl`, which lists them.",
  },
  {
    pattern: /no output location|output location.*(?:not provided|is required)/i,
    code: "athena.no-output",
    text: (place) =>
      `Athena does not know where results go: workgroup ${workgroupOf(place)} has no place.`,
    next: () =>
      "Set aws.athena.output to `s3://bucket/prefix/`, or give the workgroup a result location.",
  },
  {
    pattern:
      /unable to verify\/create output bucket|output bucket|query results? (?:location|bucket)/i,
    code: "athena.output-refused",
    text: ({ output = "of the workgroup" }) =>
      `Athena cannot write results to the place ${output}.`,
    next: () =>
      "Allow s3:GetBucketLocation, s3:GetObject, s3:ListBucket and s3:PutObject there, or set aws.athena.output to another place.",
  },
  {
    pattern: /bytes scanned (?:limit|cutoff)|BytesScannedCutoff/i,
    code: "athena.cutoff",
    text: (place) =>
      `The query reached the limit of bytes that workgroup ${workgroupOf(place)} allows, and was ended.`,
    next: () =>
      "Ask about a shorter window, one account or one Region, or raise the workgroup's limit.",
  },
  {
    pattern: /workgroup.*(?:not found|does not exist|is not found|disabled)/i,
    code: "athena.no-workgroup",
    text: (place) =>
      `There is no workgroup ${workgroupOf(place)} that can be used in ${place.region}.`,
    next: () => "Set aws.athena.workgroup to one that exists there and is switched on.",
  },
  {
    pattern:
      /COLUMN_NOT_FOUND|column .* (?:cannot be resolved|does not exist)|TYPE_MISMATCH|HIVE_PARTITION_SCHEMA_MISMATCH/i,
    code: "athena.other-table",
    text: (place) =>
      `The table ${tableOf(place)} is not one that Trailwatch can ask: it lacks columns, or is not divided by account, Region and day.`,
    next: () => MAKE,
  },
  {
    pattern:
      /(?:TABLE|SCHEMA|CATALOG|DATABASE)_NOT_FOUND|(?:table|schema|database|catalog) .*(?:does not exist|not found)|EntityNotFound/i,
    code: "athena.no-table",
    text: (place) => `There is no table ${tableOf(place)} in ${place.region}.`,
    next: () => MAKE,
  },
  {
    pattern: /access ?denied|not authorized|permission|forbidden|status code: 403/i,
    code: "athena.denied",
    text: (place) => `Athena may not read what the table ${tableOf(place)} stands for.`,
    next: () =>
      "Allow s3:GetObject and s3:ListBucket on the trail's log bucket, and glue:GetTable, glue:GetDatabase and glue:GetPartitions on the table; with a KMS key also kms:Decrypt.",
  },
  {
    pattern: /HIVE_BAD_DATA|HIVE_CURSOR_ERROR|HIVE_CANNOT_OPEN_SPLIT|HIVE_INVALID/i,
    code: "athena.bad-data",
    text: (place) => `A file below the table ${tableOf(place)} could not be read as a log file.`,
    next: () => "Look at the location of the table: it should hold a trail's log files alone.",
  },
  {
    pattern: /exhausted resources|exceeded.*(?:memory|limit)|query timeout|TooManyRequests/i,
    code: "athena.too-much",
    text: () => "The query was too much for Athena at this moment.",
    next: () => "Ask about a shorter window, or again in a minute.",
  },
];

/** The operations of IAM and buckets that a reason names, for the one who has to allow them. */
const NAMED = /\b(?:s3|glue|kms|athena|lakeformation):[A-Z][A-Za-z]+|s3:\/\/[a-z0-9.-]{3,63}/g;
const LONGEST_REASON = 200;

/** The Problem behind a reason that Athena gave. */
export function failureProblem(reason: string, place: Place, cause?: unknown): Problem {
  const kind = KINDS.find(({ pattern }) => pattern.test(reason));
  const options = cause === undefined ? undefined : { cause };
  if (!kind) return unknownFailure(reason, options);
  const named = [...new Set(reason.match(NAMED) ?? [])].slice(0, 3);
  const isNamed = kind.code === "athena.denied" && named.length > 0;
  const text = kind.text(place) + (isNamed ? ` AWS names ${named.join(", ")}.` : "");
  return new Problem(kind.code, text, kind.next(place), options);
}

/** Refusals of the calls themselves: `InvalidRequestException` and its kin; undefined for any other error. */
export function refusalProblem(error: unknown, place: Place): Problem | undefined {
  if (!(error instanceof Error)) return undefined;
  const isRefusal = ["InvalidRequestException", "MetadataException", "ResourceNotFoundException"];
  if (!isRefusal.includes(error.name)) return undefined;
  return failureProblem(error.message, place, error);
}

function unknownFailure(reason: string, options?: { cause: unknown }): Problem {
  const line = withoutSecrets(reason).replace(/\s+/g, " ").trim().slice(0, LONGEST_REASON);
  return new Problem(
    "athena.failed",
    line === ""
      ? "Athena failed the query and did not say why."
      : `Athena failed the query: ${line}`,
    "Ask again; if it stays, look at the query in the console of Athena.",
    options,
  );
}
