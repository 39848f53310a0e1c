/** An alarm as DescribeAlarms gives it → the domain's Alarm. Members that are unknown are left out, missing ones are absent. */
import type { Alarm, AlarmState } from "../../domain/alarm.ts";
import type { AwsPlace } from "../../domain/place.ts";
import { instantAt, membersOf, parsedObject, textOf, textsOf } from "./members.ts";
import { type AlarmKind, readWatch } from "./read-watch.ts";

const STATES: readonly AlarmState[] = ["OK", "ALARM", "INSUFFICIENT_DATA"];

/**
 * Reads anything and never throws. `kind` is the list of DescribeAlarms that it stood in; without it the members tell.
 * Times may be Dates, ISO texts or the parts that Python's records have.
 */
export function readAlarm(raw: unknown, place: AwsPlace, kind?: AlarmKind): Alarm {
  const alarm = membersOf(raw);
  const description = textOf(alarm.AlarmDescription);
  const stateUpdatedAt = instantAt(alarm.StateUpdatedTimestamp);
  const stateSince = instantAt(alarm.StateTransitionedTimestamp) ?? stateUpdatedAt;
  const stateReason = textOf(alarm.StateReason);
  const reasonData = parsedObject(alarm.StateReasonData);
  const evaluationState = textOf(alarm.EvaluationState);
  const suppressedBy = textOf(alarm.ActionsSuppressedBy);
  const updatedAt = instantAt(alarm.AlarmConfigurationUpdatedTimestamp);
  return {
    name: textOf(alarm.AlarmName) ?? "",
    arn: textOf(alarm.AlarmArn) ?? "",
    place,
    ...(description !== undefined && { description }),
    watch: readWatch(alarm, kind),
    state: readState(alarm.StateValue) ?? "INSUFFICIENT_DATA",
    ...(stateSince !== undefined && { stateSince }),
    ...(stateUpdatedAt !== undefined && { stateUpdatedAt }),
    ...(stateReason !== undefined && { stateReason }),
    ...(reasonData !== undefined && { reasonData }),
    ...(evaluationState !== undefined && { evaluationState }),
    // Off only where it is said.
    actionsEnabled: alarm.ActionsEnabled !== false,
    actions: {
      ok: textsOf(alarm.OKActions),
      alarm: textsOf(alarm.AlarmActions),
      insufficient: textsOf(alarm.InsufficientDataActions),
    },
    ...(suppressedBy !== undefined && { suppressedBy }),
    ...(updatedAt !== undefined && { updatedAt }),
  };
}

/** One of the three states; undefined for anything else. */
export function readState(value: unknown): AlarmState | undefined {
  return STATES.find((state) => state === value);
}
