/** The contract of a question: how it is named and asked, how its words are read, how it is answered. */
import type { Answer } from "../answers/answer.ts";
import type { Token } from "../language/tokens.ts";
import type { Run, Trail } from "../sources/trail.ts";

/** Who asks, when, and what the conversation is about already. */
export type AskContext = {
  /** Epoch milliseconds. */
  now: number;
  /** The asker's IANA zone, "UTC" when unknown, and how we know ("from your Slack profile"). */
  zone: string;
  /** What stands above in the thread: an alarm, or the question before. */
  thread?: ThreadContext;
  /** Names for accounts from the configuration: `prod` → 111122223333. */
  accountNames: Record<string, string>;
};

export type ThreadContext = {
  subject?: string;
  actor?: string;
  window?: { from: number; to: number };
  account?: string;
  region?: string;
};

/** Everything that a question may read. */
export type Sources = { trail: Trail };

/** Words that could not be taken as a question: what is wrong, and the closest forms that would work. */
export type Misunderstood = { kind: "misunderstood"; text: string; suggestions: string[] };

export type Parsed<Asked> = { kind: "asked"; asked: Asked } | Misunderstood;

export type Question<Asked> = {
  name: string;
  /** `/who-changed`. */
  slash: string;
  usage: string;
  /** One line for help. */
  about: string;
  examples: string[];
  /** Reads the words after the question's own name or phrase. */
  parse(tokens: Token[], context: AskContext): Parsed<Asked>;
  answer(asked: Asked, sources: Sources, context: AskContext, run: Run): Promise<Answer>;
};
