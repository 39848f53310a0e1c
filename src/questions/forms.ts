/** Which question the words ask: who changed, what changed, what somebody did. */
import { isWord, type Token } from "../language/tokens.ts";
import { ANYONE, type ReadActor, readActor, withSecondName } from "./actor-words.ts";
import { threadActor } from "./antecedents.ts";
import { type Calls, readCalls } from "./calls.ts";
import { type Adding, type Draft, toAsked, type Understood } from "./draft.ts";
import { isNameLike } from "./function-words.ts";
import { readThing } from "./things.ts";
import { bareName, nameMissing, noPlace, tooMany, unknown } from "./unclear.ts";
import { readVerbs } from "./verbs.ts";

const AUX = ["did", "does", "do", "has", "have", "had", "is", "was", "were", "are"];
const WHAT_NOUNS = [
  "changes",
  "change",
  "calls",
  "call",
  "things",
  "thing",
  "api",
  "actions",
  "events",
  "else",
  "exactly",
  "resources",
];
const LEADS = ["what", "which", "when", "why", "how", "where", "if", "whether"];
const DOING = ["do", "done", "doing", "up", "make", "made", "perform", "performed"];

/** `what did jane do`, `has key AKIA… done anything`, `did jane delete bucket-x`: an actor between helper and verb. */
export function readDid(draft: Draft): Understood | undefined {
  const { main } = draft;
  const lead = readLead(main);
  const { asksWhat } = lead;
  let at = lead.next;
  const kind = asksWhat ? kindAt(main, at) : [];
  at += kind.length;
  if (!isWord(main[at], ...AUX)) return undefined;
  const actor = readPerson(main, at + 1);
  if (!actor) return undefined;
  if (isWord(main[actor.next], "get", "got", "been")) return undefined;
  const passive = isWord(main[at], "is", "was", "were", "are");
  // "was bucket-x made public?" asks what was done to it.
  const doing =
    isWord(main[actor.next], ...DOING) && !(passive && isWord(main[actor.next], "made"));
  if (!doing && (passive || !startsVerb(main, actor.next))) return undefined;
  const after = [...main.slice(doing ? actor.next + 1 : actor.next), ...kind];
  // "did bucket-x change?" asks about the thing.
  if (!asksWhat && !doing && after.length === 1) return undefined;
  const changes = main.slice(0, at).some((token) => isWord(token, "change", "changes"));
  return didAnswer(draft, actor.actor, after, { doing, changes });
}

/** "and what changes …", "how many …", "when …". */
function readLead(main: readonly Token[]): { asksWhat: boolean; next: number } {
  let next = isWord(main[0], "and") ? 1 : 0;
  const many = isWord(main[next + 1], "many");
  const asksWhat = many || isWord(main[next], "what", "which");
  if (isWord(main[next], ...LEADS)) next += many ? 2 : 1;
  while (isWord(main[next], ...WHAT_NOUNS)) next++;
  return { asksWhat, next };
}

/** "what buckets did jane delete": the kind of thing. */
function kindAt(main: readonly Token[], at: number): Token[] {
  return main.slice(at, readThing(main, at)?.next ?? at);
}

/** `everything jane deleted in s3`, `all the buckets that jane created`: an actor before the verb, without a helper. */
export function readDeeds(draft: Draft): Understood | undefined {
  const { main } = draft;
  if (!isWord(main[0], "everything", "anything", "all", "what", "which")) return undefined;
  const start = isWord(main[1], "the", "of", "things") ? 2 : 1;
  const kind = kindAt(main, start);
  const next = start + kind.length;
  const actor = readPerson(main, isWord(main[next], "that", "which") ? next + 1 : next);
  if (!actor || actor.next >= main.length || !startsVerb(main, actor.next)) return undefined;
  // "all roles deleted yesterday" names nobody.
  if (startsVerb(main, actor.next - 1)) return undefined;
  const after = [...main.slice(actor.next), ...kind];
  return didAnswer(draft, actor.actor, after, { doing: false, changes: false });
}

/** An actor, with a second name where the deed begins only after it: `jane doe` in "what did jane doe do". */
function readPerson(main: readonly Token[], at: number): ReadActor | undefined {
  const first = readActor(main, at, isNameLike);
  if (!first || isDeed(main, first.next) || !isDeed(main, first.next + 1)) return first;
  return withSecondName(main, first) ?? first;
}

