/** Text from people → tokens. */

export type Token = {
  /** As typed, without quotes or Slack's wrapping. */
  text: string;
  /** Lower case, for comparing with keywords. */
  word: string;
  /** Stood in quotes: a name, never a keyword. */
  quoted: boolean;
};
