/** Between which moments and of which accounts and Regions a folder has events. */
import { DAY, type Window } from "../../domain/time.ts";
import type { LogFile } from "./folder.ts";
import type { FileRow } from "./index-rows.ts";
import { spanOf } from "./stat.ts";

export type Held = {
  /** Absent when nothing tells it, or there is nothing. */
  window?: Window;
  /** Absent when some file tells neither account nor Region. */
  places?: { account: string; region: string }[];
};

const heldOnce = new WeakMap<FileRow[], Held>();

/** By what the index read; looked up once for the same list. */
export function heldByIndex(rows: FileRow[]): Held {
  const known = heldOnce.get(rows);
  if (known) return known;
  const { oldestAt, newestAt } = spanOf(rows);
  const held: Held = {
    ...(oldestAt !== undefined &&
      newestAt !== undefined && { window: { from: oldestAt, to: newestAt } }),
    ...placesOf(rows.filter(({ records }) => records > 0)),
  };
  heldOnce.set(rows, held);
  return held;
}

/** By the paths of files that nobody has opened yet. */
export function heldByPaths(files: readonly LogFile[]): Held {
  const keys = files.map(({ key }) => key);
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  let isKnown = files.length > 0;
  for (const { deliveryDay, deliveredAt } of keys) {
    const at = deliveredAt ?? deliveryDay;
    isKnown &&= at !== undefined;
    from = Math.min(from, at ?? from);
    to = Math.max(to, deliveredAt ?? (deliveryDay === undefined ? to : deliveryDay + DAY));
  }
  return {
    ...(isKnown && { window: { from, to } }),
    ...placesOf(keys),
  };
}

function placesOf(facts: readonly { account?: string; region?: string }[]): Pick<Held, "places"> {
  const places = new Map<string, { account: string; region: string }>();
  for (const { account, region } of facts) {
    if (!account || !region) return {};
    places.set(`${account} ${region}`, { account, region });
  }
  return places.size > 0 ? { places: [...places.values()] } : {};
}
