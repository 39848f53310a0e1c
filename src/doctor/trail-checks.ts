/** Whether trails exist and log, and what they leave out: CloudTrail keeps nothing beyond 90 days by itself. */
import type { Trail } from "@aws-sdk/client-cloudtrail";
import { ago } from "../answers/words.ts";
import { DAY, HOUR } from "../domain/time.ts";
import { type AwsAsk, accountName } from "./account-checks.ts";
import type { AwsPlace, TrailStatus } from "./aws-calls.ts";
import { type Check, look, right, wrong } from "./check.ts";
import { callIn, joinPlaces } from "./places.ts";
import { allow, refusalKind, refused } from "./refusal.ts";
import { checkSelectors } from "./selector-checks.ts";
import { tried } from "./tries.ts";

const AREA = "CloudTrail";

export type TrailReport = { checks: Check[]; trails: Trail[] };

/** A trail and a place from which it can be asked about. */
type Seen = { name: string; trail: Trail; arn: string; place: AwsPlace };

/** Each place's trails, and each trail once. */
export async function checkTrails(ask: AwsAsk, places: readonly AwsPlace[]): Promise<TrailReport> {
  const found = await Promise.all(places.map((place) => checkPlace(ask, place)));
  const seen = new Map<string, Seen>();
  for (const { trails, place } of found) {
    for (const trail of trails) {
      const arn = trail.TrailARN;
      if (arn === undefined) continue;
      const isHome = trail.HomeRegion === place.region;
      if (!seen.has(arn) || isHome)
        seen.set(arn, { name: nameOf(ask, trail, arn), trail, arn, place });
    }
  }
  const faults = found.flatMap(({ place, check }) => (check ? [{ place, check }] : []));
  const each = await Promise.all([...seen.values()].map((one) => checkTrail(ask, one)));
  return {
    checks: [...joinPlaces(ask, faults), ...each.flat()],
    trails: [...seen.values()].map(({ trail }) => trail),
  };
}

/** Each account may have a trail of the same name. */
function nameOf({ setup, names }: AwsAsk, { Name }: Trail, arn: string): string {
  const owner = setup.accounts.length > 1 ? arn.split(":")[4] : undefined;
  const label = owner === undefined ? "" : `, ${accountName(owner, names).split(" ")[0]}`;
  return `${Name ?? arn}${label}`;
}

type PlaceReport = { place: AwsPlace; trails: Trail[]; check?: Check };

async function checkPlace({ calls, tries, setup }: AwsAsk, place: AwsPlace): Promise<PlaceReport> {
  const answer = await tried(tries, (signal) => calls.trails(place, signal));
  if (!answer.ok) {
    const action = "cloudtrail:DescribeTrails";
    const denied = allow([action]);
    const check = refused(AREA, "", answer.error, callIn(place, action), { denied });
    return { place, trails: [], check };
  }
  if (answer.value.length > 0) return { place, trails: answer.value };
  // One trail of all Regions is enough, wherever its home is.
  const [home = place.region] = setup.regions;
  const make = `aws cloudtrail create-trail --name trailwatch --s3-bucket-name YOUR-BUCKET --is-multi-region-trail --enable-log-file-validation --region ${home}, then aws cloudtrail start-logging --name trailwatch --region ${home} (the bucket needs CloudTrail's bucket policy)`;
  const text =
    "no trail logs here: what is older than 90 days is lost, and data events are never kept";
  return { place, trails: [], check: look(AREA, "", text, make) };
}

async function checkTrail(ask: AwsAsk, seen: Seen): Promise<Check[]> {
  const { name, trail, arn, place } = seen;
  const { calls, tries, now } = ask;
  const [status, selectors] = await Promise.all([
    tried(tries, (signal) => calls.trailStatus(place, arn, signal)),
    tried(tries, (signal) => calls.selectors(place, arn, signal)),
  ]);
  return [
    ...(status.ok
      ? statusChecks(seen, status.value, now())
      : [unreadable(ask, seen, status.error, "cloudtrail:GetTrailStatus")]),
    ...reachChecks(seen),
    ...(selectors.ok
      ? checkSelectors(name, commandFor("put-event-selectors", trail, arn), selectors.value)
      : [unreadable(ask, seen, selectors.error, "cloudtrail:GetEventSelectors")]),
  ];
}

/** A member of an organization may not look into the organization's trail: that is no fault. */
function unreadable(
  { own }: AwsAsk,
  { name, trail, arn, place }: Seen,
  error: unknown,
  action: string,
): Check {
  const owner = arn.split(":")[4];
  if (trail.IsOrganizationTrail && owner !== (place.account ?? own)) {
    const text = `the organization's trail of account ${owner}; it can be looked into there alone`;
    return right(AREA, name, text);
  }
  const check = refused(AREA, name, error, callIn(place, action), { denied: allow([action]) });
  return refusalKind(error) === "throttled" ? { ...check, state: "look" } : check;
}

/** Delivery takes about five minutes where anything happens at all; an hour without any is worth a look. */
const QUIET_MS = HOUR;

function statusChecks({ name, trail, arn }: Seen, status: TrailStatus, now: number): Check[] {
  const start = `${commandFor("start-logging", trail, arn)}`;
  if (status.IsLogging === false) {
    return [wrong(AREA, name, "does not log: it was stopped, or never started", start)];
  }
  const bucket = trail.S3BucketName ?? "its bucket";
  if (status.LatestDeliveryError) {
    const text = `cannot deliver to ${bucket}: ${status.LatestDeliveryError}`;
    const next = `Correct the bucket policy of ${bucket}: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html`;
    return [wrong(AREA, name, text, next)];
  }
  const last = status.LatestDeliveryTime?.getTime();
  if (last === undefined) {
    return [
      look(
        AREA,
        name,
        `logs, and has delivered nothing to ${bucket} yet`,
        "Wait 15 minutes, then run this again.",
      ),
    ];
  }
  const text = `logs to ${bucket}; delivered ${ago(last, now)}`;
  if (now - last <= QUIET_MS) return [right(AREA, name, text)];
  const next = `See what it says: ${commandFor("get-trail-status", trail, arn)}`;
  return [look(AREA, name, now - last > DAY ? `${text}, which is long` : text, next)];
}

function reachChecks({ name, trail, arn }: Seen): Check[] {
  const update = commandFor("update-trail", trail, arn);
  const checks: Check[] = [];
  if (trail.IsMultiRegionTrail === false) {
    const text = `logs ${trail.HomeRegion ?? "its own Region"} alone, no other Region`;
    checks.push(look(AREA, name, text, `${update} --is-multi-region-trail`));
  }
  if (trail.IncludeGlobalServiceEvents === false) {
    const text = "leaves out global services: changes to IAM are not in it";
    checks.push(look(AREA, name, text, `${update} --include-global-service-events`));
  }
  if (trail.LogFileValidationEnabled === false) {
    const text =
      "writes no digests: nobody can prove that its files are whole (`trailwatch trail verify`)";
    checks.push(look(AREA, name, text, `${update} --enable-log-file-validation`));
  }
  return checks;
}

function commandFor(what: string, trail: Trail, arn: string): string {
  const region = trail.HomeRegion === undefined ? "" : ` --region ${trail.HomeRegion}`;
  const option = what === "put-event-selectors" ? "--trail-name" : "--name";
  return `aws cloudtrail ${what} ${option} ${arn}${region}`;
}
