/** The port through which answers reach Slack. */
import type { QuestionState } from "../store/journal.ts";
import type { Content } from "./views/blocks.ts";

export type Place = { channelId: string; threadTs?: string };

/** A message that can be edited. */
export type Posted = { channelId: string; ts: string };

/** What a message is for: written into it unseen, so that a later process knows. */
export type Mark = { questionId: string; state: QuestionState; outcome?: string };

/**
 * A message that everybody sees may carry a mark. `replacesPressed`: a whisper that takes the place of the message
 * whose control was pressed, when the response URL came with that press.
 */
export type Letter = Content & { mark?: Mark; replacesPressed?: boolean };

export type Marked = { posted: Posted; mark: Mark };

/**
 * Messages in the place that are marked with the question, oldest first, since its moment (epoch milliseconds).
 * Rejects with a Problem `slack.*` where the bot may not read.
 */
export type FindMarked = (place: Place, questionId: string, since: number) => Promise<Marked[]>;

export type Messenger = {
  /**
   * Posts for everybody in the place. Where the bot is no member it goes through `responseUrl` and cannot be
   * edited later: then undefined. Throws a Problem `slack.*` when neither way is open.
   */
  post(place: Place, letter: Letter, responseUrl?: string): Promise<Posted | undefined>;
  update(posted: Posted, letter: Letter): Promise<void>;
  /** For one person alone; seen by nobody else and gone on reload. */
  whisper(place: Place, userId: string, letter: Letter, responseUrl?: string): Promise<void>;
  upload(place: Place, file: { name: string; title: string; text: string }): Promise<void>;
};