function isDeed(main: readonly Token[], at: number): boolean {
  return isWord(main[at], ...DOING) || startsVerb(main, at);
}

function startsVerb(main: readonly Token[], at: number): boolean {
  const verb = main[at];
  return verb !== undefined && readVerbs([HELPER, ...main.slice(at)]).rest[1] !== verb;
}

/** Stands before a verb cut out of its sentence, so that it reads as one. */
const HELPER: Token = { text: "to", word: "to", quoted: false };

type ReadCalls = Extract<Calls, { kind: "read" }>;

type Actor = NonNullable<Adding["actor"]>;

/** With a thing named it is a question about that thing; else about everything the actor did. */
function didAnswer(
  draft: Draft,
  actor: Actor,
  after: Token[],
  asks: { doing: boolean; changes: boolean },
): Understood {
  const calls = readCalls(asks.doing ? after : [HELPER, ...after], draft.sides);
  if (calls.kind === "unclear") return tooMany(calls.names);
  const changed = !asks.doing && calls.adding.names === undefined && !calls.adding.onlyReads;
  const onlyChanges = asks.changes || changed;
  const adding = { ...calls.adding, actor, ...(onlyChanges && { onlyChanges }) };
  return toAsked(draft, calls.read.subject ? "who-changed" : "what-did", adding);
}

const OF_A_WINDOW =
  "what which everything anything all any changes change happened something".split(" ");

/** With an actor named, these ask for everything that they did. */
const DEEDS_DONE = ["done", "happened", "activity", "everything", "actions"];

/** Who did it, what was done: the verbs, the aspect and the thing decide the rest. */
export function readChanged(draft: Draft): Understood {
  const calls = readCalls(draft.main, draft.sides);
  if (calls.kind === "unclear") return unclear(draft, calls);
  const { subject } = calls.read;
  if (!subject) return asksWho(draft.main) ? whoDidIt(draft, calls) : whatWasDone(draft, calls);
  const asks = calls.verbs.length > 0 || calls.narrowed || draft.narrowing.names !== undefined;
  if (asks || asksSomething(draft.main)) return toAsked(draft, "who-changed", calls.adding);
  return bareName(subject.text);
}

function asksWho(main: readonly Token[]): boolean {
  return main.some((token) => isWord(token, "who", "whom", "whose")) || isWhichUser(main);
}

/** "who deleted it?" in a thread is about what the thread is about. */
function whoDidIt(draft: Draft, calls: ReadCalls): Understood {
  const { thread } = draft.context;
  if (thread?.subject && !isGeneral(draft, calls)) return inherited(draft, calls, thread.subject);
  if (isWord(draft.main.at(-1), "it", "that", "this", "them")) return nameMissing();
  return withoutSubject(draft, calls);
}

const ANYTHING = ["anything", "everything", "something", "things", "stuff", "what"];

/** "who created a role?", "who changed anything in IAM?" ask about no one thing, whatever stands above. */
function isGeneral({ main, narrowing }: Draft, { read }: ReadCalls): boolean {
  if (main.some((token) => isWord(token, ...ANYTHING))) return true;
  if (narrowing.services || narrowing.names) return true;
  return read.things.length > 0 && !main.some((token) => isWord(token, "the", "that", "this"));
}

function whatWasDone(draft: Draft, calls: ReadCalls): Understood {
  const { main, narrowing, context } = draft;
  if (narrowing.actor && main.some((token) => isWord(token, ...DEEDS_DONE))) {
    return toAsked(draft, "what-did", calls.adding);
  }
  if (main.length > 0) {
    return isOfWindow(draft, calls) ? toAsked(draft, "what-changed", calls.adding) : unknown();
  }
  const isNarrowed = draft.window !== undefined || Object.keys(narrowing).length > 0;
  return context.thread?.subject && isNarrowed
    ? inherited(draft, calls, context.thread.subject)
    : onlyNarrowing(draft);
}

