/** Makes elements. Text only ever enters the page as text nodes, never as HTML. */

export type Child = Node | string | false | undefined;
type Value = string | number | boolean | undefined | ((event: never) => void);

/**
 * An element with attributes and children. `on…` functions become listeners, `true` an empty attribute,
 * `false` and `undefined` nothing.
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      made.addEventListener(name.slice(2), value as (event: Event) => void);
    } else if (value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  }
  made.append(...present(children));
  return made;
}

/** The children that are there. */
export function present(children: Child[]): (Node | string)[] {
  return children.filter((child) => child !== undefined && child !== false);
}

/** Puts new children in place of the old ones. */
export function fill(parent: Element, ...children: Child[]): void {
  parent.replaceChildren(...present(children));
}

const PATHS = {
  hash: "M7 3 5.5 17M14.5 3 13 17M3 7.5h15M2 12.5h15",
  close: "M5 5l10 10M15 5 5 15",
  menu: "M3 5h14M3 10h14M3 15h14",
  more: "M10 4.2v.6M10 9.7v.6M10 15.2v.6",
  thread: "M3 4h14v9h-7l-4 4v-4H3z",
  send: "M3 10 17 3.5 12.5 17l-3-5.5z",
  file: "M5 2.5h7l4 4v11H5zM12 2.5v4h4",
  download: "M10 3v9m0 0L6.5 8.5M10 12l3.5-3.5M4 16.5h12",
  moon: "M16 12.5A7 7 0 0 1 7.5 4a6.5 6.5 0 1 0 8.5 8.5z",
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 8a2 2 0 1 0 .01 0",
  people:
    "M7.5 9.5a3 3 0 1 0-.01 0M2.5 17c0-3 2-5 5-5s5 2 5 5M13 9.5a2.6 2.6 0 0 0 .5-5M15 12c1.7.8 2.5 2.5 2.5 5",
  search: "M9 14.5A5.5 5.5 0 1 0 8.99 14.5M13 13l4.5 4.5",
  down: "M5 8l5 5 5-5",
  plug: "M7 3v4M13 3v4M5 7h10v3a5 5 0 0 1-10 0zM10 15v3",
  cloud: "M6 16a3.8 3.8 0 0 1-.4-7.6 4.7 4.7 0 0 1 9-1.1A4.4 4.4 0 0 1 14.4 16z",
  home: "M3 9.5 10 3.5l7 6V17h-5v-4.5H8V17H3z",
} as const;

export type IconName = keyof typeof PATHS;

/** A drawn sign of 20 × 20; screen readers skip it. */
export function icon(name: IconName): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
