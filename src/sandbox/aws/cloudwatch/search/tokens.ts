/** Names cut into tokens as SEARCH does: at capitals, digits and all that is neither letter nor digit. */

const TOKEN = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|\p{Lo}+/gu;
const DELIMITER = /[^\p{L}\p{N}]/u;

/** `Project2-trial333` gives Project, 2, trial, 333. */
export function tokensOf(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

/** Tests whether a name holds a term as a token, or as several that stand one after the other. */
export function createTermMatch(term: string): (name: string) => boolean {
  const wanted = tokensOf(term);
  const [only] = wanted;
  if (only === undefined) return () => false;
  if (wanted.length === 1) {
    const lower = only.toLowerCase();
    return (name) => isToken(lower, name);
  }
  // What stands without a delimiter is one word to its writer, and its capitals count.
  const isExact = !DELIMITER.test(term);
  const fold = (token: string) => (isExact ? token : token.toLowerCase());
  const run = wanted.map(fold);
  return (name) => holdsRun(tokensOf(name).map(fold), run);
}

function isToken(lower: string, name: string): boolean {
  const tokens = tokensOf(name).map((token) => token.toLowerCase());
  return tokens.includes(lower) || tokens.join("") === lower;
}

function holdsRun(tokens: readonly string[], run: readonly string[]): boolean {
  return tokens.some((_, start) => run.every((token, index) => tokens[start + index] === token));
}
