/** Which words of a text ask, and which only go along ("…, and was it taken back?", "hey, could you please …"). */
import { isWord, type Token } from "../language/tokens.ts";
import { OPENINGS, POLITE } from "./function-words.ts";
import { matchAt, toPhrase } from "./phrases.ts";

export type Clauses = {
  /** The words of the question itself. */
  main: Token[];
  /** Clauses that ask on about the same thing. */
  sides: Token[][];
};

const OPENING_PHRASES = OPENINGS.map(toPhrase);

/** Words that begin a question about the thing that was named already. */
const ASKING =
  "who whom whose what which when where why how was were is are did does do has have had could can should".split(
    " ",
  );

const JOINING = ["and", "but", "or", "also", "then", "plus"];

/** Splits tokens into the main question and what only asks on; brackets and politeness are left out. */
export function readClauses(tokens: readonly Token[]): Clauses {
  const clauses = splitAtStops(withoutAsides(tokens)).map(withoutOpening);
  const asking = clauses.filter((clause) => clause.length > 0);
  const first = asking.findIndex(isQuestion);
  // "bucket x is public, who did that?": what stands before belongs to the question.
  const start = Math.max(first, 0);
  const main = [...withoutLead(asking[start] ?? []), ...asking.slice(0, start).flat()];
  const sides: Token[][] = [];
  for (const clause of asking.slice(start + 1)) {
    if (isSide(clause)) sides.push(clause);
    else main.push(...clause);
  }
  const split = splitSide(isOnlyJoining(main) ? [] : main);
  return { main: split.main, sides: [...split.sides, ...sides] };
}

const CONTINUING = [
  "^ and|but|also|then|or? what|how about? $",
  "^ and|but|also|or $",
  "^ and? same for? $",
].map(toPhrase);

/** "and yesterday?", "what about last week?" once the time is out. */
function isOnlyJoining(main: readonly Token[]): boolean {
  const joins = isWord(main[0], ...JOINING) || isWord(main[1], "about") || isWord(main[0], "same");
  return joins && CONTINUING.some((phrase) => matchAt(phrase, main, 0)?.next === main.length);
}

/** What stands in brackets is left out; a comma after it still ends the clause. */
function withoutAsides(tokens: readonly Token[]): Token[] {
  const kept: Token[] = [];
  for (const token of tokens) {
    const last = kept.at(-1);
    if (!token.aside) kept.push(token);
    else if (token.stop && last) kept[kept.length - 1] = { ...last, stop: true };
  }
  return kept;
}

function splitAtStops(tokens: readonly Token[]): Token[][] {
  const clauses: Token[][] = [[]];
  for (const token of tokens) {
    clauses.at(-1)?.push(token);
    if (token.stop) clauses.push([]);
  }
  return clauses;
}

/** "can you please tell me …" asks nothing by itself. */
function withoutOpening(clause: Token[]): Token[] {
  let rest = clause.filter((token) => token.quoted || !POLITE.has(token.word));
  for (let again = true; again; ) {
    again = false;
    for (const phrase of OPENING_PHRASES) {
      const match = matchAt(phrase, rest, 0);
      if (!match || match.next >= rest.length) continue;
      // "see who …" keeps the question word.
      const last = rest[match.next - 1];
      rest = rest.slice(isWord(last, "who", "what") ? match.next - 1 : match.next);
      again = true;
    }
  }
  return rest;
}

const OPENERS = [
  ...ASKING,
  "everything",
  "anything",
  "all",
  "any",
  "show",
  "list",
  "changes",
  "sign-ins",
  "failed",
];

function isQuestion(clause: readonly Token[]): boolean {
  const first = isWord(clause[0], ...JOINING) ? clause[1] : clause[0];
  if (first && /^\/[a-z]/.test(first.word)) return true;
  return isWord(first, ...OPENERS) || isWord(clause[1], "who", "what", "which", "whom");
}

function isSide(clause: readonly Token[]): boolean {
  const start = isWord(clause[0], ...JOINING) ? 1 : 0;
  if (isWord(clause[start], ...ASKING)) return true;
  return isAskingPair(clause, start);
}

/** "from which address", "on which ports", "by whom". */
function isAskingPair(tokens: readonly Token[], at: number): boolean {
  const before = isWord(
    tokens[at],
    "from",
    "on",
    "by",
    "with",
    "in",
    "to",
    "through",
    "at",
    "for",
    "using",
    "since",
  );
  return before && isWord(tokens[at + 1], "which", "what", "whom", "where", "when", "whose");
}

const LEAD_NOUNS =
  "ip address addresses ips user users role roles account region key country console client tool".split(
    " ",
  );

/** "from which address was X deleted?" asks about the deletion; every answer says from where. */
function withoutLead(clause: Token[]): Token[] {
  if (!isAskingPair(clause, 0) || !isWord(clause[1], "which", "what", "where")) return clause;
  let at = 2;
  while (isWord(clause[at], ...LEAD_NOUNS)) at++;
  return at < clause.length ? clause.slice(at) : clause;
}

const ASIDE = "who what which when where why how was were is did has failed fail succeeded".split(
  " ",
);

/** "who changed x and when": the side clause without a comma. */
function splitSide(main: Token[]): Clauses {
  for (let at = 2; at < main.length; at++) {
    if (!isWord(main[at], "and", "but")) continue;
    const next = main[at + 1];
    const asks =
      isWord(next, ...ASIDE) ||
      isAskingPair(main, at + 1) ||
      // "… and gave it the role r".
      isWord(main[at + 2], "it", "them");
    if (asks) return { main: main.slice(0, at), sides: [main.slice(at + 1)] };
  }
  return { main, sides: [] };
}
