/** What the listeners ask of the desk, which answers questions and keeps track of them. */
import type { Incoming } from "./incoming.ts";

/**
 * Answers an accepted question; `text` replaces its words where they were not final. Settles when it is answered,
 * cancelled or refused; never rejects.
 */
export type BeginQuestion = (text?: string) => Promise<void>;

export type Desk = {
  /**
   * Writes the question down before it returns, and no more than that: whoever acknowledges afterwards loses nothing
   * when the process dies. Undefined when the delivery is known already.
   */
  accept(incoming: Incoming): BeginQuestion | undefined;
  /** Stops a running question; anybody who sees it may. `responseUrl`: of the press, to replace what was whispered. */
  cancel(questionId: string, userId: string, responseUrl?: string): Promise<void>;
  /** Posts an answer for everybody that one person got alone. */
  share(questionId: string, incoming: Incoming): Promise<void>;
  /** Carries out a proposed order, once; whoever presses is told where it cannot be. */
  order(code: string, incoming: Incoming): Promise<void>;
  /** Tells about questions that the last process left behind, each once. */
  recover(): Promise<void>;
  /** Waits for running questions, at most so long; those that are still running are told of as interrupted. */
  drain(timeoutMs: number): Promise<void>;
};
