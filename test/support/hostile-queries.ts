/** Searches of every kind for hostile names. */
import fc from "fast-check";
import type { ActorQuery } from "../../src/domain/actor-query.ts";
import { parseSubject } from "../../src/domain/subject.ts";
import { HOUR, MINUTE } from "../../src/domain/time.ts";
import type { EventClass } from "../../src/domain/trail-event.ts";
import type { TrailQuery } from "../../src/sources/trail.ts";
import { classes } from "../../src/trail/collector.ts";
import { NOON } from "./hostile.ts";

const FORMS: ((name: string) => string)[] = [
  (name) => name,
  (name) => name.toUpperCase(),
  (name) => name.slice(1),
  (name) => `${name.slice(0, 4)}*`,
  (name) => `*${name.slice(2)}`,
  (name) => name.replace("z", "?"),
  (name) => `arn:aws:s3:::${name}`,
  (name) => `role/${name}`,
  (name) => `arn:aws:iam::111122223333:role/${name}`,
  (name) => `reports/${name}`,
];

const PLACES = ["203.0.113.7", "203.0.113.0/24", "10.0.0.0/12", "2001:db8::1", "2001:db8::/32"];
const KINDS: ActorQuery["kind"][] = ["any", "user", "role", "key", "address", "root", "service"];
const NAMES = [
  "Put*",
  "PutPublicAccessBlock",
  "putpublic*",
  "lambda:UpdateFunctionCode",
  "*Policy",
];

/** Searches for some of the names. */
export function hostileQuery(names: readonly string[]): fc.Arbitrary<TrailQuery> {
  const name = fc
    .tuple(fc.constantFrom(...names), fc.constantFrom(...FORMS))
    .map(([text, form]) => form(text));
  const actor = fc.record({
    kind: fc.constantFrom(...KINDS),
    text: fc.oneof(name, name, fc.constantFrom(...PLACES, "lambda", "root", "jane", "jane*")),
  });
  const part = fc.oneof(
    name.map((text) => ({ subject: parseSubject(text) })),
    fc.array(name, { minLength: 1, maxLength: 3 }).map((texts) => ({
      touching: texts.map(parseSubject),
    })),
    actor.map((one) => ({ actor: one })),
    fc.tuple(actor, name).map(([one, text]) => ({ actor: one, keys: [`AKIA${text}`, "ASIAX"] })),
    name.map((text) => ({ issuedKeys: [`ASIA${text}`] })),
    fc.array(name, { minLength: 1, maxLength: 2 }).map((words) => ({ words })),
    fc
      .array(fc.oneof(name, fc.constantFrom(...NAMES)), { minLength: 1, maxLength: 2 })
      .map((all) => ({ names: all })),
    fc.constantFrom({ services: ["s3"] }, { services: ["sts", "kms"] }, {}),
    fc.nat(20).map((index) => ({ eventId: `id-${index}` })),
  );
  return fc
    .record({
      parts: fc.array(part, { minLength: 1, maxLength: 2 }),
      classes: fc.oneof(
        fc.constant([...classes]),
        fc.subarray<EventClass>([...classes], { minLength: 1 }),
      ),
      from: fc.integer({ min: -40, max: 0 }),
      to: fc.integer({ min: 0, max: 40 }),
    })
    .map(({ parts, classes: asked, from, to }) => ({
      window: { from: NOON + from * MINUTE - 1, to: NOON + to * MINUTE + HOUR / 1000 },
      roles: ["target", "container", "mention"],
      classes: asked,
      limit: 20,
      ...Object.assign({}, ...parts),
    }));
}
