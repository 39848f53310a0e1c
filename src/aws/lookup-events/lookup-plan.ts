/**
 * A query → what LookupEvents is asked. It takes one attribute at a time and compares exactly, so that the most telling one is
 * asked for first, and more is read only where that finds nothing.
 */
import type { EventClass, TrailEvent } from "../../domain/trail-event.ts";
import type { TrailQuery } from "../../sources/trail.ts";
import { actorValues, arnsIn, guessedArns, type Place, resourceNames } from "./candidates.ts";
import { recordedNames } from "./event-names.ts";

export type Attribute = {
  key:
    | "EventId"
    | "EventName"
    | "ReadOnly"
    | "Username"
    | "ResourceName"
    | "EventSource"
    | "AccessKeyId";
  value: string;
};

/** One lookup: all events with an attribute, or all there are. */
export type Lookup = Attribute | undefined;

export type Stage = {
  /** `wide`: most of what is read is not asked for. */
  kind: "exact" | "wide";
  lookups(place: Place): Lookup[];
  /** The filter in words. */
  words: string;
  /** The next one asks the same in another way: it is taken where this one would take many pages. */
  isTentative?: true;
};

/**
 * Stages are asked in turn until one finds what is meant, the third only when the second was too much to read;
 * an empty list when nothing can be asked.
 */
export type LookupPlan = Stage[];

const MOST_NAMES = 6;
const MOST_SERVICES = 4;
const MOST_TOUCHING = 12;
const MOST_KEYS = 24;

export function planLookups(query: TrailQuery): LookupPlan {
  return stagesOf(query).map((stage) => ({
    ...stage,
    lookups: (place) => stage.lookups(place).filter((lookup) => !lookup || isAskable(lookup)),
  }));
}

const LONGEST_VALUE = 2000;

/**
 * CloudTrail refuses longer values, in which some characters count twice; no event is filed under such a one.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupAttribute.html
 */
function isAskable({ value }: Attribute): boolean {
  const length = value.length + (value.match(/[_ ,\n]/g)?.length ?? 0);
  return value.trim() !== "" && length <= LONGEST_VALUE && !/\p{Cc}/u.test(value);
}

function stagesOf(query: TrailQuery): LookupPlan {
  if (managed(query.classes).length === 0) return [];
  const { eventId, issuedKeys, touching } = query;
  if (eventId !== undefined) return [byEventId(eventId)];
  if (issuedKeys && issuedKeys.length > 0) {
    const isMany = issuedKeys.length > MOST_KEYS;
    return [isMany ? broad(query) : exact("ResourceName", issuedKeys, "calls that issued")];
  }
  const actor = actorStage(query);
  if (actor?.isSure) return [actor.stage];
  if (query.subject && !query.subject.wildcard) return subjectStages(query, query.subject);
  if (touching && touching.length > 0) return touchingStages(query, touching);
  return actor ? [actor.stage, broad(query)] : [broad(query)];
}

/** Classes that event history holds at all. */
export function managed(classes: readonly EventClass[]): EventClass[] {
  return classes.filter((name) => name !== "data-change");
}

function byEventId(eventId: string): Stage {
  return exact("EventId", [eventId.trim(), eventId.trim().toLowerCase()], "the event");
}

function exact(key: Attribute["key"], values: readonly string[], what: string): Stage {
  const all = [...new Set(values)];
  const lookups = all.map((value) => ({ key, value }));
  return { kind: "exact", lookups: () => lookups, words: `${what} ${all.join(", ")}` };
}

/** A key names whoever held it and nobody else; a user name may be written otherwise in events. */
function actorStage({
  actor,
  keys = [],
}: TrailQuery): { stage: Stage; isSure: boolean } | undefined {
  const values = actor ? actorValues(actor) : { keys: [] };
  if (!values) return undefined;
  const byKey = [...keys, ...("keys" in values ? values.keys : [])];
  const byUser = "users" in values ? values.users : [];
  if (byKey.length + byUser.length === 0 || byKey.length > MOST_KEYS) return undefined;
  const lookups: Attribute[] = [
    ...[...new Set(byUser)].map((value) => ({ key: "Username" as const, value })),
    ...[...new Set(byKey)].map((value) => ({ key: "AccessKeyId" as const, value })),
  ];
  const words = [
    ...(byUser.length > 0 ? [`the user name ${byUser.join(", ")}`] : []),
    ...(byKey.length > 0 ? [`the access key ${byKey.join(", ")}`] : []),
  ];
  return {
    stage: { kind: "exact", lookups: () => lookups, words: `calls with ${words.join(" or ")}` },
    isSure: byUser.length === 0,
  };
}

function subjectStages(query: TrailQuery, subject: NonNullable<TrailQuery["subject"]>): LookupPlan {
  const toLookups = (values: string[]): Lookup[] =>
    values.map((value) => ({ key: "ResourceName", value }));
  const named: Stage = {
    kind: "exact",
    lookups: (place) => toLookups(resourceNames(subject, place)),
    words: `events filed under the name ${subject.text}`,
  };
  const guessed: Stage = {
    kind: "exact",
    lookups: (place) => toLookups(guessedArns(subject, place)),
    words: `events filed under an ARN that ends in ${subject.text}`,
  };
  const canGuess = guessed.lookups({ account: "0", region: "r" }).length > 0;
  return [named, broad(query), ...(canGuess ? [guessed] : [])];
}

