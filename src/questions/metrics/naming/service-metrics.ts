/** How a service's usual metrics are named: by people, and by CloudWatch. */

/** A rate that people mean and no metric holds: `expression` over metrics that share their dimensions. */
export type Rate = {
  expression: string;
  parts: { id: string; metric: string; stat: string }[];
};

export type UsualMetric = {
  /** CloudWatch's name; of a rate the metric whose dimensions count. */
  name: string;
  /** As it is said in an answer. */
  said: string;
  /** What people type, lower case; the first is used in suggestions. */
  words: string[];
  stat: string;
  /** CloudWatch's unit. */
  unit: string;
  /** Where it lies in another namespace than the service's others. */
  namespace?: string;
  /** Dimensions that it must have with these values, as storage metrics of buckets do. */
  fixed?: Record<string, string>;
  rate?: Rate;
  /** Seconds between datapoints where that is more than a minute: a shorter period would show gaps. */
  everySeconds?: number;
};

export type ServiceMetrics = {
  /** Short, as in `lambda checkout-api errors`. */
  word: string;
  /** As it is said in an answer: `Lambda function`. */
  said: string;
  namespace: string;
  /** What people call it, lower case. */
  words: string[];
  /** Dimensions that can hold the resource's name, the usual one first. */
  nameIn: string[];
  /** Event sources of CloudTrail. */
  services: string[];
  metrics: UsualMetric[];
  /** Asked where only the resource is named. */
  usual: string;
  /** When it reports no datapoints at all. */
  silentWhen: string;
};

type Row = [name: string, stat: string, unit: string, words: string, more?: Partial<UsualMetric>];

/** `words`: separated by commas, the first said back. */
export function usualMetrics(rows: Row[]): UsualMetric[] {
  return rows.map(([name, stat, unit, words, more]) => {
    const list = words.split(", ");
    return { name, stat, unit, words: list, said: list[0] ?? name, ...more };
  });
}

/** `100 * part / whole`, a share in percent. */
export function share(part: string, whole: string, stat = "Sum"): Rate {
  return {
    expression: "100 * part / whole",
    parts: [
      { id: "part", metric: part, stat },
      { id: "whole", metric: whole, stat },
    ],
  };
}

/** What is left of 100 % without a part. */
export function shareWithout(part: string, whole: string): Rate {
  return { ...share(part, whole), expression: "100 - 100 * part / whole" };
}
