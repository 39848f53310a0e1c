/**
 * What SQL can tell of a query's parts, one condition each. A condition lets through every record that `match.ts` would,
 * and more: names are looked for as pieces of text, since records spell them in many ways.
 */
import { type AskedActor, readActorQuery } from "../domain/actor-query.ts";
import { SESSION_SERVICES } from "../domain/effect.ts";
import { type NamePattern, namePattern, otherNames } from "../domain/event-name.ts";
import { type Subject, subjectTerms } from "../domain/subject.ts";
import { bareService } from "../domain/text.ts";
import type { EventClass } from "../domain/trail-event.ts";
import type { TrailQuery } from "../sources/trail.ts";
import { columnsOf, type Dialect, RESOURCES_SQL } from "./sql-columns.ts";
import { all, any, begins, type Condition, holds, plain, textOf } from "./sql-condition.ts";
import { implies, type Run, runsOf, sqlLiteral } from "./sql-text.ts";

/** Parts of a record from which `readTouched` takes names. */
const NAMED = textOf(
  "requestparameters",
  "responseelements",
  "additionaleventdata",
  "serviceeventdetails",
  RESOURCES_SQL,
);
const SERVICE = "lower(coalesce(eventsource, ''))";
const NAME = "lower(coalesce(eventname, ''))";
const KEY = "lower(coalesce(useridentity.accesskeyid, ''))";
const ADDRESS = "lower(coalesce(sourceipaddress, ''))";
const TYPE = "lower(coalesce(useridentity.type, ''))";

/** Conditions for all parts of a query but its window, accounts and Regions. */
export function filtersOf(query: TrailQuery, dialect: Dialect): Condition {
  const { subject, touching, issuedKeys, words = [] } = query;
  return all([
    eventIdFilter(query.eventId),
    classFilter(query.classes),
    servicesFilter(query.services),
    namesFilter(query.names),
    subject && subjectFilter(subject),
    touchingFilter(touching),
    actorFilter(query, dialect),
    issuedKeys && issuedKeys.length > 0
      ? any(issuedKeys.map((key) => holds(textOf("responseelements"), runsOf(key))))
      : undefined,
    ...words.map((word) => wordFilter(word, dialect)),
  ]);
}

/** Records without an id of their own are known by a hash that SQL cannot tell. */
function eventIdFilter(eventId: string | undefined): Condition {
  if (eventId === undefined) return undefined;
  const sql = "(eventid = ? OR coalesce(eventid, '') = '')";
  return { sql, parameters: [sqlLiteral(eventId)] };
}

/** The longest piece of each name is enough where names are many: Athena takes texts of 256 KB. */
const MANY = 100;

function touchingFilter(touching: readonly Subject[] | undefined): Condition {
  if (!touching || touching.length === 0 || touching.length > MANY * 10) return undefined;
  const most = touching.length > MANY ? 1 : Infinity;
  return any(touching.map((subject) => subjectFilter(subject, most)));
}

/** True for records that name the subject in one of its spellings; `most` pieces of each are looked for. */
function subjectFilter(subject: Subject, most = Infinity): Condition {
  const spellings = [subject.name, ...subjectTerms(subject)].map(runsOf);
  const widest = spellings.filter(
    (runs, index) =>
      !spellings.some(
        (other, at) =>
          at !== index && implies(runs, other) && (at < index || !implies(other, runs)),
      ),
  );
  return any(widest.map((runs) => holds(NAMED, runs.slice(0, most))));
}

function servicesFilter(services: readonly string[] | undefined): Condition {
  if (!services || services.length === 0) return undefined;
  return any(services.map(serviceFilter));
}

function serviceFilter(service: string): Condition {
  const lower = service.toLowerCase();
  return /^[a-z0-9.-]+$/.test(lower) ? begins(SERVICE, lower) : holds(SERVICE, runsOf(lower));
}

function namesFilter(names: readonly string[] | undefined): Condition {
  if (!names || names.length === 0) return undefined;
  return any(names.map((name) => nameFilter(namePattern(name))));
}

function nameFilter(pattern: NamePattern): Condition {
  const { name, wildcard, services } = pattern;
  const own =
    wildcard || !/^[a-z0-9_]+$/.test(name) ? holds(NAME, runsOf(name)) : begins(NAME, name);
  const others = otherNames(pattern).map((other) => begins(NAME, other));
  return all([servicesFilter(services), own === undefined ? undefined : any([own, ...others])]);
}

/** All that names whoever made a call. */
function whoText(dialect: Dialect): string {
  const identity = columnsOf(dialect).filter(({ path }) => path[0] === "userIdentity");
  const expressions = identity.map(({ sql }) => sql);
  return textOf(...expressions, "sourceipaddress", "eventsource", "additionaleventdata");
}

