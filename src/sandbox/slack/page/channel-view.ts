/** The middle of the page: the head of a channel or of the app, its messages, the composer. */
import { avatarView } from "./avatar.ts";
import { createComposer } from "./composer.ts";
import { type Desk, goTo } from "./desk.ts";
import { element, fill, icon } from "./element.ts";
import { createList } from "./list-view.ts";
import { homeView } from "./modal.ts";
import { appChannel, openHome } from "./sidebar.ts";
import type { State } from "./state.ts";
import { channelRows, channelTitle } from "./timeline.ts";

export type ChannelView = { root: HTMLElement; show: () => void; focus: () => void };

export function createChannelView(desk: Desk, openSidebar: () => void): ChannelView {
  const head = element("header", { class: "channel-head" });
  const list = createList(desk, false, () => introView(desk.state()));
  const composer = createComposer(desk);
  const home = element("div", { class: "home-frame" });
  const root = element(
    "main",
    { class: "channel", id: "main" },
    head,
    list.root,
    composer.root,
    home,
  );
  let drawnHome: State["home"] | "none" = "none";
  const show = () => {
    const state = desk.state();
    const isHome = state.place.kind === "home";
    fill(head, menuButton(openSidebar), ...headView(desk));
    list.root.hidden = isHome;
    composer.root.hidden = isHome;
    home.hidden = !isHome;
    if (state.place.kind === "home") {
      if (drawnHome !== state.home) {
        drawnHome = state.home;
        fill(home, homeView(desk, state.home));
      }
      return;
    }
    drawnHome = "none";
    const { channelId } = state.place;
    const title = titleOf(state, channelId);
    list.show(
      channelRows(state, channelId, desk.nowMs()),
      `${state.me.id} ${channelId}`,
      `Messages in ${title}`,
    );
    composer.show({ channel: channelId }, `Message ${title}`);
  };
  return { root, show, focus: composer.focus };
}

function titleOf(state: State, channelId: string): string {
  const channel = state.channels.find(({ id }) => id === channelId);
  return channel ? channelTitle(channel, state.users, state.me.id) : "";
}

function menuButton(openSidebar: () => void): HTMLElement {
  return element(
    "button",
    {
      type: "button",
      class: "icon-button menu-button",
      "aria-label": "Open the list of channels",
      onclick: openSidebar,
    },
    icon("menu"),
  );
}

function headView(desk: Desk): HTMLElement[] {
  const state = desk.state();
  const { place } = state;
  const app = appChannel(state);
  if (place.kind === "home" || place.channelId === app?.id) {
    return appHead(desk, place.kind === "home");
  }
  const channel = state.channels.find(({ id }) => id === place.channelId);
  const members = channel?.members ?? [];
  const names = members
    .map((id) => state.users.find((user) => user.id === id)?.realName || id)
    .join(", ");
  return [
    element(
      "div",
      { class: "channel-title" },
      element("h1", {}, titleOf(state, place.channelId)),
      channel?.topic
        ? element("span", { class: "topic", title: channel.topic }, channel.topic)
        : undefined,
    ),
    element(
      "span",
      { class: "members", title: names, "aria-label": `${members.length} members: ${names}` },
      icon("people"),
      String(members.length),
    ),
  ];
}

function appHead(desk: Desk, isHome: boolean): HTMLElement[] {
  const state = desk.state();
  const bot = state.users.find(({ id }) => id === state.botUserId);
  const app = appChannel(state);
  const tab = (label: string, isHere: boolean, go: () => void) =>
    element(
      "button",
      { type: "button", class: "tab", "aria-current": isHere ? "page" : undefined, onclick: go },
      label,
    );
  return [
    element(
      "div",
      { class: "channel-title" },
      avatarView(bot, "small"),
      element("h1", {}, bot?.realName || bot?.name || "App"),
      element("span", { class: "app-badge" }, "APP"),
    ),
    element(
      "nav",
      { class: "tabs", "aria-label": "App" },
      tab("Home", isHome, () => openHome(desk)),
      ...(app ? [tab("Messages", !isHome, () => goTo(desk, app.id))] : []),
    ),
  ];
}

/** What stands above the first message. */
function introView(state: State): HTMLElement | undefined {
  const { place } = state;
  if (place.kind === "home") {
    return undefined;
  }
  const title = titleOf(state, place.channelId);
  const channel = state.channels.find(({ id }) => id === place.channelId);
  const bot = state.users.find(({ id }) => id === state.botUserId)?.name ?? "the app";
  const first = state.commands[0];
  const hint =
    channel?.kind === "dm"
      ? "Only the two of you see what is written here."
      : `Ask here with a command${first ? ` such as ${first.command}` : ""}, or call @${bot}.`;
  return element(
    "div",
    { class: "intro" },
    element("h2", {}, title),
    element("p", {}, channel?.topic ? `${channel.topic}. ${hint}` : hint),
  );
}
