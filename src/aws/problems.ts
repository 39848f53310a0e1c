/** What AWS refused, as a Problem: what is missing, where, and what to do next; and in one phrase, for what an answer lacks. */
import { never } from "../domain/never.ts";
import { Problem } from "../domain/problem.ts";
import { withoutSecrets } from "../domain/redact-text.ts";
import { metadataOf, type TroubleKind, troubleOf } from "./problem-kind.ts";

/** Where a request went, as far as it is known. */
export type AwsPlace = {
  /** Twelve digits. */
  account?: string;
  region?: string;
  /** The role that was to be assumed there. */
  roleArn?: string;
  /** What was called, as IAM writes it: `cloudtrail:LookupEvents`. */
  action?: string;
  /** What it was called on: a table as `database.table`, a bucket, a workgroup. */
  resource?: string;
  /** Address that was set in place of AWS's own. */
  endpoint?: string;
};

const LONGEST_TEXT = 300;

/**
 * The Problem `aws.*` behind an error of an SDK client. An AbortError, a Problem and an error that is not of AWS
 * come back as they are.
 */
export function toProblem(error: unknown, place: AwsPlace = {}): Error {
  if (error instanceof Problem) return error;
  const kind = troubleOf(error);
  if (kind === undefined || kind === "aborted") {
    return error instanceof Error ? error : new Error(String(error));
  }
  const told = readMessage(error, place);
  const { text, next } = WORDS[kind](told);
  return new Problem(`aws.${kind}`, text, next, { cause: error });
}

/** `account 222233334444: not allowed to call cloudtrail:LookupEvents`; the Region stands there where it is given. */
export function toGap(error: unknown, place: AwsPlace): string {
  const kind = causeKind(error);
  return `${placeWords(place)}: ${phraseOf(kind, error, place)}`;
}

/** `account 222233334444, eu-west-1`. */
export function placeWords({ account, region }: AwsPlace): string {
  const words = [account === undefined ? undefined : `account ${account}`, region];
  return words.filter((word) => word !== undefined).join(", ") || "AWS";
}

/** True when another request may do better: AWS was busy, the network broke, the clocks have been compared meanwhile. */
export function isPassing(error: unknown): boolean {
  const kind = causeKind(error);
  return kind === "timeout" || kind === "unreachable" || kind === "unavailable" || kind === "clock";
}

/** What kind of trouble an error, or the cause of a Problem, is; undefined when it is not of AWS. */
export function causeKind(error: unknown): TroubleKind | undefined {
  return troubleOf(error instanceof Problem ? error.cause : error);
}

/** What an error's message and its place tell together. */
type Told = {
  place: AwsPlace;
  where: string;
  /** The action that is missing or was called. */
  action: string;
  on: string;
  caller: string | undefined;
  why: string;
  said: string;
};

const ACTION = /(?:not authorized to perform:?|to perform)\s+([a-z0-9-]+:[A-Za-z]+)/i;
const RESOURCE = /on resource:?\s+(?:"([^"]+)"|(\S+?)(?=[\s,.]*(?:because|with|$)|\s))/i;
const CALLER = /User:\s+(\S+)\s/;

function readMessage(error: unknown, place: AwsPlace): Told {
  const message = error instanceof Error ? error.message : String(error);
  const action = ACTION.exec(message)?.[1] ?? place.action;
  const resource = RESOURCE.exec(message);
  const on = resource?.[1] ?? resource?.[2] ?? place.resource;
  const { requestId } = metadataOf(error);
  const said = withoutSecrets(message).replace(/\s+/g, " ").trim().slice(0, LONGEST_TEXT);
  return {
    place,
    where: placeWords(place),
    action: action ?? "this call",
    on: on === undefined || on === "*" ? "" : ` on ${withoutSecrets(on)}`,
    caller: CALLER.exec(message)?.[1],
    why: reasonIn(message),
    said: said === "" ? `it gave no reason (request ${requestId ?? "unknown"})` : said,
  };
}

/** Which policy stands in the way, where AWS tells. */
function reasonIn(message: string): string {
  const [, deny] =
    /explicit deny in an? ((?:service|resource) control policy|[a-z-]+ (?:policy|boundary))/i.exec(
      message,
    ) ?? [];
  if (deny !== undefined) return `; ${article(deny)} forbids it`;
  const [, none] =
    /because no ([a-z-]+(?: control)? (?:policy|boundary)) allows/i.exec(message) ?? [];
  return none === undefined ? "" : `; no ${none} allows it`;
}

function article(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;
}

type Words = { text: string; next: string };

