/** What was searched, in words: the part of an answer that makes "nothing" believable. */
import type { Search, Spared } from "../domain/search.ts";
import { formatZoned, type Window } from "../domain/time.ts";
import type { Line } from "./answer.ts";
import { bytes, count, dollars, duration, grouped, listed } from "./words.ts";

/** One line a search: source, place, window with zone, events looked at and matched, how fresh, what it cost, what is missing. */
export function evidenceLine(search: Search, zone: string): Line {
  const line: Line = [`${search.source}`];
  if (search.place) line.push(" ", { kind: "code", text: search.place });
  line.push(`: ${where(search)}`, ...windowSpans(search.window), ` (${zone})`);
  if (search.pending) return [...line, "; still reading"];
  if (isUnasked(search)) return [...line, "; not asked"];
  if (hasFailed(search)) return [...line, "; gave no answer"];
  const requests = search.requests === undefined ? "" : `${count(search.requests, "request")}, `;
  const matched = grouped(search.matched);
  line.push(
    `; ${requests}${count(search.examined, search.unit ?? "event")} looked at, ${matched} matched`,
  );
  if (search.newestEventAt !== undefined) {
    line.push(`; newest ${search.unit ?? "event"} `, { kind: "time", at: search.newestEventAt });
  }
  if (search.deliveryLagMs)
    line.push(`; events arrive up to ${duration(search.deliveryLagMs)} late`);
  if (search.scannedBytes) line.push(`; ${bytes(search.scannedBytes)} read`);
  if (search.costUsd !== undefined) line.push(`; ${dollars(search.costUsd)}`);
  if (search.filter) line.push(`; ${search.filter}`);
  if (search.spared && search.complete) line.push(`; ${sparedWords(search.spared, search)}`);
  return line;
}

/** How something stands is read at one moment. */
function windowSpans({ from, to }: Window): Line {
  if (from === to) return ["as of ", { kind: "time", at: to }];
  return [{ kind: "time", at: from }, " to ", { kind: "time", at: to }];
}

/** Gaps of all searches, and sources without which an answer lacks something; without repetition. */
export function gapsOf(searched: readonly Search[]): string[] {
  const gaps = searched.flatMap((search) => {
    const { gaps, spared, complete } = search;
    return spared && !complete ? [...gaps, sparedWords(spared, search)] : gaps;
  });
  return [...new Set(gaps)];
}

/** `Athena was not asked: it would read 12 GB, about $0.06, over the limit of $0.05 a query; add “spend $0.06” to ask it`. */
function sparedWords({ source, why, words }: Spared, search: Search): string {
  // The one entry of a source may tell of a part that was asked, and of one that was not.
  const rest = search.source === source && !isUnasked(search) ? " for the rest" : "";
  const how = words === undefined ? "" : `; add “${words}” to ask it`;
  return `${source} was not asked${rest}: ${why}${how}`;
}

/** True for the entry of a source that was spared altogether. */
export function isUnasked({ source, spared, complete, examined, requests }: Search): boolean {
  return !complete && spared?.source === source && examined === 0 && requests === undefined;
}

/** `2023-07-10 11:40:00 to 12:40:00 UTC`. */
export function windowWords(window: { from: number; to: number }, zone: string): string {
  const from = formatZoned(window.from, zone);
  const to = formatZoned(window.to, zone);
  const sameDay = from.slice(0, 10) === to.slice(0, 10);
  return `${from} to ${sameDay ? to.slice(11) : to} ${zone}`;
}

/** A source that was asked and told nothing at all. */
function hasFailed({ complete, gaps, examined, requests }: Search): boolean {
  return !complete && gaps.length > 0 && examined === 0 && requests === undefined;
}

/** Before a source has answered nobody knows where all it looks. */
function where(search: Search): string {
  const { accounts, regions, pending } = search;
  const isOpen = pending === true || hasFailed(search);
  if (isOpen && accounts.length === 0 && regions.length === 0) return "";
  const named = accountWords(accounts);
  const where = regions.length > 4 ? count(regions.length, "Region") : listed(regions);
  return regions.length === 0 ? `${named}, ` : `${named}, ${where}, `;
}

function accountWords(accounts: string[]): string {
  if (accounts.length === 0) return "no account";
  if (accounts.length > 4) return count(accounts.length, "account");
  return `${accounts.length === 1 ? "account" : "accounts"} ${listed(accounts)}`;
}
