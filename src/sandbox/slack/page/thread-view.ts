/** The pane beside the channel: one thread. */
import { createComposer } from "./composer.ts";
import type { Desk } from "./desk.ts";
import { element, fill, icon } from "./element.ts";
import { createList } from "./list-view.ts";
import { channelTitle, threadRows } from "./timeline.ts";

export type ThreadView = { root: HTMLElement; show: () => void };

export function createThreadView(desk: Desk): ThreadView {
  const where = element("span", { class: "topic" });
  const close = element(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": "Close thread",
      onclick: () => desk.tell({ kind: "closed-thread" }),
    },
    icon("close"),
  );
  const head = element(
    "header",
    { class: "channel-head" },
    element("div", { class: "channel-title" }, element("h2", {}, "Thread"), where),
    close,
  );
  const list = createList(desk, true, () => undefined);
  const composer = createComposer(desk);
  const root = element(
    "aside",
    { class: "thread", "aria-label": "Thread", hidden: true },
    head,
    list.root,
    composer.root,
  );
  let shown: string | undefined;
  const show = () => {
    const { place, threadTs, channels, users, me } = desk.state();
    const isOpen = place.kind === "channel" && threadTs !== undefined;
    root.hidden = !isOpen;
    if (!isOpen) {
      shown = undefined;
      return;
    }
    const channel = channels.find(({ id }) => id === place.channelId);
    fill(where, channel ? channelTitle(channel, users, me.id) : "");
    const rows = threadRows(desk.state(), place.channelId, threadTs, desk.nowMs());
    list.show(rows, `${me.id} ${place.channelId} ${threadTs}`, "Thread");
    composer.show({ channel: place.channelId, threadTs }, "Reply…");
    if (shown !== threadTs) {
      shown = threadTs;
      composer.focus();
    }
  };
  return { root, show };
}
