/** Text from people → tokens. */

export type Token = {
  /** As typed, without quotes or Slack's wrapping. */
  text: string;
  /** Lower case, for comparing with keywords. */
  word: string;
  /** Stood in quotes: a name, never a keyword. */
  quoted: boolean;
  /** A comma, full stop, question mark or the like followed: a clause ends here. */
  stop?: true;
  /** Stood in round brackets: an aside. */
  aside?: true;
};

/** Typographic forms that phones and word processors put in place of the plain ones. */
const PLAIN: [RegExp, string][] = [
  [/[\u200B-\u200F\u202A-\u202E\u2060-\u2064\u00AD\uFEFF]/g, ""],
  [/[\u201C\u201D\u201E\u201F\u00AB\u00BB\u2033\u3003]/g, '"'],
  [/[\u2018\u2019\u201A\u201B\u2032\u00B4]/g, "'"],
  [/[\u2014\u2015]/g, " - "],
  [/[\u2010-\u2013\u2212\uFE58\uFE63\uFF0D]/g, "-"],
  [/\u2026|\.{3,}/g, " "],
  [/[\r\n]+/g, " ; "],
  [/\p{Cc}/gu, " "],
  [/[\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]/g, " "],
];

/** A mention, channel, link or date as Slack sends it: `<@U1|jane>`, `<#C1|ops>`, `<https://…|x>`, `<!date^…|text>`. */
const SLACK_FORM = /<([@#!]?)([^<>|\s][^<>|]{0,3000})(?:\|([^<>|]{0,3000}))?>/g;

const ENTITIES: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

/** Punctuation that ends a clause; stripped off words. */
const TRAILING = /[?!,;:.]+$/;

/**
 * Splits a person's text into tokens: phone typography made plain, Slack's wrapping undone, quotes honoured,
 * punctuation taken off words but not out of ARNs, ids and times. Linear in the length of the text.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const plain = toPlain(text);
  let aside = false;
  for (let at = 0; at < plain.length; ) {
    if (plain[at] === " ") {
      at++;
      continue;
    }
    // After "event" stars are wildcards, not bold type.
    const pattern = isWord(tokens.at(-1), "event", "events");
    const piece = readQuoted(plain, at) ?? readBare(plain, at, pattern);
    at = piece.next;
    if (piece.opens) aside = true;
    pushPiece(tokens, piece, aside);
    if (piece.closes) aside = false;
  }
  return tokens;
}

function toPlain(text: string): string {
  let plain = text;
  for (const [from, to] of PLAIN) plain = plain.replace(from, to);
  return unwrapped(plain);
}

/** The text without Slack's wrapping of links, mentions and signs; all else, also typography, as it was typed. */
export function unwrapped(text: string): string {
  return withoutEntities(
    text.replace(SLACK_FORM, (_, sigil: string, body: string, label?: string) =>
      unwrap(sigil, body, label),
    ),
  );
}

/** `&gt;` → `>`, as Slack sends the signs that its own forms are written with. */
export function withoutEntities(text: string): string {
  return text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}

function unwrap(sigil: string, body: string, label: string | undefined): string {
  if (sigil === "@") return `@${(label ?? body).replace(/^@/, "")}`;
  if (sigil === "#") return label || body;
  if (sigil === "!") return label ?? "";
  if (label) return label;
  return body.replace(/^(?:mailto|tel):/, "");
}

type Piece = {
  text: string;
  quoted: boolean;
  next: number;
  stop: boolean;
  opens: boolean;
  closes: boolean;
};

function readQuoted(plain: string, at: number): Piece | undefined {
  const quote = plain[at];
  if (quote !== '"' && quote !== "'" && quote !== "`") return undefined;
  const end = closingQuote(plain, quote, at + 1);
  if (end === undefined) return undefined;
  const text = plain.slice(at + 1, end).trim();
  // A whole question in backticks is code style, not a name.
  if (text === "" || (quote === "`" && text.includes(" "))) return undefined;
  const after = /^[?!,;:.)]*/.exec(plain.slice(end + 1, end + 9))?.[0] ?? "";
  return {
    text,
    quoted: true,
    next: end + 1 + after.length,
    stop: /[?!,;:.]/.test(after),
    opens: false,
    closes: after.includes(")"),
  };
}

/** How far a closing quote is looked for; keeps text with many opening quotes linear. */
const QUOTE_REACH = 600;

function closingQuote(plain: string, quote: string, from: number): number | undefined {
  const found = plain.slice(from, from + QUOTE_REACH).indexOf(quote);
  if (found < 0) return undefined;
  const end = from + found;
  const next = plain[end + 1];
  // An apostrophe inside a word ('twas, jane's) closes nothing.
  if (quote === "'" && next !== undefined && !/[\s?!,;:.)]/.test(next)) return undefined;
  return end;
}

function readBare(plain: string, at: number, pattern: boolean): Piece {
  const space = plain.indexOf(" ", at);
  const next = space < 0 ? plain.length : space;
  const typed = plain.slice(at, next);
  const opens = typed.startsWith("(") || typed.startsWith("[");
  let text = typed.replace(/^[([{<"'`,;]+/, "");
  const closes = /[)\]}][?!,;:.]*$/.test(text) && !/[([{]/.test(text);
  if (closes) text = text.replace(/[)\]}]+(?=[?!,;:.]*$)/, "");
  const bare = text.replace(TRAILING, "");
  return {
    text: withoutMarkup(bare.replace(/["'`>]+$/, ""), pattern ? ["~"] : ["*", "~"]),
    quoted: false,
    next,
    stop: bare !== text || /[,;]$/.test(typed),
    opens,
    closes: closes || (opens && /[)\]]/.test(typed)),
  };
}

/** `*bold*`, `_italic_`, `~struck~`, code ticks. */
function withoutMarkup(text: string, marks: string[]): string {
  let bare = text.replace(/`/g, "");
  for (const mark of marks) {
    const inner = bare.slice(1, -1);
    const wrapped = bare.length > 2 && bare.startsWith(mark) && bare.endsWith(mark);
    if (wrapped && !inner.includes(mark)) bare = inner;
  }
  return bare.replace(TRAILING, "");
}

function pushPiece(tokens: Token[], piece: Piece, aside: boolean): void {
  const parts = piece.quoted || !/[,;]/.test(piece.text) ? [piece.text] : piece.text.split(/[,;]+/);
  const words = parts.filter((part) => part !== "" && part !== "*" && part !== "<" && part !== ">");
  for (const [index, text] of words.entries()) {
    const token: Token = { text, word: text.toLowerCase(), quoted: piece.quoted };
    if (index < words.length - 1 || piece.stop) token.stop = true;
    if (aside) token.aside = true;
    tokens.push(token);
  }
  const last = tokens.at(-1);
  if (words.length === 0 && piece.stop && last) last.stop = true;
}

/** True when the token is a bare (not quoted) one of these words. */
export function isWord(token: Token | undefined, ...words: string[]): boolean {
  return token !== undefined && !token.quoted && words.includes(token.word);
}
