/** The records of one generated log file, in the compact form and key order that AWS writes. */
import type { JsonObject } from "../../src/domain/json.ts";
import { formatInstant, MINUTE } from "../../src/domain/time.ts";
import { anyCaller, assumedSession, type Caller, type Session } from "./actors.ts";
import { type Call, type CallParts, createDraw, type Scene } from "./call.ts";
import { addressOf, personMail } from "./estate.ts";
import { needleRecord } from "./needles.ts";
import type { FilePlan } from "./plan.ts";
import { createRandom, type Random, seedOf } from "./random.ts";
import { READS } from "./reads.ts";
import { WRITES } from "./writes.ts";

const WRITE_SHARE = 0.1;
const SESSION_SHARE = 0.008;
const FAILURE_SHARE = 0.007;
const SIGN_IN_SHARE = 0.002;
const SESSION_MS = 50 * MINUTE;

const drawWrite = createDraw(WRITES);
const drawRead = createDraw(READS);

type CallError = { code: string; message: string };

type Draft = {
  at: number;
  caller: Caller;
  call: Pick<Call, "service" | "name">;
  parts: CallParts;
  readOnly: boolean;
  error?: CallError;
};

/** The JSON text of a log file, `{"Records":[…]}`; its records are not in the order of time. */
export function fileText(plan: FilePlan, seed: number): string {
  const random = createRandom(seedOf(seed, "file", plan.index));
  const sessions = sessionsOf(plan, seed);
  const records = [...sessions.map((session) => issueOf(session, plan, random))];
  for (const needle of plan.needles) {
    const made = needleRecord(needle, { seed, ...plan });
    const draft = made.denied ? { ...made, error: denial(made, made.call) } : made;
    records.push({ ...toRecord(draft, plan, random), ...made.override });
  }
  const earlier = plan.previous ? sessionsOf(plan.previous, seed) : [];
  const usable = [...sessions, ...earlier.filter((one) => one.issuedAt + SESSION_MS > plan.from)];
  while (records.length < plan.records) records.push(ordinaryRecord(plan, usable, random));
  return JSON.stringify({ Records: shuffled(records, random) });
}

/** Leaves room for the needles, which must all be there however small the file is. */
function sessionsOf(plan: FilePlan, seed: number): Session[] {
  const room = plan.records - plan.needles.length;
  const count = Math.max(0, Math.min(room, Math.max(1, Math.round(plan.records * SESSION_SHARE))));
  return Array.from({ length: count }, (_, number) => {
    const own = seedOf(seed, "session", plan.index, number);
    const at = plan.from + createRandom(own ^ 1).below(plan.to - plan.from);
    return assumedSession(own, plan.pair, at);
  });
}

function issueOf(session: Session, plan: FilePlan, random: Random): JsonObject {
  const call = { service: "sts", name: "AssumeRole" };
  const draft = {
    at: session.issuedAt,
    caller: session,
    call,
    parts: { request: null },
    readOnly: true,
  };
  return { ...toRecord(draft, plan, random), ...session.issue };
}

function ordinaryRecord(plan: FilePlan, sessions: Session[], random: Random): JsonObject {
  const signsIn = plan.pair.region === "us-east-1" && random.chance(SIGN_IN_SHARE);
  if (signsIn) return signIn(plan, random);
  const readOnly = !random.chance(WRITE_SHARE);
  const bySession = sessions.length > 0 && random.chance(readOnly ? 0.15 : 0.45);
  const session = bySession ? random.pick(sessions) : undefined;
  const at = session ? timeInSession(session, plan, random) : timeIn(plan, random);
  const caller = session ?? anyCaller(random, plan.pair, at);
  const call = (readOnly ? drawRead : drawWrite)(random, plan.pair.region);
  const scene: Scene = { random, account: plan.pair.account, region: plan.pair.region, at };
  const draft: Draft = { at, caller, call, parts: call.parts(scene), readOnly };
  if (random.chance(FAILURE_SHARE)) draft.error = failure(draft, call, random);
  return toRecord(draft, plan, random);
}

function timeIn(plan: FilePlan, random: Random): number {
  return plan.from + random.below(plan.to - plan.from);
}

