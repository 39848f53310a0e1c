/** The console: a page that looks and feels like Slack, over the local Slack that serves it. */
import type { ConsoleSnapshot } from "../console-protocol.ts";
import { parseAddress, toAddress } from "./address.ts";
import { awsBanner } from "./aws-row.ts";
import { createAwsView } from "./aws-view.ts";
import { createChannelView } from "./channel-view.ts";
import type { Deed } from "./completion.ts";
import { follow, type Line, readSnapshot, send } from "./connection.ts";
import type { Desk } from "./desk.ts";
import { element, fill, icon } from "./element.ts";
import { createModal } from "./modal.ts";
import { showSidebar } from "./sidebar.ts";
import { type Happening, type Start, type State, step, toState } from "./state.ts";
import { openSwitcher } from "./switcher.ts";
import { applyTheme } from "./theme.ts";
import { createThreadView } from "./thread-view.ts";
import { channelTitle } from "./timeline.ts";

const READ_KEY = "console.read.";

/** Starts the page in its root element. */
function start(root: HTMLElement): void {
  const address = parseAddress(location.hash);
  let state: State | undefined;
  let line: Line | undefined;
  let draw: ((state: State) => void) | undefined;
  const desk: Desk = {
    state: () => {
      if (!state) {
        throw new Error("The page has no snapshot yet.");
      }
      return state;
    },
    tell: (happening) => {
      const next = state && step(state, happening);
      if (next && next !== state) {
        announce(next, happening);
        state = next;
        keep(next);
        draw?.(next);
      }
    },
    act: (deed) => act(desk, deed),
    nowMs: () => Date.now(),
    actAs: (userId) => connect(userId, { place: state?.place, threadTs: undefined }),
  };
  const onSnapshot = (snapshot: ConsoleSnapshot, first: Start) => {
    const isSamePerson = state?.me.id === snapshot.me.id;
    state =
      isSamePerson && state
        ? step(state, { kind: "loaded", snapshot })
        : toState(snapshot, { ...first, readUpTo: readMarks(snapshot.me.id) });
    keep(state);
    draw ??= createPage(root, desk);
    draw(state);
    if (!isSamePerson && state.place.kind === "home") {
      void act(desk, { act: "open-home" });
    }
  };
  function connect(userId: string, first: Start): void {
    line?.close();
    line = follow(userId, {
      onSnapshot: (snapshot) => onSnapshot(snapshot, first),
      onChange: desk.tell,
      onLive: (isLive) => desk.tell({ kind: "live", isLive }),
    });
  }
  void firstPerson([address.userId, root.dataset.person]).then((userId) =>
    connect(userId, address),
  );
}

const RETRY_MS = 1000;

/** The first of these people that the workspace knows, or whom it takes for nobody in particular; waits for it. */
async function firstPerson(wanted: (string | undefined)[]): Promise<string> {
  for (;;) {
    for (const userId of new Set([...wanted, ""])) {
      const snapshot =
        userId === undefined ? undefined : await readSnapshot(userId).catch(() => undefined);
      if (snapshot) {
        return snapshot.me.id;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

async function act(desk: Desk, deed: Deed): ReturnType<typeof send> {
  const { me, place, channels } = desk.state();
  const reply = await send({ ...deed, user: me.id });
  if (!reply.ok && deed.act !== "submit") {
    const here = place.kind === "channel" ? place.channelId : (channels[0]?.id ?? "");
    const channel = "channel" in deed ? deed.channel : here;
    const thread = "threadTs" in deed && deed.threadTs ? { threadTs: deed.threadTs } : {};
    desk.tell({ kind: "notice", channel, text: reply.text, ...thread });
  }
  return reply;
}

function readMarks(userId: string): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(READ_KEY + userId) ?? "{}") as Record<string, string>;
  } catch {
    return {};
  }
}

function keep({ me, place, threadTs, readUpTo }: State): void {
  localStorage.setItem(READ_KEY + me.id, JSON.stringify(readUpTo));
  const address = toAddress(me.id, place, threadTs);
  if (location.hash !== address) {
    history.replaceState(null, "", address);
  }
}

/** Says to a screen reader what happens outside the list in view, which speaks for itself. */
function announce(state: State, happening: Happening): void {
  const said = document.getElementById("said");
  if (!said || happening.kind !== "message" || happening.message.user === state.me.id) {
    return;
  }
  const { message } = happening;
  const isHere = state.place.kind === "channel" && state.place.channelId === message.channel;
  const channel = state.channels.find(({ id }) => id === message.channel);
  const author = state.users.find(({ id }) => id === message.user)?.realName ?? "Somebody";
  if (!isHere && channel) {
    fill(said, `New message from ${author} in ${channelTitle(channel, state.users, state.me.id)}`);
  }
}

function createPage(root: HTMLElement, desk: Desk): (state: State) => void {
  const sidebar = element("div", { class: "sidebar", id: "sidebar" });
  const closeSidebar = () => root.classList.remove("has-sidebar");
  const channel = createChannelView(desk, () => {
    root.classList.add("has-sidebar");
    sidebar.querySelector<HTMLElement>("button.place")?.focus();
  });
  const thread = createThreadView(desk);
  const aws = createAwsView(desk);
  const banner = element("div", { class: "banner", role: "status", hidden: true });
  const shade = element("div", { class: "shade", onclick: closeSidebar });
  const showModal = createModal(desk);
  fill(
    root,
    banner,
    sidebar,
    shade,
    channel.root,
    thread.root,
    aws.root,
    element("div", { id: "said", class: "visually-hidden", role: "status" }),
  );
  addEventListener("keydown", (event) => {
    if (
      (event.ctrlKey || event.metaKey) &&
      event.key.toLowerCase() === "k" &&
      !document.querySelector("dialog[open]")
    ) {
      event.preventDefault();
      openSwitcher(desk);
    } else if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
      closeSidebar();
      desk.tell({ kind: "closed-thread" });
    }
  });
  let place = "";
  return (state) => {
    showBanner(banner, state);
    showSidebar(sidebar, desk, closeSidebar, () => openSwitcher(desk));
    channel.show();
    thread.show();
    aws.show();
    root.classList.toggle("has-thread", !thread.root.hidden);
    root.classList.toggle("has-aws", !aws.root.hidden);
    showModal(state.modal);
    const nextPlace = `${state.me.id} ${JSON.stringify(state.place)}`;
    if (
      nextPlace !== place &&
      !state.modal &&
      thread.root.hidden &&
      matchMedia("(hover: hover)").matches
    ) {
      channel.focus();
    }
    place = nextPlace;
    showTitle(state);
  };
}

function showBanner(banner: HTMLElement, state: State): void {
  const { isLive, isAppConnected, users, botUserId } = state;
  const name = users.find(({ id }) => id === botUserId)?.name ?? "The app";
  const text = isLive
    ? `${name} is not connected: commands and buttons get no answer until it is.`
    : "The local Slack does not answer. Trying again …";
  if (isLive && isAppConnected) {
    awsBanner(banner, state);
    return;
  }
  banner.hidden = false;
  if (banner.textContent !== text) {
    fill(banner, icon("plug"), text);
  }
}

function showTitle(state: State): void {
  const channel = state.place.kind === "channel" ? state.place.channelId : undefined;
  const found = state.channels.find(({ id }) => id === channel);
  const title = found ? channelTitle(found, state.users, state.me.id) : "App Home";
  document.title = `${title} – ${state.team}`;
}

applyTheme();
const root = document.getElementById("page");
if (root) {
  start(root);
}
