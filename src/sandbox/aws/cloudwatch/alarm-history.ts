/** DescribeAlarmHistory: changes of state, of configuration, and actions, of the last thirty days. */
import { DAY, MINUTE } from "../../../domain/time.ts";
import { advance, type Surroundings } from "./alarm-advance.ts";
import type { AlarmType, ConfigChange, StateChange, StoredAlarm, Verdict } from "./alarm-life.ts";
import { jsonStamp } from "./alarm-reason.ts";
import { readTypes } from "./describe-alarms.ts";
import { type Input, invalid, numberBetween, oneOf, textIn, textsIn, timeIn } from "./input.ts";
import { isMutedAt } from "./mute-rules.ts";
import { pageOf } from "./paging.ts";
import type { PlaceStore } from "./places.ts";

const KEPT_MS = 30 * DAY;
const MOST_RECORDS = 100;
const TYPES = [
  "ConfigurationUpdate",
  "StateUpdate",
  "Action",
  "AlarmContributorStateUpdate",
  "AlarmContributorAction",
] as const;
/** SNS is told so long after the change. */
const ACTION_MS = 40;

type Item = {
  at: number;
  alarm: StoredAlarm;
  type: (typeof TYPES)[number];
  summary: string;
  data: Input;
  contributor?: { id: string; attributes: Record<string, string> };
};

export function describeHistory(store: PlaceStore, around: Surroundings, input: Input): object {
  const most = numberBetween(input, "MaxRecords", { least: 1, most: MOST_RECORDS, usual: 100 });
  const type = oneOf(input, "HistoryItemType", TYPES);
  const order = oneOf(input, "ScanBy", ["TimestampDescending", "TimestampAscending"]);
  const from = Math.max(timeIn(input.StartDate) ?? 0, around.now - KEPT_MS);
  const to = timeIn(input.EndDate) ?? around.now;
  if (timeIn(input.StartDate) !== undefined && (timeIn(input.StartDate) ?? 0) > to) {
    invalid("StartDate must be before EndDate.");
  }
  const contributor = textIn(input.AlarmContributorId);
  const items = wantedAlarms(store, input)
    .flatMap((alarm) => itemsOf(store, alarm, around))
    .filter((item) => item.at >= from && item.at <= to)
    .filter((item) => type === undefined || item.type === type)
    .filter((item) => contributor === undefined || item.contributor?.id === contributor)
    .toSorted((a, b) => (order === "TimestampAscending" ? a.at - b.at : b.at - a.at));
  const page = pageOf(items, most, input);
  return {
    AlarmHistoryItems: page.items.map(toWire),
    ...(page.nextToken ? { NextToken: page.nextToken } : {}),
  };
}

/** A name that there is not gives an empty history; of another type than asked for too. */
function wantedAlarms(store: PlaceStore, input: Input): StoredAlarm[] {
  const name = textIn(input.AlarmName);
  const types: AlarmType[] = readTypes(input);
  return [...store.alarms.values(), ...store.deleted].filter(
    (alarm) =>
      types.includes(alarm.type) &&
      (name === undefined || alarm.name === name || alarm.arn === name),
  );
}

function itemsOf(store: PlaceStore, alarm: StoredAlarm, around: Surroundings): Item[] {
  if (store.alarms.get(alarm.name) === alarm) advance(alarm, around);
  const { life, configs } = alarm;
  const contributors = [...life.contributors.values()];
  return [
    ...configs.map((change) => configItem(alarm, change)),
    ...life.changes.flatMap((change) => [
      stateItem(alarm, change),
      ...actionItems(store, alarm, change),
    ]),
    ...contributors.flatMap(({ id, attributes, changes }) =>
      changes.map((change) => ({
        ...stateItem(alarm, change),
        type: "AlarmContributorStateUpdate" as const,
        summary: `Alarm contributor updated from ${change.from.state} to ${change.to.state}`,
        contributor: { id, attributes },
      })),
    ),
  ];
}

function stateItem(alarm: StoredAlarm, { at, from, to }: StateChange): Item {
  return {
    at,
    alarm,
    type: "StateUpdate",
    summary: `Alarm updated from ${from.state} to ${to.state}`,
    data: { version: "1.0", oldState: stateData(from), newState: stateData(to) },
  };
}

function stateData({ state, reason, data }: Verdict): Input {
  return { stateValue: state, stateReason: reason, ...(data ? { stateReasonData: data } : {}) };
}

const ACTIONS = {
  ALARM: "AlarmActions",
  OK: "OKActions",
  INSUFFICIENT_DATA: "InsufficientDataActions",
} as const;

/** None while actions are switched off or muted. */
function actionItems(store: PlaceStore, alarm: StoredAlarm, { at, to }: StateChange): Item[] {
  if (alarm.spec.ActionsEnabled === false) return [];
  const isMuted = [...store.mutes.values()].some((mute) => isMutedAt(mute, alarm.name, at));
  if (isMuted) return [];
  return textsIn(alarm.spec[ACTIONS[to.state]]).map((arn, index) => ({
    at: at + ACTION_MS + index,
    alarm,
    type: "Action" as const,
    summary: `Successfully executed action ${arn}`,
    data: {
      actionState: "Succeeded",
      stateUpdateTimestamp: at,
      notificationResource: arn,
      publishedMessage: JSON.stringify({
        AlarmName: alarm.name,
        NewStateValue: to.state,
        NewStateReason: to.reason,
        StateChangeTime: jsonStamp(at),
      }),
    },
  }));
}

function configItem(alarm: StoredAlarm, { at, type, spec }: ConfigChange): Item {
  const words = { Create: "created", Update: "updated", Delete: "deleted" } as const;
  return {
    at,
    alarm,
    type: "ConfigurationUpdate",
    summary: `Alarm "${alarm.name}" ${words[type]}`,
    data: { version: "1.0", type, [`${words[type]}Alarm`]: toCamel(spec, alarm, at) },
  };
}

/** Members in camel case, but `okactions`, as CloudWatch writes them here. */
function toCamel(spec: Input, alarm: StoredAlarm, at: number): Input {
  const renamed = Object.entries(spec).map(([name, value]) => [camel(name), camelDeep(value)]);
  return {
    ...Object.fromEntries(renamed),
    alarmArn: alarm.arn,
    alarmConfigurationUpdatedTimestamp: jsonStamp(at - (at % MINUTE)),
    actionsEnabled: spec.ActionsEnabled !== false,
  };
}

function camel(name: string): string {
  return name === "OKActions" ? "okactions" : name.charAt(0).toLowerCase() + name.slice(1);
}

function camelDeep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelDeep);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [camel(name), camelDeep(inner)]),
  );
}

function toWire({ at, alarm, type, summary, data, contributor }: Item): Input {
  return {
    AlarmName: alarm.name,
    AlarmType: alarm.type,
    Timestamp: new Date(at),
    HistoryItemType: type,
    HistorySummary: summary,
    HistoryData: JSON.stringify(data),
    ...(contributor
      ? { AlarmContributorId: contributor.id, AlarmContributorAttributes: contributor.attributes }
      : {}),
  };
}
