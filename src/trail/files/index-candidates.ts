/** Which events of a segment can answer a query, by the terms that they are filed under. */
import { actorQueryKind, actorQueryTerms, actsAs } from "../../domain/actor-query.ts";
import { typedResource } from "../../domain/resource-names.ts";
import {
  isOnlyItsBucket,
  type NameMatch,
  type Subject,
  subjectTerms,
} from "../../domain/subject.ts";
import type { TouchRole } from "../../domain/touched.ts";
import type { TrailQuery } from "../../sources/trail.ts";
import { idHash } from "../id-set.ts";
import { rolesOf, termLevel } from "../match.ts";
import { entriesStarting } from "./index-dictionary.ts";
import { createPostingsReader, linesWith } from "./index-names.ts";
import type { SegmentRow } from "./index-rows.ts";
import {
  actorTermStart,
  readActorTerm,
  servesKind,
  shownText,
  termKinds,
  termText,
} from "./index-terms.ts";
import type { IndexView } from "./index-view.ts";
import { findWord } from "./index-words.ts";
import { longestRun } from "./needles.ts";
import { unpackNumbers } from "./varint.ts";

/** Numbers of events, each once; what a name brought is kept where names have to be told. */
export type Candidates = {
  /** Absent where every event may fit. */
  numbers?: Set<number>;
  byName?: Map<string, number[]>;
  /** For each text asked for, the events that hold it for certain. */
  holding: Map<string, Set<number>>;
};

/** Looks a segment up for one query at one level. */
type Lookup = { view: IndexView; segment: SegmentRow; query: TrailQuery; level: NameMatch };

/**
 * The events that fit all terms of the query; no numbers when it names none and every event may fit.
 * Where `needsRecord` is false these are exactly the events that fit, as far as terms can say.
 */
export function findCandidates(lookup: Lookup): Candidates {
  const { view, segment, query } = lookup;
  const sets: Set<number>[] = [];
  const term = (text: string) => new Set(view.numbers(segment, text));
  if (query.eventId !== undefined)
    sets.push(new Set(view.numbersOfId(segment, idHash(query.eventId))));
  if (query.issuedKeys) {
    const numbers = query.issuedKeys.flatMap((key) => [
      ...term(termKinds.issuedKey + termText(key)),
    ]);
    sets.push(new Set(numbers));
  }
  const named = query.subject && subjectNumbers(lookup, query.subject);
  if (named) sets.push(named.numbers);
  if (query.touching) sets.push(touchingNumbers(lookup, query.touching));
  const actor = actorNumbers(lookup);
  if (actor) sets.push(actor);
  const holding = new Map<string, Set<number>>();
  for (const word of query.words ?? []) {
    const { sure, all } = findWord(view, segment, word);
    holding.set(word, sure);
    if (all) sets.push(all);
  }
  const numbers = intersection(sets);
  return {
    holding,
    ...(numbers && { numbers }),
    ...(named?.byName && { byName: named.byName }),
  };
}

/** True when terms alone do not decide: words, and subjects that are narrowed to a service, account, Region or kind. */
export function needsRecord({ words = [], subject, touching = [], eventId }: TrailQuery): boolean {
  if (words.length > 0 || eventId !== undefined) return true;
  return [...touching, ...(subject ? [subject] : [])].some(isNarrowed);
}

function isNarrowed({ services, account, region, arn, text }: Subject): boolean {
  const isSaid = (services ?? account ?? region ?? arn) !== undefined;
  return isSaid || typedResource(text.toLowerCase()) !== undefined;
}

function intersection(sets: Set<number>[]): Set<number> | undefined {
  const [smallest, ...others] = sets.sort((a, b) => a.size - b.size);
  if (!smallest || others.length === 0) return smallest;
  const common = new Set<number>();
  for (const number of smallest) if (others.every((other) => other.has(number))) common.add(number);
  return common;
}

type Named = { numbers: Set<number>; byName?: Map<string, number[]> };

function subjectNumbers(lookup: Lookup, subject: Subject): Named {
  const { level } = lookup;
  if (level === "exact" && !subject.wildcard) {
    return namedNumbers(lookup, subjectTerms(subject), termKinds.whole);
  }
  if (level === "segment") return namedNumbers(lookup, [subject.name], termKinds.part);
  const numbers = new Set<number>();
  const byName = new Map<string, number[]>();
  for (const role of rolesOf(lookup.query)) {
    for (const [name, found] of looseNames(lookup, subject, termKinds.whole[role])) {
      byName.set(name, [...(byName.get(name) ?? []), ...found]);
      for (const number of found) numbers.add(number);
    }
  }
  return { numbers, byName };
}

function touchingNumbers(lookup: Lookup, subjects: Subject[]): Set<number> {
  const numbers = new Set<number>();
  for (const subject of subjects) {
    for (const level of ["exact", "segment"] as const) {
      for (const number of subjectNumbers({ ...lookup, level }, subject).numbers)
        numbers.add(number);
    }
  }
  return numbers;
}

