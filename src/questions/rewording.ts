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
export function reworded(tokens: Token[]): Token[] {
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
