/** The quick way to any place: Ctrl+K. */

import { type Desk, goTo } from "./desk.ts";
import { openDialog } from "./dialog.ts";
import { element, fill } from "./element.ts";
import { appChannel, openHome } from "./sidebar.ts";
import { channelTitle } from "./timeline.ts";

type Target = { label: string; hint: string; go: () => void };

export function openSwitcher(desk: Desk): void {
  const targets = targetsOf(desk);
  const list = element("div", {
    role: "listbox",
    id: "switcher-list",
    "aria-label": "Places",
    class: "menu-list",
  });
  const field = element("input", {
    type: "text",
    class: "entry",
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": "switcher-list",
    "aria-label": "Find a channel or person",
    placeholder: "Find a channel or person",
    autofocus: true,
  });
  const { close } = openDialog({ title: "Go to", kind: "switcher" }, field, list);
  let active = 0;
  const found = () =>
    targets.filter(({ label }) => label.toLowerCase().includes(field.value.toLowerCase()));
  const choose = (target: Target | undefined) => {
    if (target) {
      close();
      target.go();
    }
  };
  const draw = () => {
    const rows = found().map((target, at) =>
      element(
        "div",
        {
          role: "option",
          id: `switcher-${at}`,
          class: at === active ? "menu-option is-active" : "menu-option",
          "aria-selected": String(at === active),
          onclick: () => choose(target),
        },
        element("span", { class: "menu-label" }, target.label),
        element("span", { class: "menu-hint" }, target.hint),
      ),
    );
    fill(
      list,
      ...(rows.length > 0 ? rows : [element("div", { class: "menu-none" }, "No results")]),
    );
    field.setAttribute("aria-activedescendant", `switcher-${active}`);
  };
  field.addEventListener("input", () => {
    active = 0;
    draw();
  });
  field.addEventListener("keydown", (event) => {
    const size = Math.max(1, found().length);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      active = (active + (event.key === "ArrowDown" ? 1 : -1) + size) % size;
      draw();
      event.preventDefault();
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(found()[active]);
    }
  });
  draw();
}

function targetsOf(desk: Desk): Target[] {
  const state = desk.state();
  const app = appChannel(state);
  const places = state.channels.map((channel) => ({
    label: channelTitle(channel, state.users, state.me.id),
    hint: channel === app ? "Messages with the app" : channel.topic,
    go: () => goTo(desk, channel.id),
  }));
  const people = state.users
    .filter(({ id, isBot }) => !isBot && id !== state.me.id)
    .map(({ id, realName }) => ({
      label: `Act as ${realName}`,
      hint: "Change person",
      go: () => desk.actAs(id),
    }));
  return [
    ...places,
    { label: "App Home", hint: "What the app can do", go: () => openHome(desk) },
    ...(state.aws ? [awsTarget(desk)] : []),
    ...people,
  ];
}

function awsTarget(desk: Desk): Target {
  const go = () => desk.tell({ kind: "aws-panel", isOpen: true });
  return { label: "Local AWS", hint: "Break it, watch it, let something happen", go };
}
