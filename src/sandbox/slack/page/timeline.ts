/** The rows of a message list, in order: days, the line "New", messages, notices. Pure. */
import type { ConsoleChannel, ConsoleMessage, ConsoleUser } from "../console-protocol.ts";
import { dayLabel, dayOf } from "./dates.ts";
import type { Notice, State } from "./state.ts";
import { compareTs, tsToMs } from "./timestamps.ts";

export type Replies = { count: number; lastTs: string; users: string[] };

export type Row =
  | { kind: "day"; key: string; label: string }
  | { kind: "new"; key: string }
  | { kind: "count"; key: string; count: number }
  | { kind: "notice"; key: string; notice: Notice }
  | {
      kind: "message";
      key: string;
      message: ConsoleMessage;
      /** Follows closely on one of the same person: no picture, no name. What has blocks always stands alone. */
      isCompact: boolean;
      replies: Replies | undefined;
    };

const COMPACT_WITHIN_MS = 5 * 60_000;

/** The rows of a channel. */
export function channelRows(state: State, channelId: string, nowMs: number): Row[] {
  const all = state.messages[channelId] ?? [];
  const known = new Set(all.map(({ ts }) => ts));
  const isReply = ({ ts, threadTs }: ConsoleMessage) =>
    threadTs !== undefined && threadTs !== ts && known.has(threadTs);
  const replies = new Map<string, Replies>();
  for (const { threadTs, ts, user } of all.filter(isReply)) {
    const soFar = replies.get(threadTs ?? "") ?? { count: 0, lastTs: ts, users: [] };
    replies.set(threadTs ?? "", {
      count: soFar.count + 1,
      lastTs: ts,
      users: soFar.users.includes(user) ? soFar.users : [...soFar.users, user],
    });
  }
  const notices = state.notices.filter(
    (notice) => notice.channelId === channelId && notice.threadTs === undefined,
  );
  const roots = all.filter((message) => !isReply(message));
  return toRows(roots, { notices, zone: state.me.zone, nowMs, newAfter: state.newAfter, replies });
}

/** The rows of a thread: its first message, how many replies, the replies. */
export function threadRows(
  state: State,
  channelId: string,
  threadTs: string,
  nowMs: number,
): Row[] {
  const all = state.messages[channelId] ?? [];
  const inThread = all.filter(
    (message) => message.ts === threadTs || message.threadTs === threadTs,
  );
  const notices = state.notices.filter(
    (notice) => notice.channelId === channelId && notice.threadTs === threadTs,
  );
  const rows = toRows(inThread, {
    notices,
    zone: state.me.zone,
    nowMs,
    newAfter: undefined,
    replies: new Map(),
  }).filter(({ kind }) => kind !== "day");
  const count = inThread.filter(({ ts }) => ts !== threadTs).length;
  const root = rows.findIndex((row) => row.kind === "message" && row.message.ts === threadTs);
  return count === 0 ? rows : rows.toSpliced(root + 1, 0, { kind: "count", key: "count", count });
}

type Setting = {
  notices: Notice[];
  zone: string;
  nowMs: number;
  newAfter: string | undefined;
  replies: Map<string, Replies>;
};

function toRows(messages: ConsoleMessage[], setting: Setting): Row[] {
  const rows: Row[] = [];
  const waiting = [...setting.notices];
  let previous: ConsoleMessage | undefined;
  for (const message of messages) {
    const isAfterNotice = pushNotices(rows, waiting, message.ts);
    const isNewDay = pushDay(rows, message, previous, setting);
    const isFirstNew = isBetween(setting.newAfter, previous?.ts ?? "0", message.ts);
    if (isFirstNew) {
      rows.push({ kind: "new", key: "new" });
    }
    rows.push({
      kind: "message",
      key: message.ts,
      message,
      isCompact: !isNewDay && !isFirstNew && !isAfterNotice && isContinued(previous, message),
      replies: setting.replies.get(message.ts),
    });
    previous = message;
  }
  rows.push(...waiting.map(toNoticeRow));
  return rows;
}

function toNoticeRow(notice: Notice): Row {
  return { kind: "notice", key: `notice ${notice.id}`, notice };
}

/** Moves the notices that came before a message into the rows; says whether there was one. */
function pushNotices(rows: Row[], waiting: Notice[], beforeTs: string): boolean {
  const count = waiting.findIndex(({ afterTs }) => compareTs(afterTs, beforeTs) >= 0);
  const due = waiting.splice(0, count < 0 ? waiting.length : count);
  rows.push(...due.map(toNoticeRow));
  return due.length > 0;
}

function pushDay(
  rows: Row[],
  message: ConsoleMessage,
  previous: ConsoleMessage | undefined,
  { zone, nowMs }: Setting,
): boolean {
  const day = dayOf(tsToMs(message.ts), zone);
  if (previous && dayOf(tsToMs(previous.ts), zone) === day) {
    return false;
  }
  rows.push({ kind: "day", key: day, label: dayLabel(tsToMs(message.ts), zone, nowMs) });
  return true;
}

function isBetween(newAfter: string | undefined, previousTs: string, ts: string): boolean {
  return (
    newAfter !== undefined && compareTs(previousTs, newAfter) <= 0 && compareTs(ts, newAfter) > 0
  );
}

function isContinued(previous: ConsoleMessage | undefined, message: ConsoleMessage): boolean {
  return (
    previous?.user === message.user &&
    !message.blocks?.length &&
    previous.isEphemeral === message.isEphemeral &&
    tsToMs(message.ts) - tsToMs(previous.ts) < COMPACT_WITHIN_MS
  );
}

/** A channel as people call it: `#incidents`, or the other person's name. */
export function channelTitle(channel: ConsoleChannel, users: ConsoleUser[], meId: string): string {
  if (channel.kind === "channel") {
    return `#${channel.name}`;
  }
  const other = channel.members.find((member) => member !== meId);
  return users.find(({ id }) => id === other)?.realName || channel.name;
}
