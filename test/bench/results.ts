/** What one run measured on one trail. */
import type { Generated } from "./generate.ts";

export type Builds = {
  buildMs: number[];
  buildPeakMb: number[];
  gunzipMs: number[];
  parseMs: number[];
  indexBytes: number;
};

/** Milliseconds of updates with no new file, one, and ten. */
export type Updates = { none: number[]; one: number[]; ten: number[]; recordsOfOne: number };

/** Samples in milliseconds of one kind of question. */
export type KindSamples = {
  name: string;
  /** The query alone. */
  find: number[];
  /** The whole question, words to answer. */
  ask: number[];
  /** How many different questions were asked, and how many of them found something. */
  different: number;
  found: number;
};

export type ColdSamples = { name: string; wallMs: number[]; peakMb: number[] };

export type ScanSamples = { name: string; ms: number[]; found: number; note?: string };

export type SizeResult = {
  trail: Generated;
  builds?: Builds;
  updates?: Updates;
  warm?: KindSamples[];
  cold?: ColdSamples[];
  scans?: ScanSamples[];
  aws?: AwsResult;
};

/** One question through AWS: milliseconds to its first rows and to the whole answer. */
export type AwsQuestion = {
  firstMs: number;
  wholeMs: number;
  /** Of event history: all, those of the search itself, and the fewest pages that hold the events it looked at. */
  requests: number;
  mainRequests: number;
  leastRequests: number;
  /** True when event history had it under its name; else all changes of the window were read. */
  isByName: boolean;
};

export type AwsResult = {
  asked: AwsQuestion[];
  /** Requests that came sooner than two a second, account and Region. */
  refused: number;
  /** That Athena reads of 30 days, of one day and of a week of one account and Region; `stored` is what there is. */
  bytes: { whole: number; day: number; week: number; stored: number };
};
