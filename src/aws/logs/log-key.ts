/** Keys of a trail's bucket: what each is, and where its copy lies. A key is somebody else's text until it is read here. */
import { parseInstant, utcDay } from "../../domain/time.ts";
import type { LogBucket } from "../setup.ts";

/** Where a trail writes in its bucket. */
export type TrailPlace = Pick<LogBucket, "bucket" | "prefix" | "organization">;

export type LogKey = {
  key: string;
  /** Path of the copy inside the folder, with `/`; what stands before `AWSLogs/` is left away. */
  path: string;
  account: string;
  region: string;
  /** Start of the UTC day of delivery. */
  day: number;
};

/** `log`: a log file. `other`: a digest, or what another service keeps there. `refused`: no name of CloudTrail's. */
export type KeyKind =
  | { kind: "log"; log: LogKey }
  | { kind: "other" }
  | { kind: "refused"; why: string };

const ACCOUNT = "(\\d{12})";
const REGION = "([a-z]{2,3}(?:-[a-z]+)+-\\d{1,2})";
const DAY_FOLDERS = "(\\d{4})/(\\d{2})/(\\d{2})";
/** Letters that no file system reads as anything else; at most what one can hold. */
const NAME = "([A-Za-z0-9][A-Za-z0-9_.-]{0,199}\\.json\\.gz)";
const ORGANIZATION = "(o-[a-z0-9]{10,32})/";

const LOG = new RegExp(
  `^AWSLogs/(?:${ORGANIZATION})?${ACCOUNT}/CloudTrail/${REGION}/${DAY_FOLDERS}/${NAME}$`,
);
const DIGEST_OR_INSIGHT = /^AWSLogs\/(?:o-[a-z0-9]+\/)?\d{12}\/CloudTrail-[A-Za-z]+\//;
const OTHER_SERVICE = /^AWSLogs\/(?:o-[a-z0-9]+\/)?\d{12}\/(?!CloudTrail)[A-Za-z][\w-]*\//;

/** What stands before `AWSLogs/` in the trail's keys, with its `/`. */
export function keyStart({ prefix = "" }: Pick<TrailPlace, "prefix">): string {
  const bare = prefix.replace(/^\/+|\/+$/g, "");
  return bare === "" ? "" : `${bare}/`;
}

/** What stands before the accounts, with its `/`. */
export function accountsPrefix(place: TrailPlace): string {
  const { organization } = place;
  return `${keyStart(place)}AWSLogs/${organization === undefined ? "" : `${organization}/`}`;
}

/** Prefix of all log files, or digests, of an account, Region by Region. */
export function regionsPrefix(place: TrailPlace, account: string, kind = "CloudTrail"): string {
  return `${accountsPrefix(place)}${account}/${kind}/`;
}

/** Prefix of the log files that came on one day. */
export function dayPrefix(
  place: TrailPlace,
  { account, region }: { account: string; region: string },
  day: number,
): string {
  return `${regionsPrefix(place, account)}${region}/${utcDay(day).replaceAll("-", "/")}/`;
}

/** Reads a key of the bucket. */
export function readLogKey(place: TrailPlace, key: string): KeyKind {
  const start = keyStart(place);
  if (!key.startsWith(start)) return { kind: "refused", why: "it lies outside the trail's prefix" };
  const path = key.slice(start.length);
  if (hasOddParts(path)) return { kind: "refused", why: "its name is none that CloudTrail gives" };
  const match = LOG.exec(path);
  if (!match) return otherKind(path);
  const [, organization, account = "", region = "", year, month, dayOfMonth, name = ""] = match;
  const day = parseInstant(`${year}-${month}-${dayOfMonth}`);
  if (day === undefined) return { kind: "refused", why: "its day is in no calendar" };
  if (organization !== place.organization) {
    return { kind: "refused", why: "it belongs to another organization than the configured one" };
  }
  if (!name.startsWith(`${account}_CloudTrail_${region}_`)) {
    return { kind: "refused", why: "its name and its folder disagree" };
  }
  return { kind: "log", log: { key, path, account, region, day } };
}

function otherKind(path: string): KeyKind {
  const isOther = DIGEST_OR_INSIGHT.test(path) || OTHER_SERVICE.test(path) || path.endsWith("/");
  return isOther ? { kind: "other" } : { kind: "refused", why: "it is no log file of CloudTrail" };
}

/** Parts that a file system reads as something else than a name, and characters that a terminal does. */
function hasOddParts(path: string): boolean {
  const parts = path.split("/");
  const isOdd = (part: string, at: number) =>
    part === "." || part === ".." || (part === "" && at < parts.length - 1);
  return parts.some(isOdd) || /[\p{Cc}\\:]/u.test(path);
}
