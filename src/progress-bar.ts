/** A progress bar on standard error, for work that lasts; silent where standard error is no terminal. */
import type { Progress } from "./sources/trail.ts";

/** Work shorter than this shows nothing. */
const QUIET_MS = 400;
const EVERY_MS = 80;
const CELLS = 24;

export type ProgressBar = { show(progress: Progress): void; clear(): void };

export function createProgressBar(stream: NodeJS.WriteStream, what: string): ProgressBar {
  const started = Date.now();
  let drawn = 0;
  return {
    show({ done, total, unit }) {
      const now = Date.now();
      if (!stream.isTTY || now - started < QUIET_MS || now - drawn < EVERY_MS) return;
      drawn = now;
      const share = total > 0 ? Math.min(1, done / total) : 0;
      const cells = Math.round(share * CELLS);
      const bar = `${"█".repeat(cells)}${"░".repeat(CELLS - cells)}`;
      const seconds = ((now - started) / 1000).toFixed(0);
      stream.write(`\r\u001b[K${what} ${bar} ${done}/${total} ${unit}, ${seconds} s`);
    },
    clear() {
      if (drawn > 0) stream.write("\r\u001b[K");
    },
  };
}
