/** Which question the words ask: who changed, what changed, what somebody did. */
import { isWord, type Token } from "../language/tokens.ts";
import { ANYONE, readActor, toActor } from "./actor-words.ts";
import { type Calls, readCalls } from "./calls.ts";
import { type Adding, type Draft, misunderstood, toAsked, type Understood } from "./draft.ts";
import { isNameLike } from "./function-words.ts";
import { findPhrase, type Phrase, toPhrase, without } from "./phrases.ts";
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
const DOING = ["do", "done", "doing", "up"];

/** `what did jane do`, `has key AKIA… done anything`, `did jane delete bucket-x`: an actor between helper and verb. */
export function readDid(draft: Draft): Understood | undefined {
  const { main } = draft;
  let at = isWord(main[0], "and") ? 1 : 0;
  if (isWord(main[at], ...LEADS)) at++;
  while (isWord(main[at], ...WHAT_NOUNS)) at++;
  if (!isWord(main[at], ...AUX)) return undefined;
  const passive = isWord(main[at], "is", "was", "were", "are");
  const verbAt = actorEnd(main, at + 1);
  if (verbAt === undefined || verbAt === at + 1) return undefined;
  const doing = isWord(main[verbAt], ...DOING);
  if ((passive && !doing) || isWord(main[verbAt], "been", "get", "got", "gotten")) return undefined;
  const actor = readActor(main, at + 1, isNameLike);
  if (!actor || actor.next !== verbAt) return undefined;
  const after = main.slice(doing ? verbAt + 1 : verbAt);
  return didAnswer(draft, actor.actor, after, doing);
}

/** Index of the verb: the first "do", or the first word that begins a known verb. */
function actorEnd(main: readonly Token[], from: number): number | undefined {
  for (let at = from; at < Math.min(main.length, from + 8); at++) {
    if (isWord(main[at], ...DOING, "been", "get", "got", "gotten")) return at;
    if (at > from && startsVerb(main, at)) return at;
  }
  return undefined;
}

function startsVerb(main: readonly Token[], at: number): boolean {
  const helper: Token = { text: "to", word: "to", quoted: false };
  const tail = [helper, ...main.slice(at)];
  return readVerbs(tail).verbs.length > 0 &&
    readVerbs([helper, ...main.slice(at + 1)]).rest.length !== tail.length - 1
    ? readVerbs(tail.slice(0, 2)).verbs.length > 0 || readVerbs(tail).rest[1] !== main[at]
    : readVerbs(tail).rest[1] !== main[at];
}

type Actor = NonNullable<Adding["actor"]>;

/** With a thing named it is a question about that thing; else about everything the actor did. */
function didAnswer(draft: Draft, actor: Actor, after: Token[], doing: boolean): Understood {
  const helper: Token = { text: "to", word: "to", quoted: false };
  const calls = readCalls(doing ? after : [helper, ...after], draft.sides);
  if (calls.kind === "unclear") return tooMany(calls.names);
  const adding = { ...calls.adding, actor };
  return toAsked(draft, calls.read.subject ? "who-changed" : "what-did", adding);
}

const BEHIND: Phrase[] = [
  "^ who|which|what user|person|human|identity|principal|one? is|was|were|stands|stood|hides? behind <> $",
  "^ who owns|owned <> $",
  "^ whose session|key|role|credentials? is|was|are <> $",
  "^ who does|did|is <> belong|belongs? to $",
  "^ who is|was|were|are|'s <> $",
  "^ who's|whos behind? <> $",
  "^ what <> did|does|has|have done|doing? $",
  "^ everything|all|anything that? <> did|does|has|have done? $",
  "activity|actions|track|track-record|footprint|whereabouts|moves of|by|for|from <> $",
  "^ track|trace|follow|profile|investigate <> $",
  "^ everything|all|anything|calls|events|requests events|calls|requests|activity|actions|changes? done|made? by|from <> $",
].map(toPhrase);

/** `who is behind role session …`, `what jane did`, `activity of key …`. */
export function readBehind(draft: Draft): Understood | undefined {
  const possessive = readPossessive(draft);
  if (possessive) return possessive;
  for (const phrase of BEHIND) {
    const match = findPhrase([phrase], draft.main);
    const captured = match?.captured[0];
    if (!match || !captured || captured.length === 0) continue;
    if (readVerbs(captured).verbs.length > 0) continue;
    const actor = readActor(captured, 0, isNameLike);
    if (!actor || captured.slice(actor.next).some(isNameLike)) continue;
    return toAsked(draft, "what-did", { actor: actor.actor });
  }
  return undefined;
}

const DEEDS = [
  "changes",
  "activity",
  "actions",
  "events",
  "calls",
  "track",
  "doings",
  "sessions",
  "requests",
];

/** `jane's changes`. */
function readPossessive(draft: Draft): Understood | undefined {
  const at = draft.main.findIndex(
    (token, i) => /'s$/.test(token.word) && isWord(draft.main[i + 1], ...DEEDS),
  );
  const token = draft.main[at];
  if (!token || draft.main.slice(at + 2).some(isNameLike)) return undefined;
  return toAsked(draft, "what-did", { actor: toActor(token) });
}

const ALL_EVENTS = [
  "^ all? everything|events|calls|records|entries|anything? of|on|for|about|with|to|against|regarding|concerning|touching|involving|by <> $",
].map(toPhrase);

