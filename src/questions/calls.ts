/** The words for what was done, and to what: verbs, aspects and the thing → event names, services, subject. */
import { isWord, type Token } from "../language/tokens.ts";
import type { Adding } from "./draft.ts";
import { isNameLike } from "./function-words.ts";
import { matchAt, toPhrase, without } from "./phrases.ts";
import { readSubject, type SubjectRead } from "./subject-words.ts";
import type { Verb } from "./verb-table.ts";
import {
  cutNames,
  type FoundAspect,
  readAspect,
  readVerbs,
  verbNames,
  withNouns,
} from "./verbs.ts";

export type Calls =
  | {
      kind: "read";
      verbs: Verb[];
      /** Some words narrow what was done. */
      narrowed: boolean;
      read: Extract<SubjectRead, { kind: "read" }>;
      adding: Adding;
    }
  | { kind: "unclear"; names: string[] };

const TO_THE_WORLD = [
  "to|for|from the? whole|entire? internet|world|public|everyone|everybody|anyone|anybody|all",
  "to|for the? outside world?",
  "world|internet ~open|wide",
].map(toPhrase);

/** What "the whole internet" is in a rule. */
const ANYWHERE = ["0.0.0.0/0", "::/0"];

/** Reads what was done to what. `sides` are the clauses that ask on ("…, and was it taken back?"). */
export function readCalls(tokens: readonly Token[], sides: readonly Token[][] = []): Calls {
  const world = withoutWorld(tokens);
  const { verbs, rest } = readVerbs(world.rest);
  const aspect = verbs.some(isWhole) ? undefined : readAspect(rest, isNameLike);
  const read = readSubject(aspect?.rest ?? rest);
  if (read.kind === "unclear") return read;
  const nouns = read.thing?.nouns ?? [];
  const names = callNames(verbs, aspect, nouns);
  const more = names ? sideNames(verbs, nouns, sides) : [];
  const said = saidBack(verbs, aspect, names !== undefined);
  const toWorld =
    world.found &&
    (verbs.some((verb) => verb.said === "opened") || aspect?.aspect.said === "rules");
  const reads = verbs.length > 0 && verbs.every((verb) => verb.reads);
  return {
    kind: "read",
    verbs,
    narrowed: names !== undefined || reads,
    read,
    adding: {
      ...(names && { names: [...names, ...more] }),
      ...(said !== undefined && { narrowedBy: said }),
      ...(toWorld && { anyWords: ANYWHERE }),
      ...(read.subject && { subject: read.subject }),
      ...(read.words.length > 0 && { words: read.words }),
      ...(!read.subject && read.thing?.services && { services: read.thing.services }),
      ...(reads && { onlyReads: true }),
      notes: read.notes,
    },
  };
}

/** Verbs that name the part themselves ("made public"). */
function isWhole(verb: Verb): boolean {
  return (
    verb.said.startsWith("made ") || verb.said.startsWith("left ") || verb.said.startsWith("let ")
  );
}

function withoutWorld(tokens: readonly Token[]): { rest: Token[]; found: boolean } {
  for (const phrase of TO_THE_WORLD) {
    for (let at = 1; at < tokens.length; at++) {
      const match = matchAt(phrase, tokens, at);
      if (match && match.taken.length > 1)
        return { rest: without(tokens, match.taken), found: true };
    }
  }
  return { rest: [...tokens], found: false };
}

function callNames(
  verbs: readonly Verb[],
  aspect: FoundAspect | undefined,
  nouns: readonly string[],
): string[] | undefined {
  const own = verbNames(verbs, nouns);
  if (!aspect) return own;
  if (verbs.length > 0 && verbs.every((verb) => verb.reads)) return aspectReads(aspect, verbs);
  const cutting = verbs.filter((verb) => verb.cuts);
  const cuts =
    cutting.length > 0 && cutting.length === verbs.length && aspect.aspect.said !== "visibility";
  return cuts
    ? cutNames(
        cutting.flatMap((verb) => verb.names),
        aspect.aspect.names,
      )
    : aspect.aspect.names;
}

/** Who read the tags, the policy, the value: reads of that part, or anything that reads where none is known. */
function aspectReads({ aspect }: FoundAspect, verbs: readonly Verb[]): string[] | undefined {
  if (aspect.said === "value") return verbNames(verbs, []);
  const wild = aspect.names.filter((name) => name.startsWith("*"));
  return wild.length > 0
    ? wild.flatMap((name) => [`Get${name}`, `List${name}`, `Describe${name}`])
    : undefined;
}

function saidBack(
  verbs: readonly Verb[],
  aspect: FoundAspect | undefined,
  narrowed: boolean,
): string | undefined {
  if (!narrowed) return undefined;
  const words = [
    ...new Set(verbs.filter((verb) => verb.names.length > 0).map((verb) => verb.said)),
  ].join(" or ");
  if (!aspect) return words;
  return words === "" ? aspect.aspect.said : `${words} ${aspect.aspect.said}`;
}

/** Verbs that take back whatever was done. */
const BACK = ["took back", "removed", "closed", "restored", "rolled back", "made private"];

/** "…, and was it taken back?" asks for the opposite too; "…, and who deleted it?" for the deletion. */
function sideNames(
  verbs: readonly Verb[],
  nouns: readonly string[],
  sides: readonly Token[][],
): string[] {
  const names: string[] = [];
  for (const side of sides) {
    const asked = readVerbs(side);
    const acts = asked.verbs.filter((verb) => !verb.reads && verb.names.length > 0);
    if (acts.length === 0 || asked.rest.some((token) => isForeign(token))) continue;
    const undo = verbs.flatMap((verb) => verb.undo ?? []);
    const others = acts.filter((verb) => undo.length === 0 || !BACK.includes(verb.said));
    names.push(...withNouns(undo, nouns), ...(verbNames(others, nouns) ?? []));
  }
  return names;
}

/** A name in a side clause: it asks about something else. */
function isForeign(token: Token): boolean {
  return (
    isNameLike(token) &&
    !isWord(token, "later", "afterwards", "address", "ports", "port", "state", "again")
  );
}
