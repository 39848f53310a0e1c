/** Brings alarms up to now: those on metrics by replaying them, composite ones by the changes of their children. */
import type { ToldChange } from "../../scenario/alarm-seed.ts";
import { hashOf } from "../../scenario/random.ts";
import {
  type AlarmLife,
  contributorOf,
  newLife,
  note,
  noteSeries,
  type StoredAlarm,
  stateThen,
  UNCHECKED,
  type Verdict,
} from "./alarm-life.ts";
import { joinPast } from "./alarm-past.ts";
import { jsonStamp, longStamp } from "./alarm-reason.ts";
import { replaySeries } from "./alarm-replay.ts";
import { childrenOf, holds, type Rule } from "./alarm-rule.ts";
import type { MetricsEngine } from "./engine.ts";

export type Surroundings = {
  engine: MetricsEngine;
  now: number;
  /** An alarm of the same place by its name or ARN. */
  find(nameOrArn: string): StoredAlarm | undefined;
};

/** `above`: composite alarms that wait for this one; rules may go in circles, and then see each other as they were. */
export function advance(
  alarm: StoredAlarm,
  around: Surroundings,
  above: ReadonlySet<StoredAlarm> = new Set(),
): void {
  if (above.has(alarm)) return;
  const { life } = alarm;
  const isFirst = life.now === UNCHECKED && life.changes.length === 0;
  replay(alarm, around, above);
  if (!isFirst) return;
  forgetBeginning(alarm);
  // Since when it stands so is not known yet.
  if (life.changes.length === 0) recall(alarm, around, above);
}

/** Replays what was before, where that has not been done. */
export function recall(
  alarm: StoredAlarm,
  around: Surroundings,
  above: ReadonlySet<StoredAlarm> = new Set(),
): void {
  const { life, watched } = alarm;
  const { pastFrom } = life;
  if (pastFrom === undefined || above.has(alarm)) return;
  delete life.pastFrom;
  if (watched.kind === "rule") {
    const inside = new Set([...above, alarm]);
    for (const name of childrenOf(watched.rule)) {
      const child = around.find(name);
      if (child) recall(child, around, inside);
    }
  }
  const past = { ...alarm, life: newLife(pastFrom) };
  replay(past, { ...around, now: life.bornAt }, above);
  forgetBeginning(past);
  joinPast(life, past.life);
}

function replay(alarm: StoredAlarm, around: Surroundings, above: ReadonlySet<StoredAlarm>): void {
  const { watched } = alarm;
  if (watched.kind === "series") replaySeries(alarm, watched, around.engine, around.now);
  if (watched.kind === "told") replayTold(alarm, watched.changes, around.now);
  if (watched.kind === "rule") replayRule(alarm, watched.rule, around, above);
}

/** An alarm that is older than what is replayed was in its first state long before. */
function forgetBeginning({ life, configs, watched }: StoredAlarm): void {
  const createdAt = configs[0]?.at ?? life.since;
  if (createdAt >= life.bornAt) return;
  const periodMs = watched.kind === "series" ? watched.periodMs : 60_000;
  const first = life.changes[0]?.from === UNCHECKED ? life.changes.shift() : undefined;
  if (watched.kind === "told" && life.changes.length === 0) return;
  const phase = first ? (first.at - createdAt) % periodMs : 0;
  life.since = life.changes.at(-1)?.at ?? createdAt + (first ? periodMs + phase : 0);
  life.updatedAt = life.since;
  for (const one of life.contributors.values()) {
    if (one.changes[0]?.from === UNCHECKED) one.changes.shift();
    one.since = one.changes.at(-1)?.at ?? life.since;
  }
}

/** Works for so long at a stretch before others get their turn. */
const STRETCH_MS = 12;