function namedNumbers(
  { view, segment, query }: Lookup,
  names: string[],
  letters: Record<TouchRole, string>,
): Named {
  const lists = rolesOf(query).flatMap((role) =>
    names.map((name) => view.numbers(segment, letters[role] + termText(name))),
  );
  return { numbers: new Set(lists.flat()) };
}

/** Names of one kind that fit the subject at the level, with their events. */
function* looseNames(
  { view, segment, level }: Lookup,
  subject: Subject,
  letter: string,
): Generator<[name: string, numbers: number[]]> {
  const needle = subject.wildcard ? longestRun(subject.name) : termText(subject.name);
  const found =
    level === "prefix"
      ? startingTerms(view, segment, letter + (needle ?? ""))
      : scanTerms(view, segment, letter, needle);
  for (const { term, numbers } of found) {
    const name = shownText(term.slice(letter.length));
    if (termLevel(name, subject) !== level) continue;
    const meant = isOnlyItsBucket(name, "s3", subject)
      ? withoutS3(view, segment, numbers)
      : numbers;
    if (meant.length > 0) yield [name, meant];
  }
}

/** The label of a call tells its service; see `callLabel`. */
function withoutS3(view: IndexView, segment: SegmentRow, numbers: number[]): number[] {
  const columns = view.columns(segment);
  const isS3 = view.labels().call.map((label) => label.startsWith("s3\n"));
  return numbers.filter((number) => !isS3[columns.call[number - segment.base] ?? -1]);
}

/** Terms that begin so, with their numbers. */
function* startingTerms(
  view: IndexView,
  segment: SegmentRow,
  start: string,
): Generator<{ term: string; numbers: number[] }> {
  for (const chunk of view.chunksBetween(segment, start, `${start}\xff`)) {
    for (const { term, postings } of entriesStarting(chunk, start)) {
      yield { term, numbers: unpackNumbers(postings, segment.base) };
    }
  }
}

/** Terms of a kind that hold the needle (all without one), with their numbers. */
function* scanTerms(
  view: IndexView,
  segment: SegmentRow,
  letter: string,
  needle: string | undefined,
): Generator<{ term: string; numbers: number[] }> {
  const names = view.names(segment, letter);
  const read = createPostingsReader(names, view.postings);
  for (const line of linesWith(names, needle)) {
    const term = names.text.toString("latin1", line.start, line.end);
    yield { term, numbers: unpackNumbers(read(line), segment.base) };
  }
}

function actorNumbers(lookup: Lookup): Set<number> | undefined {
  const { query } = lookup;
  const { actor, keys = [] } = query;
  if (!actor && keys.length === 0) return undefined;
  const numbers = new Set<number>();
  for (const key of keys) addActor(lookup, termText(key), "key", numbers);
  if (!actor) return numbers;
  const kind = actorQueryKind(actor);
  const terms = actorQueryTerms(actor);
  if (terms) {
    for (const term of terms) addActor(lookup, termText(term), kind, numbers);
    return numbers;
  }
  for (const { term, numbers: found } of scanTerms(lookup.view, lookup.segment, "a", undefined)) {
    const { text, mask } = readActorTerm(term);
    if (!isActorTerm(query, shownText(text), mask)) continue;
    for (const number of found) numbers.add(number);
  }
  return numbers;
}

/** Adds the events of an actor's term, whatever else the term is to them, if it serves the kind. */
function addActor(
  { view, segment }: Lookup,
  text: string,
  kind: Parameters<typeof servesKind>[1],
  numbers: Set<number>,
): void {
  const start = actorTermStart(text);
  for (const chunk of view.chunksBetween(segment, start, `${start}\xff`)) {
    for (const { term, postings } of entriesStarting(chunk, start)) {
      if (!servesKind(readActorTerm(term).mask, kind)) continue;
      for (const number of unpackNumbers(postings, segment.base)) numbers.add(number);
    }
  }
}

/** True when a wildcard or a range of addresses fits a term: it is tried on an actor that has nothing else. */
function isActorTerm({ actor }: TrailQuery, text: string, mask: number): boolean {
  if (!actor) return false;
  const kind = actorQueryKind(actor);
  const bare = { kind: "unknown", label: "" } as const;
  const address = { ...bare, address: shownAddress(text) };
  if (servesKind(mask, "address") && actsAs({ actor: address, raw: {} }, actor)) return true;
  if (!servesKind(mask, kind)) return false;
  const named = { kind: "assumed-role", label: "", userName: text, role: text } as const;
  return actsAs({ actor: named, raw: {} }, actor);
}

/** `v6:` and the number of an address, as addressKey writes it, back to an address. */
function shownAddress(text: string): string {
  if (!text.startsWith("v6:")) return text;
  const groups = text.slice(3).padStart(32, "0").match(/.{4}/g) ?? [];
  return groups.join(":");
}
