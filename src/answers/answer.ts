/** An answer is a small document as plain data; renderers (terminal, Markdown, Slack) turn it into text. */
import type { Chart } from "../charts/chart-data.ts";
import type { Search } from "../domain/search.ts";
import type { Window } from "../domain/time.ts";

export type Outcome = "found" | "nothing" | "refused" | "misunderstood" | "failed";

/** A piece of a line. Renderers escape every text; `time` is shown in the reader's zone. */
export type Span =
  | string
  | { kind: "strong"; text: string }
  | { kind: "code"; text: string }
  | { kind: "time"; at: number }
  | { kind: "link"; text: string; url: string };

export type Line = Span[];

/** A label, and the text of another question that a press asks. */
export type FollowUp = { label: string; text: string };

export type Tone = "good" | "info" | "warning" | "problem";

/** One call as a reader sees it. */
export type ChangeRow = {
  eventId: string;
  at: number;
  /** The person behind it, as far as it is known. */
  who: string;
  /** Role, session, chain: how `who` came to act, where that is not obvious. */
  whoDetail?: string;
  /** What was done, in words. */
  what: string;
  before?: string;
  after?: string;
  /** `console`, `Terraform 1.5.7`… */
  via?: string;
  address?: string;
  account: string;
  region: string;
  /** Service and API name, `s3 PutBucketPolicy`. */
  call: string;
  result: "done" | "denied" | "failed";
  error?: string;
};

export type Section =
  | { kind: "facts"; title?: string; facts: { label: string; value: Line }[] }
  | { kind: "changes"; title?: string; rows: ChangeRow[]; hidden: number; more?: FollowUp }
  | { kind: "table"; title?: string; columns: string[]; rows: Line[][]; hidden: number }
  | { kind: "text"; line: Line }
  | { kind: "list"; title?: string; items: Line[]; hidden: number }
  | { kind: "callout"; tone: Tone; line: Line }
  /** A picture; `caption` explains its numbered markers and says what the picture cannot. */
  | { kind: "chart"; title?: Line; chart: Chart; caption?: Line[] }
  /** Preformatted text of several lines, such as a raw record. */
  | { kind: "record"; title?: string; text: string };

export type Answer = {
  outcome: Outcome;
  headline: string;
  question: AskedSummary;
  sections: Section[];
  searched: Search[];
  followUps: FollowUp[];
  /** The same facts, typed, for machines. */
  data: AnswerData;
};

/** What was understood, so that a reader sees how the words were taken. */
export type AskedSummary = {
  name: string;
  text: string;
  subject?: string;
  actor?: string;
  window?: Window;
  zone?: string;
};

/** Audit questions carry `changes`, `attempts`, `reads`, `folded`, `truncated` (see events.ts); others name their own. */
export type AnswerData = { [name: string]: unknown };
