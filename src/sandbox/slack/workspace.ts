/** All that the local Slack remembers, in memory and bounded: conversations, messages, files and views. */
import type { Clock } from "../../sources/clock.ts";
import type { Company, CompanyUser } from "./company.ts";
import { createTsSource, freshId, tsOf } from "./ids.ts";
import type { Conversation, Message, StoredFile, View } from "./model.ts";

const MOST_MESSAGES = 2_000;
const MOST_FILES = 500;
const MOST_FILE_BYTES = 256 * 1024 * 1024;
const MOST_VIEWS = 200;

export type Workspace = {
  conversations: Map<string, Conversation>;
  files: Map<string, StoredFile>;
  views: Map<string, View>;
  /** User id → ids of the open modals, the lowest first. */
  stacks: Map<string, string[]>;
  /** User id → id of the published App Home. */
  homes: Map<string, string>;
  freshTs(): string;
  /** Oldest first; messages that one person alone sees are among them. */
  messages(channel: string): Message[];
  message(channel: string, ts: string): Message | undefined;
  keep(message: Message): void;
  drop(channel: string, ts: string): void;
  keepFile(file: StoredFile): void;
  keepView(view: View): void;
  user(id: string): CompanyUser | undefined;
  isPerson(id: string): boolean;
  /** The direct conversation of a person with the bot or with somebody else; made where it is missing. */
  direct(one: string, other: string): Conversation;
};

type Room = { order: Message[]; byTs: Map<string, Message> };

function trimmed<Value>(map: Map<string, Value>, most: number): void {
  while (map.size > most) {
    const oldest = map.keys().next().value;
    if (oldest === undefined) return;
    map.delete(oldest);
  }
}

function createRooms() {
  const rooms = new Map<string, Room>();
  const room = (channel: string): Room => {
    const found = rooms.get(channel);
    if (found) return found;
    const made: Room = { order: [], byTs: new Map() };
    rooms.set(channel, made);
    return made;
  };
  const keep = (message: Message) => {
    const { order, byTs } = room(message.channel);
    order.push(message);
    byTs.set(message.ts, message);
    if (order.length <= MOST_MESSAGES) return;
    for (const gone of order.splice(0, order.length - MOST_MESSAGES)) byTs.delete(gone.ts);
  };
  const drop = (channel: string, ts: string) => {
    const { order, byTs } = room(channel);
    const at = order.findIndex((message) => message.ts === ts);
    if (at >= 0) order.splice(at, 1);
    byTs.delete(ts);
  };
  return { room, keep, drop };
}

function createFileShelf(files: Map<string, StoredFile>) {
  return (file: StoredFile) => {
    files.set(file.id, file);
    trimmed(files, MOST_FILES);
    let bytes = 0;
    for (const { bytes: held } of files.values()) bytes += held.length;
    for (const [id, old] of files) {
      if (bytes <= MOST_FILE_BYTES || id === file.id) return;
      files.delete(id);
      bytes -= old.bytes.length;
    }
  };
}

function firstConversations(company: Company, now: number): Map<string, Conversation> {
  return new Map(
    company.channels.map((channel) => [
      channel.id,
      {
        id: channel.id,
        name: channel.name,
        kind: "channel",
        topic: channel.topic,
        isPrivate: channel.isPrivate,
        members: [...channel.members],
        createdAt: now,
      },
    ]),
  );
}

/** Fills the workspace with the company's people, channels and earlier messages. */
export function createWorkspace(company: Company, clock: Clock): Workspace {
  const { room, keep, drop } = createRooms();
  const conversations = firstConversations(company, clock.now());
  const files = new Map<string, StoredFile>();
  const views = new Map<string, View>();
  const users = new Map(company.users.map((row) => [row.id, row]));
  const direct = (one: string, other: string): Conversation => {
    const found = [...conversations.values()].find(
      ({ kind, members }) => kind === "dm" && members.includes(one) && members.includes(other),
    );
    if (found) return found;
    const made: Conversation = {
      id: freshId("D"),
      name: "",
      kind: "dm",
      topic: "",
      isPrivate: true,
      members: [one, other],
      createdAt: clock.now(),
    };
    conversations.set(made.id, made);
    return made;
  };
  const start = clock.now() * 1000;
  for (const [index, said] of company.messages.entries()) {
    const ts = tsOf(Math.floor(start - said.minutesAgo * 60_000_000 + index));
    keep({ channel: said.channel, ts, user: said.user, text: said.text, fileIds: [] });
  }
  for (const { id } of company.users) direct(id, company.app.botUserId);
  return {
    conversations,
    files,
    views,
    stacks: new Map(),
    homes: new Map(),
    freshTs: createTsSource(clock),
    messages: (channel) => room(channel).order,
    message: (channel, ts) => room(channel).byTs.get(ts),
    keep,
    drop,
    keepFile: createFileShelf(files),
    keepView: (view) => {
      views.set(view.id, view);
      trimmed(views, MOST_VIEWS);
    },
    user: (id) => users.get(id),
    isPerson: (id) => users.has(id),
    direct,
  };
}
