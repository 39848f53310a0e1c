/** The words that narrow any question: by whom, which calls, where, what to leave out, how much. */
import type { ActorQuery } from "../domain/actor-query.ts";
import type { Token } from "../language/tokens.ts";
import { NARROW_RULES } from "./narrowing-words.ts";

export type Narrowing = {
  actor?: ActorQuery;
  names?: string[];
  services?: string[];
  accounts?: string[];
  regions?: string[];
  words?: string[];
  includeReads?: true;
  onlyFailed?: true;
  includeAutomation?: true;
  withoutMfa?: true;
  limit?: number;
  asFile?: "csv" | "jsonl";
  quietly?: true;
  spendUsd?: number;
  eventId?: string;
  notes?: string[];
};

export type NarrowContext = { accountNames: Record<string, string> };

/** What a rule read: the tokens up to `next` mean `set`. */
export type Narrowed = { next: number; set: Narrowing } | { problem: string };

export type NarrowRule = (
  tokens: readonly Token[],
  at: number,
  context: NarrowContext,
) => Narrowed | undefined;

export type NarrowingRead =
  | { kind: "read"; narrowing: Narrowing; rest: Token[] }
  | { kind: "problem"; text: string };

/** Takes the narrowing words out of the tokens, wherever they stand. */
export function readNarrowing(
  tokens: readonly Token[],
  context: NarrowContext,
  rules: readonly NarrowRule[] = NARROW_RULES,
): NarrowingRead {
  const narrowing: Narrowing = {};
  const rest: Token[] = [];
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at];
    const read = applyRules(tokens, at, context, rules);
    if (!read) {
      if (token) rest.push(token);
      at++;
      continue;
    }
    const clash = "problem" in read ? read.problem : merge(narrowing, read.set);
    if ("problem" in read || clash !== undefined) return { kind: "problem", text: clash ?? "" };
    closeClause(rest, tokens.slice(at, read.next));
    at = read.next;
  }
  return { kind: "read", narrowing, rest };
}

/** The clause still ends where its last words were taken out. */
function closeClause(rest: Token[], taken: readonly Token[]): void {
  const before = rest.at(-1);
  if (before && taken.some((token) => token.stop))
    rest[rest.length - 1] = { ...before, stop: true };
}

function applyRules(
  tokens: readonly Token[],
  at: number,
  context: NarrowContext,
  rules: readonly NarrowRule[],
) {
  if (!tokens[at] || tokens[at]?.quoted) return undefined;
  for (const rule of rules) {
    const read = rule(tokens, at, context);
    if (read) return read;
  }
  return undefined;
}

/** Lists grow; a second actor contradicts the first. */
function merge(into: Narrowing, set: Narrowing): string | undefined {
  const { actor, names, services, accounts, regions, words, notes, ...flags } = set;
  if (actor && into.actor && actor.text.toLowerCase() !== into.actor.text.toLowerCase()) {
    return "Two people are named: ask about one of them at a time, such as `by jane`.";
  }
  if (actor) into.actor = actor;
  const lists = { names, services, accounts, regions, words, notes };
  for (const key of Object.keys(lists) as (keyof typeof lists)[]) {
    const list = lists[key];
    if (list) into[key] = [...(into[key] ?? []), ...list];
  }
  Object.assign(into, flags);
  return undefined;
}
