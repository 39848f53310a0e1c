/** Where CloudTrail puts log files in its bucket, and when. */
import { formatInstant, MINUTE } from "../../domain/time.ts";
import { ACCOUNTS, type AccountName, type Region } from "./company.ts";
import { SLOT_MS } from "./noise.ts";
import { createRandom, fileSuffix } from "./random.ts";

/** When the events of a slot are delivered: about five minutes after the last of them. */
export function deliveredAt(slot: number): number {
  return slot + SLOT_MS + 5 * MINUTE;
}

/** `2026/11/22` and `20261122T1405Z`, both of the delivery: the folder's day is not always the events' day. */
function stamp(at: number): { folder: string; name: string } {
  const iso = formatInstant(at);
  const folder = iso.slice(0, 10).replaceAll("-", "/");
  return { folder, name: `${iso.slice(0, 16).replaceAll(/[-:]/g, "")}Z` };
}

/** Path of a log file below the bucket, with `/` between its parts. */
export function logFilePath(
  file: { account: AccountName; region: Region; deliveredAt: number },
  seed: number,
): string {
  const { id } = ACCOUNTS[file.account];
  const { folder, name } = stamp(file.deliveredAt);
  const random = createRandom(`${seed}/file/${id}/${file.region}/${file.deliveredAt}`);
  const base = `${id}_CloudTrail_${file.region}_${name}_${fileSuffix(random)}.json.gz`;
  return `AWSLogs/${id}/CloudTrail/${file.region}/${folder}/${base}`;
}
