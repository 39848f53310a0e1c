/** What questions may spend: a limit for one query, one for a channel and day, and what an asker agrees to beyond the first. */
import { dollars } from "../answers/words.ts";
import { utcDay } from "../domain/time.ts";
import type { Clock } from "../sources/clock.ts";
import type { Run, Spending } from "../sources/trail.ts";
import type { Ledger } from "../store/ledger.ts";

export type SpendingLimits = {
  /** Dollars that one query may cost before the asker is asked; 0.10 unless set. */
  queryUsd?: number;
  /** Dollars that the questions of one channel may cost on one day (UTC); 5 unless set. */
  channelDayUsd?: number;
};

const QUERY_USD = 0.1;
const CHANNEL_DAY_USD = 5;

/** Gives each channel its spending; all of a channel share what is left of its day. */
export function createSpending(
  ledger: Ledger,
  { queryUsd = QUERY_USD, channelDayUsd = CHANNEL_DAY_USD }: SpendingLimits,
  clock: Clock,
): (channelId: string) => Spending {
  return (channelId) => ({
    left() {
      const spentUsd = ledger.spentUsd(channelId, utcDay(clock.now()));
      const mostUsd = Math.max(0, channelDayUsd - spentUsd);
      if (mostUsd >= queryUsd) return { usd: queryUsd, mostUsd };
      const why = `the limit of ${dollars(channelDayUsd)} a day`;
      return { usd: mostUsd, mostUsd, why };
    },
    add: (usd) => ledger.add(channelId, utcDay(clock.now()), usd),
  });
}

/** A run whose asker has agreed to so many dollars for all queries of the question together; one that has stays as it is. */
export function agreeing(run: Run, agreedUsd: number | undefined): Run {
  const { spending } = run;
  if (!spending || agreedUsd === undefined || spending.agreedUsd !== undefined) return run;
  let spentUsd = 0;
  return {
    ...run,
    spending: {
      left: () => spending.left(),
      get agreedUsd() {
        return Math.max(0, agreedUsd - spentUsd);
      },
      add(usd) {
        spentUsd += usd;
        spending.add(usd);
      },
    },
  };
}
