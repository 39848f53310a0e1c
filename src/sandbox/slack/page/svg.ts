/** Makes parts of inline drawings. Colours come from classes: the page allows no styles of its own beside its sheets. */

const SPACE = "http://www.w3.org/2000/svg";

type Attributes = Record<string, string | number | undefined>;

/** An element of a drawing with attributes and children; a text child becomes a text node. */
export function drawn(
  tag: string,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): SVGElement {
  const made = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) {
      made.setAttribute(name, String(value));
    }
  }
  made.append(...children);
  return made;
}

/** A number without more decimals than a screen can show. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
