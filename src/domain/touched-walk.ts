/** What the walk through a record has found so far. */
import type { Touched, TouchRole } from "./touched.ts";
import type { Call, Decide } from "./touched-roles.ts";

/** Bounds that keep a 256 KB record cheap; real records stay far below. */
export const DEEPEST = 24;
export const MOST_VALUES = 20_000;
const MOST_TOUCHED = 2_000;

export type Walk = {
  call: Call;
  found: Map<string, Touched>;
  /** Mentions of the request that become targets when the event has no other. */
  spare: Touched[];
  hasRequestTarget: boolean;
  values: number;
  decide: Decide;
};

const RANK: Record<TouchRole, number> = { target: 2, container: 1, mention: 0 };

/** Keeps a text once, in its strongest part. */
export function put(walk: Walk, touched: Touched): void {
  const known = walk.found.get(touched.text);
  if (known ? RANK[known.role] >= RANK[touched.role] : walk.found.size >= MOST_TOUCHED) return;
  walk.found.set(touched.text, touched);
}
