/** What is measured of pictures. */

export type DrawingResult = {
  /** Each picture from question to PNG. */
  drawMs: number[];
  /** Resident megabytes of a million bytes: without a thread, at most, and without a thread again. */
  beforeMb: number;
  peakMb: number;
  afterMb: number;
  /** For how long the main thread was held up, p99. */
  heldMs: number;
  /** The last picture as base64. */
  last: string;
};

export type ChartsResult = {
  drawing: Omit<DrawingResult, "last">;
  /** Acknowledgements while pictures were drawn without a pause, and how many pictures that were. */
  acks: { mode: "socket" | "http"; ackMs: number[]; drawn: number }[];
};
