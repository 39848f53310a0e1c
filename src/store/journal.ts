/** The port of what must outlive the process: which questions were asked, and what threads are about. */

/** Where an answer has to go. */
export type ReplyAddress = {
  teamId: string;
  channelId: string;
  threadTs?: string;
  userId: string;
  responseUrl?: string;
  /** The progress message, once it is posted. */
  postedTs?: string;
};

export type QuestionState = "running" | "answered" | "cancelled" | "interrupted";

/** One asked question: who, where, what, when, how it ended and what it cost; no text of results. */
export type JournalEntry = {
  id: string;
  /** Slack's delivery id: the same deed delivered twice is asked once. */
  deliveryId: string;
  text: string;
  question: string;
  /** Epoch milliseconds. */
  at: number;
  address: ReplyAddress;
  state: QuestionState;
  /** `found`, `nothing`, `refused`…; of a running question: what was being told when its process died. */
  outcome?: string;
  tookMs?: number;
  scannedBytes?: number;
  costUsd?: number;
};

export type Ending = Required<Pick<JournalEntry, "state">> &
  Pick<JournalEntry, "outcome" | "tookMs" | "scannedBytes" | "costUsd">;

/** `postedTs`: its progress message; `outcome`: what is about to be told. */
export type JournalNews = {
  question?: string;
  text?: string;
  postedTs?: string;
  outcome?: string;
};

export type Journal = {
  /** False when the delivery is known already: then nothing is stored. */
  begin(entry: JournalEntry): boolean;
  /** What became known of a running question. */
  note(id: string, news: JournalNews): void;
  /** The first ending stays; the address loses its `responseUrl`, which nobody needs any more. */
  end(id: string, ending: Ending): void;
  /** Newest first; `state: "running"` after a start are those that the last process left behind. */
  list(filter: {
    state?: QuestionState;
    userId?: string;
    since?: number;
    limit: number;
  }): JournalEntry[];
};

/** What a thread is about, so that "and yesterday?" needs no subject. */
export type ThreadTopic = {
  subject?: string;
  actor?: string;
  window?: { from: number; to: number };
  account?: string;
  region?: string;
  question?: string;
  /** Whom the answer named, where nobody was asked about: "what else did they do?"; words as of `actor`. */
  seenActor?: string;
  /** The question above as plain JSON data, written and read by questions/follow-on.ts alone. */
  above?: unknown;
};

export type Topics = {
  remember(channelId: string, threadTs: string, topic: ThreadTopic): void;
  recall(channelId: string, threadTs: string): ThreadTopic | undefined;
};
