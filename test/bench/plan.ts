/** Which log files a generated trail consists of: places, spans, numbers of records, planted events. */
import { DAY, formatInstant, MINUTE, utcDay } from "../../src/domain/time.ts";
import { DAYS, PAIRS, type Pair, TRAIL_START } from "./estate.ts";
import { CHAIN_LENGTH, LEAST_EVENTS, type Needle, needlesOf } from "./needles.ts";
import { createRandom, seedOf } from "./random.ts";

export type FilePlan = {
  index: number;
  pair: Pair;
  /** Epoch milliseconds; events stand in [from, to). */
  from: number;
  to: number;
  records: number;
  /** Below the trail's folder, with forward slashes. */
  path: string;
  needles: Needle[];
  /** The file before it of the same pair, whose sessions go on here. */
  previous?: FilePlan;
};

const RECORDS_PER_FILE = 900;
const DELIVERY_MS = 5 * MINUTE;

/** A weekday has twice the events of a day at the weekend; 2026-10-20 is a Tuesday. */
function dayWeight(day: number): number {
  return (day + 2) % 7 < 5 ? 1 : 0.5;
}

/**
 * The files of a trail of exactly so many events over 30 days.
 * CloudTrail names a file and its folder after the moment of delivery, minutes after the last event in it.
 */
export function planFiles(events: number, seed: number): FilePlan[] {
  if (events < LEAST_EVENTS) throw new Error(`A trail needs at least ${LEAST_EVENTS} events`);
  const files: FilePlan[] = [];
  let left = events;
  PAIRS.forEach((pair, number) => {
    const share = number === PAIRS.length - 1 ? left : Math.round(events * pair.share);
    left -= share;
    const own = planPair(pair, share, files.length, seed);
    plant(own, number, events);
    files.push(...own);
  });
  return files;
}

function planPair(pair: Pair, events: number, firstIndex: number, seed: number): FilePlan[] {
  const weights = Array.from({ length: DAYS }, (_, day) => dayWeight(day));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const files: FilePlan[] = [];
  let weightSoFar = 0;
  let placed = 0;
  for (const [day, weight] of weights.entries()) {
    weightSoFar += weight;
    const ofDay = Math.round((events * weightSoFar) / whole) - placed;
    placed += ofDay;
    const count = Math.max(1, Math.round(ofDay / RECORDS_PER_FILE));
    for (let part = 0; part < count; part += 1) {
      const records = Math.floor((ofDay * (part + 1)) / count) - Math.floor((ofDay * part) / count);
      const from = TRAIL_START + day * DAY + Math.floor((part * DAY) / count);
      const to = TRAIL_START + day * DAY + Math.floor(((part + 1) * DAY) / count);
      const index = firstIndex + files.length;
      const path = pathOf(
        pair,
        to + DELIVERY_MS,
        createRandom(seedOf(seed, "name", index)).code(16),
      );
      const previous = files.at(-1);
      files.push({
        index,
        pair,
        from,
        to,
        records,
        path,
        needles: [],
        ...(previous && { previous }),
      });
    }
  }
  return files;
}

function pathOf({ account, region }: Pair, deliveredAt: number, suffix: string): string {
  const minute = formatInstant(deliveredAt).slice(0, 16).replaceAll(/[-:]/g, "");
  const day = utcDay(deliveredAt).replaceAll("-", "/");
  const folder = `AWSLogs/${account}/CloudTrail/${region}/${day}`;
  return `${folder}/${account}_CloudTrail_${region}_${minute}Z_${suffix}.json.gz`;
}

/** Spreads the needles of a pair evenly over its files; the calls of one role session stay together. */
function plant(files: FilePlan[], pair: number, events: number): void {
  for (const { needle, of } of needlesOf(pair, events)) {
    const together = needle.kind === "jane-as-release" ? CHAIN_LENGTH : 1;
    const step = Math.floor(needle.number / together);
    const file = files[Math.floor((step * files.length) / Math.ceil(of / together))];
    file?.needles.push(needle);
  }
}
