/** DescribeAlarms and its like: alarms as CloudWatch shows them, filtered and paged. */
import type { AlarmState } from "../../../domain/alarm.ts";
import { AwsRefusal } from "../service.ts";
import { advance, type Surroundings } from "./alarm-advance.ts";
import type { AlarmType, StoredAlarm } from "./alarm-life.ts";
import { childrenOf, parseRule } from "./alarm-rule.ts";
import {
  type Input,
  invalid,
  numberBetween,
  numberIn,
  oneOf,
  textIn,
  textsIn,
  wantedText,
} from "./input.ts";
import { readDimensions } from "./metric-query.ts";
import { pageOf } from "./paging.ts";
import { findAlarm, type PlaceStore } from "./places.ts";

export const ALARM_TYPES = ["CompositeAlarm", "MetricAlarm", "LogAlarm"] as const;
const STATES = ["INSUFFICIENT_DATA", "ALARM", "OK"] as const;
const MOST_RECORDS = 100;
const USUAL_RECORDS = 50;
const RELATIVES = ["ChildrenOfAlarmName", "ParentsOfAlarmName"] as const;

/** An alarm brought up to now, as it is described. */
type Described = (alarm: StoredAlarm) => Input;

export function describeAlarms(store: PlaceStore, around: Surroundings, input: Input): object {
  const most = numberBetween(input, "MaxRecords", {
    least: 1,
    most: MOST_RECORDS,
    usual: USUAL_RECORDS,
  });
  const relative = RELATIVES.find((member) => textIn(input[member]) !== undefined);
  if (relative) return describeRelatives(store, around, input, relative, most);
  const found = filtered(store, around, input);
  const { items, nextToken } = pageOf(found, most, input);
  return toLists(items, (alarm) => describe(alarm, around, store), nextToken);
}

function filtered(store: PlaceStore, around: Surroundings, input: Input): StoredAlarm[] {
  const names = textsIn(input.AlarmNames);
  const prefix = textIn(input.AlarmNamePrefix);
  if (names.length > 0 && prefix !== undefined) {
    invalid("AlarmNamePrefix and AlarmNames cannot both be specified.");
  }
  if (names.length > MOST_RECORDS) {
    invalid(
      "1 validation error detected: Value at 'alarmNames' failed to satisfy constraint: Member must have length less than or equal to 100",
    );
  }
  const state = oneOf<AlarmState>(input, "StateValue", STATES);
  const action = textIn(input.ActionPrefix);
  const types = readTypes(input);
  return sorted(store).filter((alarm) => {
    if (!types.includes(alarm.type)) return false;
    if (names.length > 0 && !names.includes(alarm.name)) return false;
    if (prefix !== undefined && !alarm.name.startsWith(prefix)) return false;
    if (action !== undefined && !actionsOf(alarm).some((arn) => arn.startsWith(action)))
      return false;
    if (state === undefined) return true;
    advance(alarm, around);
    return alarm.life.now.state === state;
  });
}

/** Metric alarms alone unless others are asked for. */
export function readTypes(input: Input): AlarmType[] {
  const types = textsIn(input.AlarmTypes);
  for (const type of types) oneOf({ AlarmTypes: type }, "AlarmTypes", ALARM_TYPES);
  return types.length > 0 ? ALARM_TYPES.filter((type) => types.includes(type)) : ["MetricAlarm"];
}

function actionsOf({ spec }: StoredAlarm): string[] {
  return ["OKActions", "AlarmActions", "InsufficientDataActions"].flatMap((name) =>
    textsIn(spec[name]),
  );
}

