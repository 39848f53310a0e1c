/** The few words of a follow-on question: what they replace of the question above. */
import { serviceNames } from "../domain/service-names.ts";
import { isWord, type Token } from "../language/tokens.ts";
import { isAccessKey, isAddress, readActor } from "./actor-words.ts";
import type { AuditAsked } from "./audit/asked.ts";
import { readCalls } from "./calls.ts";
import type { Adding, Draft } from "./draft.ts";
import { isNameLike } from "./function-words.ts";
import type { AuditQuestionName } from "./grammar.ts";
import { findPhrase, type Phrase, toPhrase } from "./phrases.ts";
import { readVerbs } from "./verbs.ts";

/** What a follow-on says beside times and narrowing words. */
export type Tail = {
  /** Replaces parts of the question above. */
  adding?: Adding;
  /** Parts of the question above that no longer hold. */
  drops?: ("actor" | "subject" | "names" | "narrowedBy" | "words" | "anyWords" | "services")[];
  /** Another question about the same. */
  question?: AuditQuestionName;
  /** The window before or after that of the thread, or up to now. */
  shift?: "before" | "after" | "now";
};

const CALLS = ["names", "narrowedBy", "words", "anyWords"] as const;

/** Fixed forms, once what joins is off. */
const FORMS: [string, Tail][] = [
  ["^ more|rest|others|remaining $", { adding: { asFile: "csv" } }],
  ["^ the rest|others|remaining of? them? $", { adding: { asFile: "csv" } }],
  ["^ all of? them? $", { adding: { asFile: "csv" } }],
  ["^ more of them|those $", { adding: { asFile: "csv" } }],
  ["^ reads|read-only calls? $", { adding: { includeReads: true } }],
  ["^ automation|bots changes? $", { adding: { includeAutomation: true } }],
  [
    "^ the? failed|failures|failing|failure|refused|denied|rejected|unsuccessful ones|one|attempts|calls? $",
    { adding: { onlyFailed: true } },
  ],
  ["^ what|which|who|anything failed|fails|fail $", { adding: { onlyFailed: true } }],
  ["^ why not? $", { question: "denied", drops: [...CALLS] }],
  ["^ how come $", { question: "denied", drops: [...CALLS] }],
  ["^ for? what|which reason $", { question: "denied", drops: [...CALLS] }],
  ["^ who|anyone|anybody|somebody|someone|which else $", { drops: ["actor"] }],
  ["^ who else? changed|touched $", { drops: ["actor"] }],
  ["^ when|how|where $", {}],
  ["^ from? where|which|what address|ip|country|account|region|place? $", {}],
  ["^ details|detail|exactly $", {}],
  ["^ refresh|retry|repeat|update|anything new|again? $", { shift: "now" }],
  ["^ anything new|else since? $", { shift: "now" }],
  ["^ once more $", { shift: "now" }],
  ["^ and? before|earlier|previously that|then|it? $", { shift: "before" }],
  ["^ and? after|later|afterwards|since that|then|it? $", { shift: "after" }],
];

const COMPILED: { phrase: Phrase; tail: Tail }[] = FORMS.map(([text, tail]) => ({
  phrase: toPhrase(text),
  tail,
}));

const LEADING = "and but also then plus or so now same again only just instead rather ok".split(
  " ",
);
const TRAILING = "too also instead then now again though well".split(" ");

type Stripped = { words: Token[]; isJoined: boolean };

/** Takes off what only goes on: "and …", "what about …", "… too". */
function withoutJoining(main: readonly Token[]): Stripped {
  const start = afterLeading(main);
  let end = main.length;
  while (end > start && isWord(main[end - 1], ...TRAILING)) {
    end -= isWord(main[end - 2], "as") && isWord(main[end - 1], "well") ? 2 : 1;
  }
  return { words: main.slice(start, end), isJoined: end - start < main.length };
}

function afterLeading(main: readonly Token[]): number {
  let start = 0;
  for (;;) {
    const isAbout = isWord(main[start], "what", "how") && isWord(main[start + 1], "about", "of");
    const isLink = start > 0 && isWord(main[start], "for", "with", "of", "about", "in");
    if (isAbout) start += 2;
    else if (isLink || isWord(main[start], ...LEADING)) start++;
    else return start;
  }
}

/** What stands above: `isAboutWhom` says that a name is an actor's. */
export type AboveWords = { asked: AuditAsked; isAboutWhom: boolean; bareNames: boolean };

