/** Which alarm is meant: by its whole name, a part of it, or the nearest there are. */
import type { Alarm } from "../../domain/alarm.ts";
import { alarmNameOf } from "../../domain/alarm-rule.ts";
import { parseArn } from "../../domain/arn.ts";
import type { Search } from "../../domain/search.ts";
import { hasWildcard, matchesWildcard } from "../../domain/wildcard.ts";
import type { Alarms, Where } from "../../sources/cloudwatch.ts";
import type { Run } from "../../sources/trail.ts";
import { matchingAlarms, nearestNames } from "./alarms-filter.ts";

export type AlarmMeant =
  /** `elsewhere`: others of the same name. `note`: how a part of a name was taken. */
  | { kind: "one"; alarm: Alarm; elsewhere: Alarm[]; note?: string; searched: Search[] }
  | { kind: "several"; alarms: Alarm[]; all: Alarm[]; searched: Search[] }
  | { kind: "none"; near: string[]; all: Alarm[]; searched: Search[] };

/** `text` may be a name, a part of one, a pattern with `*`, or an ARN, which says where it is. */
export async function findAlarm(
  text: string,
  where: Where,
  alarms: Alarms,
  run: Run,
): Promise<AlarmMeant> {
  const arn = parseArn(text.trim());
  const name = alarmNameOf(text.trim());
  const there = arn && name !== text ? { accounts: [arn.account], regions: [arn.region] } : where;
  if (name !== "") {
    const exact = await alarms.find({ ...there, names: [name] }, run);
    const [alarm, ...elsewhere] = worstFirst(exact.alarms.filter((each) => each.name === name));
    if (alarm) return { kind: "one", alarm, elsewhere, searched: exact.searched };
  }
  const { alarms: all, searched } = await alarms.find(there, run);
  const said = spoken(name);
  const isPattern = hasWildcard(name) && all.some((each) => matchesWildcard(each.name, name));
  const same = isPattern || said === "" ? [] : all.filter((each) => spoken(each.name) === said);
  const like = same.length > 0 || name === "" ? same : matchingAlarms(all, name);
  const [alarm, ...elsewhere] = worstFirst(like);
  if (!alarm) return { kind: "none", near: nearestNames(name, all), all, searched };
  if (new Set(like.map((each) => each.name)).size > 1) {
    return { kind: "several", alarms: like, all, searched };
  }
  const note = `No alarm is named “${name}”; ${alarm.name} is the only one whose name holds it.`;
  return { kind: "one", alarm, elsewhere, ...(same.length === 0 && { note }), searched };
}

/** A name without what gets lost on its way through a chat: case, markup, brackets. */
function spoken(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{Extended_Pictographic}]+/gu, " ")
    .trim();
}

function worstFirst(alarms: Alarm[]): Alarm[] {
  return [...alarms].sort((a, b) => Number(b.state === "ALARM") - Number(a.state === "ALARM"));
}
