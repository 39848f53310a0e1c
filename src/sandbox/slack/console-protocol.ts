/**
 * What the console page and the local Slack tell each other, as JSON: a snapshot (`GET /console/snapshot?user=U…`),
 * changes to it (`GET /console/changes?user=U…`, server-sent events), and what a person does (`POST /console/act`).
 * Where a local AWS stands beside it, its state is at `GET /console/aws` and its switches are `POST /console/aws`.
 */

export type ConsoleUser = {
  id: string;
  /** The handle, without `@`. */
  name: string;
  realName: string;
  title: string;
  /** IANA zone. */
  zone: string;
  isBot: boolean;
};

export type ConsoleChannel = {
  id: string;
  /** Without `#`; the other person's handle in a direct message. */
  name: string;
  kind: "channel" | "dm";
  topic: string;
  members: string[];
};

export type ConsoleFile = {
  id: string;
  name: string;
  title: string;
  mimeType: string;
  size: number;
  /** Path on this server. */
  url: string;
};

export type ConsoleMessage = {
  channel: string;
  /** Slack's timestamp, which names the message in its channel. */
  ts: string;
  threadTs?: string;
  user: string;
  text: string;
  /** As they were posted. */
  blocks?: unknown[];
  files?: ConsoleFile[];
  isEdited: boolean;
  /** Seen by one person alone; gone on reload. */
  isEphemeral: boolean;
};

/** A modal or an App Home as the app sent it. */
export type ConsoleView = {
  id: string;
  type: "modal" | "home";
  view: Record<string, unknown>;
  /** Of a refused submission: block id → what is wrong. */
  errors?: Record<string, string>;
};

export type ConsoleCommand = { command: string; usage: string; description: string };
export type ConsoleShortcut = { callbackId: string; name: string };

export type ConsoleSnapshot = {
  team: string;
  botUserId: string;
  me: ConsoleUser;
  users: ConsoleUser[];
  channels: ConsoleChannel[];
  messages: ConsoleMessage[];
  commands: ConsoleCommand[];
  messageShortcuts: ConsoleShortcut[];
  home?: ConsoleView;
  modal?: ConsoleView;
  /** False while no app holds a connection or answers over HTTP. */
  isAppConnected: boolean;
  /** Absent where no local AWS stands behind the app. */
  aws?: ConsoleAws;
};

/** The local AWS as the page shows it. */
export type ConsoleAws = {
  /** Things that can be broken on purpose; `label` says what goes wrong then. */
  faults: { name: string; label: string; isOn: boolean }[];
  /** What can be made to happen now, and the command that asks about it. */
  deeds: { name: string; label: string; ask: string }[];
  /** How much later event history may show a deed, milliseconds. */
  lags: number[];
  /** What was made to happen, newest first; `shownInMs` is 0 once event history shows it. */
  happened: { label: string; ask: string; shownInMs: number }[];
  counts: ConsoleAwsCounts;
};

/** What the local AWS was asked since it was started. */
export type ConsoleAwsCounts = {
  /** Requests of CloudTrail by account and Region. */
  places: { account: string; region: string; requests: number; refused: number }[];
  queries: number;
  scannedBytes: number;
  costUsd: number;
};

/** A switch of the local AWS, or something that happens there now. */
export type ConsoleAwsAct =
  | { act: "set"; fault: string; isOn: boolean }
  | { act: "back-to-normal" }
  | { act: "happen"; deed: string; afterMs: number };

export type ConsoleChange =
  | { kind: "message"; message: ConsoleMessage }
  | { kind: "changed"; message: ConsoleMessage }
  | { kind: "deleted"; channel: string; ts: string }
  /** Open, replaced or (undefined) closed. */
  | { kind: "modal"; view?: ConsoleView }
  | { kind: "home"; view: ConsoleView }
  | { kind: "channel"; channel: ConsoleChannel }
  | { kind: "connected"; isAppConnected: boolean }
  | { kind: "aws"; aws: ConsoleAws }
  /** A line for this person that is no message, such as "trailwatch did not respond". */
  | { kind: "notice"; channel: string; threadTs?: string; text: string };

/** Where a control stands that was pressed. */
export type ConsoleSurface =
  | { kind: "message"; channel: string; ts: string }
  | { kind: "view"; viewId: string };

/** What a control says when it is used: the part of Slack's action that depends on the kind of element. */
export type ConsoleAction = { type: string; action_id: string; block_id: string } & Record<
  string,
  unknown
>;

export type ConsoleAct = { user: string } & (
  | { act: "say"; channel: string; threadTs?: string; text: string }
  | { act: "command"; channel: string; command: string; text: string }
  | { act: "press"; surface: ConsoleSurface; action: ConsoleAction }
  /** `values` as Slack's view.state.values: block id → action id → the element's state. */
  | { act: "submit"; viewId: string; values: Record<string, Record<string, unknown>> }
  | { act: "close"; viewId: string }
  | { act: "shortcut"; callbackId: string; channel: string; ts: string }
  | { act: "open-home" }
  | { act: "invite"; channel: string; member: string }
);

/** What a deed came to; `text` says why it could not be done. */
export type ConsoleReply = { ok: true } | { ok: false; text: string };
