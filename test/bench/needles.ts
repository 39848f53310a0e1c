/** Events planted on purpose, whose number is known whatever the size of the trail. */
import type { JsonObject } from "../../src/domain/json.ts";
import { MINUTE } from "../../src/domain/time.ts";
import { type Caller, iamUserCaller, issueRecord, roleIdentity, ssoCaller } from "./actors.ts";
import { arnOf, type Call, type CallParts, type Scene } from "./call.ts";
import { addressOf, PAIRS, type Pair, personMail } from "./estate.ts";
import { createRandom, type Random, seedOf } from "./random.ts";
import {
  bucketParts,
  bucketPolicy,
  secretParts,
  stackParts,
  tableParts,
  WRITES,
} from "./writes.ts";

export type NeedleKind =
  | "bucket-x"
  | "bucket-x-denied"
  | "bucket-x-read"
  | "network-prod"
  | "payments-key-by-name"
  | "payments-key-by-arn"
  | "orders-prod"
  | "orders-prod-logs"
  | "jane"
  | "jane-as-release";

export type Needle = { kind: NeedleKind; number: number };

/** Fewer events cannot hold all needles. */
export const LEAST_EVENTS = 6000;

/** Where jane assumes the role `release-manager` on record and then changes two things with it. */
export const CHAIN_LENGTH = 3;

/** How many events of each kind a trail of so many events holds. */
export function needleCounts(events: number): Record<NeedleKind, number> {
  return {
    "bucket-x": 49,
    "bucket-x-denied": 3,
    "bucket-x-read": 40,
    "network-prod": 52,
    "payments-key-by-name": 24,
    "payments-key-by-arn": 28,
    "orders-prod": 52,
    "orders-prod-logs": Math.max(20, Math.round(events * 0.001832)),
    jane: 120,
    "jane-as-release": 30 * CHAIN_LENGTH,
  };
}

/** Accounts and Regions, as positions in PAIRS, that hold a kind of needle. */
export function pairOfNeedle(kind: NeedleKind): number {
  return kind === "jane" || kind === "jane-as-release" ? 3 : 0;
}

export type NeedleRecord = {
  at: number;
  caller: Caller;
  call: Pick<Call, "service" | "name">;
  parts: CallParts;
  readOnly: boolean;
  denied: boolean;
  /** Fields that replace those of an ordinary record. */
  override?: JsonObject;
};

type Place = { seed: number; pair: Pair; from: number; to: number };

/** The event of a needle, at some moment of the span that its file covers. */
export function needleRecord(needle: Needle, place: Place): NeedleRecord {
  const { seed, pair, from, to } = place;
  const random = createRandom(seedOf(seed, needle.kind, needle.number));
  const at = from + random.below(to - from);
  const scene: Scene = { random, account: pair.account, region: pair.region, at };
  const caller = ssoCaller(personMail(random.zipf(60)), pair.account, at);
  const plain = { at, caller, readOnly: false, denied: false };
  switch (needle.kind) {
    case "bucket-x":
    case "bucket-x-denied":
      return { ...plain, ...onBucketX(needle, scene), denied: needle.kind === "bucket-x-denied" };
    case "bucket-x-read":
      return {
        ...plain,
        call: { service: "s3", name: "GetBucketPolicy" },
        parts: bucketParts("bucket-x", { policy: "" }, scene),
        readOnly: true,
      };
    case "jane":
      return { ...plain, ...anyChange(scene), caller: janeCaller(pair, at, needle.number) };
    case "jane-as-release":
      return { ...plain, ...releaseChain(needle.number, place) };
    case "network-prod":
    case "payments-key-by-name":
    case "payments-key-by-arn":
    case "orders-prod":
    case "orders-prod-logs":
      return { ...plain, ...onNamedThing(needle.kind, scene) };
  }
}

type Made = Pick<NeedleRecord, "call" | "parts">;

function onBucketX(needle: Needle, scene: Scene): Made {
  const tags = needle.number % 4 === 3;
  return {
    call: { service: "s3", name: tags ? "PutBucketTagging" : "PutBucketPolicy" },
    parts: bucketParts("bucket-x", tags ? { tagging: "" } : bucketPolicy("bucket-x", scene), scene),
  };
}

