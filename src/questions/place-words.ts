/** Words that say which API calls and where: `event …`, `service s3`, `in prod`, `account …`, `region eu-west-1`. */
import { serviceNames } from "../domain/service-names.ts";
import { isWord, type Token } from "../language/tokens.ts";
import { isNameLike } from "./function-words.ts";
import type { NarrowContext, Narrowed, NarrowRule } from "./narrowing.ts";
import { readThing } from "./things.ts";

const REGION = /^(?:us|eu|ap|sa|ca|me|af|il|mx|cn)(?:-gov|-iso[a-z]?)?-[a-z]+-\d$/;
const EVENT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True for an eventID as CloudTrail writes it. */
export function isEventId(text: string): boolean {
  return EVENT_ID.test(text);
}

/** Items that `a`, `b and c` list: all that `read` accepts, one after the other. */
function readList<Item>(
  tokens: readonly Token[],
  at: number,
  read: (at: number) => { item: Item; next: number } | undefined,
): { items: Item[]; next: number } | undefined {
  const first = read(at);
  if (!first) return undefined;
  const items = [first.item];
  let { next } = first;
  for (;;) {
    const joined = isWord(tokens[next], "and", "or") ? next + 1 : next;
    const apart = joined > next || tokens[next - 1]?.stop === true;
    const more = apart ? read(joined) : undefined;
    if (!more) return { items, next };
    items.push(more.item);
    next = more.next;
  }
}

const EVENT_NAME = /^(?:[a-z0-9.-]+:)?[a-z*?][a-z0-9_*?]*$/i;
const CALLED = [
  "called",
  "call",
  "calls",
  "calling",
  "performed",
  "issued",
  "executed",
  "did",
  "used",
];
/** Two or more humps: PutBucketPolicy, not Orders. */
const CAMEL = /^(?:[a-z0-9-]+:)?(?:[A-Z][a-z]+){1,3}(?:[A-Z][A-Za-z0-9]*)[*]?$/;

export const readEvents: NarrowRule = (tokens, at) => {
  if (isWord(tokens[at], "event", "events", "action", "api", "operation", "eventname"))
    return readNamedEvents(tokens, at);
  const token = tokens[at];
  if (token && isQualified(token.text)) return { next: at + 1, set: { names: [token.text] } };
  // "who did PutBucketPolicy", but "what did PatJones do".
  if (
    isWord(token, ...CALLED) &&
    (at === 0 || !isWord(tokens[at - 1], "what", "when", "why", "how", "which"))
  ) {
    const camel = readList(tokens, at + 1, (i) => camelAt(tokens, i));
    if (camel) return { next: camel.next, set: { names: camel.items } };
  }
  return undefined;
};

/** `lambda:Update*`: a service, a colon, a call; an ARN or `AROA…:session` is none. */
function isQualified(text: string): boolean {
  const match = /^([a-z][a-z0-9-]{1,40}):([A-Z*][A-Za-z0-9*?]{2,80})$/.exec(text);
  return match?.[1] !== undefined && serviceNames(match[1]) !== undefined;
}

function camelAt(tokens: readonly Token[], at: number) {
  const text = tokens[at]?.text ?? "";
  return text.length < 100 && CAMEL.test(text) ? { item: text, next: at + 1 } : undefined;
}

function readNamedEvents(tokens: readonly Token[], at: number): Narrowed | undefined {
  const start = isWord(tokens[at + 1], "call", "calls", "name", "named", "names", "id")
    ? at + 2
    : at + 1;
  const token = tokens[start];
  if (token && isEventId(token.text)) return { next: start + 1, set: { eventId: token.text } };
  const thing = readThing(tokens, at);
  if (thing && thing.next > at + 1) return undefined;
  const list = readList(tokens, start, (i) => eventAt(tokens, i));
  return list && { next: list.next, set: { names: list.items } };
}

function eventAt(tokens: readonly Token[], at: number) {
  const token = tokens[at];
  if (!token || token.text.length > 128 || !EVENT_NAME.test(token.text)) return undefined;
  const named = token.quoted || isNameLike(token) || token.word.includes("*");
  const known =
    named && !isWord(token, "source", "selectors", "selector", "bus", "rule", "gateway");
  return known ? { item: token.text, next: at + 1 } : undefined;
}

type Place = { item: string[]; next: number };

/** The service that one to three words name. */
function serviceAt(tokens: readonly Token[], at: number): Place | undefined {
  for (let length = 3; length > 0; length--) {
    const run = tokens.slice(at, at + length);
    if (
      run.length < length ||
      run.some((token, i) => token.quoted || (token.stop && i < length - 1))
    )
      continue;
    const words = run.map((token) => token.word).join(" ");
    const services = words.length < 60 ? (serviceNames(words) ?? afterService(words)) : undefined;
    if (services) return { item: services, next: at + length };
  }
  return undefined;
}

const FAMILIES = ["iam", "ec2", "s3", "rds", "vpc", "cloudwatch", "systems"];

/** "IAM Roles Anywhere": the family's name before the service's own. */
function afterService(words: string): string[] | undefined {
  const [family = "", ...own] = words.split(" ");
  return own.length > 0 && FAMILIES.includes(family) ? serviceNames(own.join(" ")) : undefined;
}

