/** One rule for each kind of narrowing words: `by …`, `including reads`, `only failed`, `containing …`, `limit …`, `as file` … */
import type { ActorQuery } from "../domain/actor-query.ts";
import { isWord, type Token } from "../language/tokens.ts";
import { isAddress, readActor } from "./actor-words.ts";
import { isNameLike } from "./function-words.ts";
import type { Narrowed, NarrowRule } from "./narrowing.ts";
import {
  readAccounts,
  readEvents,
  readEverywhere,
  readPlace,
  readRegions,
  readServices,
} from "./place-words.ts";

const readBy: NarrowRule = (tokens, at) => {
  const [first, second] = [tokens[at], tokens[at + 1]];
  if (isWord(first, "by") || (isWord(first, "done", "made") && isWord(second, "by"))) {
    const start = isWord(first, "by") ? at + 1 : at + 2;
    if (isWord(tokens[start], "anyone", "anybody", "someone", "everyone"))
      return { next: start + 1, set: {} };
    return toNarrowed(readActor(tokens, start, isNameLike));
  }
  if (isWord(first, "from") && second && isAddress(second.text))
    return toNarrowed(readActor(tokens, at + 1, isNameLike));
  if (
    isWord(first, "with", "using", "from", "as") &&
    isActorWord(tokens, at + 1, isWord(first, "as"))
  ) {
    return toNarrowed(readActor(tokens, at + 1, isNameLike));
  }
  return undefined;
};

/** "with key AKIA…", "from address 203.0.113.7", "as root", "as role deploy". */
function isActorWord(tokens: readonly Token[], at: number, asWhom: boolean): boolean {
  const start = isWord(tokens[at], "the") ? at + 1 : at;
  if (asWhom) return isWord(tokens[start], "root", "role", "user");
  if (isWord(tokens[start], "ip", "address")) return true;
  const key = isWord(tokens[start], "access") ? start + 1 : start;
  return isWord(tokens[key], "key") && /^a[ks]ia/.test(tokens[key + 1]?.word ?? "");
}

function toNarrowed(read: { actor: ActorQuery; next: number } | undefined): Narrowed | undefined {
  return read ? { next: read.next, set: { actor: read.actor } } : undefined;
}

const READS = ["reads", "read", "read-only", "readonly", "lookups"];
const AUTOMATION = ["automation", "automated", "bots", "services", "ci", "machines"];
const FAILED = [
  "failed",
  "denied",
  "failures",
  "failure",
  "refused",
  "errors",
  "failing",
  "unsuccessful",
  "rejected",
];

const readIncluding: NarrowRule = (tokens, at) => {
  const joins = isWord(
    tokens[at],
    "including",
    "include",
    "includes",
    "incl",
    "with",
    "also",
    "plus",
    "and",
  );
  const drops = isWord(tokens[at], "excluding", "exclude", "without", "no", "except");
  if (!joins && !drops) return undefined;
  const start = isWord(tokens[at + 1], "all", "the", "any") ? at + 2 : at + 1;
  const loose = isWord(tokens[at], "and", "with", "also", "no", "without");
  if (isWord(tokens[start], ...(loose ? ["reads"] : READS))) {
    return { next: afterNoun(tokens, start + 1), set: joins ? { includeReads: true } : {} };
  }
  if (isWord(tokens[start], ...(loose ? AUTOMATION.slice(0, 3) : AUTOMATION))) {
    return { next: afterNoun(tokens, start + 1), set: joins ? { includeAutomation: true } : {} };
  }
  return undefined;
};

const NOUNS = [
  "ones",
  "one",
  "calls",
  "attempts",
  "events",
  "changes",
  "requests",
  "accounts",
  "operations",
];

function afterNoun(tokens: readonly Token[], at: number): number {
  return isWord(tokens[at], ...NOUNS) ? at + 1 : at;
}

const readOnlyFailed: NarrowRule = (tokens, at) => {
  if (isWord(tokens[at], "only", "just")) {
    const start = isWord(tokens[at + 1], "the") ? at + 2 : at + 1;
    if (isWord(tokens[start], ...FAILED))
      return { next: afterNoun(tokens, start + 1), set: { onlyFailed: true } };
  }
  if (isWord(tokens[at], ...FAILED) && isWord(tokens[at + 1], "only")) {
    return { next: at + 2, set: { onlyFailed: true } };
  }
  return undefined;
};

const readContaining: NarrowRule = (tokens, at) => {
  const start = isWord(tokens[at], "that", "which") ? at + 1 : at;
  if (
    !isWord(tokens[start], "containing", "contain", "contains", "mentioning", "mention", "mentions")
  )
    return undefined;
  const wordAt = isWord(tokens[start + 1], "the") ? start + 2 : start + 1;
  const textAt = isWord(tokens[wordAt], "text", "word", "string") ? wordAt + 1 : wordAt;
  const text = tokens[textAt]?.text;
  if (!text)
    return { problem: 'Say what the record must contain, such as `containing "0.0.0.0/0"`.' };
  return { next: textAt + 1, set: { words: [text] } };
};

const MOST_ROWS = 10_000;

