/** The children of a composite alarm, and theirs; rules that name each other in a circle end where they begin. */
import type { Line, Section } from "../../answers/answer.ts";
import type { Alarm } from "../../domain/alarm.ts";
import { alarmNameOf } from "../../domain/alarm-rule.ts";
import { STATE_WORDS } from "../../domain/alarm-words.ts";
import type { Search } from "../../domain/search.ts";
import type { Alarms } from "../../sources/cloudwatch.ts";
import type { Run } from "../../sources/trail.ts";
import { withUsualUnit } from "./alarm-metrics.ts";
import { whyWords } from "./alarm-parts.ts";

/** `alarm`: absent where there is none of that name. `isAbove`: it stands further up already. */
export type ChildAlarm = { name: string; depth: number; alarm?: Alarm; isAbove?: true };

const MOST_DEPTH = 4;
const MOST_COMPOSITES = 25;

export async function readChildren(
  parent: Alarm,
  alarms: Alarms,
  run: Run,
): Promise<{ children: ChildAlarm[]; searched: Search[] }> {
  const walk: Walk = {
    alarms,
    run,
    seen: new Set([parent.name]),
    searched: [],
    left: MOST_COMPOSITES,
  };
  const children = await childrenOf(parent, 1, walk);
  return { children, searched: walk.searched };
}

type Walk = { alarms: Alarms; run: Run; seen: Set<string>; searched: Search[]; left: number };

async function childrenOf(parent: Alarm, depth: number, walk: Walk): Promise<ChildAlarm[]> {
  if (parent.watch.kind !== "composite" || depth > MOST_DEPTH || walk.left <= 0) return [];
  walk.left -= 1;
  const { account, region } = parent.place;
  const found = await walk.alarms.find(
    { accounts: [account], regions: [region], childrenOf: parent.name },
    walk.run,
  );
  walk.searched.push(...found.searched);
  const named = parent.watch.children.map(alarmNameOf);
  const names = [...new Set([...named, ...found.alarms.map(({ name }) => name)])];
  const byName = new Map(found.alarms.map((alarm) => [alarm.name, withUsualUnit(alarm)]));
  const rows: ChildAlarm[] = [];
  for (const name of names) {
    const alarm = byName.get(name);
    if (walk.seen.has(name)) {
      rows.push({ name, depth, ...(alarm && { alarm }), isAbove: true });
      continue;
    }
    walk.seen.add(name);
    rows.push({ name, depth, ...(alarm && { alarm }) });
    if (alarm) rows.push(...(await childrenOf(alarm, depth + 1, walk)));
  }
  return rows;
}

/** Every child with its state, since when and why; those of children are set in. */
export function childrenSection(children: readonly ChildAlarm[]): Section[] {
  if (children.length === 0) return [];
  const direct = children.filter(({ depth }) => depth === 1);
  const firing = direct.filter(({ alarm }) => alarm?.state === "ALARM").length;
  return [
    {
      kind: "list",
      title: `Its ${direct.length} ${direct.length === 1 ? "child" : "children"}, ${firing} in ALARM`,
      items: children.map(childLine),
      hidden: 0,
    },
  ];
}

function childLine({ name, depth, alarm, isAbove }: ChildAlarm): Line {
  const inset = depth > 1 ? `${"–".repeat(depth - 1)} ` : "";
  const start: Line = [inset, { kind: "strong", text: name }];
  if (!alarm) return [...start, isAbove ? " (see above)" : ": there is no alarm of this name"];
  const since: Line =
    alarm.stateSince === undefined ? [] : [" since ", { kind: "time", at: alarm.stateSince }];
  const why = alarm.state === "OK" ? [] : whyWords(alarm);
  return [
    ...start,
    ` ${alarm.state === "ALARM" ? "is in ALARM" : `is ${STATE_WORDS[alarm.state]}`}`,
    ...since,
    ...(why.length > 0 ? [": ", ...why] : []),
    ...(isAbove ? [" (see above)"] : []),
  ];
}
