/** Other ways to begin a question, put into the words that the forms know. */
import { isWord, type Token } from "../language/tokens.ts";

const ACTORS =
  "user role person principal identity engineer developer colleague service human team ip address key".split(
    " ",
  );
/** "which user was deleted" asks for the user. */
const PASSIVE =
  "is are was were has have had did does do got gets get can could may might will would in of on with from by".split(
    " ",
  );

const word = (text: string): Token => ({ text, word: text, quoted: false });

/** "which user deleted X" → "who deleted X"; "history of X" → "changes of X". What needs no rewording comes back as it is. */
export function reworded(typed: Token[]): Token[] {
  const tokens = withoutNoun(withoutWorry(typed.flatMap(spelledOut)));
  const [first, second, third] = tokens;
  const isHistory = isWord(first, "history", "changelog") && isWord(second, "of", "for", "on");
  if (isHistory) return [word("changes"), ...tokens.slice(1)];
  if (!isWord(first, "which", "what")) return tokens;
  const noun = isWord(second, "iam", "aws") ? 2 : 1;
  const verb = noun === 1 ? third : tokens[3];
  const isActor = isWord(tokens[noun], ...ACTORS) && verb !== undefined && !verb.quoted;
  if (!isActor || isWord(verb, ...PASSIVE) || tokens.length < noun + 3) return tokens;
  return [word("who"), ...tokens.slice(noun + 1)];
}

/** "what is wrong with X", "what's up with X", "what's the matter with X" → "what happened to X". */
function withoutWorry(tokens: Token[]): Token[] {
  const start = isWord(tokens[0], "what's", "whats") ? 1 : 2;
  const opens =
    start === 1 || (isWord(tokens[0], "what") && isWord(tokens[1], "is", "was", "went"));
  const at = isWord(tokens[start], "the") ? start + 1 : start;
  const worries = isWord(tokens[at], "wrong", "up", "matter", "problem", "issue");
  if (!opens || !worries || !isWord(tokens[at + 1], "with") || tokens.length < at + 3)
    return tokens;
  return [word("what"), word("happened"), word("to"), ...tokens.slice(at + 2)];
}

const BEFORE_DEEDS =
  "were was are is there show list give find get display me us all the any every our latest recent".split(
    " ",
  );
const DEEDS: [string[], string][] = [
  ["deployments deployment deploys rollouts releases".split(" "), "deployed"],
  [["deletions"], "deleted"],
  [["creations"], "created"],
];

/** "the deployments" → "what was deployed"; "deployments of orders-api" → "who deployed orders-api". */
function withoutNoun(tokens: Token[]): Token[] {
  const at = tokens.findIndex((token) => !isWord(token, ...BEFORE_DEEDS));
  const noun = tokens[at];
  const verb = noun && DEEDS.find(([nouns]) => isWord(noun, ...nouns))?.[1];
  if (verb === undefined) return tokens;
  const rest = tokens.slice(at + 1);
  if (rest.length === 0) return ["what", "was", verb].map(word);
  if (rest.length < 2 || !isWord(rest[0], "of", "to", "for", "on", "in")) return tokens;
  return [word("who"), word(verb), ...rest.slice(1)];
}

const SIGNING = "sign signed log logged".split(" ");

/** "signed in last 1d" → "signed-in last 1d": the "in" is the verb's, not the window's. */
export function withSignInsJoined(tokens: Token[]): Token[] {
  const joined: Token[] = [];
  for (const token of tokens) {
    const before = joined.at(-1);
    const isVerb = before && !before.quoted && !before.stop && SIGNING.includes(before.word);
    if (isVerb && isWord(token, "in", "on")) {
      const { stop: _, ...verb } = before;
      const text = `${before.text}-${token.text}`;
      joined[joined.length - 1] = { ...verb, ...token, text, word: text.toLowerCase() };
    } else joined.push(token);
  }
  return joined;
}

/** "who'd" and the like are no verbs. */
const PRONOUNS = "who he she they we i you it that there what".split(" ");

/** "whodunit" → "who changed"; a past form with an apostrophe ("rm'd", "nuke'd") without it. */
function spelledOut(token: Token): Token[] {
  if (isWord(token, "whodunit", "whodunnit", "whodidit")) return [word("who"), word("changed")];
  const stem = token.quoted ? undefined : /^([a-z]{2,})'(?:e?d)$/.exec(token.word)?.[1];
  if (stem === undefined || PRONOUNS.includes(stem)) return [token];
  const past = stem.endsWith("e") ? `${stem}d` : `${stem}ed`;
  return [{ ...token, text: past, word: past }];
}