/**
 * Where a bare name was found, the same resource may stand in other events by its ARN: those of the services that were met
 * are asked for too, in the places where they were met, and there another resource of that name whose service files by ARN
 * alone, unless all that was met is a bucket, whose name nothing else is given. Undefined where there are none.
 */
export function byArnToo(
  { subject, aside }: TrailQuery,
  stage: Stage,
  found: readonly Pick<TrailEvent, "account" | "region" | "service">[],
): Stage | undefined {
  if (!subject || stage.kind !== "exact") return undefined;
  const isShared = !aside && found.some(({ service }) => service !== "s3");
  const lookups = (place: Place): Lookup[] => {
    const here = found.filter((e) => e.account === place.account && e.region === place.region);
    const asked = stage
      .lookups(place)
      .flatMap((lookup) => (lookup?.key === "ResourceName" ? lookup.value : []));
    if (asked.length === 0) return [];
    const arns = arnsIn(subject, [...new Set(here.map(({ service }) => service))], place);
    const others = isShared && here.length > 0 ? guessedArns(subject, place) : [];
    return [...new Set([...arns, ...others])]
      .filter((value) => !asked.includes(value))
      .map((value) => ({ key: "ResourceName", value }));
  };
  const isAny = found.some((event) => lookups(event).length > 0);
  return isAny ? { kind: "exact", lookups, words: `${stage.words} or its ARN` } : undefined;
}

/** Many resources at once; where they are too many, the calls that are asked for say it in fewer lookups. */
function touchingStages(
  query: TrailQuery,
  subjects: NonNullable<TrailQuery["touching"]>,
): LookupPlan {
  const valuesIn = (place: Place) => [
    ...new Set(subjects.flatMap((subject) => resourceNames(subject, place))),
  ];
  const count = valuesIn({ account: "0", region: "r" }).length;
  const names = callNames(query, MOST_TOUCHING);
  const isMany = count === 0 || count > MOST_TOUCHING;
  if (isMany && !names) return [broad(query)];
  const called = names ? [exact("EventName", names, "calls of")] : [];
  if (isMany || (names && names.length < count)) return called;
  const named: Stage = {
    kind: "exact",
    lookups: (place) => valuesIn(place).map((value) => ({ key: "ResourceName", value })),
    words: `events filed under the names of ${count === 1 ? "the resource" : "the resources"}`,
  };
  // Much is read of a resource that little is changed of, and all of that is filed under its name.
  return names ? [{ ...named, isTentative: true }, ...called] : [named];
}

function callNames({ names }: TrailQuery, most: number): string[] | undefined {
  if (!names || names.length === 0) return undefined;
  const recorded = recordedNames(names);
  return recorded && recorded.length <= most ? recorded : undefined;
}

/** The fewest events that surely hold all that is asked for. */
function broad(query: TrailQuery): Stage {
  const names = callNames(query, MOST_NAMES);
  if (names) return { ...exact("EventName", names, "calls of"), kind: "exact" };
  const services = servicesOf(query);
  const areChanges = managed(query.classes).every((name) => NOT_READ_ONLY.has(name));
  const isMany = query.services === undefined || services.some((name) => BUSY.has(name));
  if (areChanges && isMany) return byClass(managed(query.classes));
  if (services.length > 0) {
    const sources = services.map((service) => `${service}.amazonaws.com`);
    return { ...exact("EventSource", sources, "all calls to"), kind: "wide" };
  }
  return byClass(managed(query.classes));
}

/** Services of which so much is read that all changes of an account are fewer. */
const BUSY = new Set(
  `athena autoscaling cloudformation cloudwatch config dynamodb ec2 ecr ecs eks elasticloadbalancing glue iam kms lambda logs
   monitoring rds s3 secretsmanager sqs ssm sts`.split(/\s+/),
);

function servicesOf({ services, subject }: TrailQuery): string[] {
  if (services && services.length > 0) return services.length <= MOST_SERVICES ? services : [];
  const own = subject?.services ?? [];
  return own.length <= MOST_SERVICES ? own : [];
}

const SIGN_INS = [
  "ConsoleLogin",
  "SwitchRole",
  "ExitRole",
  "RenewRole",
  "UserAuthentication",
  "Authenticate",
  "Federate",
];
const NOT_READ_ONLY = new Set<EventClass>(["change", "attempt", "sign-in", "failed-sign-in"]);
const OF_SIGN_IN = new Set<EventClass>(["sign-in", "failed-sign-in"]);
const OF_SESSION = new Set<EventClass>(["session", "failed-session"]);
const OF_READ = new Set<EventClass>(["read", "failed-read"]);
/** Where sessions are opened: by STS, by Identity Center, on the way from the command line to the console. */
const SESSION_SOURCES = ["sts.amazonaws.com", "sso.amazonaws.com", "signin.amazonaws.com"];

function byClass(classes: readonly EventClass[]): Stage {
  const are = (of: Set<EventClass>) => classes.every((name) => of.has(name));
  if (are(OF_SIGN_IN)) return exact("EventName", SIGN_INS, "calls of");
  if (are(NOT_READ_ONLY)) {
    return { ...exact("ReadOnly", ["false"], ""), kind: "wide", words: "all changes" };
  }
  if (are(OF_SESSION)) {
    return { ...exact("EventSource", SESSION_SOURCES, "all calls to"), kind: "wide" };
  }
  if (are(OF_READ)) {
    return { ...exact("ReadOnly", ["true"], ""), kind: "wide", words: "all reads" };
  }
  return { kind: "wide", lookups: () => [undefined], words: "all events" };
}
