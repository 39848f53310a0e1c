/** What changes alarms: put, delete, enable, disable, set state, tags. */
import type { AlarmState } from "../../../domain/alarm.ts";
import { HOUR, SECOND } from "../../../domain/time.ts";
import type { AlarmSeed } from "../../scenario/alarm-seed.ts";
import { AwsRefusal } from "../service.ts";
import { advance, type Surroundings } from "./alarm-advance.ts";
import { readLogWatch, readMetricWatch, readRuleWatch } from "./alarm-input.ts";
import { type AlarmType, newLife, note, type StoredAlarm, type Watched } from "./alarm-life.ts";
import { childrenOf } from "./alarm-rule.ts";
import { wantedAlarm } from "./describe-alarms.ts";
import {
  type Input,
  invalid,
  isRecord,
  oneOf,
  recordsIn,
  textIn,
  textsIn,
  wantedText,
} from "./input.ts";
import { alarmArn, findAlarm, type PlaceStore } from "./places.ts";

/** A new alarm, and one whose state was set, are evaluated so long after. */
const RECHECK_MS = 20 * SECOND;
const MOST_NAMES = 100;

export function putMetricAlarm(store: PlaceStore, input: Input, now: number): StoredAlarm {
  return put(store, "MetricAlarm", input, readMetricWatch(input), now);
}

export function putCompositeAlarm(store: PlaceStore, input: Input, now: number): StoredAlarm {
  const own = textIn(input.AlarmName);
  const isKnown = (name: string) => name === own || findAlarm(store, name) !== undefined;
  return put(store, "CompositeAlarm", input, readRuleWatch(input, isKnown), now);
}

export function putLogAlarm(store: PlaceStore, input: Input, now: number): StoredAlarm {
  return put(store, "LogAlarm", input, readLogWatch(input), now);
}

/** An alarm that is there keeps its state and history, unless it was of another type. */
function put(
  store: PlaceStore,
  type: AlarmType,
  input: Input,
  watched: Watched,
  now: number,
): StoredAlarm {
  const name = wantedText(input, "AlarmName");
  const { Tags, ...given } = input;
  const spec = withoutAbsent(given);
  const before = store.alarms.get(name);
  if (before && before.type !== type) {
    invalid(`An alarm of the name ${name} and another type exists already.`);
  }
  const change = { at: now, type: before ? ("Update" as const) : ("Create" as const), spec };
  const alarm: StoredAlarm = {
    type,
    name,
    arn: alarmArn(store.place, name),
    place: store.place,
    spec,
    watched,
    updatedAt: now,
    tags: before?.tags ?? readTags(Tags),
    configs: [...(before?.configs ?? []), change],
    life: before?.life ?? newLife(now),
  };
  alarm.life.recheckAt = now + RECHECK_MS;
  store.alarms.set(name, alarm);
  return alarm;
}

function withoutAbsent(input: Input): Input {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

function readTags(value: unknown): StoredAlarm["tags"] {
  return recordsIn(value).map(({ Key, Value }) => ({ Key: String(Key), Value: String(Value) }));
}

/** Names that there are not are passed over; a child of a composite alarm cannot go. */
export function deleteAlarms(store: PlaceStore, input: Input, now: number): object {
  const names = namesIn(input);
  const gone = names.flatMap((name) => store.alarms.get(name) ?? []);
  for (const alarm of gone) {
    const parent = [...store.alarms.values()].find(
      (one) => !gone.includes(one) && isChild(alarm, one),
    );
    if (parent)
      invalid(
        `Cannot delete ${alarm.name} as there are composite alarm(s) depending on it: [${parent.name}]`,
      );
  }
  for (const alarm of gone) {
    alarm.configs.push({ at: now, type: "Delete", spec: alarm.spec });
    store.alarms.delete(alarm.name);
    store.deleted.push(alarm);
  }
  return {};
}

function isChild({ name, arn }: StoredAlarm, { watched }: StoredAlarm): boolean {
  if (watched.kind !== "rule") return false;
  return childrenOf(watched.rule).some((one) => one === name || one === arn);
}

function namesIn(input: Input): string[] {
  const names = textsIn(input.AlarmNames);
  if (names.length > MOST_NAMES) {
    invalid(`The collection AlarmNames must not have a size greater than ${MOST_NAMES}.`);
  }
  return names;
}

export function switchActions(
  store: PlaceStore,
  input: Input,
  isEnabled: boolean,
  now: number,
): object {
  for (const name of namesIn(input)) {
    const alarm = store.alarms.get(name);
    if (!alarm) continue;
    alarm.spec = { ...alarm.spec, ActionsEnabled: isEnabled };
    alarm.updatedAt = now;
    alarm.configs.push({ at: now, type: "Update", spec: alarm.spec });
  }
  return {};
}

/** Holds until the alarm is evaluated again. */
export function setAlarmState(store: PlaceStore, around: Surroundings, input: Input): object {
  const name = wantedText(input, "AlarmName");
  const state = oneOf<AlarmState>(input, "StateValue", ["INSUFFICIENT_DATA", "ALARM", "OK"]);
  if (!state) invalid("The parameter StateValue is required.");
  const reason = typeof input.StateReason === "string" ? input.StateReason : "";
  const alarm = wantedAlarm(store, name);
  const data = readData(textIn(input.StateReasonData));
  advance(alarm, around);
  note(alarm.life, around.now, { state, reason, ...(data ? { data } : {}) });
  alarm.life.recheckAt = around.now + RECHECK_MS;
  return {};
}

function readData(text: string | undefined): Input | undefined {
  if (text === undefined) return undefined;
  const parsed = parsedJson(text);
  if (isRecord(parsed)) return parsed;
  throw new AwsRefusal("InvalidFormat", "StateReasonData is not valid JSON");
}

/** Undefined for what is no JSON. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Tags of an alarm; other things have none here. */
export function listTags(store: PlaceStore, input: Input): object {
  const arn = wantedText(input, "ResourceARN", 1024);
  const alarm = findAlarm(store, arn);
  const isOther = /:(?:alarm-mute-rule|insight-rule|dashboard)[:/]/.test(arn);
  if (!alarm && !isOther) {
    throw new AwsRefusal("ResourceNotFoundException", `Resource ${arn} does not exist`, 404);
  }
  return { Tags: alarm?.tags ?? [] };
}

/** Of alarms that have been there for long, at first only so much is replayed. */
const RECENT_MS = 12 * HOUR;

/** An alarm that has been there since before; what is known of it begins at `pastFrom`. */
export function seedAlarm(store: PlaceStore, seed: AlarmSeed, pastFrom: number, now: number): void {
  const { type, input, createdAt, told } = seed;
  const makers = {
    MetricAlarm: putMetricAlarm,
    CompositeAlarm: putCompositeAlarm,
    LogAlarm: putLogAlarm,
  };
  const made = makers[type](store, input, createdAt);
  if (told) made.watched = { kind: "told", changes: told };
  made.life = newLife(Math.max(pastFrom, now - RECENT_MS));
  made.life.pastFrom = pastFrom;
}
