/** Text in a picture: made safe for SVG, measured in the bundled font, cut where it is too long. */

/** Hundredths of an em from the space to the tilde, as DejaVu Sans draws them. */
const ADVANCES =
  "32 40 46 84 64 95 78 27 39 39 50 84 32 36 32 34 64 64 64 64 64 64 64 64 64 64 34 34 84 84 84 53 100 68 69 70 77 63 58 77 75 29 29 66 56 86 75 79 60 79 69 63 61 73 68 99 69 61 69 39 34 39 84 50 50 61 63 55 63 62 35 63 63 28 28 58 28 97 63 61 63 63 41 52 39 63 59 82 59 59 52 64 34 64 84"
    .split(" ")
    .map(Number);

const FIRST = 32;
const OTHER = 70;
const WIDE = 106;
/** The bold face is at most so much wider, letter by letter nearly always less. */
const BOLD = 1.13;

/** Nothing that is not drawn and nothing that turns the reading direction of what follows. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{M}\u2028\u2029]/u;
const MARK = /\p{M}/u;
/** No label is read beyond so many letters, whatever comes in. */
const MOST = 400;

/** Control characters and line breaks become spaces, invisible ones go, and no letter carries more than two marks. */
export function cleanText(text: string): string {
  let clean = "";
  let marks = 0;
  for (const letter of text.slice(0, MOST)) {
    marks = MARK.test(letter) ? marks + 1 : 0;
    if (/\s|\p{Cc}/u.test(letter)) clean += " ";
    else if (marks > 0 ? marks < 3 && letter < "\ufe00" : !UNSEEN.test(letter)) clean += letter;
  }
  return clean.replace(/ {2,}/g, " ").trim();
}

/** Pixels from the beginning to the end of the text. */
export function textWidth(text: string, size: number, isBold = false): number {
  let hundredths = 0;
  for (const letter of text) hundredths += advance(letter);
  return (hundredths * size * (isBold ? BOLD : 1)) / 100;
}

function advance(letter: string): number {
  const code = letter.codePointAt(0) ?? 0;
  return ADVANCES[code - FIRST] ?? (code > 0xffff ? WIDE : OTHER);
}

/** Titles lose their end; where `keepsEnd`, the middle goes, since names of one kind often differ in their ends. */
export function fitText(
  text: string,
  width: number,
  size: number,
  { isBold = false, keepsEnd = false } = {},
): string {
  const clean = cleanText(text);
  if (textWidth(clean, size, isBold) <= width) return clean;
  const letters = [...clean];
  let [low, high] = [0, letters.length];
  while (low < high) {
    const kept = Math.ceil((low + high) / 2);
    if (textWidth(cut(letters, kept, keepsEnd), size, isBold) <= width) low = kept;
    else high = kept - 1;
  }
  return cut(letters, low, keepsEnd);
}

function cut(letters: string[], kept: number, keepsEnd: boolean): string {
  const end = keepsEnd ? Math.floor(kept / 2) : 0;
  const head = letters.slice(0, kept - end).join("");
  const tail = end > 0 ? letters.slice(-end).join("") : "";
  return `${head.trimEnd()}…${tail.trimStart()}`;
}

/** How many letters all labels begin and end with alike. */
export type Shared = { start: number; end: number };

export function sharedEnds(labels: readonly string[]): Shared {
  const clean = labels.map((label) => [...cleanText(label)]);
  const [first = []] = clean;
  if (clean.length < 2) return { start: 0, end: 0 };
  const shortest = Math.min(...clean.map(({ length }) => length));
  const differs = (index: number) => clean.some((letters) => letters.at(index) !== first.at(index));
  let start = 0;
  while (start < shortest && !differs(start)) start++;
  let end = 0;
  while (end < shortest - start && !differs(-1 - end)) end++;
  return { start, end };
}

/** A label among others like it: what all share is cut first, so that what is left tells them apart. */
export function fitAmong(
  text: string,
  { start, end }: Shared,
  width: number,
  size: number,
): string {
  const letters = [...cleanText(text)];
  if (textWidth(letters.join(""), size) <= width) return letters.join("");
  const own = letters.slice(start, letters.length - end).join("");
  const tail = end > 2 ? "…" : letters.slice(letters.length - end).join("");
  for (let kept = start; kept >= 0; kept--) {
    const head =
      kept < start ? `${letters.slice(0, kept).join("")}…` : letters.slice(0, start).join("");
    const short = `${head}${own}${tail}`;
    if (textWidth(short, size) <= width) return short;
  }
  return fitText(text, width, size, { keepsEnd: true });
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text as XML holds it. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? "");
}