function sorted(store: PlaceStore): StoredAlarm[] {
  return [...store.alarms.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Children say little of themselves, parents only who they are; no other filter goes with them. */
function describeRelatives(
  store: PlaceStore,
  around: Surroundings,
  input: Input,
  relative: (typeof RELATIVES)[number],
  most: number,
): object {
  const allowed = new Set<string>([relative, "MaxRecords", "NextToken"]);
  const other = Object.keys(input).find((name) => input[name] !== undefined && !allowed.has(name));
  if (other) invalid(`If ${relative} is specified, ${other} cannot be specified.`);
  const name = wantedText(input, relative);
  const alarm = findAlarm(store, name);
  if (!alarm) return { MetricAlarms: [], CompositeAlarms: [] };
  const isChildren = relative === "ChildrenOfAlarmName";
  const found = isChildren ? childAlarms(store, alarm) : parentsOf(store, alarm);
  const { items, nextToken } = pageOf(found, most, input);
  const show: Described = (one) => {
    if (!isChildren) return { AlarmName: one.name, AlarmArn: one.arn };
    advance(one, around);
    return {
      AlarmName: one.name,
      AlarmArn: one.arn,
      StateValue: one.life.now.state,
      StateUpdatedTimestamp: new Date(one.life.updatedAt),
    };
  };
  return toLists(items, show, nextToken);
}

function ruleNames(alarm: StoredAlarm): string[] {
  const rule = textIn(alarm.spec.AlarmRule);
  return alarm.type === "CompositeAlarm" && rule ? childrenOf(parseRule(rule)) : [];
}

function childAlarms(store: PlaceStore, alarm: StoredAlarm): StoredAlarm[] {
  const found = ruleNames(alarm).map((name) => findAlarm(store, name));
  return [...new Set(found)].filter((one) => one !== undefined);
}

function parentsOf(store: PlaceStore, alarm: StoredAlarm): StoredAlarm[] {
  return sorted(store).filter((one) =>
    ruleNames(one).some((name) => name === alarm.name || name === alarm.arn),
  );
}

const LISTS = {
  MetricAlarm: "MetricAlarms",
  CompositeAlarm: "CompositeAlarms",
  LogAlarm: "LogAlarms",
} as const;

function toLists(alarms: readonly StoredAlarm[], show: Described, nextToken?: string): object {
  const lists: Record<string, Input[]> = { MetricAlarms: [], CompositeAlarms: [], LogAlarms: [] };
  for (const alarm of alarms) lists[LISTS[alarm.type]]?.push(show(alarm));
  return { ...lists, ...(nextToken ? { NextToken: nextToken } : {}) };
}

/** As DescribeAlarms shows it; members that were not set stay away, as they do there. */
export function describe(alarm: StoredAlarm, around: Surroundings, store: PlaceStore): Input {
  advance(alarm, around);
  const { life, spec } = alarm;
  return {
    ...emptyLists(spec, alarm.type),
    ...spec,
    AlarmArn: alarm.arn,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.updatedAt),
    ActionsEnabled: spec.ActionsEnabled !== false,
    StateValue: life.now.state,
    StateReason: life.now.reason,
    ...(life.now.data ? { StateReasonData: JSON.stringify(life.now.data) } : {}),
    StateUpdatedTimestamp: new Date(life.updatedAt),
    StateTransitionedTimestamp: new Date(life.since),
    ...(life.evaluationState ? { EvaluationState: life.evaluationState } : {}),
    ...suppression(alarm, around, store),
  };
}

function emptyLists(spec: Input, type: AlarmType): Input {
  const actions = { OKActions: [], AlarmActions: [], InsufficientDataActions: [] };
  return type === "MetricAlarm" && spec.MetricName ? { ...actions, Dimensions: [] } : actions;
}

/** While the suppressor is in ALARM, a composite alarm tells nobody. */
function suppression(alarm: StoredAlarm, around: Surroundings, store: PlaceStore): Input {
  const name = textIn(alarm.spec.ActionsSuppressor);
  const suppressor = name ? findAlarm(store, name) : undefined;
  if (!suppressor) return {};
  advance(suppressor, around);
  if (suppressor.life.now.state !== "ALARM") return {};
  return { ActionsSuppressedBy: "Alarm", ActionsSuppressedReason: "Actions suppressed by Alarm" };
}

/** Alarms on one metric alone; those with expressions do not count. */
export function describeForMetric(store: PlaceStore, around: Surroundings, input: Input): object {
  const namespace = wantedText(input, "Namespace");
  const name = wantedText(input, "MetricName");
  const key = dimensionKey(input.Dimensions);
  const found = sorted(store).filter(
    ({ spec }) =>
      spec.Namespace === namespace &&
      spec.MetricName === name &&
      dimensionKey(spec.Dimensions) === key &&
      isSame(input.Statistic, spec.Statistic) &&
      isSame(input.ExtendedStatistic, spec.ExtendedStatistic) &&
      isSame(numberIn(input.Period), spec.Period),
  );
  return { MetricAlarms: found.map((alarm) => describe(alarm, around, store)) };
}

function isSame(wanted: unknown, value: unknown): boolean {
  return wanted === undefined || wanted === value;
}

function dimensionKey(value: unknown): string {
  return readDimensions(value)
    .map((one) => `${one.name}=${one.value}`)
    .toSorted()
    .join("\n");
}

/** Series in ALARM of an alarm over many. */
export function describeContributors(
  store: PlaceStore,
  around: Surroundings,
  input: Input,
): object {
  const alarm = wantedAlarm(store, wantedText(input, "AlarmName"));
  advance(alarm, around);
  const bad = [...alarm.life.contributors.values()].filter(({ now }) => now.state === "ALARM");
  const { items, nextToken } = pageOf(bad, MOST_RECORDS, input);
  return {
    AlarmContributors: items.map((one) => ({
      ContributorId: one.id,
      ContributorAttributes: one.attributes,
      StateReason: one.now.reason,
      StateTransitionedTimestamp: new Date(one.since),
    })),
    ...(nextToken ? { NextToken: nextToken } : {}),
  };
}

/** Throws `ResourceNotFound` where there is none of that name. */
export function wantedAlarm(store: PlaceStore, name: string): StoredAlarm {
  const alarm = store.alarms.get(name);
  if (!alarm) throw new AwsRefusal("ResourceNotFound", `Alarm ${name} does not exist`, 404);
  return alarm;
}
