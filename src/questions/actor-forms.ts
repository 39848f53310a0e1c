/** Questions about what somebody did that name no verb: "who is behind …", "jane's changes", "everything on …". */
import { isWord } from "../language/tokens.ts";
import { readActor, toActor, withSecondName } from "./actor-words.ts";
import { readCalls } from "./calls.ts";
import { type Draft, toAsked, type Understood } from "./draft.ts";
import { isNameLike } from "./function-words.ts";
import { findPhrase, type Phrase, toPhrase } from "./phrases.ts";
import { tooMany } from "./unclear.ts";
import { readVerbs } from "./verbs.ts";

const BEHIND: Phrase[] = [
  "^ who|which|what user|person|human|identity|principal|one? is|was|were|stands|stood|hides? behind <> $",
  "^ who owns|owned <> $",
  "^ who used|uses|is|was using? the? key|access <> $",
  "^ who used|uses the? <> account|user|credentials|session $",
  "^ was|were|is|has|have the? <> been? used|active|in|using use? $",
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
    const first = readActor(captured, 0, isNameLike);
    const actor = (first && withSecondName(captured, first)) ?? first;
    if (!actor || captured.slice(actor.next).some(isNameLike)) continue;
    const everything = isWord(draft.main[0], "everything", "all");
    return toAsked(draft, "what-did", {
      actor: actor.actor,
      ...(everything && { includeReads: true }),
    });
  }
  return readFailures(draft);
}

const FAILURES = [
  "^ which|what calls|requests|actions|events|operations failed|fail|fails for|of|by|from <> $",
  "^ what|who? failed|fails|fail for|of|by|from <> $",
  "^ failed|failing calls|requests|actions|events|operations for|of|by|from <> $",
].map(toPhrase);

/** `which calls failed for user jane?`. */
function readFailures(draft: Draft): Understood | undefined {
  const captured = findPhrase(FAILURES, draft.main)?.captured[0];
  const actor = captured && readActor(captured, 0, isNameLike);
  if (!actor || actor.next !== captured.length) return undefined;
  return toAsked(draft, "what-did", { actor: actor.actor, onlyFailed: true });
}

const FAILED = "failed failing failures unsuccessful errors erroring".split(" ");
const CALLS = "events event calls call requests request records entries operations".split(" ");
const AROUND_CALLS =
  "show list print display get find give me all every any the of api aws everything anything".split(
    " ",
  );

/** `all events from 10.8.8.10`, `failed api calls by jane`, `all failed calls`: who is out of the words already. */
export function readAllOf(draft: Draft): Understood | undefined {
  const { main, narrowing } = draft;
  const failed = main.some((token) => isWord(token, ...FAILED));
  const calls = main.some((token) => isWord(token, ...CALLS));
  const others = main.some((token) => !isWord(token, ...FAILED, ...CALLS, ...AROUND_CALLS));
  if (others || !(calls || failed) || !(failed || narrowing.actor)) return undefined;
  return toAsked(draft, narrowing.actor ? "what-did" : "what-changed", {
    ...(failed ? { onlyFailed: true } : { includeReads: true }),
  });
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
