/** The column with channels, direct messages, the app and the people to act as. */
import type { ConsoleChannel } from "../console-protocol.ts";
import { avatarView } from "./avatar.ts";
import { awsRow } from "./aws-row.ts";
import { type Desk, goTo } from "./desk.ts";
import { type Child, element, fill, icon } from "./element.ts";
import { openMenu } from "./menu.ts";
import { type State, unreadOf } from "./state.ts";
import { toggleTheme } from "./theme.ts";
import { channelTitle } from "./timeline.ts";

/** The direct message with the app, which stands under "Apps". */
export function appChannel(state: State): ConsoleChannel | undefined {
  return state.channels.find(
    ({ kind, members }) => kind === "dm" && members.includes(state.botUserId),
  );
}

/** Draws the column; `onGo` closes it where it covers the page. */
export function showSidebar(
  root: HTMLElement,
  desk: Desk,
  onGo: () => void,
  onSearch: () => void,
): void {
  const state = desk.state();
  const app = appChannel(state);
  const channels = state.channels.filter(({ kind }) => kind === "channel");
  const direct = state.channels.filter((channel) => channel.kind === "dm" && channel !== app);
  const row = (channel: ConsoleChannel) => channelRow(channel, desk, onGo);
  const search = element(
    "button",
    { type: "button", class: "sidebar-search", onclick: onSearch },
    icon("search"),
    "Find a channel or person",
    element("kbd", {}, "Ctrl K"),
  );
  // The focus stays on the row that had it.
  const focused = root.contains(document.activeElement)
    ? document.activeElement?.getAttribute("data-go")
    : undefined;
  fill(
    root,
    element(
      "div",
      { class: "team" },
      element("strong", {}, state.team),
      element("span", { class: "team-note" }, "Local workspace"),
    ),
    search,
    element(
      "nav",
      { class: "places", "aria-label": "Channels and direct messages" },
      section("Channels", channels.map(row)),
      section("Direct messages", direct.map(row)),
      section("Apps", [appRow(desk, app, onGo)]),
      state.aws && section("Sandbox", [awsRow(desk, state.aws, onGo)]),
    ),
    personView(desk),
  );
  if (focused) {
    root.querySelector<HTMLElement>(`[data-go="${CSS.escape(focused)}"]`)?.focus();
  }
}

function section(title: string, rows: HTMLElement[]): HTMLElement | undefined {
  const items = rows.map((row) => element("li", {}, row));
  return rows.length === 0
    ? undefined
    : element(
        "div",
        { class: "places-group" },
        element("h2", {}, title),
        element("ul", {}, ...items),
      );
}

function channelRow(channel: ConsoleChannel, desk: Desk, onGo: () => void): HTMLElement {
  const state = desk.state();
  const { count, calls } = unreadOf(state, channel.id);
  const isHere = state.place.kind === "channel" && state.place.channelId === channel.id;
  const other = state.users.find(({ id }) => id !== state.me.id && channel.members.includes(id));
  const title = channelTitle(channel, state.users, state.me.id);
  return placeRow({
    id: channel.id,
    isHere,
    sign: channel.kind === "channel" ? icon("hash") : avatarView(other, "small"),
    name: title.replace(/^#/, ""),
    label: `${title}${count > 0 ? `, ${count} unread` : ""}`,
    isUnread: count > 0,
    calls,
    go: () => {
      goTo(desk, channel.id);
      onGo();
    },
  });
}

function appRow(desk: Desk, app: ConsoleChannel | undefined, onGo: () => void): HTMLElement {
  const state = desk.state();
  const bot = state.users.find(({ id }) => id === state.botUserId);
  const unread = app ? unreadOf(state, app.id) : { count: 0, calls: 0 };
  const isHere =
    state.place.kind === "home" || (app !== undefined && state.place.channelId === app.id);
  const name = bot?.realName || bot?.name || "App";
  return placeRow({
    id: "app",
    isHere,
    sign: avatarView(bot, "small"),
    name,
    label: `${name}, app${unread.count > 0 ? `, ${unread.count} unread` : ""}`,
    isUnread: unread.count > 0,
    calls: unread.calls,
    go: () => {
      if (app && unread.count > 0) {
        goTo(desk, app.id);
      } else {
        openHome(desk);
      }
      onGo();
    },
  });
}

/** Shows the App Home and tells the app that it was opened. */
export function openHome(desk: Desk): void {
  desk.tell({ kind: "went", place: { kind: "home" } });
  void desk.act({ act: "open-home" });
}

function placeRow(row: {
  id: string;
  isHere: boolean;
  sign: Child;
  name: string;
  label: string;
  isUnread: boolean;
  calls: number;
  go: () => void;
}): HTMLElement {
  return element(
    "button",
    {
      type: "button",
      class: `place${row.isHere ? " is-here" : ""}${row.isUnread ? " is-unread" : ""}`,
      "aria-current": row.isHere ? "page" : undefined,
      "aria-label": row.label,
      "data-go": row.id,
      onclick: row.go,
    },
    row.sign,
    element("span", { class: "place-name" }, row.name),
    row.calls > 0 && element("span", { class: "badge" }, String(row.calls)),
  );
}

function personView(desk: Desk): HTMLElement {
  const { me, users } = desk.state();
  const people = users.filter(({ isBot }) => !isBot);
  const button = element(
    "button",
    {
      type: "button",
      class: "person",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "data-go": "person",
      "aria-label": `You act as ${me.realName}. Change person`,
    },
    avatarView(me),
    element(
      "span",
      { class: "person-text" },
      element("strong", {}, me.realName),
      element("small", {}, me.title || `@${me.name}`),
    ),
    icon("down"),
  );
  button.addEventListener("click", () =>
    openMenu(button, {
      label: "Act as",
      options: people.map(({ id, name, realName, title, zone }) => ({
        id,
        label: [realName],
        text: `${realName} ${name}`,
        hint: [title, zone].filter((part) => part !== "").join(" · "),
      })),
      isChosen: (id) => id === me.id,
      onChoose: (id) => desk.actAs(id),
    }),
  );
  const theme = element(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": "Light or dark",
      title: "Light or dark",
      "data-go": "theme",
      onclick: toggleTheme,
    },
    icon("moon"),
  );
  return element("div", { class: "sidebar-foot" }, button, theme);
}
