/** Time that passes only when everybody waits: seconds of pace in no time. */
import type { Timing } from "../../src/aws/pace.ts";

export type VirtualTiming = Timing & { elapsed(): number };

/** Moves on to the next moment that somebody waits for, as soon as nothing else is left to do. */
export function createVirtualTiming(): VirtualTiming {
  let now = 0;
  let isMoving = false;
  let sleepers: { at: number; wake: () => void }[] = [];

  /** Everything that can go on without time passing goes on first. */
  async function settle(): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      await new Promise<void>((resolve) => {
        setImmediate(resolve);
      });
    }
  }

  async function move(): Promise<void> {
    isMoving = true;
    while (sleepers.length > 0) {
      await settle();
      const next = Math.min(...sleepers.map(({ at }) => at));
      now = Math.max(now, next);
      const awake = sleepers.filter(({ at }) => at <= now);
      sleepers = sleepers.filter(({ at }) => at > now);
      for (const { wake } of awake) wake();
      await settle();
    }
    isMoving = false;
  }

  return {
    now: () => now,
    elapsed: () => now,
    wait(ms, signal) {
      return new Promise((resolve, reject) => {
        const sleeper = { at: now + ms, wake: resolve };
        signal?.addEventListener("abort", () => {
          sleepers = sleepers.filter((each) => each !== sleeper);
          reject(signal.reason);
        });
        sleepers.push(sleeper);
        if (!isMoving) void move();
      });
    },
  };
}
