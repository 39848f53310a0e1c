/** All that the page knows, and how each change alters it. Pure: nothing here touches the browser. */
import type {
  ConsoleAws,
  ConsoleChange,
  ConsoleChannel,
  ConsoleMessage,
  ConsoleSnapshot,
  ConsoleUser,
  ConsoleView,
} from "../console-protocol.ts";
import { compareTs } from "./timestamps.ts";

export type Place = { kind: "channel"; channelId: string } | { kind: "home" };

export type Notice = {
  id: number;
  channelId: string;
  threadTs?: string;
  text: string;
  afterTs: string;
};

export type State = Pick<
  ConsoleSnapshot,
  "team" | "botUserId" | "commands" | "messageShortcuts" | "isAppConnected"
> & {
  me: ConsoleUser;
  users: ConsoleUser[];
  channels: ConsoleChannel[];
  /** By channel, oldest first, replies among them. */
  messages: Record<string, ConsoleMessage[]>;
  notices: Notice[];
  home: ConsoleView | undefined;
  modal: ConsoleView | undefined;
  /** The local AWS, where one stands behind the app, and whether its panel is open. */
  aws: ConsoleAws | undefined;
  isAwsOpen: boolean;
  /** False while the page has lost the server. */
  isLive: boolean;
  place: Place;
  /** The thread that is open beside the place. */
  threadTs: string | undefined;
  /** By channel, the newest message seen. */
  readUpTo: Record<string, string>;
  /** Where the line "New" stands in the present place. */
  newAfter: string | undefined;
};

export type Happening =
  | ConsoleChange
  | { kind: "loaded"; snapshot: ConsoleSnapshot }
  | { kind: "went"; place: Place; threadTs?: string | undefined }
  | { kind: "opened-thread"; ts: string }
  | { kind: "closed-thread" }
  | { kind: "aws-panel"; isOpen: boolean }
  | { kind: "live"; isLive: boolean };

/** What the page shows at first: where the address says, else the first channel. */
export type Start = {
  place?: Place | undefined;
  threadTs?: string | undefined;
  readUpTo?: Record<string, string>;
  isAwsOpen?: boolean;
};

export function toState(snapshot: ConsoleSnapshot, start: Start = {}): State {
  const messages: Record<string, ConsoleMessage[]> = {};
  for (const message of snapshot.messages) {
    messages[message.channel] = withMessage(messages[message.channel] ?? [], message);
  }
  const newest = snapshot.channels.map(({ id }) => [id, messages[id]?.at(-1)?.ts ?? "0"]);
  const isKnown = (place: Place) =>
    place.kind === "home" || snapshot.channels.some(({ id }) => id === place.channelId);
  const first: Place = { kind: "channel", channelId: snapshot.channels[0]?.id ?? "" };
  const place = start.place && isKnown(start.place) ? start.place : first;
  const state: State = {
    team: snapshot.team,
    botUserId: snapshot.botUserId,
    commands: snapshot.commands,
    messageShortcuts: snapshot.messageShortcuts,
    isAppConnected: snapshot.isAppConnected,
    me: snapshot.me,
    users: snapshot.users,
    channels: snapshot.channels,
    messages,
    notices: [],
    home: snapshot.home,
    modal: snapshot.modal,
    aws: snapshot.aws,
    isAwsOpen: snapshot.aws !== undefined && start.isAwsOpen === true,
    isLive: true,
    place,
    threadTs: place === start.place ? start.threadTs : undefined,
    readUpTo: { ...Object.fromEntries(newest), ...start.readUpTo },
    newAfter: undefined,
  };
  return marked({ ...state, newAfter: newLine(state, place) });
}

/** The state after something happened; the same object when nothing changed. */
export function step(state: State, happening: Happening): State {
  switch (happening.kind) {
    case "loaded":
      return toState(happening.snapshot, state);
    case "message":
    case "changed":
      return afterMessage(state, happening.message, happening.kind === "changed");
    case "deleted":
      return afterDeletion(state, happening.channel, happening.ts);
    case "modal":
      return { ...state, modal: happening.view };
    case "home":
      return { ...state, home: happening.view };
    case "channel":
      return { ...state, channels: withChannel(state.channels, happening.channel) };
    case "connected":
      return { ...state, isAppConnected: happening.isAppConnected };
    case "notice":
      return { ...state, notices: [...state.notices, toNotice(state, happening)] };
    case "went":
      return afterMove(state, happening.place, happening.threadTs);
    case "opened-thread":
      return { ...state, threadTs: happening.ts };
    case "closed-thread":
      return state.threadTs === undefined ? state : { ...state, threadTs: undefined };
    case "aws":
      return { ...state, aws: happening.aws };
    case "aws-panel":
      return { ...state, isAwsOpen: happening.isOpen && state.aws !== undefined };
    case "live":
      return state.isLive === happening.isLive ? state : { ...state, isLive: happening.isLive };
  }
}

