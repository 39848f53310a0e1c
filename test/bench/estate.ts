/** The imagined company whose trail is generated: accounts, Regions, names of things and people. */
import { DAY, parseInstant } from "../../src/domain/time.ts";
import { createRandom, seedOf } from "./random.ts";

export const DAYS = 30;
export const TRAIL_START = parseInstant("2026-10-20") ?? 0;
/** The moment at which the questions of the benchmark are asked. */
export const TRAIL_END = TRAIL_START + DAYS * DAY;

/** One account in one Region: the unit in which CloudTrail delivers files. */
export type Pair = { account: string; region: string; share: number };

const PROD = "111122223333";
const STAGE = "222233334444";
const DATA = "333344445555";
const SHARED = "444455556666";

/** Seven accounts, twelve pairs; the largest holds a quarter of all events. */
export const PAIRS: readonly Pair[] = [
  { account: PROD, region: "eu-west-1", share: 0.24 },
  { account: PROD, region: "us-east-1", share: 0.16 },
  { account: PROD, region: "us-west-2", share: 0.08 },
  { account: STAGE, region: "eu-west-1", share: 0.11 },
  { account: STAGE, region: "us-east-1", share: 0.06 },
  { account: DATA, region: "eu-west-1", share: 0.09 },
  { account: DATA, region: "us-east-1", share: 0.05 },
  { account: SHARED, region: "us-east-1", share: 0.06 },
  { account: SHARED, region: "eu-central-1", share: 0.04 },
  { account: "555566667777", region: "us-east-1", share: 0.04 },
  { account: "666677778888", region: "us-east-1", share: 0.04 },
  { account: "777788889999", region: "us-east-1", share: 0.03 },
];

// No team is called orders, payments or network: those words belong to the needles, whose counts must be known.
const TEAMS =
  "checkout catalog search billing identity fraud pricing shipping inventory media mobile web partner risk support growth notify ledger reports returns gateway loyalty reviews feeds profile vault quotes insight audit".split(
    " ",
  );
const THINGS =
  "api worker cache ingest export events archive uploads backup index queue stream scheduler sync assets metrics render jobs proxy replica batch hooks state".split(
    " ",
  );
const STAGES = ["prod", "staging", "dev"];
const GIVEN =
  "amara ben carla deniz elena farid greta hugo ines jonas kira luca mina noor omar paula quinn rosa sven tara umar vera wim xenia yusuf zoe".split(
    " ",
  );
const FAMILY =
  "okafor braun costa demir fischer haddad ito jansen kovacs lindgren moreau novak".split(" ");

function at(list: readonly string[], index: number): string {
  return list[index % list.length] ?? "";
}

/** The name of the n-th thing of an account; different numbers and accounts have different names. */
export function thingName(account: string, number: number): string {
  const mixed = number * 7 + Number(account.charAt(0));
  const round = Math.floor(mixed / (TEAMS.length * THINGS.length * STAGES.length));
  const name = [
    at(TEAMS, mixed),
    at(THINGS, Math.floor(mixed / TEAMS.length)),
    at(STAGES, Math.floor(mixed / (TEAMS.length * THINGS.length))),
  ].join("-");
  return round === 0 ? name : `${name}-${round}`;
}

/** A stable id such as `i-0f3c…`: the same account and number always give the same one. */
export function thingId(prefix: string, account: string, number: number): string {
  return `${prefix}-0${createRandom(seedOf(prefix, account, number)).hex(16)}`;
}

export function keyArn(region: string, account: string, number: number): string {
  return `arn:aws:kms:${region}:${account}:key/${createRandom(seedOf("kms", account, number)).uuid()}`;
}

export const PEOPLE = GIVEN.length * FAMILY.length;

/** `elena.fischer@example.com`, for numbers below PEOPLE. */
export function personMail(number: number): string {
  return `${at(GIVEN, number)}.${at(FAMILY, Math.floor(number / GIVEN.length))}@example.com`;
}

/** An address of the documentation ranges or of a private network, the same for the same owner. */
export function addressOf(owner: string): string {
  const random = createRandom(seedOf("address", owner));
  const net = random.pick(["203.0.113", "198.51.100", "192.0.2"]);
  if (random.chance(0.3)) return `${net}.${1 + random.below(254)}`;
  return `10.${random.below(200)}.${random.below(256)}.${1 + random.below(254)}`;
}
