/** Statistics as people and CloudWatch name them: `average`, `p99`, `tm99`, `TM(10%:90%)`, `99th percentile`. */

const NAMED: Record<string, string> = {
  average: "Average",
  avg: "Average",
  mean: "Average",
  sum: "Sum",
  minimum: "Minimum",
  min: "Minimum",
  maximum: "Maximum",
  max: "Maximum",
  peak: "Maximum",
  median: "p50",
  samplecount: "SampleCount",
  samples: "SampleCount",
  iqm: "IQM",
};

const RANKED = /^(p|tm|wm|tc|ts)(\d{1,2}(?:\.\d{1,10})?|100)$/;
const RANGED = /^(tm|wm|tc|ts|pr)\(\s*([\d.]*%?)\s*:\s*([\d.]*%?)\s*\)$/i;

/** As CloudWatch spells it; undefined for words that name no statistic. */
export function readStat(text: string): string | undefined {
  const word = text.toLowerCase();
  if (Object.hasOwn(NAMED, word)) return NAMED[word];
  if (RANKED.test(word)) return word;
  const ranged = RANGED.exec(text.replace(/[?!,;]+$/, ""));
  if (ranged) return `${(ranged[1] ?? "").toUpperCase()}(${ranged[2]}:${ranged[3]})`;
  const percentile = /^(\d{1,2}(?:\.\d+)?)(?:st|nd|rd|th)?[- ]percentile$/.exec(word)?.[1];
  return percentile === undefined ? undefined : `p${percentile}`;
}
