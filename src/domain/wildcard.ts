/** `*` stands for any text, `?` for one character. */

export function hasWildcard(text: string): boolean {
  return text.includes("*") || text.includes("?");
}

/** True when the whole text matches the pattern; both are compared as they are. Time grows with length × length at worst. */
export function matchesWildcard(text: string, pattern: string): boolean {
  let at = 0;
  let spot = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const want = pattern[spot];
    if (want === "*") {
      star = spot++;
      resume = at;
    } else if (want === "?" || want === text[at]) {
      at++;
      spot++;
    } else if (star >= 0) {
      spot = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[spot] === "*") spot++;
  return spot === pattern.length;
}