function withMessage(list: ConsoleMessage[], message: ConsoleMessage): ConsoleMessage[] {
  const known = list.findIndex(({ ts }) => ts === message.ts);
  if (known >= 0) {
    return list.with(known, message);
  }
  const before = list.findLastIndex(({ ts }) => compareTs(ts, message.ts) < 0);
  return list.toSpliced(before + 1, 0, message);
}

function afterMessage(state: State, message: ConsoleMessage, isChange: boolean): State {
  const list = state.messages[message.channel] ?? [];
  // A change to a message that this page never saw, such as another person's whisper, is not ours to show.
  if (isChange && !list.some(({ ts }) => ts === message.ts)) {
    return state;
  }
  const messages = { ...state.messages, [message.channel]: withMessage(list, message) };
  const isOurs = message.user === state.me.id;
  const readUpTo = isOurs ? { ...state.readUpTo, [message.channel]: message.ts } : state.readUpTo;
  return marked({ ...state, messages, readUpTo });
}

function afterDeletion(state: State, channelId: string, ts: string): State {
  const list = state.messages[channelId]?.filter((message) => message.ts !== ts) ?? [];
  const hasReplies = list.some(({ threadTs }) => threadTs === ts);
  const isOpen = state.threadTs === ts && !hasReplies;
  return {
    ...state,
    messages: { ...state.messages, [channelId]: list },
    threadTs: isOpen ? undefined : state.threadTs,
  };
}

function withChannel(channels: ConsoleChannel[], channel: ConsoleChannel): ConsoleChannel[] {
  const known = channels.findIndex(({ id }) => id === channel.id);
  return known < 0 ? [...channels, channel] : channels.with(known, channel);
}

function toNotice(state: State, said: Extract<ConsoleChange, { kind: "notice" }>): Notice {
  const afterTs = state.messages[said.channel]?.at(-1)?.ts ?? "0";
  const id = (state.notices.at(-1)?.id ?? 0) + 1;
  const thread = said.threadTs === undefined ? {} : { threadTs: said.threadTs };
  return { id, channelId: said.channel, text: said.text, afterTs, ...thread };
}

function afterMove(state: State, place: Place, threadTs: string | undefined): State {
  return marked({ ...state, place, threadTs, newAfter: newLine(state, place) });
}

function newLine(state: State, place: Place): string | undefined {
  if (place.kind === "home" || unreadOf(state, place.channelId).count === 0) {
    return undefined;
  }
  return state.readUpTo[place.channelId];
}

/** What is on the screen counts as read. */
function marked(state: State): State {
  if (state.place.kind === "home") {
    return state;
  }
  const { channelId } = state.place;
  const newest = state.messages[channelId]?.at(-1)?.ts;
  return newest === undefined || state.readUpTo[channelId] === newest
    ? state
    : { ...state, readUpTo: { ...state.readUpTo, [channelId]: newest } };
}

/** How many messages a channel holds that this person has not seen, and how many of them call this person. */
export function unreadOf(state: State, channelId: string): { count: number; calls: number } {
  const seen = state.readUpTo[channelId] ?? "0";
  const isDirect = state.channels.find(({ id }) => id === channelId)?.kind === "dm";
  const list = state.messages[channelId] ?? [];
  let count = 0;
  let calls = 0;
  for (let at = list.length - 1; at >= 0; at -= 1) {
    const message = list[at];
    if (!message || compareTs(message.ts, seen) <= 0) {
      break;
    }
    if (message.user !== state.me.id) {
      count += 1;
      calls += isDirect || message.text.includes(`<@${state.me.id}>`) ? 1 : 0;
    }
  }
  return { count, calls };
}