/** Brings many up to now, with their past where it is wanted, and lets others work meanwhile: it may take a second. */
export async function advanceAll(
  alarms: Iterable<StoredAlarm>,
  around: Surroundings,
  { signal, isPastWanted }: { signal: AbortSignal; isPastWanted: boolean },
): Promise<void> {
  let since = performance.now();
  for (const alarm of alarms) {
    advance(alarm, around);
    if (isPastWanted) recall(alarm, around);
    if (performance.now() - since < STRETCH_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    if (signal.aborted) return;
    since = performance.now();
  }
}

function replayTold(alarm: StoredAlarm, changes: readonly ToldChange[], now: number): void {
  const { life } = alarm;
  const before = changes.findLast(({ at }) => at <= life.knownTo);
  if (life.now === UNCHECKED && before) {
    life.now = before.to;
    life.since = before.at;
    life.updatedAt = before.at;
  }
  const due = dueRecheck(life, now);
  const again = due === undefined ? undefined : changes.findLast(({ at }) => at <= due);
  const fresh = changes.filter(({ at }) => at > life.knownTo && at <= now);
  const all = due === undefined || !again ? fresh : [...fresh, { ...again, at: due }];
  for (const { at, to, series } of all.toSorted((a, b) => a.at - b.at)) {
    note(life, at, to);
    if (series) noteSeries(contributorOf(alarm, JSON.stringify(series), at, series), at, to);
  }
  life.knownTo = Math.max(life.knownTo, now);
}

/** When somebody's own setting of the state ends, if that is over by now; it ends once. */
function dueRecheck(life: AlarmLife, now: number): number | undefined {
  const { recheckAt } = life;
  if (recheckAt === undefined || recheckAt > now) return undefined;
  delete life.recheckAt;
  return recheckAt;
}

/** Some moments after its child it follows. */
function followAfter(arn: string): number {
  return 60 + (hashOf(arn) % 400);
}

function replayRule(
  alarm: StoredAlarm,
  rule: Rule,
  around: Surroundings,
  above: ReadonlySet<StoredAlarm>,
): void {
  const { life, arn } = alarm;
  const due = dueRecheck(life, around.now);
  if (life.now !== UNCHECKED && life.knownTo >= around.now && due === undefined) return;
  const inside = new Set([...above, alarm]);
  const named = new Map(childrenOf(rule).map((name) => [name, around.find(name)]));
  const children = [...new Set(named.values())].filter((one) => one !== undefined);
  for (const child of children) advance(child, around, inside);
  const delay = followAfter(arn);
  const moments = children
    .flatMap((child) =>
      child.life.changes.map(({ at, to }) => ({
        at,
        decidedAt: at + delay,
        why: `${child.arn} transitioned to ${to.state} at ${longStamp(at)}`,
      })),
    )
    .filter(({ decidedAt }) => decidedAt > life.knownTo && decidedAt <= around.now);
  if (due !== undefined)
    moments.push({ at: due, decidedAt: due, why: `${arn} evaluates to {state}` });

  const verdictAt = (at: number, why: string): Verdict => {
    const isAlarm = holds(rule, (name) => {
      const child = named.get(name);
      return child ? stateThen(child.life, at) : "INSUFFICIENT_DATA";
    });
    const triggering = children
      .filter((child) => !isAlarm || stateThen(child.life, at) === "ALARM")
      .map((child) => ({
        arn: child.arn,
        state: { value: stateThen(child.life, at), timestamp: jsonStamp(sinceThen(child, at)) },
      }));
    const state = isAlarm ? "ALARM" : "OK";
    return { state, reason: why.replace("{state}", state), data: { triggeringAlarms: triggering } };
  };
  if (life.now === UNCHECKED) {
    const why = `${arn} was created and its alarm rule evaluates to {state}`;
    note(life, life.knownTo, verdictAt(life.knownTo, why));
  }
  for (const { at, decidedAt, why } of moments.toSorted((a, b) => a.decidedAt - b.decidedAt)) {
    const next = verdictAt(at, why);
    if (next.state !== life.now.state) note(life, decidedAt, next);
  }
  life.knownTo = Math.max(life.knownTo, around.now);
}

/** Since when a child was in the state that it had at a moment. */
function sinceThen({ life, configs }: StoredAlarm, at: number): number {
  const before = life.changes.findLast((change) => change.at <= at);
  return before?.at ?? configs[0]?.at ?? life.bornAt;
}
