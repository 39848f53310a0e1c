/** What the local Slack keeps, in its own words; `wire.ts` turns it into Slack's shapes. */

export type SlackObject = Record<string, unknown>;

export type Message = {
  channel: string;
  ts: string;
  threadTs?: string;
  user: string;
  text: string;
  blocks?: SlackObject[];
  attachments?: SlackObject[];
  fileIds: string[];
  metadata?: SlackObject;
  editedTs?: string;
  /** Set while one person alone sees it. */
  onlyFor?: string;
  subtype?: "channel_join";
};

export type StoredFile = {
  id: string;
  name: string;
  title: string;
  mimeType: string;
  bytes: Buffer;
  createdTs: string;
  user: string;
  channels: string[];
  isComplete: boolean;
  altText?: string;
};

export type View = {
  id: string;
  userId: string;
  type: "modal" | "home";
  /** As the app sent it, block and action ids filled in. */
  content: SlackObject;
  hash: string;
  externalId: string;
  rootId: string;
  previousId?: string;
  /** block id → action id → state of the element. */
  values: Record<string, SlackObject>;
  /** Of the last refused submission. */
  errors?: Record<string, string>;
};

export type Conversation = {
  id: string;
  name: string;
  kind: "channel" | "dm";
  topic: string;
  isPrivate: boolean;
  members: string[];
  createdAt: number;
};