/** `everything on ARN`, `all events of key AKIA…`. */
export function readEverything(draft: Draft): Understood | undefined {
  const stripped = draft.main.filter(
    (token) => !isWord(token, "show", "list", "api", "the", "get", "display", "print"),
  );
  const match = findPhrase(ALL_EVENTS, stripped);
  const captured = match?.captured[0];
  if (
    !captured ||
    !isWord(stripped[0], "all", "everything", "events", "calls", "records", "entries", "anything")
  )
    return undefined;
  const kind = isWord(
    captured[0],
    "key",
    "access",
    "user",
    "role",
    "address",
    "ip",
    "session",
    "root",
    "principal",
  );
  const actor = readActor(captured, 0, isNameLike);
  const isActor =
    actor &&
    (kind ||
      (actor.actor.kind !== "any" && actor.actor.kind !== "service") ||
      isWord(stripped[match.taken.length - 1], "by"));
  if (isActor && actor.next === captured.length) {
    return toAsked(draft, "what-did", { actor: actor.actor, includeReads: true });
  }
  const calls = readCalls(captured);
  if (calls.kind === "unclear") return tooMany(calls.names);
  if (!calls.read.subject || calls.verbs.length > 0) return undefined;
  return toAsked(draft, "who-changed", { ...calls.adding, includeReads: true });
}

const OF_A_WINDOW = [
  "what",
  "which",
  "everything",
  "anything",
  "all",
  "any",
  "changes",
  "change",
  "show",
  "list",
  "happened",
  "something",
];

/** Who did it, what was done: the verbs, the aspect and the thing decide the rest. */
export function readChanged(draft: Draft): Understood {
  const calls = readCalls(draft.main, draft.sides);
  if (calls.kind === "unclear") return tooMany(calls.names);
  const { subject } = calls.read;
  const thread = draft.context.thread;
  const asksWho =
    draft.main.some((token) => isWord(token, "who", "whom", "whose")) || isWhichUser(draft.main);
  if (subject) {
    const known =
      calls.verbs.length > 0 ||
      calls.narrowed ||
      asksSomething(draft.main) ||
      draft.narrowing.names;
    return known ? toAsked(draft, "who-changed", calls.adding) : bareName(subject.text);
  }
  if (!asksWho && isOfWindow(draft, calls)) return toAsked(draft, "what-changed", calls.adding);
  if (thread?.subject && (asksWho || draft.main.length === 0))
    return inherited(draft, calls, thread.subject);
  if (draft.main.length === 0) return onlyNarrowing(draft);
  return asksWho ? withoutSubject(draft, calls) : unknown();
}

function isWhichUser(main: readonly Token[]): boolean {
  return (
    isWord(main[0], "which", "what") &&
    isWord(
      main[1],
      "user",
      "users",
      "role",
      "person",
      "principal",
      "people",
      "key",
      "identity",
      "service",
      "account",
      "human",
      "ip",
    )
  );
}

const ASKS = [
  ...LEADS,
  ...AUX,
  "who",
  "whom",
  "whose",
  "changes",
  "change",
  "history",
  "changed",
  "anything",
  "happened",
  "show",
  "list",
  "modifications",
  "anyone",
  "log",
  "audit",
];

function asksSomething(main: readonly Token[]): boolean {
  return main.some((token) => isWord(token, ...ASKS));
}

function isOfWindow(draft: Draft, calls: Extract<Calls, { kind: "read" }>): boolean {
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

/** "who deleted it?" in a thread is about what the thread is about. */
function inherited(
  draft: Draft,
  calls: Extract<Calls, { kind: "read" }>,
  subject: string,
): Understood {
  const of = readCalls([{ text: subject, word: subject.toLowerCase(), quoted: true }]);
  const adding =
    of.kind === "read" && of.read.subject
      ? { ...calls.adding, subject: of.read.subject }
      : calls.adding;
  return toAsked(draft, "who-changed", adding);
}

/** "last 7d", "only failed": complete only where a conversation goes on. */
function onlyNarrowing(draft: Draft): Understood {
  const { thread } = draft.context;
  const { narrowing } = draft;
  if (thread?.actor)
    return toAsked(draft, "what-did", { actor: { kind: "any", text: thread.actor } });
  if (thread) return toAsked(draft, "what-changed", {});
  if (narrowing.actor) return toAsked(draft, "what-did", {});
  if (narrowing.names || narrowing.services) return toAsked(draft, "what-changed", {});
  return unknown();
}

/** "who tried to take the account out of the organisation?" needs no name; "who changed?" does. */
function withoutSubject(draft: Draft, calls: Extract<Calls, { kind: "read" }>): Understood {
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
  const anything = draft.main.some((token) =>
    isWord(token, "anything", "everything", "something", "things", "stuff", "what"),
  );
  if (anything) return toAsked(draft, "what-changed", calls.adding);
  return misunderstood("Say which resource is meant, by its name, ARN or id.", [
    "who changed bucket-x last 7d",
    "what changed in the last 30 minutes",
  ]);
}

function bareName(name: string): Understood {
  const quoted = /\s/.test(name) ? `"${name}"` : name;
  return misunderstood(`What do you want to know about ${quoted}?`, [
    `who changed ${quoted}`,
    `what did ${quoted} do`,
    `everything on ${quoted} last 7d`,
  ]);
}

export function unknown(): Understood {
  return misunderstood("This is not a question that I know.", [
    "who changed bucket-x last 7d",
    "what changed in the last 30 minutes",
    "what did jane do today",
    "help",
  ]);
}

export function tooMany(names: string[]): Understood {
  const list = names.slice(0, 4).map((name) => `“${name.slice(0, 80)}”`);
  const text =
    `I cannot tell which of ${list.join(", ")} is meant: ask about one thing at a time` +
    ", and put a name that has spaces in quotes.";
  return misunderstood(
    text,
    names
      .slice(0, 3)
      .map((name) => `who changed ${/\s/.test(name) ? `"${name}"` : name.slice(0, 200)}`),
  );
}

export { without };
