/** Draws pictures beside the main thread, one at a time, so that commands are acknowledged meanwhile. */
import { MINUTE, SECOND } from "../domain/time.ts";
import { type Chart, type PictureSize, USUAL_SIZE } from "./chart-data.ts";
import type { DrawTask } from "./chart-worker.ts";
import {
  createDrawingThread,
  notDrawn,
  startDrawing,
  type ThreadOptions,
} from "./drawing-thread.ts";
import { prepareChart } from "./prepare.ts";

export type { PictureSize } from "./chart-data.ts";

export type Artist = {
  /** PNG; 1200 × 600 unless a size is given. Rejects with the signal's reason, or where nothing could be drawn. */
  draw(chart: Chart, options?: { size?: PictureSize; signal?: AbortSignal }): Promise<Uint8Array>;
  /** Says that there will be something to draw soon: to start drawing takes longer than a picture. */
  warm(): void;
  close(): Promise<void>;
};

type Job = { task: DrawTask; resolve(png: Uint8Array): void; reject(reason: unknown): void };

const USUAL: ThreadOptions = { timeoutMs: 10 * SECOND, idleMs: MINUTE, start: startDrawing };

/** Its thread starts with the first picture, starts again after a failure, and ends after a minute without work. */
export function createArtist(options: Partial<ThreadOptions> = {}): Artist {
  const thread = createDrawingThread({ ...USUAL, ...options });
  const waiting = new Set<Job>();
  let isDrawing = false;
  let isClosed = false;

  function draw(
    chart: Chart,
    { size = USUAL_SIZE, signal }: { size?: PictureSize; signal?: AbortSignal } = {},
  ): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      if (isClosed) throw notDrawn("the program is ending");
      const job: Job = { task: { chart: prepareChart(chart), size }, resolve, reject };
      if (signal) watch(job, signal);
      waiting.add(job);
      void drawAll();
    });
  }

  /** Nobody waits any longer for what is aborted; a picture in work is finished and thrown away. */
  function watch(job: Job, signal: AbortSignal): void {
    const { resolve, reject } = job;
    const leave = () => {
      waiting.delete(job);
      reject(signal.reason);
    };
    const stay = () => signal.removeEventListener("abort", leave);
    signal.addEventListener("abort", leave, { once: true });
    job.resolve = (png) => {
      stay();
      resolve(png);
    };
    job.reject = (reason) => {
      stay();
      reject(reason);
    };
  }

  async function drawAll(): Promise<void> {
    if (isDrawing) return;
    isDrawing = true;
    for (const job of waiting) {
      waiting.delete(job);
      await thread.run(job.task).then(job.resolve, job.reject);
    }
    isDrawing = false;
  }

  async function close(): Promise<void> {
    isClosed = true;
    for (const job of waiting) job.reject(notDrawn("the program is ending"));
    waiting.clear();
    await thread.close();
  }

  function warm(): void {
    if (!isClosed) thread.warm();
  }

  return { draw, warm, close };
}
