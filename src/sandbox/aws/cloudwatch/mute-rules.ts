/** Mute rules: put, shown, listed, deleted. While one is in force, the alarms that it names tell nobody. */
import type { AwsPlace } from "../../../domain/place.ts";
import { isTimeZone } from "../../../domain/time.ts";
import { AwsRefusal } from "../service.ts";
import {
  type Input,
  invalid,
  numberBetween,
  oneOf,
  recordIn,
  textIn,
  textsIn,
  timeIn,
  wantedText,
} from "./input.ts";
import { type MuteSchedule, parseSchedule } from "./mute-schedule.ts";
import { pageOf } from "./paging.ts";
import type { PlaceStore, StoredMute } from "./places.ts";

const STATUSES = ["SCHEDULED", "ACTIVE", "EXPIRED"] as const;
type Status = (typeof STATUSES)[number];
const MOST_TARGETS = 100;

/** Makes it, or makes it anew under the same name. */
export function putMute(store: PlaceStore, input: Input, now: number): void {
  const name = wantedText(input, "Name");
  const { Tags: _tags, ...spec } = input;
  if (!scheduleOf(spec)) {
    invalid(
      "The schedule is not valid: Expression must be cron() of five fields or at(yyyy-MM-ddThh:mm), Duration from PT1M to P15D, Timezone an IANA name.",
    );
  }
  const names = targetsOf(spec);
  if (names.length > MOST_TARGETS) {
    invalid(`The collection AlarmNames must not have a size greater than ${MOST_TARGETS}.`);
  }
  store.mutes.set(name, { name, arn: muteArn(store.place, name), spec, updatedAt: now });
}

export function readMute(store: PlaceStore, input: Input, now: number): object {
  const mute = wantedMute(store, input);
  return {
    ...mute.spec,
    AlarmMuteRuleArn: mute.arn,
    Status: statusOf(mute, now),
    LastUpdatedTimestamp: new Date(mute.updatedAt),
    MuteType: muteType(mute),
  };
}

/** Without names of rules: only their ARNs tell them. */
export function listMutes(store: PlaceStore, input: Input, now: number): object {
  const alarm = textIn(input.AlarmName);
  const wanted = textsIn(input.Statuses);
  for (const status of wanted) oneOf({ Statuses: status }, "Statuses", STATUSES);
  const most = numberBetween(input, "MaxRecords", { least: 1, most: 100, usual: 50 });
  const found = [...store.mutes.values()]
    .filter((mute) => alarm === undefined || targetsOf(mute.spec).includes(alarm))
    .map((mute) => ({ mute, status: statusOf(mute, now) }))
    .filter(({ status }) => wanted.length === 0 || wanted.includes(status))
    .toSorted((a, b) => (a.mute.name < b.mute.name ? -1 : 1));
  const { items, nextToken } = pageOf(found, most, input);
  return {
    AlarmMuteRuleSummaries: items.map(({ mute, status }) => ({
      AlarmMuteRuleArn: mute.arn,
      ...(mute.spec.ExpireDate ? { ExpireDate: mute.spec.ExpireDate } : {}),
      Status: status,
      MuteType: muteType(mute),
      LastUpdatedTimestamp: new Date(mute.updatedAt),
    })),
    ...(nextToken ? { NextToken: nextToken } : {}),
  };
}

/** One that there is not is deleted without a word. */
export function deleteMute(store: PlaceStore, input: Input): void {
  store.mutes.delete(wantedText(input, "AlarmMuteRuleName"));
}

/** True while the rule holds back what this alarm would do. */
export function isMutedAt(mute: StoredMute, alarm: string, at: number): boolean {
  return targetsOf(mute.spec).includes(alarm) && statusOf(mute, at) === "ACTIVE";
}

function statusOf({ spec }: StoredMute, at: number): Status {
  const schedule = scheduleOf(spec);
  const startsAt = timeIn(spec.StartDate) ?? 0;
  const expiresAt = timeIn(spec.ExpireDate) ?? Number.POSITIVE_INFINITY;
  if (!schedule || at >= expiresAt) return "EXPIRED";
  const start = schedule.lastStart(at);
  if (start === undefined || start < startsAt) return "SCHEDULED";
  if (at < start + schedule.durationMs) return "ACTIVE";
  return schedule.isOnce ? "EXPIRED" : "SCHEDULED";
}

function muteType({ spec }: StoredMute): string {
  return scheduleOf(spec)?.isOnce ? "ONE_TIME" : "RECURRING";
}

function scheduleOf(spec: Input): MuteSchedule | undefined {
  const schedule = recordIn(recordIn(spec.Rule).Schedule);
  const zone = textIn(schedule.Timezone) ?? "UTC";
  if (!isTimeZone(zone)) return undefined;
  return parseSchedule(textIn(schedule.Expression) ?? "", textIn(schedule.Duration) ?? "", zone);
}

function targetsOf(spec: Input): string[] {
  return textsIn(recordIn(spec.MuteTargets).AlarmNames);
}

function wantedMute(store: PlaceStore, input: Input): StoredMute {
  const name = wantedText(input, "AlarmMuteRuleName");
  const mute = store.mutes.get(name);
  if (mute) return mute;
  throw new AwsRefusal("ResourceNotFoundException", `Alarm mute rule ${name} does not exist`, 404);
}

function muteArn({ account, region }: AwsPlace, name: string): string {
  return `arn:aws:cloudwatch:${region}:${account}:alarm-mute-rule:${name}`;
}