function actorFilter({ actor, keys = [] }: TrailQuery, dialect: Dialect): Condition {
  if (!actor && keys.length === 0) return undefined;
  const byKey = keys.length > 0 ? [keysFilter(keys)] : [];
  return any([...(actor ? [askedActorFilter(readActorQuery(actor), dialect)] : []), ...byKey]);
}

const PLAIN_KEY = /^[a-z0-9]+$/;

/** Sessions of one person may be hundreds: one list is shorter than as many conditions. */
function keysFilter(keys: readonly string[]): Condition {
  const lower = keys.map((key) => key.toLowerCase());
  const list = lower.filter((key) => PLAIN_KEY.test(key));
  const others = lower.filter((key) => !PLAIN_KEY.test(key));
  const marks = list.map(() => "?").join(", ");
  const listed = { sql: `${KEY} IN (${marks})`, parameters: list.map(sqlLiteral) };
  return any([
    ...(list.length > 0 ? [listed] : []),
    ...others.map((key) => holds(KEY, runsOf(key))),
  ]);
}

function askedActorFilter(asked: AskedActor, dialect: Dialect): Condition {
  const { kind, text } = asked;
  if (kind === "root") {
    return plain(
      `(${TYPE} = 'root' OR strpos(lower(coalesce(useridentity.arn, '')), ':root') > 0)`,
    );
  }
  if (asked.range) return rangeFilter(text);
  // The numbers of an IPv6 address are spelt in many ways.
  if (/^v6:[0-9a-f]+$/.test(text)) return plain(`strpos(${ADDRESS}, ':') > 0`);
  if (kind === "key") return holds(KEY, runsOf(text));
  if (kind === "address") return holds(ADDRESS, runsOf(text));
  return holds(whoText(dialect), actorRuns(text));
}

/** The ARN of a role is known from its session's too, which names another service. */
function actorRuns(text: string): Run[] {
  const runs = runsOf(bareService(text));
  return text.startsWith("arn:") ? runs.filter(({ spellings }) => spellings[0] !== "iam") : runs;
}

/** `10.0.0.0/8` → `10.`; of other ranges SQL can only tell that they are of IPv6. */
function rangeFilter(range: string): Condition {
  const [, address, bits] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(range) ?? [];
  if (address === undefined) {
    return range.includes(".") ? undefined : plain(`strpos(${ADDRESS}, ':') > 0`);
  }
  const numbers = address.split(".").slice(0, Math.floor(Number(bits) / 8));
  if (numbers.length === 0) return undefined;
  const start = numbers.map((number) => String(Number(number))).join(".");
  return holds(ADDRESS, [{ spellings: [numbers.length < 4 ? `${start}.` : start] }]);
}

/** Keys stand in every record: a word that is a piece of one of them narrows nothing. */
function wordFilter(word: string, dialect: Dialect): Condition {
  const lower = word.toLowerCase();
  const columns = columnsOf(dialect);
  const keys = columns.flatMap(({ path }) => path.map((key) => key.toLowerCase()));
  if ([...keys, "arn", "accountid", "type"].some((key) => key.includes(lower))) return undefined;
  return holds(textOf(...columns.map(({ sql }) => sql)), runsOf(lower));
}

const FAILURES: readonly EventClass[] = [
  "attempt",
  "failed-sign-in",
  "failed-session",
  "failed-read",
];
const ANSWERS = textOf("responseelements", "serviceeventdetails");
const MAY_HAVE_FAILED = plain(
  `(coalesce(errorcode, '') <> '' OR coalesce(errormessage, '') <> '' OR strpos(${ANSWERS}, 'error') > 0 OR strpos(${ANSWERS}, 'fail') > 0)`,
);
const MAY_CHANGE = plain("lower(coalesce(readonly, 'false')) NOT IN ('true', 'yes')");
const MAY_SIGN_IN = isOfService(["signin", "sso"]);
const MAY_OPEN_SESSION = isOfService([...SESSION_SERVICES]);

function isOfService(services: readonly string[]): Condition {
  return plain(
    `(${services.map((service) => `strpos(${SERVICE}, '${service}') = 1`).join(" OR ")})`,
  );
}

/** Reads are nine of ten records: they are left out wherever none is asked for. */
function classFilter(classes: readonly EventClass[]): Condition {
  const wants = (...some: EventClass[]) => some.some((each) => classes.includes(each));
  const onlyFailures = classes.length > 0 && classes.every((each) => FAILURES.includes(each));
  const failed = onlyFailures ? MAY_HAVE_FAILED : undefined;
  if (classes.length === 0 || wants("read")) return failed;
  const done = [
    ...(wants("change", "data-change", "attempt") ? [MAY_CHANGE] : []),
    ...(wants("failed-read") ? [MAY_HAVE_FAILED] : []),
    ...(wants("sign-in", "failed-sign-in") ? [MAY_SIGN_IN] : []),
    ...(wants("session", "failed-session") ? [MAY_OPEN_SESSION] : []),
  ];
  return all([failed, any(done)]);
}
