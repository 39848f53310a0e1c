/** Log files that CloudTrail brings into the bucket while the server runs: what has just happened, five to ten minutes later. */
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { type JsonObject, stringAt } from "../../domain/json.ts";
import { formatInstant, MINUTE } from "../../domain/time.ts";

export type LogObject = {
  key: string;
  bytes: Uint8Array;
  /** Epoch milliseconds. */
  deliveredAt: number;
};

export type Deliveries = {
  add(records: readonly JsonObject[], at: number): void;
  /** Objects whose time has come, once, the oldest first. */
  take(now: number): LogObject[];
};

const SLOT_MS = 5 * MINUTE;

export function createDeliveries(): Deliveries {
  let waiting: LogObject[] = [];
  let count = 0;
  return {
    add(records, at) {
      const deliveredAt = Math.ceil(at / SLOT_MS) * SLOT_MS + SLOT_MS;
      for (const [place, own] of byPlace(records)) {
        const [account = "", region = ""] = place.split(" ");
        count += 1;
        waiting.push(toObject({ account, region }, own, deliveredAt, count));
      }
    },
    take(now) {
      const ready = waiting.filter(({ deliveredAt }) => deliveredAt <= now);
      waiting = waiting.filter(({ deliveredAt }) => deliveredAt > now);
      return ready.sort((a, b) => a.deliveredAt - b.deliveredAt);
    },
  };
}

function byPlace(records: readonly JsonObject[]): Map<string, JsonObject[]> {
  const places = new Map<string, JsonObject[]>();
  for (const record of records) {
    const account =
      stringAt(record, "recipientAccountId") ?? stringAt(record, "userIdentity", "accountId");
    const region = stringAt(record, "awsRegion");
    if (!/^\d{12}$/.test(account ?? "") || !/^[a-z0-9-]+$/.test(region ?? "")) continue;
    const own = places.get(`${account} ${region}`) ?? [];
    own.push(record);
    places.set(`${account} ${region}`, own);
  }
  return places;
}

function toObject(
  place: { account: string; region: string },
  records: JsonObject[],
  deliveredAt: number,
  count: number,
): LogObject {
  const { account, region } = place;
  const iso = formatInstant(deliveredAt);
  const name = `${iso.slice(0, 16).replaceAll(/[-:]/g, "")}Z`;
  const random = createHash("sha256").update(`${account} ${region} ${deliveredAt} ${count}`);
  const suffix = random.digest("hex").slice(0, 16);
  const folder = `AWSLogs/${account}/CloudTrail/${region}/${iso.slice(0, 10).replaceAll("-", "/")}`;
  return {
    key: `${folder}/${account}_CloudTrail_${region}_${name}_${suffix}.json.gz`,
    bytes: gzipSync(JSON.stringify({ Records: records })),
    deliveredAt,
  };
}
