/** Names as they can be typed into a question again. */

/** In quotes where it holds spaces or anything that would be read as a word of its own. */
export function quotedName(name: string): string {
  if (/^[\w/@+-](?:[\w./@+:-]*[\w/@+-])?$/.test(name)) return name;
  return name.includes('"') ? `'${name}'` : `"${name}"`;
}
