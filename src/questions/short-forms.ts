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

const ASKING = ["who", "whom", "whose", "which"];

/** `raw event ID`, `show event ID`, an event ID alone. */
export function readRawEvent(draft: Draft): Understood | undefined {
  const { main, narrowing } = draft;
  const raw = main.some((word) => isWord(word, "raw", "record", "json"));
  // KMS keys, trust anchors and the like are called by UUIDs, too: "who changed 1234abcd-12ab-34cd-56ef-1234567890ab".
  if (!raw && !narrowing.eventId && main.some((word) => isWord(word, ...ASKING))) return undefined;
  const others = main.filter((word) => isNameLike(word) && !isWord(word, ...RAW_WORDS));
  const eventId = narrowing.eventId ?? others.find(({ text }) => isEventId(text))?.text;
  if (eventId !== undefined) {
    const alone = others.every(({ text }) => text === eventId);
    return alone || raw || narrowing.eventId ? toAsked(draft, "raw-event", { eventId }) : undefined;
  }
  return raw ? readOtherId(draft, others) : undefined;
}

/** Records without an eventID go by another id, which only the word "raw" tells from a name. */
function readOtherId(draft: Draft, others: Token[]): Understood | undefined {
  const { names, ...narrowing } = draft.narrowing;
  const ids = [...(names ?? []), ...others.map(({ text }) => text)];
  const [eventId] = ids;
  if (ids.length > 1) return undefined;
  if (eventId !== undefined) return toAsked({ ...draft, narrowing }, "raw-event", { eventId });
  return misunderstood("Say which event is meant, by its event ID.", [
    "raw event 68c99c97-c191-4329-b210-82ca8631066d",
  ]);
}
