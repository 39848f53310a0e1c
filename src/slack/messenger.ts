/** The port through which answers reach Slack. */
import type { Content } from "./views/blocks.ts";

export type Place = { channelId: string; threadTs?: string };

/** A message that can be edited. */
export type Posted = { channelId: string; ts: string };

export type Messenger = {
  /**
   * Posts for everybody in the place. Where the bot is no member it goes through `responseUrl` and cannot be
   * edited later: then undefined. Throws a Problem `slack.*` when neither way is open.
   */
  post(place: Place, content: Content, responseUrl?: string): Promise<Posted | undefined>;
  update(posted: Posted, content: Content): Promise<void>;
  /** For one person alone; seen by nobody else and gone on reload. */
  whisper(place: Place, userId: string, content: Content, responseUrl?: string): Promise<void>;
  upload(place: Place, file: { name: string; title: string; text: string }): Promise<void>;
};