/** A verb that nobody taught us narrows nothing, and the answer says so. */
function unclear(draft: Draft, calls: Extract<Calls, { kind: "unclear" }>): Understood {
  const at = draft.main.findIndex((token) => isNameLike(token));
  const verb = draft.main[at];
  const opens = at > 0 && at < 4 && verb && !verb.quoted && /^[a-z]{3,}ed$/.test(verb.word);
  if (!opens || calls.names[0] !== verb.text) {
    if (calls.place) return noPlace(draft, calls.place);
    return aboutTheName(draft, calls.names) ?? tooMany(calls.names);
  }
  const notes = [...draft.notes, `Did not know the verb “${verb.text}”: shows every change.`];
  const changed = { text: "changed", word: "changed", quoted: false };
  return readChanged({ ...draft, notes, main: draft.main.with(at, changed) });
}

/** "why is checkout-api throttled": one word is shaped like a name, the others only tell what is wrong with it. */
function aboutTheName(draft: Draft, names: string[]): Understood | undefined {
  const { main } = draft;
  if (!isWord(main[0], "why", "how", "what", "is", "are", "was", "were")) return undefined;
  const plain = names.filter((name) => /^[a-z]+$/i.test(name));
  if (names.length - plain.length !== 1) return undefined;
  const left = main.filter((token) => token.quoted || !plain.includes(token.text));
  const calls = readCalls(left, draft.sides);
  if (calls.kind === "unclear" || !calls.read.subject) return undefined;
  const note = `Left out ${plain.map((word) => `“${word}”`).join(", ")}: shows every change.`;
  const notes = [...(calls.adding.notes ?? []), note];
  return toAsked(draft, "who-changed", { ...calls.adding, notes });
}

const WHO_NOUNS =
  "user users role person principal people key identity service account human ip".split(" ");

function isWhichUser(main: readonly Token[]): boolean {
  return isWord(main[0], "which", "what") && isWord(main[1], ...WHO_NOUNS);
}

const ASKS = [
  ...LEADS,
  ...AUX,
  ..."who whom whose changes change history changed anything happened modifications anyone log audit".split(
    " ",
  ),
];

function asksSomething(main: readonly Token[]): boolean {
  return main.some((token) => isWord(token, ...ASKS));
}

function isOfWindow(draft: Draft, calls: ReadCalls): boolean {
  if (draft.main.some((token) => isWord(token, ...OF_A_WINDOW))) return true;
  const actor = draft.main.some((token) => isWord(token, ...ANYONE));
  return (
    (calls.verbs.length > 0 || calls.narrowed) &&
    (actor ||
      draft.main.some((token) => isWord(token, ...AUX)) ||
      calls.read.things.length > 0 ||
      draft.main.length > 0)
  );
}

function inherited(draft: Draft, calls: ReadCalls, subject: string): Understood {
  const of = readCalls([{ text: subject, word: subject.toLowerCase(), quoted: true }]);
  if (of.kind !== "read" || !of.read.subject) return toAsked(draft, "who-changed", calls.adding);
  const notes = [...(calls.adding.notes ?? []), `Taken from above in this thread: ${subject}.`];
  return toAsked(draft, "who-changed", { ...calls.adding, subject: of.read.subject, notes });
}

/** "last 7d", "only failed": complete only where a conversation goes on. */
function onlyNarrowing(draft: Draft): Understood {
  const { thread } = draft.context;
  const { narrowing } = draft;
  // Nothing but "thanks" asks nothing.
  if (thread && !draft.window && Object.keys(narrowing).length === 0) return unknown();
  const actor = thread && threadActor(thread);
  if (actor) return toAsked(draft, "what-did", { actor });
  if (thread) return toAsked(draft, "what-changed", {});
  if (narrowing.actor) return toAsked(draft, "what-did", {});
  if (narrowing.names || narrowing.services) return toAsked(draft, "what-changed", {});
  return unknown();
}

/** "who tried to take the account out of the organisation?" needs no name; "who changed?" does. */
function withoutSubject(draft: Draft, calls: ReadCalls): Understood {
  const { narrowing } = draft;
  if (
    calls.narrowed ||
    calls.adding.services ||
    narrowing.names ||
    narrowing.services ||
    narrowing.words
  ) {
    return toAsked(draft, "who-changed", calls.adding);
  }
  const anything = draft.main.some((token) => isWord(token, ...ANYTHING));
  if (anything) return toAsked(draft, "what-changed", calls.adding);
  return nameMissing();
}
