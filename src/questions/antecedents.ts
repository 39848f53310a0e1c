/** What "it", "they" and "that role" stand for in a thread: the words are put in, so that every form reads them. */
import type { ActorQuery } from "../domain/actor-query.ts";
import { isWord, type Token } from "../language/tokens.ts";
import { readActor } from "./actor-words.ts";
import { isNameLike } from "./function-words.ts";
import type { ThreadContext } from "./question.ts";
import { readThing } from "./things.ts";

export type Spelled = {
  tokens: Token[];
  /** What was put in, as typed there: said back in the answer. */
  named: string[];
};

/** Names that pronouns may mean. */
type Names = {
  /** A role or user that the thread is about is an actor, too. */
  actor: Token[] | undefined;
  subject: Token[] | undefined;
};

/** What a pronoun becomes; tokens that belong at the end of the clause ("their X" → "X by …") stand in `after`. */
type Put = { next: number; now: Token[]; after?: Token[]; name: Token[] };

type Rule = (tokens: readonly Token[], at: number, names: Names) => Put | undefined;

const AUX = ["did", "does", "do", "has", "have", "had", "is", "was", "were", "are"];
const DOING = ["do", "done", "doing", "make", "made", "change", "changed"];
const WHOM = ["role", "user", "person", "key", "principal", "session", "identity", "guy", "one"];
const THIS = ["that", "this", "it", "the"];
const DEEDS =
  "changes activity actions calls events sign-ins signins logins sign-in login sessions requests denials refusals failures reads deeds track".split(
    " ",
  );
const DENIED = ["denied", "refused", "rejected", "forbidden"];

/** The tokens with names in place of the words that stand for them; without a thread as they are. */
export function spellOut(tokens: Token[], thread: ThreadContext | undefined): Spelled {
  if (!thread) return { tokens, named: [] };
  const names = namesIn(thread);
  const spelled: Token[] = [];
  const after: Token[] = [];
  const named = new Set<string>();
  for (let at = 0; at < tokens.length; ) {
    const put = tokens[at]?.quoted ? undefined : applyRules(tokens, at, names);
    const token = tokens[at];
    if (!put) {
      if (token) spelled.push(token);
      at++;
      continue;
    }
    spelled.push(...withStop(put.now, tokens[put.next - 1]));
    after.push(...(put.after ?? []));
    if (put.name.length > 0) named.add(put.name.map(({ text }) => text).join(" "));
    at = put.next;
  }
  return { tokens: [...spelled, ...after], named: [...named] };
}

function applyRules(tokens: readonly Token[], at: number, names: Names): Put | undefined {
  for (const rule of RULES) {
    const put = rule(tokens, at, names);
    if (put) return put;
  }
  return undefined;
}

function withStop(tokens: Token[], last: Token | undefined): Token[] {
  return tokens.map((token, i) =>
    last?.stop && i === tokens.length - 1 ? { ...token, stop: true } : token,
  );
}

const bare = (text: string): Token => ({ text, word: text.toLowerCase(), quoted: false });
const name = (text: string): Token => ({ text, word: text.toLowerCase(), quoted: true });

function namesIn({ subject, actor, seenActor }: ThreadContext): Names {
  const who = actor ?? seenActor;
  return {
    actor: who === undefined ? undefined : actorTokens(who),
    subject: subject === undefined ? undefined : [name(subject)],
  };
}

const KINDS = ["role", "user", "key", "address", "service"];

/** `by role deploy`, `jane`, `by root` → tokens of the name, its kind before it. */
export function actorTokens(words: string): Token[] {
  const plain = words.replace(/^by /i, "");
  if (/^root$/i.test(plain)) return [bare("root")];
  const [, kind = "", quoted, rest = ""] =
    /^(?:([a-z]+) )?(?:"([^"]+)"|(\S.*))$/i.exec(plain) ?? [];
  if (KINDS.includes(kind.toLowerCase())) return [bare(kind), name(quoted ?? rest)];
  return [name(plain.replaceAll('"', ""))];
}

/** Whom the thread is about: asked for by name, else named by the answer. */
export function threadActor({ actor, seenActor }: ThreadContext): ActorQuery | undefined {
  const words = actor ?? seenActor;
  return words === undefined ? undefined : readActor(actorTokens(words), 0, isNameLike)?.actor;
}

/** "who else changed it" asks who changed it. */
const readElse: Rule = (tokens, at) => {
  const isElse = isWord(tokens[at], "else") && isWord(tokens[at - 1], "who", "anyone", "anybody");
  return isElse && at + 1 < tokens.length ? { next: at + 1, now: [], name: [] } : undefined;
};

