/** The port through which pictures reach Slack before a message shows them. */

/** `altText` for those who do not see it. */
export type Picture = { name: string; title: string; altText: string; png: Uint8Array };

export type Gallery = {
  /**
   * Uploads a picture that no conversation has yet and gives its id; messages show it by that. Rejects with a Problem
   * `slack.*`, or with the signal's reason.
   */
  hang(picture: Picture, signal: AbortSignal): Promise<string>;
};
