/**
 * Draws pictures in a process of its own and tells how long each took and what memory was left:
 * `node --expose-gc drawing.js COUNT`
 */
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { createArtist } from "../../../src/charts/artist.ts";
import type { DrawingResult } from "./results.ts";
import { sampleChart } from "./sample.ts";

const IDLE_MS = 300;
const WARM = 20;

/** Resident megabytes once the thread has ended and what it left is collected. */
async function restingMb(): Promise<number> {
  await wait(IDLE_MS + 700);
  globalThis.gc?.();
  await wait(100);
  return process.memoryUsage.rss() / 1e6;
}

const count = Number(process.argv[2]);
const artist = createArtist({ idleMs: IDLE_MS });
for (let number = 0; number < WARM; number++) await artist.draw(sampleChart(number));
const beforeMb = await restingMb();
await artist.draw(sampleChart(0));
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const drawMs: number[] = [];
let peakMb = 0;
let png: Uint8Array = new Uint8Array();
for (let number = 0; number < count; number++) {
  const start = performance.now();
  png = await artist.draw(sampleChart(number));
  drawMs.push(performance.now() - start);
  peakMb = Math.max(peakMb, process.memoryUsage.rss() / 1e6);
}
delay.disable();
const afterMb = await restingMb();
await artist.close();
const result: DrawingResult = {
  drawMs,
  beforeMb,
  peakMb,
  afterMb,
  heldMs: delay.percentile(99) / 1e6,
  last: Buffer.from(png).toString("base64"),
};
process.stdout.write(JSON.stringify(result));