/** "who is that role?", "who's behind it?": whoever the answer named. */
const readWhoIs: Rule = (tokens, at, { actor }) => {
  const asks = isWord(tokens[0], "who's", "whose") || isWord(tokens[0], "who", "and", "but");
  const isBefore = isWord(tokens[at - 1], "is", "was", "are", "were", "behind", "who's");
  if (!actor || !asks || !isBefore || !isWord(tokens[at], ...THIS, "they", "he", "she"))
    return undefined;
  const hasWho = tokens.slice(0, at).some((token) => isWord(token, "who", "who's"));
  const next = isWord(tokens[at + 1], ...WHOM) ? at + 2 : at + 1;
  const isThe = isWord(tokens[at], "the") && next === at + 1;
  if (!hasWho || isThe || next < tokens.length) return undefined;
  return { next, now: actor, name: actor };
};

/** "they", "he"; "them" where no "who" makes it the thing. */
const readThey: Rule = (tokens, at, { actor, subject }) => {
  if (!isWord(tokens[at], "they", "he", "she", "them", "him")) return undefined;
  const isObject = isWord(tokens[at], "them", "him") && isWord(tokens[0], "who");
  const put = isObject ? subject : actor;
  return put && { next: at + 1, now: put, name: put };
};

/** "their sign-ins" → "sign-ins by …". */
const readTheir: Rule = (tokens, at, { actor }) => {
  if (!actor || !isWord(tokens[at], "their", "his", "her")) return undefined;
  if (!isWord(tokens[at + 1], ...DEEDS)) return undefined;
  return { next: at + 1, now: [], after: [bare("by"), ...actor], name: actor };
};

/** "what did that role do", "the same person": somebody who was named above. */
const readThatRole: Rule = (tokens, at, { actor }) => {
  const start = isWord(tokens[at], "the") && isWord(tokens[at + 1], "same") ? at + 1 : at;
  if (!actor || !isWord(tokens[start], "that", "this", "same")) return undefined;
  if (!isWord(tokens[start + 1], ...WHOM) || isNamed(tokens, start + 2)) return undefined;
  return { next: start + 2, now: actor, name: actor };
};

/** A name follows the word for its kind: "that role deploy". */
function isNamed(tokens: readonly Token[], at: number): boolean {
  return isNameLike(tokens[at]) && !isWord(tokens[at], ...DOING, "delete", "create", "update");
}

/** "what else did it do?" */
const readItDid: Rule = (tokens, at, { actor }) => {
  if (!actor || !isWord(tokens[at], "it", "that", "this")) return undefined;
  const does = isWord(tokens[at - 1], ...AUX) && isWord(tokens[at + 1], "do", "done", "doing");
  return does ? { next: at + 1, now: actor, name: actor } : undefined;
};

/** "that bucket", "this function": the thing that was named above, with its kind. */
const readThatThing: Rule = (tokens, at, { subject }) => {
  if (!subject || !isWord(tokens[at], "that", "this", "same")) return undefined;
  const thing = readThing(tokens, at + 1);
  if (!thing || isNamed(tokens, thing.next)) return undefined;
  return {
    next: thing.next,
    now: [...tokens.slice(at + 1, thing.next), ...subject],
    name: subject,
  };
};

/** "who changed its policy" → "who changed policy of …". */
const readIts: Rule = (tokens, at, { subject }) =>
  subject && isWord(tokens[at], "its", "it's")
    ? { next: at + 1, now: [], after: [bare("of"), ...subject], name: subject }
    : undefined;

/** Words before "it" that make it the moment, not the thing: "what changed around it". */
const MOMENT = "before after around at near since until by did done of about like".split(" ");

/** "who deleted it", "is that public": the thing; "who did that" is understood without it. */
const readIt: Rule = (tokens, at, { subject }) => {
  if (!subject || !isWord(tokens[at], "it", "that", "this")) return undefined;
  if (isWord(tokens[at - 1], ...MOMENT)) return undefined;
  const next = tokens[at + 1];
  const isAlone = next === undefined || tokens[at]?.stop || isWord(next, ...AUX, "been", "get");
  if (!isWord(tokens[at], "it") && !isAlone) return undefined;
  if (tokens.some((token) => isWord(token, ...DENIED)))
    return { next: at + 1, now: [], after: [bare("on"), ...subject], name: subject };
  return { next: at + 1, now: subject, name: subject };
};

const RULES: Rule[] = [
  readElse,
  readWhoIs,
  readThey,
  readTheir,
  readThatRole,
  readItDid,
  readThatThing,
  readIts,
  readIt,
];
