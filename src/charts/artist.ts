/** Draws pictures beside the main thread, one at a time, so that commands are acknowledged meanwhile. */
import type { Chart } from "./chart-data.ts";

/** Pixels. */
export type PictureSize = { width: number; height: number };

export type Artist = {
  /** PNG; 1200 × 600 unless a size is given. Rejects with the signal's reason, or where nothing could be drawn. */
  draw(chart: Chart, options?: { size?: PictureSize; signal?: AbortSignal }): Promise<Uint8Array>;
  close(): Promise<void>;
};