function onNamedThing(
  kind: Exclude<
    NeedleKind,
    "bucket-x" | "bucket-x-denied" | "bucket-x-read" | "jane" | "jane-as-release"
  >,
  scene: Scene,
): Made {
  const secretArn = arnOf(scene, "secretsmanager", "secret:payments/api-key-AbCdEf");
  switch (kind) {
    case "network-prod":
      return {
        call: { service: "cloudformation", name: "UpdateStack" },
        parts: stackParts("network-prod", scene, "0f3c7c2e-58d1-4c1a-9d3e-6b1f2a3c4d5e"),
      };
    case "payments-key-by-name":
    case "payments-key-by-arn": {
      const byName = kind === "payments-key-by-name";
      return {
        call: { service: "secretsmanager", name: "PutSecretValue" },
        parts: secretParts(byName ? "payments/api-key" : secretArn, secretArn, scene),
      };
    }
    case "orders-prod":
      return {
        call: { service: "dynamodb", name: "UpdateTable" },
        parts: tableParts("orders-prod", scene),
      };
    case "orders-prod-logs":
      return {
        call: { service: "s3", name: "PutBucketTagging" },
        parts: bucketParts("orders-prod-logs", { tagging: "" }, scene),
      };
  }
}

const CHANGES = WRITES.filter(
  (call) => !call.global && !/^(Put|Delete)(Object|Item)$/.test(call.name),
);

function anyChange(scene: Scene): Made {
  const call = scene.random.pick(CHANGES);
  return { call, parts: call.parts(scene) };
}

function janeCaller(pair: Pair, at: number, number: number): Caller {
  return number % 5 === 4
    ? iamUserCaller("jane", pair.account)
    : ssoCaller("jane@example.com", pair.account, at);
}

/** The first of a chain is jane's AssumeRole, the others are calls with the key that it issued. */
function releaseChain(
  number: number,
  place: Place,
): Pick<NeedleRecord, "at" | "caller" | "call" | "parts" | "override" | "readOnly"> {
  const { seed, pair, from, to } = place;
  const step = number % CHAIN_LENGTH;
  const random = createRandom(seedOf(seed, "release", number - step));
  const issuedAt = from + random.below(Math.max(1, to - from - 40 * MINUTE));
  const at = Math.min(to - 1, issuedAt + step * 11 * MINUTE);
  const of = {
    role: "release-manager",
    session: `release-${random.below(1e6)}`,
    key: `ASIA${random.code(16)}`,
    account: pair.account,
    mfa: true,
  };
  if (step === 0) return releaseIssue(of, pair, at, random);
  const own = createRandom(seedOf(seed, "release", number));
  const caller = {
    identity: roleIdentity(of, issuedAt),
    address: addressOf("jane@example.com"),
    agent: "aws-cli/2.17.32",
  };
  const scene = { random: own, account: pair.account, region: pair.region, at };
  return { at, caller, readOnly: false, ...anyChange(scene) };
}

function releaseIssue(
  of: Parameters<typeof issueRecord>[0],
  pair: Pair,
  at: number,
  random: Random,
): Pick<NeedleRecord, "at" | "caller" | "call" | "parts" | "override" | "readOnly"> {
  const caller = ssoCaller("jane@example.com", pair.account, at);
  return {
    at,
    caller,
    call: { service: "sts", name: "AssumeRole" },
    parts: { request: null },
    override: issueRecord(of, caller, at, random),
    readOnly: true,
  };
}

/** All needles of a trail that stand in a pair. */
export function needlesOf(pair: number, events: number): { needle: Needle; of: number }[] {
  if (pair < 0 || pair >= PAIRS.length) return [];
  const counts = needleCounts(events);
  return (Object.keys(counts) as NeedleKind[])
    .filter((kind) => pairOfNeedle(kind) === pair)
    .flatMap((kind) =>
      Array.from({ length: counts[kind] }, (_, number) => ({
        needle: { kind, number },
        of: counts[kind],
      })),
    );
}
