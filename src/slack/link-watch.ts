/** Tells the operator once when Slack has been away for a while, and once when it is back. */
import type { Log } from "../log.ts";

const QUIET_MS = 10_000;

export type LinkWatch = { isLive(): void; isLost(): void; stop(): void };

export function watchLinks({ log, quietMs = QUIET_MS }: { log: Log; quietMs?: number }): LinkWatch {
  let lostAt = 0;
  let isTold = false;
  let timer: NodeJS.Timeout | undefined;
  return {
    isLive() {
      clearTimeout(timer);
      if (isTold) log.info("connected to Slack again", { awayMs: Date.now() - lostAt });
      isTold = false;
    },
    isLost() {
      if (isTold) return;
      lostAt = Date.now();
      clearTimeout(timer);
      timer = setTimeout(() => {
        isTold = true;
        log.error("no connection to Slack; trying on until it is back", { awayMs: quietMs });
      }, quietMs);
      timer.unref();
    },
    stop: () => clearTimeout(timer),
  };
}
