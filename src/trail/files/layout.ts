/** What the path of a log file tells before it is opened: whether it is one, its account, its Region and when it came. */
import type { Window } from "../../domain/time.ts";
import { DAY, HOUR, parseInstant } from "../../domain/time.ts";

/** Facts read from a key; absent where the path does not tell. */
export type KeyFacts = {
  account?: string;
  region?: string;
  /** Start of the UTC day of delivery, from the day folders. */
  deliveryDay?: number;
  /** Minute of delivery, from a name as AWS writes it. */
  deliveredAt?: number;
};

/** Which files a query can be limited to. */
export type Scope = { window: Window; accounts?: string[]; regions?: string[] };

/** Clocks differ, and a name is written when a file is begun: so much later than its name an event may be. */
const NAME_SLACK = HOUR;

const ENDING = /\.jsonl?(?:\.gz)?$/i;
/** Digest, Insight and aggregated files share the bucket and the ending, but hold no calls. */
const OTHER_KIND = /(?:^|[/_])CloudTrail-(?:Digest|Insight|Aggregated)(?:[/_]|$)/;
/** AWSLogs/<account>/ also holds what Config and other services deliver. */
const OTHER_SERVICE = /(?:^|\/)AWSLogs\/(?:o-[^/]+\/)?\d{12}\/(?!CloudTrail(?:-|\/|$))[^/]+/;

/** True for a file that may hold CloudTrail records, by its path inside the folder (with `/`). */
export function isLogPath(path: string): boolean {
  return ENDING.test(path) && !isHidden(path) && !isOtherPath(path);
}

/** True for a folder or file that the bucket holds beside the records. */
export function isOtherPath(path: string): boolean {
  return OTHER_KIND.test(path) || OTHER_SERVICE.test(path);
}

function isHidden(path: string): boolean {
  return path.startsWith(".") || path.includes("/.");
}

const FOLDERS =
  /(?:^|\/)CloudTrail(?:-NetworkActivity)?\/([a-z]{2,3}(?:-[a-z]+)+-\d+)(?:\/(\d{4})(?:\/(\d{2})(?:\/(\d{2}))?)?)?(?:\/|$)/;
const ACCOUNT_FOLDER = /(?:^|\/)AWSLogs\/(?:o-[^/]+\/)?(\d{12})(?:\/|$)/;
const NAME = /(?:^|\/)(\d{12})_CloudTrail_([a-z]{2,3}(?:-[a-z]+)+-\d+)_(\d{8}T\d{4})Z_[^/]*$/;

/** Reads a path as AWS lays it out: `[prefix/]AWSLogs/[o-…/]<account>/CloudTrail/<region>/yyyy/mm/dd/<name>`. */
export function readKey(path: string): KeyFacts {
  const facts: KeyFacts = {};
  const account = ACCOUNT_FOLDER.exec(path)?.[1];
  if (account !== undefined) facts.account = account;
  const [, region, year, month, day] = FOLDERS.exec(path) ?? [];
  if (region !== undefined) facts.region = region;
  const deliveryDay = day === undefined ? undefined : parseInstant(`${year}-${month}-${day}`);
  if (deliveryDay !== undefined) facts.deliveryDay = deliveryDay;
  readName(path, facts);
  return facts;
}

function readName(path: string, facts: KeyFacts): void {
  const [, account, region, stamp] = NAME.exec(path) ?? [];
  if (account === undefined || region === undefined || stamp === undefined) return;
  facts.account ??= account;
  facts.region ??= region;
  const [, year, month, day, hour, minute] =
    /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})$/.exec(stamp) ?? [];
  const deliveredAt = parseInstant(`${year}-${month}-${day}T${hour}:${minute}Z`);
  if (deliveredAt !== undefined) facts.deliveredAt = deliveredAt;
}

/**
 * False when a file cannot hold an event of the scope. The day in a key is the day of delivery: events come up to a
 * day before it, so a window asks for the days from its first to the one after its last.
 */
export function mayHold(facts: KeyFacts, scope: Scope): boolean {
  if (isElsewhere(facts, scope)) return false;
  const { from, to } = scope.window;
  const { deliveryDay, deliveredAt } = facts;
  if (deliveryDay !== undefined && (deliveryDay + DAY <= from || deliveryDay > to + DAY)) {
    return false;
  }
  if (deliveredAt === undefined) return true;
  return deliveredAt + NAME_SLACK >= from && deliveredAt <= to + DAY + NAME_SLACK;
}

/** True for the files of an account or a Region that is not asked for, whenever they were delivered. */
export function isElsewhere({ account, region }: KeyFacts, { accounts, regions }: Scope): boolean {
  return isOutside(account, accounts) || isOutside(region, regions);
}

/** False when nothing inside a folder can be of the scope; it may name a year or month only. */
export function mayHoldInside(path: string, scope: Scope): boolean {
  const account = ACCOUNT_FOLDER.exec(path)?.[1];
  const [, region, year, month, day] = FOLDERS.exec(path) ?? [];
  if (isOutside(account, scope.accounts) || isOutside(region, scope.regions)) return false;
  if (year === undefined) return true;
  const first = parseInstant(`${year}-${month ?? "01"}-${day ?? "01"}`);
  if (first === undefined) return true;
  const span = day !== undefined ? DAY : month !== undefined ? 31 * DAY : 366 * DAY;
  return first + span > scope.window.from && first <= scope.window.to + DAY;
}

function isOutside(value: string | undefined, asked: string[] | undefined): boolean {
  return value !== undefined && asked !== undefined && asked.length > 0 && !asked.includes(value);
}
