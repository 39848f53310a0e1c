/** The alarms that widgets name, read from where they stand. */
import type { Alarm } from "../../../domain/alarm.ts";
import { Problem } from "../../../domain/problem.ts";
import type { Search } from "../../../domain/search.ts";
import type { AlarmRef, Alarms } from "../../../sources/cloudwatch.ts";
import type { Run } from "../../../sources/trail.ts";

const ALARM_ARN = /^arn:[a-z-]+:cloudwatch:([a-z0-9-]+):(\d{12}):alarm:(.+)$/s;

/** Undefined for what is no alarm's ARN. */
export function alarmOfArn(arn: string): AlarmRef | undefined {
  const [, region, account, name] = ALARM_ARN.exec(arn) ?? [];
  if (region === undefined || account === undefined || name === undefined) return undefined;
  return { name, place: { account, region } };
}

export type AlarmsRead = { byArn: Map<string, Alarm>; searched: Search[]; problems: string[] };

/** DescribeAlarms takes so many names. */
const MOST_NAMES = 100;

/** One request for each place; a place that refuses is told, and its alarms are missing. */
export async function readAlarms(
  arns: readonly string[],
  alarms: Alarms,
  run: Run,
): Promise<AlarmsRead> {
  const read: AlarmsRead = { byArn: new Map(), searched: [], problems: [] };
  const places = new Map<string, AlarmRef[]>();
  for (const arn of new Set(arns)) {
    const ref = alarmOfArn(arn);
    if (!ref) continue;
    const key = `${ref.place.account} ${ref.place.region}`;
    places.set(key, [...(places.get(key) ?? []), ref]);
  }
  const work = [...places.values()].map(async (refs) => {
    const [first] = refs;
    if (!first) return;
    const { account, region } = first.place;
    const names = [...new Set(refs.map(({ name }) => name))].slice(0, MOST_NAMES);
    try {
      const found = await alarms.find({ accounts: [account], regions: [region], names }, run);
      for (const alarm of found.alarms) read.byArn.set(alarm.arn, alarm);
      read.searched.push(...found.searched);
    } catch (error) {
      run.signal.throwIfAborted();
      if (!(error instanceof Problem)) throw error;
      read.problems.push(`Alarms of ${account}, ${region} are missing: ${error.message}`);
    }
  });
  await Promise.all(work);
  return read;
}