/** What a follow-on replaces; undefined when the words ask a question of their own. */
export function readTail(draft: Draft, above: AboveWords): Tail | undefined {
  // "since then" loses "then" to what joins; the fixed forms see both.
  const whole = fixedTail(draft.main);
  if (whole) return whole;
  const { words, isJoined } = withoutJoining(draft.main);
  if (words.length === 0) return isJoined || isNarrowed(draft) ? nowTail(draft) : undefined;
  return fixedTail(words) ?? placeTail(words, draft) ?? namedTail(words, isJoined, above);
}

/** "and now?", "again": up to now, unless a window is named. */
function nowTail({ main }: Draft): Tail {
  return main.some((token) => isWord(token, "now", "again")) ? { shift: "now" } : {};
}

function isNarrowed({ narrowing, window }: Draft): boolean {
  return window !== undefined || Object.keys(narrowing).length > 0;
}

function fixedTail(words: readonly Token[]): Tail | undefined {
  return COMPILED.find(({ phrase }) => findPhrase([phrase], words))?.tail;
}

/** "and staging?": an account by its name. */
function placeTail(words: readonly Token[], { context }: Draft): Tail | undefined {
  const [word] = words;
  if (!word || words.length > 1 || word.quoted) return undefined;
  const names = Object.entries(context.accountNames);
  const account = names.find(([name]) => name.toLowerCase() === word.word)?.[1];
  return account === undefined ? undefined : { adding: { accounts: [account] } };
}

const KINDS = ["role", "user", "key", "access", "root", "address", "ip", "session"];

/** A name, a service, a verb or a part in place of what was named above. */
function namedTail(words: Token[], isJoined: boolean, above: AboveWords): Tail | undefined {
  if (words.some((token) => isWord(token, ...ASKING))) return undefined;
  if (!isJoined && !(above.bareNames && isOneName(words))) return undefined;
  const services = serviceNames(words.map((token) => token.word).join(" "));
  if (services && !words.some((token) => token.quoted)) {
    return above.asked.subject
      ? { adding: { services }, drops: ["subject", ...CALLS], question: "what-changed" }
      : { adding: { services } };
  }
  const who = wholeActor(words);
  if (who && (above.isAboutWhom || isSurelyActor(words, above.asked)))
    return { adding: { actor: who } };
  return calledTail(words, above.asked);
}

const ASKING = "who whom whose what which when where why how did does was were is are has".split(
  " ",
);

/** "bucket-y" alone: one name and no verb. */
function isOneName(words: readonly Token[]): boolean {
  return words.length === 1 && isNameLike(words[0]) && readVerbs(words).verbs.length === 0;
}

function wholeActor(words: readonly Token[]): Adding["actor"] {
  const actor = readActor(words, 0, isNameLike);
  return actor?.next === words.length ? actor.actor : undefined;
}

/** An address, a key, root; a role or user only where no thing is asked about. */
function isSurelyActor(words: readonly Token[], above: AuditAsked): boolean {
  const last = words.at(-1);
  if (!last || isWord(last, "root") || isAddress(last.text) || isAccessKey(last.text)) return true;
  return above.subject === undefined && isWord(words[0], ...KINDS);
}

/** "and bucket-y?" keeps the verb of above; "and deletions?", "its policy" keep the thing. */
function calledTail(words: Token[], above: AuditAsked): Tail | undefined {
  const part = above.subject && partOf(words, above.subject.text);
  if (part) return part;
  const calls = readCalls(words);
  if (calls.kind === "unclear") return undefined;
  const { subject, ...adding } = calls.adding;
  if (subject) {
    const drops: Tail["drops"] = calls.narrowed ? [...CALLS] : ["words"];
    return {
      adding: { ...adding, subject },
      drops: [...drops, "services"],
      question: "who-changed",
    };
  }
  return calls.narrowed ? { adding, drops: [...CALLS] } : undefined;
}

/** "and the policy?" is that of the thing above. */
function partOf(words: Token[], subject: string): Tail | undefined {
  const name = { text: subject, word: subject.toLowerCase(), quoted: true };
  const part = words.filter((token) => token.text !== subject && !isWord(token, "of", "the"));
  // With the article "tags" are a part, not what somebody does.
  const calls = readCalls([bare("the"), ...part, bare("of"), name]);
  if (calls.kind === "unclear" || !calls.narrowed || calls.adding.subject?.text !== subject)
    return undefined;
  const { subject: _, ...adding } = calls.adding;
  return { adding, drops: [...CALLS] };
}

function bare(word: string): Token {
  return { text: word, word, quoted: false };
}
