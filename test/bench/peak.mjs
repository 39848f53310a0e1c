// Preloaded into measured processes: writes their largest resident size, in kilobytes, as they exit.
// VmHWM belongs to this program alone; ru_maxrss would carry over what the parent held when it forked.
import { readFileSync, writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

function peakKb() {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}

// biome-ignore lint/style/noProcessEnv: the parent says where to write.
const file = process.env.TRAILWATCH_BENCH_PEAK;
if (isMainThread && file) process.on("exit", () => writeFileSync(file, String(peakKb())));