const ACTIVITY = [
  "changes",
  "change",
  "events",
  "activity",
  "calls",
  "actions",
  "operations",
  "modifications",
  "api",
];

/** `service s3`, "IAM changes". */
export const readServices: NarrowRule = (tokens, at) => {
  if (isWord(tokens[at], "service", "services")) {
    // "the ECS service payments" is a thing of ECS, though AWS has a service Payments too.
    const before = tokens[at - 1];
    if (before && !before.stop && serviceNames(before.word)) return undefined;
    const list = readList(tokens, at + 1, (i) => serviceAt(tokens, i));
    return list && { next: list.next, set: { services: list.items.flat() } };
  }
  const service = serviceAt(tokens, at);
  if (!service || !isWord(tokens[service.next], ...ACTIVITY)) return undefined;
  return { next: service.next, set: { services: service.item } };
};

function accountAt(tokens: readonly Token[], at: number, context: NarrowContext) {
  const token = tokens[at];
  if (!token) return undefined;
  const digits = token.text.replace(/-/g, "");
  if (/^\d{12}$/.test(digits)) return { item: digits, next: at + 1 };
  const name = Object.keys(context.accountNames).find(
    (known) => known.toLowerCase() === token.word,
  );
  const account = name === undefined ? undefined : context.accountNames[name];
  return account === undefined ? undefined : { item: account, next: at + 1 };
}

const TO_WHOM =
  "with to by into from gave give given giving grant granted allowed let invited invite removed remove added add moved closed close created create joined".split(
    " ",
  );

/** "everywhere", "in all accounts": an empty list says that nothing narrows, whatever stands above. */
export const readEverywhere: NarrowRule = (tokens, at) => {
  if (isWord(tokens[at], "everywhere") && !isWord(tokens[at - 1], "from", "to", "for")) {
    return { next: at + 1, set: { accounts: [], regions: [] } };
  }
  if (!isWord(tokens[at], "in", "across", "over") || !isWord(tokens[at + 1], "all", "every"))
    return undefined;
  const next = at + 3;
  if (isWord(tokens[at + 2], "account", "accounts")) return { next, set: { accounts: [] } };
  return isWord(tokens[at + 2], "region", "regions") ? { next, set: { regions: [] } } : undefined;
};

export const readAccounts: NarrowRule = (tokens, at, context) => {
  const start = isWord(tokens[at], "in", "on", "of") ? at + 1 : at;
  const the = isWord(tokens[start], "the", "aws") ? start + 1 : start;
  const list = isWord(tokens[the], "account", "accounts")
    ? readList(tokens, the + 1, (i) => accountAt(tokens, i, context))
    : start > at
      ? readList(tokens, the, (i) => accountAt(tokens, i, context))
      : undefined;
  if (!list) return isWord(tokens[at], "account") ? unknownAccount(tokens, at, context) : undefined;
  // "shared with account …", "gave account … access" say to whom, not where.
  const before = isWord(tokens[at - 1], "the", "an", "aws") ? tokens[at - 2] : tokens[at - 1];
  if (isWord(before, ...TO_WHOM)) return undefined;
  const next = isWord(tokens[list.next], "account", "accounts") ? list.next + 1 : list.next;
  return { next, set: { accounts: list.items } };
};

/** A number of the wrong length is a slip that would find nothing. */
function unknownAccount(
  tokens: readonly Token[],
  at: number,
  context: NarrowContext,
): Narrowed | undefined {
  const text = tokens[at + 1]?.text ?? "";
  if (!/^\d+$/.test(text)) return undefined;
  const known = Object.keys(context.accountNames);
  const names =
    known.length > 0 ? ` or a name from the configuration (${known.slice(0, 5).join(", ")})` : "";
  return { problem: `An account is twelve digits${names}; \`${text}\` has ${text.length}.` };
}

function regionAt(tokens: readonly Token[], at: number) {
  const word = tokens[at]?.word ?? "";
  return REGION.test(word) ? { item: word, next: at + 1 } : undefined;
}

export const readRegions: NarrowRule = (tokens, at) => {
  const start = isWord(tokens[at], "in", "from") ? at + 1 : at;
  const the = isWord(tokens[start], "the") ? start + 1 : start;
  const named = isWord(tokens[the], "region", "regions") ? the + 1 : the;
  const list = readList(tokens, named, (i) => regionAt(tokens, i));
  if (!list) return undefined;
  return {
    next: isWord(tokens[list.next], "region") ? list.next + 1 : list.next,
    set: { regions: list.items },
  };
};

/** `in IAM`, `on s3`, `to Lambda` where no name follows: a service as a whole. */
export const readPlace: NarrowRule = (tokens, at) => {
  if (!isWord(tokens[at], "in", "on", "to", "within", "across", "for", "against")) return undefined;
  const start = isWord(tokens[at + 1], "the", "our", "aws") ? at + 2 : at + 1;
  // "signed in to the console" is no place.
  const list = isWord(tokens[start], "console", "login", "sign", "sign-in", "log")
    ? undefined
    : readList(tokens, start, (i) => serviceAt(tokens, i));
  if (!list) return undefined;
  const following = tokens[list.next];
  const ends = tokens[list.next - 1]?.stop === true || !isNameLike(following);
  return ends ? { next: list.next, set: { services: list.items.flat() } } : undefined;
};
