/** Draws one message, and the lines that stand between messages. */
import type { ConsoleMessage, ConsoleUser } from "../console-protocol.ts";
import { fileView } from "./attachments.ts";
import { avatarView } from "./avatar.ts";
import { blocksView } from "./block-view.ts";
import { clockTime, dayAndTime, fullTime } from "./dates.ts";
import { type Desk, toScene } from "./desk.ts";
import { type Child, element, icon } from "./element.ts";
import { textView } from "./inline-view.ts";
import { openMenu } from "./menu.ts";
import type { Notice } from "./state.ts";
import type { Replies, Row } from "./timeline.ts";
import { tsToMs } from "./timestamps.ts";

/** A row of a message list. `inThread`: in the pane beside, where no thread opens from. */
export function rowView(row: Row, desk: Desk, inThread: boolean): HTMLElement {
  switch (row.kind) {
    case "day":
      return element(
        "div",
        { class: "day", role: "separator", "aria-label": row.label },
        element("span", {}, row.label),
      );
    case "new":
      return element(
        "div",
        { class: "new-line", role: "separator", "aria-label": "New messages" },
        element("span", {}, "New"),
      );
    case "count":
      return element("div", { class: "reply-count" }, element("span", {}, repliesText(row.count)));
    case "notice":
      return noticeView(row.notice);
    case "message":
      return messageView(row, desk, inThread);
  }
}

function repliesText(count: number): string {
  return count === 1 ? "1 reply" : `${count} replies`;
}

function noticeView(notice: Notice): HTMLElement {
  return element(
    "div",
    { class: "message notice" },
    element(
      "div",
      { class: "gutter" },
      avatarView({
        id: "USLACKBOT",
        name: "Console",
        realName: "Console",
        title: "",
        zone: "",
        isBot: false,
      }),
    ),
    element(
      "div",
      { class: "message-body" },
      element("div", { class: "only-you" }, icon("eye"), "Only visible to you"),
      element("div", { class: "message-head" }, element("strong", {}, "Console")),
      element("div", { class: "lines" }, notice.text),
    ),
  );
}

function messageView(
  { message, isCompact, replies }: Extract<Row, { kind: "message" }>,
  desk: Desk,
  inThread: boolean,
): HTMLElement {
  const { me, users } = desk.state();
  const author = users.find(({ id }) => id === message.user);
  const atMs = tsToMs(message.ts);
  const time = element(
    "time",
    { class: "at", title: fullTime(atMs, me.zone) },
    clockTime(atMs, me.zone),
  );
  const gutter = element("div", { class: "gutter" }, isCompact ? time : avatarView(author));
  const head = element(
    "div",
    { class: isCompact ? "visually-hidden" : "message-head" },
    element(
      "strong",
      { title: author?.title || undefined },
      author?.realName || author?.name || message.user,
    ),
    author?.isBot && element("span", { class: "app-badge" }, "APP"),
    !isCompact && time,
  );
  const body = element(
    "div",
    { class: "message-body" },
    message.isEphemeral &&
      element("div", { class: "only-you" }, icon("eye"), "Only visible to you"),
    head,
    ...contentView(message, desk),
    replies && repliesView(message, replies, desk),
  );
  return element(
    "article",
    {
      class: `message${isCompact ? " is-compact" : ""}${message.isEphemeral ? " is-ephemeral" : ""}`,
      "data-ts": message.ts,
      "aria-label": `${author?.realName || author?.name || message.user}, ${dayAndTime(atMs, me.zone, desk.nowMs())}`,
    },
    gutter,
    body,
    toolsView(message, desk, inThread),
  );
}

function contentView(message: ConsoleMessage, desk: Desk): Child[] {
  const surface = { kind: "message", channel: message.channel, ts: message.ts } as const;
  const scene = toScene(desk, surface, {});
  const edited = message.isEdited && element("span", { class: "edited" }, "(edited)");
  const files = message.files ?? [];
  const parts: Child[] =
    message.blocks && message.blocks.length > 0
      ? [element("div", { class: "blocks" }, ...blocksView(message.blocks, scene)), edited]
      : [element("div", { class: "blocks" }, ...textView(message.text, scene)), edited];
  return [...parts, files.length > 0 && element("div", { class: "files" }, ...files.map(fileView))];
}

function repliesView(message: ConsoleMessage, replies: Replies, desk: Desk): HTMLElement {
  const { me, users } = desk.state();
  const last = dayAndTime(tsToMs(replies.lastTs), me.zone, desk.nowMs());
  const faces = replies.users.slice(0, 4).map((id) => users.find((user) => user.id === id));
  return element(
    "button",
    {
      type: "button",
      class: "replies",
      onclick: () => desk.tell({ kind: "opened-thread", ts: message.ts }),
    },
    ...faces.map((user: ConsoleUser | undefined) => avatarView(user, "small")),
    element("strong", {}, repliesText(replies.count)),
    element(
      "span",
      { class: "last-reply" },
      `Last reply ${last.replace(/^(Today|Yesterday)/, (day) => day.toLowerCase())}`,
    ),
  );
}

function toolsView(
  message: ConsoleMessage,
  desk: Desk,
  inThread: boolean,
): HTMLElement | undefined {
  if (message.isEphemeral) {
    return undefined;
  }
  const { messageShortcuts } = desk.state();
  const reply = element(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": "Reply in thread",
      title: "Reply in thread",
      onclick: () => desk.tell({ kind: "opened-thread", ts: message.threadTs ?? message.ts }),
    },
    icon("thread"),
  );
  const more = element(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": "More actions",
      title: "More actions",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
    },
    icon("more"),
  );
  const options = messageShortcuts.map(({ callbackId, name }) => ({
    id: callbackId,
    label: [name],
    text: name,
  }));
  more.addEventListener("click", () =>
    openMenu(more, {
      label: "More actions",
      options: [...options, { id: " copy", label: ["Copy text"], text: "Copy text" }],
      onChoose: (id) => {
        if (id === " copy") {
          void navigator.clipboard?.writeText(message.text);
        } else {
          void desk.act({
            act: "shortcut",
            callbackId: id,
            channel: message.channel,
            ts: message.ts,
          });
        }
      },
    }),
  );
  return element(
    "div",
    { class: "tools", role: "toolbar", "aria-label": "Message actions" },
    !inThread && reply,
    more,
  );
}