function timeInSession(session: Session, plan: FilePlan, random: Random): number {
  const from = Math.max(plan.from, session.issuedAt);
  const to = Math.min(plan.to, session.issuedAt + SESSION_MS);
  return from + random.below(Math.max(1, to - from));
}

function denial(draft: Pick<Draft, "caller">, call: Pick<Call, "service" | "name">): CallError {
  const who = draft.caller.identity.arn ?? draft.caller.identity.invokedBy;
  return {
    code: call.service === "ec2" ? "Client.UnauthorizedOperation" : "AccessDenied",
    message: `User: ${who} is not authorized to perform: ${call.service}:${call.name} because no identity-based policy allows the ${call.service}:${call.name} action`,
  };
}

function failure(draft: Draft, call: Call, random: Random): CallError {
  if (random.chance(0.6)) return denial(draft, call);
  return random.chance(0.5)
    ? { code: "ThrottlingException", message: "Rate exceeded" }
    : { code: "ResourceNotFoundException", message: "The resource does not exist" };
}

/** One CloudTrail record; the keys stand in AWS's order. */
function toRecord(draft: Draft, plan: FilePlan, random: Random): JsonObject {
  const { call, caller, parts, error } = draft;
  const { account, region } = plan.pair;
  const arns = parts.resources?.map(([ARN, type]) => ({ accountId: account, type, ARN }));
  return {
    eventVersion: "1.10",
    userIdentity: caller.identity,
    eventTime: formatInstant(draft.at - (draft.at % 1000)),
    eventSource: `${call.service}.amazonaws.com`,
    eventName: call.name,
    awsRegion: region,
    sourceIPAddress: caller.address,
    userAgent: caller.agent,
    ...(error && { errorCode: error.code, errorMessage: error.message }),
    requestParameters: parts.request,
    responseElements: error ? null : (parts.response ?? null),
    ...(parts.extra && { additionalEventData: parts.extra }),
    requestID: random.uuid(),
    eventID: random.uuid(),
    readOnly: draft.readOnly,
    ...(arns && { resources: arns }),
    eventType: "AwsApiCall",
    managementEvent: !parts.data,
    recipientAccountId: account,
    eventCategory: parts.data ? "Data" : "Management",
    tlsDetails: {
      tlsVersion: "TLSv1.3",
      cipherSuite: "TLS_AES_128_GCM_SHA256",
      clientProvidedHostHeader: `${call.service}.${region}.amazonaws.com`,
    },
  };
}

/** A console sign-in, one in six without success. */
function signIn(plan: FilePlan, random: Random): JsonObject {
  const userName = random.chance(0.3) ? "jonas" : (personMail(random.zipf(80)).split("@")[0] ?? "");
  const failed = random.chance(1 / 6);
  const { account, region } = plan.pair;
  return {
    eventVersion: "1.08",
    userIdentity: {
      type: "IAMUser",
      principalId: `AIDA${createRandom(seedOf("iam-user", userName, account)).code(17)}`,
      arn: `arn:aws:iam::${account}:user/${userName}`,
      accountId: account,
      userName,
    },
    eventTime: formatInstant(timeIn(plan, random)).replace(/\.\d+/, ""),
    eventSource: "signin.amazonaws.com",
    eventName: "ConsoleLogin",
    awsRegion: region,
    sourceIPAddress: addressOf(userName),
    userAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/131.0.0.0 Safari/537.36",
    ...(failed && { errorMessage: "Failed authentication" }),
    requestParameters: null,
    responseElements: { ConsoleLogin: failed ? "Failure" : "Success" },
    additionalEventData: {
      LoginTo: `https://console.aws.amazon.com/console/home?region=${region}`,
      MobileVersion: "No",
      MFAUsed: random.chance(0.8) ? "Yes" : "No",
    },
    eventID: random.uuid(),
    readOnly: false,
    eventType: "AwsConsoleSignIn",
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: "Management",
  };
}

function shuffled(records: JsonObject[], random: Random): JsonObject[] {
  const order = [...records];
  for (let index = order.length - 1; index > 0; index -= 1) {
    const other = random.below(index + 1);
    const kept = order[index];
    order[index] = order[other] as JsonObject;
    order[other] = kept as JsonObject;
  }
  return order;
}
