/** What a question is asked with: who asks and when, and what it may read. */
import type { CloudWatch } from "../sources/cloudwatch.ts";
import type { Trail } from "../sources/trail.ts";

/** Who asks, when, and what the conversation is about already. */
export type AskContext = {
  /** Epoch milliseconds. */
  now: number;
  /** The asker's IANA zone, "UTC" when unknown, and how we know ("from your Slack profile"). */
  zone: string;
  /** What stands above in the thread: an alarm, or the question before. */
  thread?: ThreadContext;
  /** Events of each class that the answer carries at most when nobody says `limit`; 20, what a reader takes in, unless set. */
  mostEvents?: number;
  /** True where the question is asked again by itself once CloudTrail has delivered all: nobody need be told to. */
  looksAgain?: boolean;
  /** Names for accounts from the configuration: `prod` → 111122223333. */
  accountNames: Record<string, string>;
};

export type ThreadContext = {
  subject?: string;
  /** As words: `jane`, `by role deploy`, `by root`. */
  actor?: string;
  window?: { from: number; to: number };
  account?: string;
  region?: string;
  /** Name of the question above. */
  question?: string;
  /** Whom the answer above named, where the question named nobody; words as of `actor`. */
  seenActor?: string;
  /** The question above as plain data; `readAbove` in follow-on.ts checks it. */
  above?: unknown;
};

/** Everything that a question may read. */
export type Sources = {
  trail: Trail;
  /** Absent where no AWS is set up: log files hold no metrics. */
  cloudwatch?: CloudWatch;
};

/** Words that could not be taken as a question: what is wrong, and the closest forms that would work. */
export type Misunderstood = { kind: "misunderstood"; text: string; suggestions: string[] };
