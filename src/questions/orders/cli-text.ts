/** Orders as commands of the AWS CLI, for those who give them by themselves. */
import type { JsonObject } from "../../domain/json.ts";
import { MINUTE, utcDay, wallClock } from "../../domain/time.ts";

/** `aws cloudwatch … --region R --cli-input-json '{…}'`; safe to paste into a POSIX shell whatever the names hold. */
export function cliText(command: string, region: string, input: JsonObject): string {
  return `aws cloudwatch ${command} --region ${shellWord(region)} --cli-input-json ${shellWord(JSON.stringify(input))}`;
}

/** One word of a POSIX shell; within single quotes nothing but their own end means anything. */
export function shellWord(text: string): string {
  return /^[\w./:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The rule of a mute from the next minute on: a schedule knows minutes alone, and one that is over never comes. */
export function muteInput(alarmName: string, now: number, spanMs: number): JsonObject {
  const from = Math.ceil(now / MINUTE) * MINUTE;
  const minutes = Math.max(1, Math.ceil((now + spanMs - from) / MINUTE));
  const { hour, minute } = wallClock(from, "UTC");
  const two = (value: number) => String(value).padStart(2, "0");
  return {
    Name: `trailwatch-${Math.floor(now / 1000).toString(36)}`,
    Rule: {
      Schedule: {
        Expression: `at(${utcDay(from)}T${two(hour)}:${two(minute)})`,
        Duration: `PT${minutes}M`,
        Timezone: "UTC",
      },
    },
    MuteTargets: { AlarmNames: [alarmName] },
  };
}
