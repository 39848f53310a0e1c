/** Something a person did in Slack that asks a question: parsed at the door, Slack's shapes end here. */

export type Incoming = {
  via: "command" | "mention" | "button" | "modal" | "shortcut" | "home";
  /** Slack's own id of the delivery; the same id twice is the same deed. */
  deliveryId: string;
  teamId: string;
  userId: string;
  channelId: string;
  /** Thread in which it was asked and in which the answer stays. */
  threadTs?: string;
  /** The words; the mention of the bot is taken off, a slash command keeps its name in front (`/who-changed bucket-x`). */
  text: string;
  /** Works for 30 minutes and 5 uses, also where the bot is no member. */
  responseUrl?: string;
};
