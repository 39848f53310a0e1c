/** The limits of speed and memory that Trailwatch keeps, each against what was measured. */
import { median, percentile } from "./measure.ts";
import type { AwsQuestion, SizeResult } from "./results.ts";
import { CUT_OUT, CUT_OUT_WEEK, INCLUDING_READS, INCLUDING_READS_WEEK } from "./scan-part.ts";
import { digits, sizeWords, table } from "./tables.ts";

type Limit = {
  what: string;
  unit: string;
  /** At this size or below; larger trails have `largeMost`. */
  most: number;
  largeMost?: number;
  measured(result: SizeResult): number | undefined;
};

function worst(values: number[] | undefined): number | undefined {
  return values && values.length > 0 ? Math.max(...values) : undefined;
}

function ratioOf(result: SizeResult, over: string, under: string): number | undefined {
  const samples = (name: string) => result.scans?.find((scan) => scan.name === name)?.ms;
  const [top, bottom] = [samples(over), samples(under)];
  return top && bottom ? median(top) / median(bottom) : undefined;
}

const LOOSE = /text|prefix|inside|misspelt/;

const LIMITS: Limit[] = [
  {
    what: "search warm, 20 newest parsed with their actors, p95 of the slowest kind by name, actor, key, address, event, window, refusal or sign-in",
    unit: "ms",
    most: 20,
    largeMost: 40,
    measured: ({ warm }) =>
      worst(
        warm?.filter(({ name }) => !LOOSE.test(name)).map(({ find }) => percentile(find, 0.95)),
      ),
  },
  {
    what: "the same for free text, beginnings, insides and misspelt names",
    unit: "ms",
    most: 20,
    largeMost: 40,
    measured: ({ warm }) =>
      worst(warm?.filter(({ name }) => LOOSE.test(name)).map(({ find }) => percentile(find, 0.95))),
  },
  {
    what: "whole question warm (with people behind sessions, before and after, words), p95 of the slowest kind",
    unit: "ms",
    most: 20,
    largeMost: 40,
    measured: ({ warm }) => worst(warm?.map(({ ask }) => percentile(ask, 0.95))),
  },
  {
    what: "whole process, slowest question",
    unit: "ms",
    most: 500,
    largeMost: 1000,
    measured: ({ cold }) => worst(cold?.flatMap(({ wallMs }) => wallMs)),
  },
  {
    what: "including reads, against a cut-out scan",
    unit: "times",
    most: 1.2,
    measured: (result) => ratioOf(result, INCLUDING_READS, CUT_OUT),
  },
  {
    what: "the same in a week of one account and Region, against a scan of its files",
    unit: "times",
    most: 1.2,
    measured: (result) => ratioOf(result, INCLUDING_READS_WEEK, CUT_OUT_WEEK),
  },
  {
    what: "build, against gunzip + JSON.parse on 2 threads",
    unit: "times",
    most: 1,
    measured: ({ builds }) => builds && median(builds.buildMs) / median(builds.parseMs),
  },
  {
    what: "peak memory of a build",
    unit: "MB",
    most: 700,
    measured: ({ builds }) => worst(builds?.buildPeakMb),
  },
  {
    what: "peak memory of a question",
    unit: "MB",
    most: 250,
    measured: ({ cold }) => worst(cold?.flatMap(({ peakMb }) => peakMb)),
  },
  {
    what: "index, against the gzipped logs",
    unit: "times",
    most: 0.6,
    measured: ({ builds, trail }) => builds && builds.indexBytes / trail.gzBytes,
  },
  {
    what: "update with one new file, against a build",
    unit: "times",
    most: 0.1,
    measured: ({ builds, updates }) =>
      builds && updates && median(updates.one) / median(builds.buildMs),
  },
];

/** A question through AWS that event history knows by name; what it does not is read as a whole, two pages a second. */
function byName({ aws }: SizeResult): AwsQuestion[] | undefined {
  return aws?.asked.filter((question) => question.isByName);
}

function shareRead({ aws }: SizeResult, part: "day" | "week"): number | undefined {
  return aws && aws.bytes[part] / aws.bytes.stored;
}

const THROUGH_AWS = "`who changed X last 7d`, 3 accounts, 4 Regions, through the local AWS";

const AWS_LIMITS: Limit[] = [
  {
    what: `${THROUGH_AWS}: slowest first rows`,
    unit: "ms",
    most: 1500,
    measured: (result) => worst(byName(result)?.map(({ firstMs }) => firstMs)),
  },
  {
    what: `${THROUGH_AWS}: slowest whole answer`,
    unit: "ms",
    most: 6000,
    measured: (result) => worst(byName(result)?.map(({ wholeMs }) => wholeMs)),
  },
  {
    what: `${THROUGH_AWS}: requests, against the fewest possible`,
    unit: "times",
    most: 1.2,
    measured: (result) => {
      const asked = byName(result);
      return worst(asked?.map(({ mainRequests, leastRequests }) => mainRequests / leastRequests));
    },
  },
  {
    what: `${THROUGH_AWS}: requests that came too fast`,
    unit: "requests",
    most: 0,
    measured: ({ aws }) => aws?.refused,
  },
  {
    what: "Athena, one day of the largest account and Region, of all bytes",
    unit: "times",
    most: 1 / 50,
    measured: (result) => shareRead(result, "day"),
  },
  {
    what: "Athena, seven days of them, of all bytes",
    unit: "times",
    most: 1 / 15,
    measured: (result) => shareRead(result, "week"),
  },
];

/** Trails larger than this may take twice the time. */
const LARGE = 1_000_000;

/** The limits are stated for a million events and more; smaller trails are judged only when there is no other. */
export function limitTable(all: SizeResult[]): string {
  const stated = all.filter(({ trail }) => trail.events >= LARGE);
  const results = stated.length > 0 ? stated : all;
  const rows = [...LIMITS, ...AWS_LIMITS].flatMap((limit) =>
    results.flatMap((result) => {
      const measured = limit.measured(result);
      if (measured === undefined) return [];
      const large = result.trail.events > LARGE;
      const most = large ? (limit.largeMost ?? limit.most) : limit.most;
      return [
        [
          limit.what,
          sizeWords(result.trail.events),
          `${Number(most.toFixed(4))} ${limit.unit}`,
          digits(measured),
          measured <= most ? "met" : "**not met**",
        ],
      ];
    }),
  );
  return table(["limit", "events", "at most", "measured", ""], rows);
}

/** How times grow from one size to the largest. */
export function growthTable(results: SizeResult[]): string {
  const [small, large] = [results.at(-2), results.at(-1)];
  if (!small || !large) return "";
  const rows = (large.warm ?? []).flatMap(({ name, ask }) => {
    const before = small.warm?.find((kind) => kind.name === name)?.ask;
    if (!before) return [];
    const ratio = (share: number) => digits(percentile(ask, share) / percentile(before, share));
    return [[name, ratio(0.5), ratio(0.95)]];
  });
  const title = `${sizeWords(large.trail.events)} against ${sizeWords(small.trail.events)}`;
  return rows.length === 0 ? "" : table([title, "p50, times", "p95, times"], rows);
}