const WORDS: Record<Exclude<TroubleKind, "aborted">, (told: Told) => Words> = {
  denied: deniedWords,
  throttled: ({ where, action }) => ({
    text: `AWS takes no more requests for the moment (${where}, ${action}).`,
    next: "Ask again in a minute; other tools in this account share the limit.",
  }),
  expired: ({ where }) => ({
    text: `The credentials for AWS have expired (${where}).`,
    next: "Renew them: `aws sso login` for an SSO profile, a new session token in the environment, or a role for the machine.",
  }),
  "no-credentials": () => ({
    text: "No credentials for AWS were found.",
    next: "Set AWS_PROFILE (after `aws sso login`), AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where a role is attached.",
  }),
  "bad-credentials": ({ where }) => ({
    text: `AWS does not know these credentials (${where}).`,
    next: "Check with `aws sts get-caller-identity` that the access key is active and its secret whole; a Region that is not enabled answers the same.",
  }),
  clock: ({ where }) => ({
    text: `This machine's clock and that of AWS differ too much for a signature to be taken (${where}).`,
    next: "Set the clock of this machine (`timedatectl set-ntp true`), then ask again.",
  }),
  "region-off": ({ place }) => ({
    text: `The Region ${place.region ?? "asked"} is not enabled in ${placeWords({ ...(place.account !== undefined && { account: place.account }) })}.`,
    next: "Enable it under Account > AWS Regions, or leave it out of aws.regions.",
  }),
  "no-region": () => ({
    text: "No Region is set for AWS.",
    next: "Name the Regions in aws.regions in trailwatch.yml, or set AWS_REGION.",
  }),
  "no-table": ({ place, where }) => ({
    text: `The table ${place.resource ?? "of the trail"} is not there (${where}).`,
    next: "Make it with what `trailwatch trail ddl` prints, run in Athena's query editor.",
  }),
  "no-database": ({ place, where }) => ({
    text: `The database of ${place.resource ?? "the trail's table"} is not there (${where}).`,
    next: "Make it with `CREATE DATABASE`, then the table with what `trailwatch trail ddl` prints.",
  }),
  "no-workgroup": ({ where }) => ({
    text: `Athena's workgroup that is set up is not there (${where}).`,
    next: "Correct aws.athena.workgroup, or make it with `aws athena create-work-group`.",
  }),
  "no-output": ({ where }) => ({
    text: `Athena does not know where to put results (${where}).`,
    next: "Set aws.athena.output to `s3://bucket/prefix/`, or give the workgroup a place for results.",
  }),
  "no-bucket": ({ place, where }) => ({
    text: `The bucket ${place.resource ?? "that is set up"} is not there (${where}).`,
    next: "Correct its name in trailwatch.yml; `aws cloudtrail describe-trails` names the bucket of each trail.",
  }),
  "no-object": ({ place, where }) => ({
    text: `${place.resource ?? "The object"} is not there (${where}).`,
    next: "It may have been deleted by a lifecycle rule; ask again over what is left.",
  }),
  "no-queue": ({ place, where }) => ({
    text: `The queue ${place.resource ?? "that is set up"} is not there (${where}).`,
    next: "Correct aws.logs.queueUrl in trailwatch.yml, or leave it out: the bucket is then listed by day.",
  }),
  timeout: ({ where, action, place }) => ({
    text: `AWS did not answer in time (${where}, ${action}${endpointWords(place)}).`,
    next: "Ask again; if it stays so, check the network or the proxy of this machine.",
  }),
  unreachable: ({ where, place }) => ({
    text: `AWS cannot be reached (${where}${endpointWords(place)}).`,
    next: "Check the network, the name of the Region, and AWS_ENDPOINT_URL if it is set.",
  }),
  unavailable: ({ where, action }) => ({
    text: `AWS itself failed (${where}, ${action}).`,
    next: "Ask again in a minute; health.aws.amazon.com tells of outages.",
  }),
  refused: ({ where, action, said }) => ({
    text: `AWS refused ${action} (${where}): ${said}`,
    next: "Run `trailwatch doctor`: it tries each call and names what is missing.",
  }),
};

function deniedWords({ place, where, action, on, caller, why }: Told): Words {
  const role = place.roleArn ?? on.replace(/^ on /, "");
  if (action === "sts:AssumeRole") {
    return {
      text: `The role ${role} cannot be assumed (${where})${why}.`,
      next: `Let its trust policy name ${caller ?? "the credentials of this process"}, with the same external id, and allow these sts:AssumeRole on it.`,
    };
  }
  const who = caller ?? place.roleArn ?? "these credentials";
  return {
    text: `Not allowed to call ${action}${on} (${where})${why}.`,
    next: `Allow ${action} to ${who}; \`trailwatch doctor\` prints the policy that is needed.`,
  };
}

function endpointWords({ endpoint }: AwsPlace): string {
  return endpoint === undefined ? "" : `, ${withoutSecrets(endpoint)}`;
}

function phraseOf(kind: TroubleKind | undefined, error: unknown, place: AwsPlace): string {
  switch (kind) {
    case "denied":
      return deniedPhrase(error instanceof Problem ? error.cause : error, place);
    case "throttled":
      // A Problem knows when to ask again.
      if (error instanceof Problem) return otherPhrase(error, place);
      return "AWS takes no more requests for the moment";
    case "expired":
      return "the credentials have expired";
    case "no-credentials":
      return "no credentials were found";
    case "bad-credentials":
      return "AWS does not know the credentials, or the Region is not enabled";
    case "clock":
      return "this machine's clock differs too much from that of AWS";
    case "region-off":
      return "the Region is not enabled";
    case "timeout":
      return "no answer in time";
    case "unreachable":
      return "it cannot be reached";
    case "unavailable":
      return "AWS itself failed";
    case "no-region":
    case "no-table":
    case "no-database":
    case "no-workgroup":
    case "no-output":
    case "no-bucket":
    case "no-object":
    case "no-queue":
    case "refused":
    case "aborted":
    case undefined:
      return otherPhrase(error, place);
    default:
      return never(kind);
  }
}

function deniedPhrase(error: unknown, place: AwsPlace): string {
  const { action, place: at } = readMessage(error, place);
  if (action === "sts:AssumeRole") return `the role ${at.roleArn ?? "there"} cannot be assumed`;
  return `not allowed to call ${action}`;
}

/** Only a Problem's text is for people. */
function otherPhrase(error: unknown, place: AwsPlace): string {
  const problem = toProblem(error, place);
  return problem instanceof Problem ? problem.message.replace(/\.$/, "") : "it could not be read";
}
