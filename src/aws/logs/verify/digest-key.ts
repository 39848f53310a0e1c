/** Keys of digests: which hour of which account, Region and trail each vouches for. */
import { parseInstant, utcDay } from "../../../domain/time.ts";
import { keyStart, regionsPrefix, type TrailPlace } from "../log-key.ts";

export type DigestKey = {
  key: string;
  account: string;
  region: string;
  /** Digests of one chain follow each other hour by hour. */
  chain: string;
  /** Epoch milliseconds, from the name. */
  endAt: number;
  isBackfill: boolean;
};

const DIGEST =
  /^AWSLogs\/(?:(o-[a-z0-9]{10,32})\/)?(\d{12})\/CloudTrail-Digest\/([a-z0-9-]+)\/\d{4}\/\d{2}\/\d{2}\/(\d{12})_CloudTrail-Digest_([a-z0-9-]+)_([A-Za-z0-9._-]{1,128})_([a-z]{2,3}(?:-[a-z]+)+-\d{1,2})_(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z(_backfill)?\.json\.gz$/;

/** Reads a key as AWS names digests; undefined for any other. */
export function readDigestKey(place: TrailPlace, key: string): DigestKey | undefined {
  const start = keyStart(place);
  const match = key.startsWith(start) ? DIGEST.exec(key.slice(start.length)) : null;
  if (!match) return undefined;
  const [, organization, account = "", region = "", owner, of, trail, home, ...rest] = match;
  const [year, month, day, hour, minute, second, backfill] = rest;
  const endAt = parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const isConsistent = owner === account && of === region && organization === place.organization;
  if (!isConsistent || endAt === undefined) return undefined;
  const isBackfill = backfill !== undefined;
  const chain = `${account} ${region} ${trail} ${home}${isBackfill ? " backfill" : ""}`;
  return { key, account, region, chain, endAt, isBackfill };
}

/** Prefix of the digests of a place whose hours ended on a day. */
export function digestDayPrefix(
  place: TrailPlace,
  { account, region }: { account: string; region: string },
  day: number,
): string {
  const date = utcDay(day).replaceAll("-", "/");
  return `${regionsPrefix(place, account, "CloudTrail-Digest")}${region}/${date}/`;
}
