/** What CloudWatch keeps of alarms, mute rules and dashboards: by account and Region. */
import type { AwsPlace } from "../../../domain/place.ts";
import type { StoredAlarm } from "./alarm-life.ts";
import type { Input } from "./input.ts";

export type StoredMute = {
  name: string;
  arn: string;
  /** As it was put, without its tags. */
  spec: Input;
  updatedAt: number;
};

export type StoredDashboard = { name: string; arn: string; body: string; modifiedAt: number };

export type PlaceStore = {
  place: AwsPlace;
  alarms: Map<string, StoredAlarm>;
  /** Gone, but their history is kept. */
  deleted: StoredAlarm[];
  mutes: Map<string, StoredMute>;
};

export type Stores = {
  at(place: AwsPlace): PlaceStore;
  /** Dashboards belong to an account, wherever they are asked for. */
  dashboards(account: string): Map<string, StoredDashboard>;
};

export function createStores(): Stores {
  const places = new Map<string, PlaceStore>();
  const dashboards = new Map<string, Map<string, StoredDashboard>>();
  return {
    at(place) {
      const key = `${place.account} ${place.region}`;
      const known = places.get(key);
      if (known) return known;
      const fresh = { place, alarms: new Map(), deleted: [], mutes: new Map() };
      places.set(key, fresh);
      return fresh;
    },
    dashboards(account) {
      const known = dashboards.get(account) ?? new Map<string, StoredDashboard>();
      dashboards.set(account, known);
      return known;
    },
  };
}

/** By name, or by the ARN of an alarm of the same place. */
export function findAlarm(store: PlaceStore, nameOrArn: string): StoredAlarm | undefined {
  const found = store.alarms.get(nameOrArn);
  if (found || !nameOrArn.startsWith("arn:")) return found;
  const prefix = alarmArn(store.place, "");
  return nameOrArn.startsWith(prefix)
    ? store.alarms.get(nameOrArn.slice(prefix.length))
    : undefined;
}

export function alarmArn({ account, region }: AwsPlace, name: string): string {
  return `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
}
