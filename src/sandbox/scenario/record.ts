/** Told calls → CloudTrail records, shaped as AWS writes them (eventVersion 1.11). */
import type { JsonObject } from "../../domain/json.ts";
import { formatInstant, SECOND } from "../../domain/time.ts";
import { ACCOUNTS, type AccountName, GLOBAL, HOME, type Region } from "./company.ts";
import type { Caller, Tool } from "./identity.ts";
import { createRandom, type Random, shortRequestId, syntheticId, uuid } from "./random.ts";

export type Call = {
  at: number;
  account: AccountName;
  /** The home Region unless said, us-east-1 for global services. */
  region?: Region;
  /** eventSource without `.amazonaws.com`. */
  source: string;
  name: string;
  caller: Caller;
  request?: JsonObject;
  response?: JsonObject;
  error?: { code?: string; message: string };
  readOnly?: boolean;
  /** Content calls (objects in a bucket): data events. */
  data?: boolean;
  resources?: JsonObject[];
  /** additionalEventData beyond what the service always writes. */
  extra?: JsonObject;
  /** Host of the endpoint, where it is not `<source>.<region>.amazonaws.com`. */
  host?: string;
  /** The same for all deliveries of one action to several accounts. */
  sharedEventId?: string;
};

/** A record with the fields by which it is filed. */
export type TrailRecord = JsonObject & { eventID: string; eventTime: string; eventName: string };

export type FiledRecord = {
  at: number;
  account: AccountName;
  region: Region;
  record: TrailRecord;
};

/** What a story is told with: the time, keys of its own, and calls turned into records. */
export type Stage = {
  /** Epoch milliseconds, on the minute. */
  now: number;
  random: Random;
  record(call: Call): FiledRecord;
};

export function createStage(story: string, now: number, seed: number): Stage {
  const random = createRandom(`${seed}/story/${story}`);
  return { now, random, record: (call) => toRecord(call, random) };
}

const GLOBAL_SOURCES = new Set(["iam", "signin", "cloudfront", "route53", "organizations"]);

function toRecord(call: Call, random: Random): FiledRecord {
  const region = call.region ?? (GLOBAL_SOURCES.has(call.source) ? GLOBAL : HOME);
  const at = Math.floor(call.at / SECOND) * SECOND;
  const { id } = ACCOUNTS[call.account];
  const signIn = call.source === "signin";
  const record: TrailRecord = {
    eventVersion: "1.11",
    userIdentity: call.caller.identity,
    eventTime: formatInstant(at),
    eventSource: `${call.source}.amazonaws.com`,
    eventName: call.name,
    awsRegion: region,
    sourceIPAddress: call.caller.address,
    userAgent: agentOf(call.caller.tool, call),
    ...(call.error?.code === undefined ? {} : { errorCode: call.error.code }),
    ...(call.error === undefined ? {} : { errorMessage: call.error.message }),
    requestParameters: call.request ?? null,
    responseElements: call.response ?? null,
    ...additionalData(call, random),
    ...(signIn ? {} : { requestID: call.source === "s3" ? shortRequestId(random) : uuid(random) }),
    eventID: syntheticId(random),
    readOnly: call.readOnly ?? false,
    ...(call.resources === undefined ? {} : { resources: call.resources }),
    eventType: signIn ? "AwsConsoleSignIn" : "AwsApiCall",
    managementEvent: !call.data,
    recipientAccountId: id,
    ...(call.sharedEventId === undefined ? {} : { sharedEventID: call.sharedEventId }),
    eventCategory: call.data ? "Data" : "Management",
    ...transport(call, region),
  };
  return { at, account: call.account, region, record };
}

function additionalData(call: Call, random: Random): JsonObject {
  const s3 = {
    SignatureVersion: "SigV4",
    CipherSuite: "TLS_AES_128_GCM_SHA256",
    bytesTransferredIn: 0,
    AuthenticationMethod: "AuthHeader",
    "x-amz-id-2": `${shortRequestId(random)}${shortRequestId(random)}/EXAMPLE=`,
    bytesTransferredOut: 0,
  };
  if (call.source === "s3") return { additionalEventData: { ...s3, ...call.extra } };
  return call.extra === undefined ? {} : { additionalEventData: call.extra };
}

/** Calls from one AWS service to another carry no TLS details; console sessions are marked. */
function transport(call: Call, region: Region): JsonObject {
  const { kind } = call.caller.tool;
  if (kind === "service") return {};
  const console = kind === "console" && call.source !== "signin";
  return {
    tlsDetails: {
      tlsVersion: "TLSv1.3",
      cipherSuite: "TLS_AES_128_GCM_SHA256",
      clientProvidedHostHeader: call.host ?? hostOf(call.source, region),
    },
    ...(console ? { sessionCredentialFromConsole: "true" } : {}),
  };
}

/** The host name under which a service is called. */
export function hostOf(source: string, region: Region): string {
  if (source === "iam") return "iam.amazonaws.com";
  if (source === "signin") return `${region}.signin.aws.amazon.com`;
  return `${source}.${region}.amazonaws.com`;
}

const TERRAFORM =
  "APN/1.0 HashiCorp/1.0 Terraform/1.13.5 (+https://www.terraform.io) terraform-provider-aws/6.21.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.39.6 ua/2.1 os/linux lang/go#1.24.10 md/GOOS#linux md/GOARCH#amd64";
const GITHUB_ACTIONS =
  "aws-sdk-js/3.932.0 ua/2.1 os/linux#6.11.0-1018-azure lang/js md/nodejs#20.19.5 app/configure-aws-credentials-for-github-actions";
const CLI = "aws-cli/2.32.3 md/awscrt#0.28.4 ua/2.1";
const COMPUTERS = {
  macos: "os/macos#25.1.0 md/arch#arm64",
  linux: "os/linux#6.17.7 md/arch#x86_64",
};

/** The user agent that a tool sends for a call; S3 alone writes it in brackets. */
export function agentOf(tool: Tool, call: { source: string; name: string }): string {
  const agent = plainAgent(tool, call);
  const bracketed = call.source === "s3" && (tool.kind === "cli" || tool.kind === "terraform");
  return bracketed ? `[${agent}]` : agent;
}

function plainAgent(tool: Tool, call: { source: string; name: string }): string {
  switch (tool.kind) {
    case "console":
      return tool.browser;
    case "cli":
      return `${CLI} ${COMPUTERS[tool.computer]} lang/python#3.13.9 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off md/command#${commandOf(call)}`;
    case "terraform":
      return TERRAFORM;
    case "github":
      return GITHUB_ACTIONS;
    case "runtime":
    case "service":
      return tool.name;
  }
}

/** `rds`, `StopDBInstance` → `rds.stop-db-instance`, as the AWS CLI reports its own command. */
function commandOf(call: { source: string; name: string }): string {
  const words = call.name
    .replace(/\d{8}(v\d)?$/, "")
    .replace(/^(Get|Put|Delete)BucketPublicAccessBlock$/, "$1PublicAccessBlock")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1-$2")
    .toLowerCase();
  return `${call.source === "s3" ? "s3api" : call.source}.${words}`;
}

/** `Jul 10, 2026, 12:07:59 PM`: how dates stand inside request and response. */
export function recordDate(at: number): string {
  const date = new Date(at);
  const day = date.toLocaleDateString("en-US", {
    timeZone: "UTC",
    year: "numeric",
    month: "short",
    day: "numeric",
  });
  const hour = date.getUTCHours();
  const two = (value: number) => String(value).padStart(2, "0");
  const clock = `${hour % 12 || 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return `${day}, ${clock} ${hour < 12 ? "AM" : "PM"}`;
}
