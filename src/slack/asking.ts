/** What the listeners ask of the desk, which answers questions and keeps track of them. */
import type { Incoming } from "./incoming.ts";

export type Desk = {
  /** Settles when the question is answered, cancelled or refused; never rejects. */
  ask(incoming: Incoming): Promise<void>;
  /** Stops a running question; anybody who sees it may. */
  cancel(questionId: string, userId: string): Promise<void>;
  /** Posts an answer for everybody that one person got alone. */
  share(questionId: string, incoming: Incoming): Promise<void>;
  /** Tells about questions that the last process left behind, each once. */
  recover(): Promise<void>;
  /** Waits for running questions, at most so long; those that are still running are told of as interrupted. */
  drain(timeoutMs: number): Promise<void>;
};
