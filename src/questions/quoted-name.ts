/** Names as they can be typed into a question again. */
import { readTime } from "../language/time-phrase.ts";
import { tokenize } from "../language/tokens.ts";

/** In quotes where it holds spaces, or could be read as anything but a name. */
export function quotedName(name: string): string {
  if (/^[a-z][\w/@+-]+[\w/@+-]$/i.test(name) && !isTime(name)) return name;
  return name.includes('"') ? `'${name}'` : `"${name}"`;
}

/** "today" may be the name of something. */
function isTime(name: string): boolean {
  const time = readTime(tokenize(name), { now: 0, zone: "UTC" });
  return time.kind === "problem" || time.window !== undefined || time.rest.length !== 1;
}
