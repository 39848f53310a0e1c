/** Joins what became of an alarm long ago with what is known of the last hours. */
import { type AlarmLife, type StateChange, UNCHECKED, type Verdict } from "./alarm-life.ts";

type Story = { now: Verdict; since: number; changes: StateChange[] };

/** `past` ends where `life` begins. */
export function joinPast(life: AlarmLife, past: AlarmLife): void {
  const isChanged = life.changes.length > 0;
  join(life, past, life.bornAt);
  if (!isChanged) life.updatedAt = life.since;
  for (const [label, before] of past.contributors) {
    const one = life.contributors.get(label);
    if (one) join(one, before, life.bornAt);
    else life.contributors.set(label, before);
  }
  life.bornAt = past.bornAt;
}

function join(recent: Story, past: Story, seam: number): void {
  const first = recent.changes[0];
  const begun = first ? first.from : recent.now;
  // Nothing was decided at first in the recent part, or the same as before.
  const isSame = begun === UNCHECKED || begun.state === past.now.state;
  if (isSame && first) first.from = past.now;
  if (isSame && !first) recent.now = past.now;
  const between = isSame ? [] : [{ at: seam, from: past.now, to: begun }];
  recent.changes = [...past.changes, ...between, ...recent.changes].filter(
    ({ from, to }) => from.state !== to.state,
  );
  recent.since = recent.changes.at(-1)?.at ?? past.since;
}
