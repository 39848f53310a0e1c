/** Keeps the copies under a limit: the oldest days go first, today never. */
import { DAY, utcDay } from "../../domain/time.ts";
import type { LogBucket } from "../setup.ts";
import { bytesOf, dropDay, type Held } from "./held.ts";
import type { SyncReport } from "./sync-report.ts";
import { type SyncState, writeSyncState } from "./sync-state.ts";

/** 20 GiB. */
const DEFAULT_BYTES = 20 * 2 ** 30;

export type DiskLimit = {
  /** Ends what a killed run began: days that were given up are removed. */
  resume(): Promise<void>;
  /**
   * Makes room for so many more bytes of a day by dropping older days. False when that is not enough and the day is
   * older than all that is here: it is left out then, and all before it.
   */
  makeRoom(day: number, bytes: number): Promise<boolean>;
};

export type LimitOptions = {
  logs: LogBucket;
  held: Held;
  state: SyncState;
  report: SyncReport;
  /** Start of the UTC day. */
  today: number;
};

export function createDiskLimit(options: LimitOptions): DiskLimit {
  const { logs, held, state, report, today } = options;
  const most = logs.maxBytes ?? DEFAULT_BYTES;

  async function removeBefore(keptFrom: number): Promise<void> {
    const days = [...held.days.keys()].filter((day) => day < keptFrom);
    for (const day of days.sort((a, b) => a - b)) {
      report.droppedBytes += await dropDay(logs.dir, held, day);
      report.droppedDays += 1;
    }
  }

  /** Written down before anything is removed, so that no later run takes the day for one that is to be copied. */
  async function giveUpBefore(keptFrom: number): Promise<void> {
    state.keptFrom = keptFrom;
    for (const day of Object.keys(state.done)) {
      if (day < utcDay(keptFrom)) delete state.done[day];
    }
    writeSyncState(logs.dir, state);
    await removeBefore(keptFrom);
  }

  return {
    resume: () => removeBefore(Math.min(state.keptFrom ?? 0, today)),
    async makeRoom(day, bytes) {
      while (held.bytes + bytes > most) {
        const oldest = Math.min(...[...held.days.keys()].filter((each) => bytesOf(held, each) > 0));
        if (oldest < Math.min(day, today)) await giveUpBefore(oldest + DAY);
        else if (day < today) {
          await giveUpBefore(day + DAY);
          return false;
        } else return true;
      }
      return true;
    },
  };
}
