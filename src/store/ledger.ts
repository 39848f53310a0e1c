/** The port of what was spent: dollars by channel and UTC day, so that a limit of the day outlives the process. */
export type Ledger = {
  /** `day` as `2026-11-22`. */
  spentUsd(channelId: string, day: string): number;
  /** Negative where less was spent than had been set aside. */
  add(channelId: string, day: string, usd: number): void;
};

/** For as long as the process lives; days before the newest are forgotten. */
export function createMemoryLedger(): Ledger {
  const spent = new Map<string, Map<string, number>>();
  return {
    spentUsd: (channelId, day) => spent.get(day)?.get(channelId) ?? 0,
    add(channelId, day, usd) {
      const channels = spent.get(day) ?? new Map<string, number>();
      channels.set(channelId, (channels.get(channelId) ?? 0) + usd);
      spent.set(day, channels);
      // A question may end on the day after it began.
      if (spent.size > KEPT_DAYS) spent.delete([...spent.keys()].sort()[0] ?? day);
    },
  };
}

const KEPT_DAYS = 3;
