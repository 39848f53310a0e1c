/** Time zones as people write them → IANA zones that the runtime can compute with. */
import { isTimeZone } from "../domain/time.ts";
import type { Token } from "./tokens.ts";

/**
 * Abbreviations stand for the place where people use them, so that "9am PST" typed in July means nine o'clock
 * in Los Angeles. Where two places share one (CST, IST, BST) the more common one on the web is taken.
 */
const PLACES: Record<string, string> = {
  utc: "UTC",
  gmt: "UTC",
  z: "UTC",
  zulu: "UTC",
  pst: "America/Los_Angeles",
  pdt: "America/Los_Angeles",
  pt: "America/Los_Angeles",
  mst: "America/Denver",
  mdt: "America/Denver",
  mt: "America/Denver",
  cst: "America/Chicago",
  cdt: "America/Chicago",
  ct: "America/Chicago",
  est: "America/New_York",
  edt: "America/New_York",
  et: "America/New_York",
  brt: "America/Sao_Paulo",
  wet: "Europe/Lisbon",
  west: "Europe/Lisbon",
  bst: "Europe/London",
  cet: "Europe/Berlin",
  cest: "Europe/Berlin",
  mez: "Europe/Berlin",
  mesz: "Europe/Berlin",
  eet: "Europe/Helsinki",
  eest: "Europe/Helsinki",
  msk: "Europe/Moscow",
  ist: "Asia/Kolkata",
  sgt: "Asia/Singapore",
  hkt: "Asia/Hong_Kong",
  jst: "Asia/Tokyo",
  kst: "Asia/Seoul",
  aest: "Australia/Sydney",
  aedt: "Australia/Sydney",
  awst: "Australia/Perth",
  nzst: "Pacific/Auckland",
  nzdt: "Pacific/Auckland",
};

/** Places without summer time for the offsets that are not whole hours. */
const PART_HOURS: Record<string, string> = {
  "+03:30": "Asia/Tehran",
  "+04:30": "Asia/Kabul",
  "+05:30": "Asia/Kolkata",
  "+05:45": "Asia/Kathmandu",
  "+06:30": "Asia/Yangon",
  "+08:45": "Australia/Eucla",
  "+09:30": "Australia/Darwin",
  "-09:30": "Pacific/Marquesas",
};

/** The IANA zone that the word names (`CET`, `Europe/Berlin`, `UTC+2`, `GMT-05:30`, `+02:00`), or undefined. */
export function readZone(word: string): string | undefined {
  const place = Object.hasOwn(PLACES, word.toLowerCase()) ? PLACES[word.toLowerCase()] : undefined;
  if (place) return place;
  const offset = /^(?:utc|gmt)?([+-])(\d{1,2})(?::?([0-5]\d))?$/i.exec(word);
  if (offset) return fixedZone(offset[1] === "-" ? "-" : "+", Number(offset[2]), offset[3] ?? "00");
  if (word.length > 40 || !/^[a-z]+\/[a-z_+\-/0-9]+$/i.test(word)) return undefined;
  return isTimeZone(word) ? canonicalCase(word) : undefined;
}

function fixedZone(sign: "+" | "-", hours: number, minutes: string): string | undefined {
  if (hours > 14) return undefined;
  if (minutes !== "00") return PART_HOURS[`${sign}${String(hours).padStart(2, "0")}:${minutes}`];
  if (hours === 0) return "UTC";
  // The Etc zones count westward: Etc/GMT-2 is two hours ahead of UTC.
  return `Etc/GMT${sign === "+" ? "-" : "+"}${hours}`;
}

function canonicalCase(zone: string): string {
  return new Intl.DateTimeFormat("en-US", { timeZone: zone }).resolvedOptions().timeZone;
}

/** The zone at a token, also in two words ("UTC +2", "Berlin time" is not one). */
export function readZoneAt(
  tokens: readonly Token[],
  at: number,
): { zone: string; next: number } | undefined {
  const token = tokens[at];
  if (!token || token.quoted) return undefined;
  const following = tokens[at + 1];
  const joined = following && !following.quoted ? `${token.word}${following.word}` : "";
  if (/^(?:utc|gmt)[+-]\d/.test(joined)) {
    const zone = readZone(joined);
    if (zone) return { zone, next: at + 2 };
  }
  const zone = readZone(token.text);
  return zone ? { zone, next: at + 1 } : undefined;
}
