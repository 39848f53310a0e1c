/** The list that opens under a button: for selects, overflow menus and "More actions". */
import { type Child, element, fill, present } from "./element.ts";

export type MenuOption = {
  id: string;
  label: Child[];
  /** What typing is compared with. */
  text: string;
  hint?: string | undefined;
  group?: string | undefined;
};

export type Menu = {
  options: MenuOption[];
  label: string;
  isChosen?: (id: string) => boolean;
  /** Stays open after a choice. */
  isMulti?: boolean;
  onChoose: (id: string) => void;
};

const FILTER_FROM = 8;
let closeOpenMenu: (() => void) | undefined;
let count = 0;

/** Opens the menu at its button; it closes on Escape, on a choice, and when something else is pressed. */
export function openMenu(anchor: HTMLElement, menu: Menu): void {
  closeOpenMenu?.();
  count += 1;
  const listId = `menu-${count}`;
  const list = element("div", {
    role: "listbox",
    id: listId,
    "aria-label": menu.label,
    class: "menu-list",
  });
  const filter = element("input", {
    type: "text",
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": listId,
    "aria-label": `Search: ${menu.label}`,
    placeholder: "Search",
    class: menu.options.length >= FILTER_FROM ? "menu-filter" : "visually-hidden",
  });
  const popup = element("div", { class: "menu", popover: "manual" }, filter, list);
  const shown = { options: menu.options, active: 0 };
  const redraw = () => drawOptions(list, filter, menu, shown, choose);
  const close = () => {
    closeOpenMenu = undefined;
    removeEventListener("pointerdown", onOutside, true);
    popup.remove();
    anchor.setAttribute("aria-expanded", "false");
    anchor.focus();
  };
  const onOutside = (event: Event) => {
    if (!(event.target instanceof Node && popup.contains(event.target))) {
      close();
    }
  };
  function choose(id: string): void {
    if (!menu.isMulti) {
      close();
    }
    menu.onChoose(id);
    redraw();
  }
  filter.addEventListener("input", () => {
    const wanted = filter.value.toLowerCase();
    shown.options = menu.options.filter(({ text }) => text.toLowerCase().includes(wanted));
    shown.active = 0;
    redraw();
  });
  filter.addEventListener("keydown", (event) => onKey(event, shown, redraw, choose, close));
  shown.active = Math.max(
    0,
    menu.options.findIndex(({ id }) => menu.isChosen?.(id)),
  );
  // A press on an option leaves the focus, and with it the keys, in the field.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  // Inside a dialog everything else is out of reach, so the menu goes where its button is.
  (anchor.closest("dialog") ?? document.body).append(popup);
  popup.showPopover();
  anchor.setAttribute("aria-expanded", "true");
  redraw();
  placeAt(popup, anchor);
  filter.focus();
  addEventListener("pointerdown", onOutside, true);
  closeOpenMenu = close;
}

type Shown = { options: MenuOption[]; active: number };

function drawOptions(
  list: HTMLElement,
  filter: HTMLElement,
  menu: Menu,
  shown: Shown,
  choose: (id: string) => void,
): void {
  let group: string | undefined;
  const rows = shown.options.flatMap((option, at) => {
    const head =
      option.group !== group && option.group !== undefined
        ? element("div", { class: "menu-group", role: "presentation" }, option.group)
        : undefined;
    group = option.group;
    const id = `${list.id}-${at}`;
    const row = element(
      "div",
      {
        role: "option",
        id,
        "aria-selected": String(menu.isChosen?.(option.id) ?? false),
        class: at === shown.active ? "menu-option is-active" : "menu-option",
        onclick: () => choose(option.id),
      },
      element("span", { class: "menu-label" }, ...option.label),
      option.hint ? element("span", { class: "menu-hint" }, option.hint) : undefined,
    );
    return present([head, row]);
  });
  fill(list, ...(rows.length > 0 ? rows : [element("div", { class: "menu-none" }, "No results")]));
  filter.setAttribute("aria-activedescendant", `${list.id}-${shown.active}`);
  list.querySelector(".is-active")?.scrollIntoView({ block: "nearest" });
}

function onKey(
  event: KeyboardEvent,
  shown: Shown,
  redraw: () => void,
  choose: (id: string) => void,
  close: () => void,
): void {
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
  const move = steps[event.key];
  if (move !== undefined && shown.options.length > 0) {
    shown.active = (shown.active + move + shown.options.length) % shown.options.length;
    redraw();
  } else if (event.key === "Enter") {
    const option = shown.options[shown.active];
    if (option) {
      choose(option.id);
    }
  } else if (event.key === "Escape" || event.key === "Tab") {
    close();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

function placeAt(popup: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const size = popup.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, innerWidth - size.width - 8));
  const isBelow = at.bottom + size.height + 8 < innerHeight || at.top < size.height + 8;
  const top = isBelow
    ? Math.min(at.bottom + 4, innerHeight - size.height - 8)
    : at.top - size.height - 4;
  popup.style.left = `${left}px`;
  popup.style.top = `${Math.max(8, top)}px`;
}