const readLimit: NarrowRule = (tokens, at) => {
  const counted = isWord(tokens[at], "limit", "top", "max", "maximum");
  const newest = isWord(tokens[at], "last", "latest", "newest", "first", "recent");
  if (!counted && !newest) return undefined;
  const start = isWord(tokens[at + 1], "to", "of", "the") ? at + 2 : at + 1;
  const count = /^\d{1,7}$/.test(tokens[start]?.word ?? "")
    ? Number(tokens[start]?.word)
    : undefined;
  const noun = isWord(
    tokens[start + 1],
    "changes",
    "events",
    "calls",
    "results",
    "rows",
    "entries",
    "attempts",
    "actions",
  );
  if (counted && count === undefined && isWord(tokens[at], "limit") && tokens[start]) {
    return {
      problem: `A limit is a number, such as \`limit 50\`; \`${tokens[start]?.text}\` is none.`,
    };
  }
  if (count === undefined || (newest && !noun)) return undefined;
  if (count < 1 || count > MOST_ROWS) {
    return { problem: `A limit lies between 1 and ${MOST_ROWS}, such as \`limit 50\`.` };
  }
  return { next: start + 1, set: { limit: count } };
};

const FORMATS: Record<string, "csv" | "jsonl"> = {
  file: "csv",
  csv: "csv",
  spreadsheet: "csv",
  jsonl: "jsonl",
  ndjson: "jsonl",
  json: "jsonl",
};

const readAsFile: NarrowRule = (tokens, at) => {
  if (!isWord(tokens[at], "as", "in", "to")) return undefined;
  const start = isWord(tokens[at + 1], "a", "an") ? at + 2 : at + 1;
  const word = tokens[start]?.quoted ? undefined : tokens[start]?.word;
  if (word === undefined || !Object.hasOwn(FORMATS, word)) return undefined;
  if (!isWord(tokens[at], "as") && word === "file") return undefined;
  const asFile = FORMATS[word] ?? "csv";
  return {
    next: isWord(tokens[start + 1], "file", "lines") ? start + 2 : start + 1,
    set: { asFile },
  };
};

const readQuietly: NarrowRule = (tokens, at) => {
  if (isWord(tokens[at], "quietly", "privately", "quiet", "silently"))
    return { next: at + 1, set: { quietly: true } };
  const start = isWord(tokens[at + 1], "for", "to") ? at + 2 : at + 1;
  const onlyMe = isWord(tokens[at], "only", "just") && isWord(tokens[start], "me");
  return onlyMe ? { next: start + 1, set: { quietly: true } } : undefined;
};

const readWithoutMfa: NarrowRule = (tokens, at) => {
  if (!isWord(tokens[at], "without", "no", "w/o", "lacking", "missing")) return undefined;
  const start = isWord(tokens[at + 1], "using", "an", "any") ? at + 2 : at + 1;
  if (isWord(tokens[start], "mfa", "2fa")) return { next: start + 1, set: { withoutMfa: true } };
  return undefined;
};

const WAYS = ["console", "cli", "sdk", "terraform", "cloudformation", "cdk", "pulumi"];

/** Through what the call came is shown with every change; it cannot be searched for. */
const readWay: NarrowRule = (tokens, at) => {
  if (!isWord(tokens[at], "via", "through", "from", "using", "with", "in")) return undefined;
  const the = isWord(tokens[at + 1], "the") ? at + 2 : at + 1;
  const way = isWord(tokens[the], "aws") ? the + 1 : the;
  if (
    !isWord(tokens[way], ...WAYS) ||
    (isWord(tokens[at], "in") && !isWord(tokens[way], "console"))
  )
    return undefined;
  const said = tokens[way]?.text;
  return {
    next: way + 1,
    set: { notes: [`Did not narrow to the ${said}: each change says through what it came.`] },
  };
};

const AMOUNT = /^\$?(\d{1,5}(?:\.\d{1,4})?|\.\d{1,4})(\$|usd|c|¢)?$/;
const MOST_USD = 1000;

/** `spend $0.12`, `spend up to $1`, `spending 5 cents`: what sources that cost money may cost for this question. */
const readSpend: NarrowRule = (tokens, at) => {
  if (!isWord(tokens[at], "spend", "spending", "pay", "paying")) return undefined;
  const isUpTo = isWord(tokens[at + 1], "up") && isWord(tokens[at + 2], "to");
  const start = isUpTo ? at + 3 : at + 1;
  const read = readAmount(tokens, start);
  if (!read || (read.usd > 0 && read.usd <= MOST_USD)) {
    return read && { next: read.next, set: { spendUsd: read.usd } };
  }
  return {
    problem: `What may be spent lies between $0.0001 and $${MOST_USD}, as in \`spend $0.12\`.`,
  };
};

function readAmount(tokens: readonly Token[], at: number) {
  const token = tokens[at];
  const [, digits, unit] = (!token?.quoted && AMOUNT.exec(token?.word ?? "")) || [];
  if (digits === undefined) return undefined;
  const word = unit === undefined ? tokens[at + 1] : undefined;
  const isCents = isWord(word, "cent", "cents") || unit === "c" || unit === "¢";
  const isNamed = isCents || isWord(word, "dollar", "dollars", "usd");
  return { usd: Number(digits) / (isCents ? 100 : 1), next: word && isNamed ? at + 2 : at + 1 };
}

/** The rules, tried in this order at every word. */
export const NARROW_RULES: NarrowRule[] = [
  readBy,
  readEvents,
  readServices,
  readEverywhere,
  readAccounts,
  readRegions,
  readWay,
  readPlace,
  readWithoutMfa,
  readIncluding,
  readOnlyFailed,
  readContaining,
  readLimit,
  readAsFile,
  readQuietly,
  readSpend,
];

/** Of these the ones that say where, how much and for whom: words that mean the same whatever is asked about. */
export const PLACE_AND_FORM_RULES: NarrowRule[] = [
  readEverywhere,
  readAccounts,
  readRegions,
  readLimit,
  readAsFile,
  readQuietly,
  readSpend,
];
