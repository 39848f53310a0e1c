/** Measurements → Markdown tables. */
import { median, percentile } from "./measure.ts";
import type { SizeResult } from "./results.ts";

/** A Markdown table; every row has as many cells as there are columns. */
export function table(columns: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n");
}

export function sizeWords(events: number): string {
  if (events >= 1e6) return `${Number((events / 1e6).toFixed(1))} M`;
  return `${Math.round(events / 1000)} k`;
}

/** Three significant digits: 0.42, 3.14, 27.3, 156. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (value >= 100) return Math.round(value).toLocaleString("en-US");
  if (value >= 10) return value.toFixed(1);
  return value.toFixed(2);
}

function seconds(ms: number): string {
  return digits(ms / 1000);
}

function p50and95(samples: number[]): string {
  return `${digits(median(samples))} / ${digits(percentile(samples, 0.95))}`;
}

export function trailTable(results: SizeResult[]): string {
  return table(
    ["events", "files", "JSON, MB", "gz, MB", "bytes of JSON an event"],
    results.map(({ trail }) => [
      sizeWords(trail.events),
      String(trail.files),
      digits(trail.rawBytes / 1e6),
      digits(trail.gzBytes / 1e6),
      digits(trail.rawBytes / trail.events),
    ]),
  );
}

export function buildTable(results: SizeResult[]): string {
  const rows = results.flatMap(({ trail, builds }) => {
    if (!builds) return [];
    const row = (name: string, samples: number[], peak: string) => {
      const ms = median(samples);
      const perSecond = (amount: number) => digits((amount / ms) * 1000);
      const ratio = ms / median(builds.parseMs);
      return [
        sizeWords(trail.events),
        name,
        seconds(ms),
        perSecond(trail.events),
        perSecond(trail.rawBytes / 1e6),
        digits(ratio),
        peak,
      ];
    };
    return [
      row("gunzip alone, 2 threads", builds.gunzipMs, ""),
      row("gunzip + JSON.parse, 2 threads", builds.parseMs, ""),
      row(
        "trailwatch trail index, whole process",
        builds.buildMs,
        digits(Math.max(...builds.buildPeakMb)),
      ),
    ];
  });
  return table(
    ["events", "way", "s", "events/s", "MB of JSON/s", "ratio to parse", "peak MB"],
    rows,
  );
}

export function indexTable(results: SizeResult[]): string {
  const rows = results.flatMap(({ trail, builds, updates }) =>
    builds
      ? [
          [
            sizeWords(trail.events),
            digits(builds.indexBytes / 1e6),
            digits(builds.indexBytes / trail.gzBytes),
            ...(updates
              ? [updates.none, updates.one, updates.ten].map((samples) => digits(median(samples)))
              : ["–", "–", "–"]),
          ],
        ]
      : [],
  );
  return table(
    [
      "events",
      "index, MB",
      "of the gz",
      "update, nothing new, ms",
      "one new file (900 events), ms",
      "ten new files, ms",
    ],
    rows,
  );
}

/** One row a kind of question, one column a size and measure. */
export function warmTable(results: SizeResult[]): string {
  const measured = results.filter(({ warm }) => warm);
  const names = measured[0]?.warm?.map(({ name }) => name) ?? [];
  const rows = names.map((name) => [
    name,
    ...measured.flatMap(({ warm }) => {
      const kind = warm?.find((one) => one.name === name);
      return kind
        ? [p50and95(kind.find), p50and95(kind.ask), `${kind.found}/${kind.different}`]
        : ["–", "–", "–"];
    }),
  ]);
  const columns = measured.flatMap(({ trail }) => {
    const size = sizeWords(trail.events);
    return [`${size}: query p50 / p95, ms`, `${size}: whole question p50 / p95, ms`, "found"];
  });
  return table(["question", ...columns], rows);
}

export function coldTable(results: SizeResult[]): string {
  const measured = results.filter(({ cold }) => cold);
  const names = measured[0]?.cold?.map(({ name }) => name) ?? [];
  const rows = names.map((name) => [
    name,
    ...measured.flatMap(({ cold }) => {
      const kind = cold?.find((one) => one.name === name);
      return kind
        ? [
            `${digits(median(kind.wallMs))} / ${digits(Math.max(...kind.wallMs))}`,
            digits(Math.max(...kind.peakMb)),
          ]
        : ["–", "–"];
    }),
  ]);
  const columns = measured.flatMap(({ trail }) => {
    const size = sizeWords(trail.events);
    return [`${size}: median / worst, ms`, `${size}: peak MB`];
  });
  return table(["question as a fresh process", ...columns], rows);
}

export function scanTable(results: SizeResult[]): string {
  const rows = results.flatMap(({ trail, scans }) =>
    (scans ?? []).map(({ name, ms, found, note }) => [
      sizeWords(trail.events),
      name,
      note ?? digits(median(ms)),
      note ? "–" : String(found),
    ]),
  );
  return table(["events", "way", "ms", "found"], rows);
}
