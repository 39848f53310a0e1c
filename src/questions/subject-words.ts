/** What is left of a question once verbs, times and narrowing words are out → the thing that is asked about. */
import { parseSubject, type Subject } from "../domain/subject.ts";
import { isWord, type Token } from "../language/tokens.ts";
import { ARTICLES, isNameLike } from "./function-words.ts";
import { readThing, type Thing } from "./things.ts";

export type SubjectRead =
  | {
      kind: "read";
      subject?: Subject;
      /** Every kind of resource that was named. */
      things: Thing[];
      /** The kind that goes with the subject, or the only one named. */
      thing?: Thing;
      /** A second name, such as the policy that was attached: must stand in the record. */
      words: string[];
      /** The name stood in quotes: it is one. */
      named?: true;
      notes: string[];
    }
  | { kind: "unclear"; names: string[]; place?: string };

/** A name, with the kind that stood beside it and the preposition before it. */
type Item = { token: Token; thing?: Thing; link?: string; at: number };

/** Reads the name of a thing, its kind before or after it, and an object inside a bucket. */
export function readSubject(tokens: readonly Token[]): SubjectRead {
  const { items, things } = readItems(tokens);
  const values = items.filter((item) => isValue(item));
  const kinds = unknownKinds(items.filter((item) => !values.includes(item)));
  const { names } = kinds;
  const notes = [...kinds.notes, ...valueNotes(values)];
  const [first, second] = names;
  if (!first) {
    const [thing] = things;
    return { kind: "read", things, words: [], notes, ...(thing && { thing }) };
  }
  if (names.length > 2) return { kind: "unclear", names: names.map(({ token }) => token.text) };
  if (!second) return read(first, things, [], notes);
  return readPair(first, second, things, notes);
}

function valueNotes(values: Item[]): string[] {
  if (values.length === 0) return [];
  return [`Did not narrow by ${values.map(({ token }) => `“${token.text}”`).join(", ")}.`];
}

/** Plain words right before an id ("mount target fsmt-07e2", "mesh m1") say its kind, even one not known here. */
function unknownKinds(items: Item[]): { names: Item[]; notes: string[] } {
  const names = [...items];
  const words: string[] = [];
  for (let at = names.length - 1; at > 0; at--) {
    const [kind, name] = [names[at - 1], names[at]];
    if (!kind || !name || !isId(name.token) || !isPlain(kind.token)) continue;
    if (name.link || name.thing || name.at !== kind.at + 1 + words.length) continue;
    words.unshift(kind.token.text);
    const { link, thing } = kind;
    names.splice(at - 1, 2, { ...name, ...(link && { link }), ...(thing && { thing }) });
  }
  const notes = words.length > 0 ? [`Took “${words.join(" ")}” for the kind of thing.`] : [];
  return { names, notes };
}

const isId = (token: Token) =>
  token.quoted || /[^a-z]/i.test(token.word) || /[A-Z]/.test(token.text.slice(1));
const isPlain = (token: Token) => !token.quoted && /^[a-z]{2,}$/i.test(token.text);

function read(item: Item, things: Thing[], words: string[], notes: string[]): SubjectRead {
  const thing = item.thing ?? (things.length === 1 && !item.link ? things[0] : undefined);
  const subject = toSubject(item.token, thing);
  const quoted = item.token.quoted ? { named: true as const } : {};
  return { kind: "read", subject, things, words, notes, ...(thing && { thing }), ...quoted };
}

function toSubject(token: Token, thing: Thing | undefined): Subject {
  const subject = parseSubject(token.text.replace(/^@/, ""));
  return thing?.services && !subject.services ? { ...subject, services: thing.services } : subject;
}

const IN = ["in", "from", "of", "inside", "within", "on", "for"];
const TOWARDS = ["to", "into", "onto"];

function readPair(first: Item, second: Item, things: Thing[], notes: string[]): SubjectRead {
  const link = second.link ?? "";
  const inBucket =
    /\bbucket/.test(second.thing?.words ?? "") &&
    (IN.includes(link) || link === "into" || link === "to");
  if (inBucket && !first.token.text.startsWith("arn:")) {
    const text = `${second.token.text}/${first.token.text.replace(/^\//, "")}`;
    const token: Token = { text, word: text.toLowerCase(), quoted: true };
    return read(
      {
        ...first,
        token,
        thing: { words: "object", services: ["s3"], nouns: ["Object", "Objects"], next: 0 },
      },
      things,
      [],
      notes,
    );
  }
  // "attached policy P to role R": R changed, P must stand in the record.
  if (TOWARDS.includes(link)) return read(second, things, [bare(first.token)], notes);
  if (link === "in" && !second.thing && !first.thing?.services?.includes("s3")) {
    return { kind: "unclear", names: [first.token.text], place: second.token.text };
  }
  if (["in", "from", "inside", "within", "with"].includes(link)) {
    return read(first, things, [bare(second.token)], notes);
  }
  if (IN.includes(link)) return read(second, things, [bare(first.token)], notes);
  return { kind: "unclear", names: [first.token.text, second.token.text] };
}

function bare(token: Token): string {
  return token.text.replace(/^@/, "");
}

function readItems(tokens: readonly Token[]): { items: Item[]; things: Thing[] } {
  const items: Item[] = [];
  const things: Thing[] = [];
  /** What the next name brings along. */
  let before: Pick<Item, "thing" | "link"> = {};
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at];
    if (!token) break;
    const thing = readThing(tokens, at);
    if (thing && !isOnlyName(tokens, at, thing)) {
      things.push(thing);
      if (!joinsLast(items.at(-1), thing, tokens, at)) before = { ...before, thing };
      at = thing.next;
      continue;
    }
    if (isNameLike(token)) {
      items.push({ token: named(token), at, ...before });
      before = {};
    } else if (!ARTICLES.has(token.word) && !isWord(token, "called", "named", "name", "out")) {
      before = { link: token.word };
    }
    at++;
  }
  return { items, things };
}

/** "the orders table": the kind belongs to the name before it. */
function joinsLast(
  last: Item | undefined,
  thing: Thing,
  tokens: readonly Token[],
  at: number,
): boolean {
  if (!last || last.thing || last.at !== at - 1 || isNameLike(tokens[thing.next])) return false;
  last.thing = thing;
  return true;
}

/** A kind right after another kind is the name: "the role database". */
function isOnlyName(tokens: readonly Token[], at: number, thing: Thing): boolean {
  if (thing.next < tokens.length || thing.next > at + 1 || at === 0) return false;
  const others = tokens
    .slice(0, at)
    .some((token) => token.quoted || (isNameLike(token) && !isThingWord(token)));
  const after = readThing(tokens, at - 1);
  return !others && after !== undefined && after.next === at;
}

function isThingWord(token: Token): boolean {
  return readThing([token], 0) !== undefined;
}

function named(token: Token): Token {
  if (token.quoted || !/'s?$/i.test(token.text)) return token;
  const text = token.text.replace(/'s?$/i, "");
  return { ...token, text, word: text.toLowerCase() };
}

/** "to 0", "from 5", "port 22", "512 MB": a value, not a name. */
function isValue({ token, thing, link }: Item): boolean {
  if (token.quoted || thing) return false;
  if (/^\d+(?:\.\d+)?(?:%|mb|gb|tb|s|ms|x|vcpu)?$/.test(token.word))
    return !/^\d{9,}$/.test(token.word);
  return (
    link === "to" &&
    /^(?:t\d|m\d|c\d|r\d|db\.)[a-z0-9.]*\.(?:nano|micro|small|medium|\d*x?large)$/.test(token.word)
  );
}
