/** The words of a composite alarm's rule: brackets, operators, names with and without quotes; comments are left out. */

/** `name`: it stood in quotes, so it is no word of the rule's own. */
export type RuleToken = { kind: "word" | "name"; text: string };

/** Spaces, and comments of C, of C++ and of the shell. */
const SPACE = /(?:\s+|\/\*[\s\S]*?\*\/|\/\/[^\n]*|#[^\n]*)+/y;
const BRACKET = /[(),]/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/y;
/** ARNs hold colons and slashes; an unquoted name ends at a space, a bracket or a comma. */
const BARE = /[^\s(),"']+/y;

/** Undefined where a quote is never closed. */
export function readRuleTokens(text: string): RuleToken[] | undefined {
  const tokens: RuleToken[] = [];
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  while (at < text.length) {
    if (match(SPACE)) continue;
    const word = match(BRACKET) ?? undefined;
    if (word) {
      tokens.push({ kind: "word", text: word[0] });
      continue;
    }
    const quoted = match(QUOTED);
    if (quoted) {
      const inner = quoted[1] ?? quoted[2] ?? "";
      tokens.push({ kind: "name", text: inner.replace(/\\(["'\\])/g, "$1") });
      continue;
    }
    const bare = match(BARE);
    if (!bare) return undefined;
    tokens.push({ kind: "word", text: bare[0] });
  }
  return tokens;
}
