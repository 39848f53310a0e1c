/** What the composer offers while someone types, and what its text means when it is sent. Pure. */
import type {
  ConsoleAct,
  ConsoleChannel,
  ConsoleCommand,
  ConsoleUser,
} from "../console-protocol.ts";

export type Choice = {
  /** What is written in place of what was typed. */
  text: string;
  label: string;
  hint: string;
};

export type Completion = { choices: Choice[]; from: number; to: number };

export type Known = {
  commands: ConsoleCommand[];
  users: ConsoleUser[];
  channels: ConsoleChannel[];
};

/** Slack's own command for it, which the page carries out itself. */
export const INVITE: ConsoleCommand = {
  command: "/invite",
  usage: "@someone",
  description: "Invite a person or an app to this channel",
};

const MOST = 12;

/** The choices for the word that ends at the cursor, or undefined. */
export function complete(text: string, cursor: number, known: Known): Completion | undefined {
  const before = text.slice(0, cursor);
  const command = /^\/\S*$/.exec(before)?.[0];
  if (command !== undefined) {
    return offer(commandChoices(command, known.commands), 0, cursor);
  }
  const word = /(?:^|[\s(])([@#])([\w.-]*)$/.exec(before);
  if (!word) {
    return undefined;
  }
  const [, mark, typed = ""] = word;
  const choices =
    mark === "@" ? userChoices(typed, known.users) : channelChoices(typed, known.channels);
  return offer(choices, cursor - typed.length - 1, cursor);
}

function offer(choices: Choice[], from: number, to: number): Completion | undefined {
  return choices.length === 0 ? undefined : { choices: choices.slice(0, MOST), from, to };
}

function commandChoices(typed: string, commands: ConsoleCommand[]): Choice[] {
  const wanted = typed.slice(1).toLowerCase();
  const ranked = [...commands, INVITE]
    .map((command) => ({ command, at: command.command.slice(1).toLowerCase().indexOf(wanted) }))
    .filter(({ at }) => at >= 0);
  // Array.sort keeps the order of equals: those that begin so first, then as the app declared them.
  return ranked
    .sort((a, b) => Math.min(a.at, 1) - Math.min(b.at, 1))
    .map(({ command: { command, usage, description } }) => ({
      text: `${command} `,
      label: usage === "" ? command : `${command} ${usage}`,
      hint: description,
    }));
}

function userChoices(typed: string, users: ConsoleUser[]): Choice[] {
  const wanted = typed.toLowerCase();
  return users
    .filter(
      ({ name, realName }) =>
        name.toLowerCase().startsWith(wanted) ||
        realName
          .toLowerCase()
          .split(" ")
          .some((part) => part.startsWith(wanted)),
    )
    .map(({ name, realName, title }) => ({
      text: `@${name} `,
      label: `@${name}`,
      hint: title === "" ? realName : `${realName} · ${title}`,
    }));
}

function channelChoices(typed: string, channels: ConsoleChannel[]): Choice[] {
  return channels
    .filter(({ kind, name }) => kind === "channel" && name.startsWith(typed.toLowerCase()))
    .map(({ name, topic }) => ({ text: `#${name} `, label: `#${name}`, hint: topic }));
}

export type Deed = ConsoleAct extends infer Act
  ? Act extends unknown
    ? Omit<Act, "user">
    : never
  : never;

/** What sending a text does, or why it does nothing. */
export function toDeed(
  text: string,
  where: { channel: string; threadTs?: string | undefined },
  known: Known,
): Deed | { refusal: string } {
  const command = /^(\/[a-z][\w-]*)(?:\s+([\s\S]*))?$/.exec(text.trim());
  if (!command?.[1]) {
    const thread = where.threadTs === undefined ? {} : { threadTs: where.threadTs };
    return { act: "say", channel: where.channel, text: text.trim(), ...thread };
  }
  if (where.threadTs !== undefined) {
    return { refusal: `${command[1]} is not supported in threads. Mention the app instead.` };
  }
  const rest = command[2] ?? "";
  if (command[1] !== INVITE.command) {
    return { act: "command", channel: where.channel, command: command[1], text: rest };
  }
  const name = rest.trim().replace(/^@/, "").toLowerCase();
  const member = known.users.find((user) => user.name.toLowerCase() === name);
  return member
    ? { act: "invite", channel: where.channel, member: member.id }
    : { refusal: `Nobody here is called “${name}”. Try /invite @trailwatch.` };
}
