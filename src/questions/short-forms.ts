/** Questions of few fixed words: help, and the raw record of one event. */
import { isWord, type Token } from "../language/tokens.ts";
import { type Draft, misunderstood, toAsked, type Understood } from "./draft.ts";
import { isNameLike } from "./function-words.ts";
import { findPhrase, toPhrase } from "./phrases.ts";
import { isEventId } from "./place-words.ts";

const HELP = [
  "^ help|usage|commands|examples|manual|hi|hello|hey $",
  "^ what|how can|could|do|should i|we|one|you ask|do|answer|use|ask you? $",
  "^ how does|do this|it|trailwatch|you work $",
  "^ help me|us? please? $",
  "^ show|list commands|examples|help $",
].map(toPhrase);

/** `help`, `help denied`, `what can I ask?`, an empty text. */
export function readHelp(tokens: readonly Token[]): Understood | undefined {
  if (
    tokens.length === 0 ||
    (tokens.length === 1 && isWord(tokens[0], "?", "/trailwatch", "trailwatch"))
  ) {
    return { kind: "help" };
  }
  if (findPhrase(HELP, tokens)) return { kind: "help" };
  const start = isWord(tokens[0], "/trailwatch") ? 1 : 0;
  if (!isWord(tokens[start], "help", "usage", "examples", "/help") || tokens.length > start + 5)
    return undefined;
  const about = isWord(tokens[start + 1], "with", "on", "about", "for") ? start + 2 : start + 1;
  const topic = tokens
    .slice(about)
    .map((token) => token.word)
    .join(" ");
  return topic === "" ? { kind: "help" } : { kind: "help", topic };
}

const RAW_WORDS = "raw record json show get print event display give id dump open full".split(" ");

/** `raw event ID`, `show event ID`, an event ID alone. */
export function readRawEvent(draft: Draft): Understood | undefined {
  const { main, narrowing } = draft;
  const token = main.find(({ text }) => isEventId(text));
  const eventId = narrowing.eventId ?? token?.text;
  const raw = main.some((word) => isWord(word, "raw", "record", "json"));
  if (eventId === undefined) {
    const asks = raw && main.every((word) => !isNameLike(word) || isWord(word, ...RAW_WORDS));
    return asks
      ? misunderstood("Say which event is meant, by its event ID.", [
          "raw event 68c99c97-c191-4329-b210-82ca8631066d",
        ])
      : undefined;
  }
  const others = main.filter(
    (word) => word !== token && isNameLike(word) && !isWord(word, ...RAW_WORDS),
  );
  if (narrowing.eventId === undefined && others.length > 0 && !raw) return undefined;
  return toAsked(draft, "raw-event", { eventId });
}
