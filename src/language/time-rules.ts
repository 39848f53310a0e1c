/** What the rules for time phrases share: the phrases they give, and small steps over tokens. */
import type { Unit } from "./durations.ts";
import type { Moment, MomentOptions } from "./moments.ts";
import { isWord, type Token } from "./tokens.ts";

export type TimePhrase =
  | { kind: "sliding"; ms: number; unit: Unit; count: number }
  | { kind: "span"; from: Moment; to: Moment }
  | { kind: "since"; from: Moment }
  | { kind: "until"; to: Moment }
  /** Without `ms`: as long as suits the moment. */
  | { kind: "before" | "after"; moment: Moment | "it"; ms?: number }
  | { kind: "around"; moment: Moment | "it"; ms?: number }
  | { kind: "at"; moment: Moment }
  | { kind: "ever" }
  /** "in this hour", "at that time": gives way to any window that is named. */
  | { kind: "weak"; unit: Unit };

export type ReadPhrase = { phrase: TimePhrase; next: number } | { problem: string };

export const EXPECTED: MomentOptions = { expected: true, hours: false };
export const EXPECTED_HOURS: MomentOptions = { expected: true, hours: true };
export const BARE: MomentOptions = { expected: false, hours: false };

export type TimeRule = (tokens: readonly Token[], at: number) => ReadPhrase | undefined;

/** Index after any of these words that stand at a token in this order; each may be missing. */
export function skip(tokens: readonly Token[], at: number, ...words: string[][]): number {
  let next = at;
  for (const choice of words) if (isWord(tokens[next], ...choice)) next++;
  return next;
}
