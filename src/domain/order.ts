/** The few things that people may have changed in AWS, as JSON-safe values. */
import type { AlarmDraft } from "./alarm.ts";
import type { AwsPlace } from "./place.ts";

export type Order =
  | { kind: "create-alarm"; draft: AlarmDraft }
  | { kind: "mute-alarm"; alarm: PlacedAlarm; spanMs: number; reason?: string }
  | { kind: "unmute-alarm"; alarm: PlacedAlarm; rules: { name: string; alarmNames: string[] }[] };

export type PlacedAlarm = { name: string; place: AwsPlace };

/** Where AWS is changed. */
export function orderPlace(order: Order): AwsPlace {
  return order.kind === "create-alarm" ? order.draft.place : order.alarm.place;
}

/** The alarm that is created, muted or no longer muted. */
export function orderedAlarm(order: Order): string {
  return order.kind === "create-alarm" ? order.draft.name : order.alarm.name;
}
