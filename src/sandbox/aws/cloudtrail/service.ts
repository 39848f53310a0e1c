/** CloudTrail: event history, and the trail that delivers to the bucket. */
import type { AwsFaults } from "../faults.ts";
import { AwsRefusal, type AwsService, type Caller } from "../service.ts";
import type { Row } from "./event-history.ts";
import { type Lookup, lookupEvents, readLookup } from "./lookup-events.ts";
import type { Pace } from "./pace.ts";
import { createTrails, type TrailParts } from "./trails.ts";

export type CloudTrailParts = Lookup & TrailParts & { pace: Pace; faults: AwsFaults };

/** Answers of a session before its credentials expire while the fault `expired` is on. */
const PAGES_BEFORE_EXPIRY = 2;
const MOST_SESSIONS = 1000;

export function createCloudTrail(parts: CloudTrailParts): AwsService {
  const isExpired = createExpiry(parts.faults);
  return {
    name: "cloudtrail",
    operations: {
      ...createTrails(parts),
      async LookupEvents(input, caller) {
        if (isExpired(caller)) {
          throw new AwsRefusal(
            "ExpiredTokenException",
            "The security token included in the request is expired",
          );
        }
        const query = readLookup(input, { account: caller.account, region: caller.region });
        const { account, region, attribute, after } = query;
        const request = { account, region, isNextPage: after !== undefined };
        const noted = attribute ? { ...request, attribute: attribute.key } : request;
        if (!parts.pace.take(noted, !parts.faults.isOn("throttling"))) {
          throw new AwsRefusal("ThrottlingException", "Rate exceeded");
        }
        // Insights are not switched on in any of these accounts.
        if (input.EventCategory === "insight") return { Events: [] };
        const { rows, nextToken } = await lookupEvents(parts, query);
        return {
          Events: await Promise.all(rows.map((row) => toEvent(row, parts))),
          NextToken: nextToken,
        };
      },
    },
  };
}

async function toEvent(row: Row, { history }: Lookup): Promise<object> {
  return {
    EventId: row.id,
    EventName: row.name,
    ReadOnly: row.readOnly,
    AccessKeyId: row.accessKeyId,
    EventTime: new Date(row.at),
    EventSource: row.source,
    Username: row.user,
    Resources: row.resources,
    CloudTrailEvent: await history.text(row),
  };
}

/** While the fault is on, the keys of a role are good for two pages; with the role assumed anew there are new keys. */
function createExpiry(faults: AwsFaults): (caller: Caller) => boolean {
  const used = new Map<string, number>();
  return ({ accessKeyId }) => {
    if (!faults.isOn("expired") || !accessKeyId.startsWith("ASIA")) {
      used.clear();
      return false;
    }
    const pages = used.get(accessKeyId) ?? 0;
    if (used.size > MOST_SESSIONS) used.clear();
    used.set(accessKeyId, pages + 1);
    return pages >= PAGES_BEFORE_EXPIRY;
  };
}
