/** The kinds of questions that are measured: each as a query to the trail and as a person would ask it. */
import { DAY, formatInstant, HOUR, MINUTE } from "../../src/domain/time.ts";
import type { EventClass } from "../../src/domain/trail-event.ts";
import type { TrailQuery } from "../../src/sources/trail.ts";
import { PAIRS, TRAIL_END, TRAIL_START } from "./estate.ts";
import { createRandom, type Random } from "./random.ts";
import type { Sample } from "./sample.ts";

export type Asked = { query: TrailQuery; text: string };

export type Kind = {
  name: string;
  asked: Asked[];
};

const CHANGES: EventClass[] = ["change", "data-change", "attempt"];
const REFUSED: EventClass[] = ["attempt", "failed-read", "failed-session", "failed-sign-in"];
const SIGN_INS: EventClass[] = ["sign-in", "failed-sign-in"];
/** As the limits of speed state it: the twenty newest. */
const NEWEST = 20;
const MONTH = { from: TRAIL_START, to: TRAIL_END };

/** Every moment that a question is asked at: the end of the trail. */
export const ASKED_AT = formatInstant(TRAIL_END);

function month(rest: Partial<TrailQuery>): TrailQuery {
  return { window: MONTH, classes: CHANGES, limit: NEWEST, ...rest };
}

function resource(text: string): TrailQuery {
  return month({ subject: { text, name: text.toLowerCase(), wildcard: false } });
}

/** Some account and Region, and half an hour within the month. */
function halfHour(random: Random): Asked {
  const pair = random.pick(PAIRS.slice(0, 6));
  const from = TRAIL_START + DAY + random.below(28 * 24 * 2) * 30 * MINUTE;
  const to = from + 30 * MINUTE;
  return {
    query: month({ window: { from, to }, accounts: [pair.account], regions: [pair.region] }),
    text: `what changed from ${formatInstant(from)} to ${formatInstant(to)} account ${pair.account} region ${pair.region} limit ${NEWEST}`,
  };
}

/** A part out of the middle of a name, so that only a substring can match. */
function middle(name: string): string {
  return name.slice(1, Math.min(name.length - 1, 14));
}

/** A name with two neighbouring letters exchanged. */
function misspelt(name: string): string {
  return `${name.slice(0, 2)}${name.charAt(3)}${name.charAt(2)}${name.slice(4)}`;
}

/** `rounds` different questions of each kind, as far as the trail has so many names. */
export function questionKinds(sample: Sample, rounds: number): Kind[] {
  const random = createRandom(11);
  const tail = `last 30d limit ${NEWEST}`;
  const each = (list: readonly string[], make: (text: string) => Asked): Asked[] =>
    list.slice(0, rounds).map(make);
  const named = (name: string): Asked => ({
    query: resource(name),
    text: `who changed ${name} ${tail}`,
  });
  const days = Array.from({ length: Math.min(rounds, 29) }, (_, day) => TRAIL_START + day * DAY);
  const ofDay = (from: number) => ({ from, to: from + 24 * HOUR - 1 });
  const between = (from: number) =>
    `from ${formatInstant(from)} to ${formatInstant(from + 24 * HOUR - 1)} limit ${NEWEST}`;
  return [
    { name: "resource, 30 d", asked: each(sample.common, named) },
    {
      name: "resource with few hits, 30 d",
      asked: [named("bucket-x"), ...each(sample.rare, named)].slice(0, rounds),
    },
    {
      name: "actor, 30 d",
      asked: each(sample.people, (text) => ({
        query: month({ actor: { kind: "any", text } }),
        text: `what did ${text} do ${tail}`,
      })),
    },
    {
      name: "access key, 30 d",
      asked: each(sample.keys, (text) => ({
        query: month({ actor: { kind: "key", text } }),
        text: `what did ${text} do ${tail}`,
      })),
    },
    {
      name: "address, 30 d",
      asked: each(sample.addresses, (text) => ({
        query: month({ actor: { kind: "address", text } }),
        text: `what did ${text} do ${tail}`,
      })),
    },
    {
      name: "event name, 30 d",
      asked: each(sample.eventNames, (name) => ({
        query: month({ names: [name] }),
        text: `what changed event ${name} ${tail}`,
      })),
    },
    {
      name: "30 minutes of one account and Region",
      asked: Array.from({ length: rounds }, () => halfHour(random)),
    },
    {
      name: "denied and failed, 1 d",
      asked: days.map((from) => ({
        query: month({ window: ofDay(from), classes: REFUSED }),
        text: `denied ${between(from)}`,
      })),
    },
    {
      name: "sign-ins, 1 d",
      asked: days.map((from) => ({
        query: month({ window: ofDay(from), classes: SIGN_INS }),
        text: `who signed in ${between(from)}`,
      })),
    },
    {
      name: "free text, 30 d",
      asked: each(sample.rare, (text) => ({
        query: month({ words: [text] }),
        text: `what changed containing "${text}" ${tail}`,
      })),
    },
    {
      name: "prefix of a name, 30 d",
      asked: each(sample.rare, (name) => named(name.slice(0, Math.max(6, name.length - 4)))),
    },
    { name: "inside of a name, 30 d", asked: each(sample.rare, (name) => named(middle(name))) },
    { name: "misspelt name, 30 d", asked: each(sample.rare, (name) => named(misspelt(name))) },
  ];
}
