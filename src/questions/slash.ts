/** Slash commands: the command says what is asked, the words after it of whom or what. */
import { isWord, type Token } from "../language/tokens.ts";
import { readActor } from "./actor-words.ts";
import { threadActor } from "./antecedents.ts";
import { readCalls } from "./calls.ts";
import { type Draft, misunderstood, toAsked, type Understood } from "./draft.ts";
import { isNameLike } from "./function-words.ts";
import { type AuditQuestionName, grammarRow } from "./grammar.ts";
import { readRawEvent } from "./short-forms.ts";
import { deniedAbout, readSignIns } from "./sign-in-words.ts";
import { tooMany, unknown } from "./unclear.ts";

/** Reads the words after a command. */
export function readSlash(command: AuditQuestionName, draft: Draft): Understood {
  switch (command) {
    case "who-changed":
      return readWhoChanged(draft);
    case "what-changed":
      return readWhatChanged(draft);
    case "what-did":
      return readWhatDid(draft);
    case "who-signed-in":
      return readSignIns({ ...draft, main: [...draft.main, word("sign-ins")] }) ?? unknown();
    case "denied":
      return deniedAbout(draft, draft.main);
    case "raw-event":
      return readRawEvent({ ...draft, main: [word("raw"), ...draft.main] }) ?? missing(command);
  }
}

function word(text: string): Token {
  return { text, word: text, quoted: false };
}

function readWhoChanged(draft: Draft): Understood {
  const calls = readCalls(draft.main);
  if (calls.kind === "unclear") return tooMany(calls.names);
  const { thread } = draft.context;
  const inherited =
    thread?.subject && !calls.read.subject
      ? readCalls([{ ...word(thread.subject), quoted: true }])
      : undefined;
  const subject = inherited?.kind === "read" ? inherited.read.subject : undefined;
  const adding = subject ? { ...calls.adding, subject } : calls.adding;
  const { narrowing } = draft;
  const narrowed = calls.narrowed || narrowing.names || narrowing.services || narrowing.words;
  if (!adding.subject && !narrowed) return missing("who-changed");
  return toAsked(draft, "who-changed", adding);
}

function readWhatChanged(draft: Draft): Understood {
  const calls = readCalls(draft.main);
  if (calls.kind === "unclear") return tooMany(calls.names);
  return toAsked(draft, calls.read.subject ? "who-changed" : "what-changed", calls.adding);
}

function readWhatDid(draft: Draft): Understood {
  const { main, narrowing, context } = draft;
  const actor = readActor(main, 0, isNameLike);
  const rest = actor ? main.slice(actor.next) : main;
  const extra = rest.filter((token) => isNameLike(token) && !isWord(token, "do"));
  if (actor && extra.length > 0)
    return tooMany([actor.actor.text || "root", ...extra.map(({ text }) => text)]);
  if (actor) return toAsked(draft, "what-did", { actor: actor.actor });
  if (narrowing.actor) return toAsked(draft, "what-did", {});
  const inherited = context.thread && threadActor(context.thread);
  if (inherited) return toAsked(draft, "what-did", { actor: inherited });
  return missing("what-did");
}

const MISSING: Partial<Record<AuditQuestionName, string>> = {
  "who-changed": "Say which resource is meant, by its name, ARN or id.",
  "what-did": "Say whom you mean: a person, a role, an access key or an address.",
  "raw-event": "Say which event is meant, by its event ID.",
};

function missing(command: AuditQuestionName): Understood {
  const row = grammarRow(command);
  const examples = row?.examples.filter((example) => example.startsWith("/")) ?? [];
  return misunderstood(MISSING[command] ?? "Something is missing.", [
    ...examples,
    ...(row ? [row.usage] : []),
  ]);
}
