/** Questions through the local AWS → Markdown. */
import { median } from "./measure.ts";
import type { AwsQuestion, SizeResult } from "./results.ts";
import { digits, sizeWords, table } from "./tables.ts";

const GROUPS = [
  { name: "known to event history by its name", isByName: true },
  { name: "all changes of the week read", isByName: false },
] as const;

/** A row for names that LookupEvents knows and one for those that it does not, then the bytes that Athena reads. */
export function awsTable(results: SizeResult[]): string {
  const measured = results.flatMap(({ trail, aws }) => (aws ? [{ trail, aws }] : []));
  const rows = measured.flatMap(({ trail, aws }) =>
    GROUPS.flatMap(({ name, isByName }) => {
      const asked = aws.asked.filter((question) => question.isByName === isByName);
      return asked.length === 0 ? [] : [[sizeWords(trail.events), name, ...cellsOf(asked)]];
    }),
  );
  if (measured.length === 0) return "";
  const columns = ["events", "`who changed X last 7d`", "questions", "first rows, ms", "whole, ms"];
  const bytes = measured.map(({ trail, aws }) => [
    sizeWords(trail.events),
    ...[aws.bytes.stored, aws.bytes.day, aws.bytes.week].map((size) => digits(size / 1e6)),
  ]);
  const all = [...columns, "requests of the search", "fewest", "all requests"];
  return [
    ...(rows.length > 0 ? [table(all, rows)] : []),
    table(["events", "stored, MB", "one day read, MB", "seven days read, MB"], bytes),
  ].join("\n\n");
}

function cellsOf(asked: AwsQuestion[]): string[] {
  const spread = (of: (question: AwsQuestion) => number) => {
    const samples = asked.map(of);
    return `${digits(median(samples))} (${digits(Math.max(...samples))})`;
  };
  return [
    String(asked.length),
    spread(({ firstMs }) => firstMs),
    spread(({ wholeMs }) => wholeMs),
    spread(({ mainRequests }) => mainRequests),
    spread(({ leastRequests }) => leastRequests),
    spread(({ requests }) => requests),
  ];
}
