/**
 * The background: thousands of calls that nobody asks about, among which the stories have to be found.
 * Every call is written from a template made once, for 50,000 records have to stand on disk within seconds.
 * What a stretch of five minutes holds depends on the seed and on the time alone, not on when the sandbox starts.
 */
import { DAY, formatInstant, MINUTE, SECOND, utcDay } from "../../domain/time.ts";
import type { AccountName, Region } from "./company.ts";
import type { NoiseKind } from "./noise-kind.ts";
import { PEOPLE_NOISE } from "./noise-people.ts";
import { SWEEP_NOISE } from "./noise-sweeps.ts";
import { WORKLOAD_NOISE } from "./noise-workloads.ts";
import {
  createRandom,
  hex,
  pick,
  type Random,
  shortRequestId,
  syntheticId,
  uuid,
  wholeNumber,
} from "./random.ts";
import { createStage } from "./record.ts";
import { callerOf, isOfficeTime, isWeekend, robotKey, sessionStart } from "./robots.ts";

/** CloudTrail delivers about every five minutes; a slot is what one file holds. */
export const SLOT_MS = 5 * MINUTE;

const NOISE = [...SWEEP_NOISE, ...WORKLOAD_NOISE, ...PEOPLE_NOISE];

export type Place = {
  account: AccountName;
  region: Region;
  /** Every how many slots something happens: in office hours, at night, at weekends. */
  every: { office: number; night: number; weekend: number };
  /** How many events a slot holds, on average. */
  events: number;
};

const BUSY = { office: 6, night: 12, weekend: 16 };
const CALM = { office: 12, night: 18, weekend: 32 };
const QUIET = { office: 24, night: 36, weekend: 48 };
const RARE = { office: 96, night: 144, weekend: 144 };

export const PLACES: readonly Place[] = [
  { account: "prod", region: "eu-west-1", every: BUSY, events: 28 },
  { account: "staging", region: "eu-west-1", every: CALM, events: 19 },
  { account: "security", region: "eu-west-1", every: QUIET, events: 17 },
  { account: "prod", region: "us-east-1", every: QUIET, events: 17 },
  { account: "staging", region: "us-east-1", every: QUIET, events: 11 },
  { account: "security", region: "us-east-1", every: QUIET, events: 11 },
  { account: "prod", region: "eu-central-1", every: RARE, events: 10 },
  { account: "staging", region: "eu-central-1", every: RARE, events: 8 },
  { account: "security", region: "eu-central-1", every: RARE, events: 8 },
];

/** True when the background of a place says something in the slot that begins at `at`. */
export function isActive(place: Place, at: number): boolean {
  const every = isWeekend(at)
    ? place.every.weekend
    : isOfficeTime(at)
      ? place.every.office
      : place.every.night;
  // Counted so that the last slot of a day is one of them: its events stand in the folder of the next day.
  return (Math.floor((at % DAY) / SLOT_MS) + 1) % every === 0;
}

/** A record in pieces, between which identity, time and ids are put. */
type Template = {
  kind: NoiseKind;
  parts: readonly string[];
  s3: boolean;
  random: boolean;
};

type Choice = { upTo: number; templates: readonly Template[] };

/** What a place can say, with running weights; ready to be said quickly. */
export type Voice = { place: Place; office: readonly Choice[]; night: readonly Choice[] };

export function createVoice(place: Place): Voice {
  const kinds = NOISE.filter(
    ({ accounts, regions }) => accounts.includes(place.account) && regions.includes(place.region),
  ).map((kind) => ({ kind, templates: templatesOf(kind, place) }));
  const night = kinds.filter(({ kind }) => !kind.office);
  return { place, office: choicesOf(kinds), night: choicesOf(night) };
}

function choicesOf(kinds: readonly { kind: NoiseKind; templates: Template[] }[]): Choice[] {
  let upTo = 0;
  return kinds.map(({ kind, templates }) => {
    upTo += kind.weight;
    return { upTo, templates };
  });
}

const GAPS = /"?@(?:identity|time|request|event)@"?/;

function templatesOf(kind: NoiseKind, place: Place): Template[] {
  const stage = createStage(`${kind.source}/${kind.name}`, 0, 0);
  return (kind.requests ?? [undefined]).map((request) => {
    const { record } = stage.record({
      at: 0,
      account: place.account,
      region: place.region,
      source: kind.source,
      name: kind.name,
      caller: callerOf(kind.who, place.account, 0),
      readOnly: !kind.changes,
      data: kind.data ?? false,
      ...(request === undefined ? {} : { request }),
      ...(kind.response === undefined ? {} : { response: kind.response }),
      ...(kind.resources === undefined ? {} : { resources: [...kind.resources] }),
      ...(kind.error === undefined ? {} : { error: kind.error }),
      ...(kind.host === undefined ? {} : { host: kind.host }),
    });
    const text = JSON.stringify({
      ...record,
      userIdentity: "@identity@",
      eventTime: "@time@",
      requestID: "@request@",
      eventID: "@event@",
    });
    return {
      kind,
      parts: text.split(GAPS),
      s3: kind.source === "s3",
      random: text.includes("@random@") || text.includes("@issued@"),
    };
  });
}

const identities = new Map<string, string>();

/** The identity as JSON text; few differ within a session's time, so they are kept. */
function identityText(kind: NoiseKind, account: AccountName, at: number): string {
  const { who } = kind;
  const name = who.kind === "service" ? who.service : who.kind === "person" ? who.person : who.role;
  const key = `${account}/${name}/${sessionStart(at)}`;
  let text = identities.get(key);
  if (text === undefined) {
    if (identities.size > 5000) identities.clear();
    text = JSON.stringify(callerOf(who, account, at).identity);
    identities.set(key, text);
  }
  return text;
}

function say(template: Template, account: AccountName, at: number, random: Random): string {
  const { kind, parts } = template;
  const identity = identityText(kind, account, at);
  const requestId = template.s3 ? shortRequestId(random) : uuid(random);
  const text = `${parts[0]}${identity}${parts[1]}"${formatInstant(at)}"${parts[2]}"${requestId}"${parts[3]}"${syntheticId(random)}"${parts[4]}`;
  if (!template.random) return text;
  const issued = kind.issuesFor === undefined ? "" : robotKey(account, kind.issuesFor, at);
  return text
    .replaceAll("@random@", hex(random, 12))
    .replaceAll("@day@", utcDay(at).replaceAll("-", "/"))
    .replaceAll("@issued@", issued);
}

function choose(choices: readonly Choice[], random: Random): Template | undefined {
  const last = choices.at(-1);
  if (!last) return undefined;
  const number = random() * last.upTo;
  const choice = choices.find(({ upTo }) => number < upTo) ?? last;
  return pick(random, choice.templates);
}

/** The background records of a place in the slot that begins at `from`, as JSON texts in no order of time. */
export function noiseIn(voice: Voice, from: number, seed: number): string[] {
  const { account, region, events } = voice.place;
  const random = createRandom(`${seed}/noise/${account}/${region}/${from}`);
  const choices = isOfficeTime(from) ? voice.office : voice.night;
  const count = Math.round(events * (0.6 + 0.8 * random()));
  const texts: string[] = [];
  for (let index = 0; index < count; index++) {
    const template = choose(choices, random);
    const at = from + wholeNumber(random, SLOT_MS / SECOND) * SECOND;
    if (template) texts.push(say(template, account, at, random));
  }
  return texts;
}
