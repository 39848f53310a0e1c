/** A list of messages that redraws only the rows that changed and stays with the latest while new ones come. */
import type { Desk } from "./desk.ts";
import { element, icon } from "./element.ts";
import { rowView } from "./message-view.ts";
import type { Row } from "./timeline.ts";

export type ListView = {
  root: HTMLElement;
  /** Draws the rows; another `place` than before starts anew, at the end of the list. */
  show: (rows: Row[], place: string, label: string) => void;
};

type Drawn = { row: Row; mark: string; node: HTMLElement };

/** Closer to the end than this counts as at the end. */
const NEAR_END_PX = 80;

export function createList(
  desk: Desk,
  inThread: boolean,
  intro: () => HTMLElement | undefined,
): ListView {
  const list = element("div", { role: "log", class: "rows", tabindex: 0 });
  const toEnd = element(
    "button",
    {
      type: "button",
      class: "to-end",
      hidden: true,
      onclick: () => list.scrollTo({ top: list.scrollHeight }),
    },
    icon("down"),
    "Latest messages",
  );
  const root = element("div", { class: "list" }, list, toEnd);
  let drawn = new Map<string, Drawn>();
  let place = "";
  let isFollowing = true;
  let followedTo = 0;
  list.addEventListener("scroll", () => {
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END_PX;
    isFollowing = isAtEnd || Math.abs(list.scrollTop - followedTo) < 2;
    toEnd.hidden = isFollowing;
  });
  // Pictures and previews that load later make the list grow.
  const stick = () => {
    if (isFollowing) {
      list.scrollTo({ top: restOf(list) });
      followedTo = list.scrollTop;
    }
  };
  const observer = new ResizeObserver(stick);
  observer.observe(list);
  list.addEventListener("load", stick, true);
  const show = (rows: Row[], nextPlace: string, label: string) => {
    if (nextPlace !== place) {
      drawn = new Map();
      place = nextPlace;
      isFollowing = true;
    }
    list.setAttribute("aria-label", label);
    drawn = redraw(list, rows, drawn, desk, inThread, intro);
    stick();
  };
  return { root, show };
}

/** Where a reader wants to be: at the end, or at the beginning of a last message that is longer than the view. */
function restOf(list: HTMLElement): number {
  const last = list.lastElementChild?.getBoundingClientRect();
  if (!last || last.height <= list.clientHeight) {
    return list.scrollHeight;
  }
  return list.scrollTop + last.top - list.getBoundingClientRect().top;
}

function redraw(
  list: HTMLElement,
  rows: Row[],
  before: Map<string, Drawn>,
  desk: Desk,
  inThread: boolean,
  intro: () => HTMLElement | undefined,
): Map<string, Drawn> {
  const after = new Map<string, Drawn>();
  for (const row of rows) {
    const mark = markOf(row);
    const known = before.get(row.key);
    const isSame = known !== undefined && known.mark === mark && isSameContent(known.row, row);
    after.set(row.key, { row, mark, node: isSame ? known.node : rowView(row, desk, inThread) });
  }
  const head = before.size === 0 ? intro() : list.querySelector<HTMLElement>(".intro");
  const nodes = [...(head ? [head] : []), ...[...after.values()].map(({ node }) => node)];
  const wanted = new Set<Node>(nodes);
  for (const child of [...list.childNodes].filter((node) => !wanted.has(node))) {
    child.remove();
  }
  // Nodes that stay are not moved, so focus and open menus stay with them.
  nodes.forEach((node, at) => {
    if (list.childNodes[at] !== node) {
      list.insertBefore(node, list.childNodes[at] ?? null);
    }
  });
  return after;
}

function isSameContent(before: Row, after: Row): boolean {
  return before.kind !== "message" || after.kind !== "message" || before.message === after.message;
}

/** What besides the message decides how a row looks. */
function markOf(row: Row): string {
  switch (row.kind) {
    case "message":
      return `${row.isCompact} ${row.replies?.count} ${row.replies?.lastTs}`;
    case "day":
      return row.label;
    case "count":
      return String(row.count);
    case "new":
    case "notice":
      return row.kind;
  }
}
