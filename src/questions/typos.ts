/** Slips in keywords ("yestreday", "chnaged"), put right only where nothing else can be meant; never in names. */
import { nearest } from "../language/nearest.ts";
import type { Token } from "../language/tokens.ts";
import { FUNCTION_WORDS } from "./function-words.ts";
import { GRAMMAR } from "./grammar.ts";
import { inflect } from "./phrases.ts";
import { readThing } from "./things.ts";

const COMMON = (
  "yesterday today tonight this morning afternoon evening last past previous since between before after around hours hour minutes minute days day weeks week " +
  "months month monday tuesday wednesday thursday friday saturday sunday noon midnight from until " +
  "event events service account region including reads only failed denied automation containing mentioning limit file without mfa root by " +
  "who what which did does done changed change changes created deleted removed terminated stopped started opened closed modified updated touched " +
  "disabled enabled attached detached rotated invoked deployed scaled shared tagged renamed granted revoked signed logged sign-ins everything anything " +
  "bucket function lambda instance role user policy security group database table queue topic secret stack cluster alarm trail " +
  "concurrency permissions visibility encryption versioning lifecycle configuration behind session refused accessdenied public private internet help"
).split(" ");

const VERB_FORMS =
  "create delete remove terminate stop start modify update change disable enable attach detach"
    .split(" ")
    .flatMap(inflect);

const KEYWORDS = [...new Set([...COMMON, ...VERB_FORMS])];
const KNOWN = new Set([...KEYWORDS, ...FUNCTION_WORDS]);

/** Words that nobody gives to a thing: a name that looks like one of them is a slip all the same. */
const NEVER_NAMES = new Set(
  (
    "yesterday tonight morning afternoon evening minutes minute before between around without including containing " +
    "mentioning monday tuesday wednesday thursday friday saturday sunday previous"
  ).split(" "),
);

export type Corrected = {
  tokens: Token[];
  notes: string[];
  /** Words as typed that can hardly be names. */
  unlikelyNames: string[];
};

/** The tokens with unmistakable slips in keywords put right, or undefined where there are none. */
export function withoutTypos(tokens: readonly Token[]): Corrected | undefined {
  const notes: string[] = [];
  const unlikelyNames: string[] = [];
  const fixed = tokens.slice(0, 60).map((token, at) => {
    const keyword =
      at === 0 && /^\/[a-z-]+$/.test(token.word)
        ? slashFor(token.word)
        : keywordAt(tokens, at, token);
    if (keyword === undefined) return token;
    notes.push(`Read “${token.text}” as “${keyword}”.`);
    if (NEVER_NAMES.has(keyword)) unlikelyNames.push(token.text);
    return { ...token, text: keyword, word: keyword };
  });
  if (notes.length === 0) return undefined;
  return { tokens: [...fixed, ...tokens.slice(60)], notes, unlikelyNames };
}

/** `/whochanged` → `/who-changed`. */
function slashFor(word: string): string | undefined {
  const slashes = GRAMMAR.map((row) => row.slash);
  return slashes.includes(word) ? undefined : nearest(word, slashes, 2)[0];
}

function keywordAt(tokens: readonly Token[], at: number, token: Token): string | undefined {
  return isFree(tokens, at) ? keywordFor(token) : undefined;
}

/** A word right after a kind of thing ("bucket evnts", "by") is a name, whatever it resembles. */
function isFree(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  if (!before) return true;
  return (
    before.word !== "by" && !(readThing([before], 0) && !tokens[at - 2]?.word.startsWith("which"))
  );
}

function keywordFor(token: Token): string | undefined {
  const { word } = token;
  if (token.quoted || !/^[a-z]{3,15}$/.test(word) || KNOWN.has(word)) return undefined;
  if (readThing([token], 0)) return undefined;
  const slips = word.length >= 8 ? 2 : 1;
  const [first, second] = nearest(
    word,
    KEYWORDS.filter((keyword) => keyword.length >= 4 || sameLetters(word, keyword)),
    slips,
  );
  if (first === undefined) return undefined;
  // Short words are near to many others: only swapped letters or the same first letter count.
  if (word.length < 5 && !sameLetters(word, first) && word[0] !== first[0]) return undefined;
  const unmistakable =
    second === undefined ||
    nearest(word, [first], 1).length > nearest(word, [second], 1).length ||
    sameLetters(word, first) ||
    stemOf(first) === stemOf(second);
  return unmistakable ? first : undefined;
}

function sameLetters(one: string, other: string): boolean {
  return one.length === other.length && [...one].sort().join("") === [...other].sort().join("");
}

function stemOf(word: string): string {
  return word.replace(/(?:e?d|s|ing|e)$/, "");
}
