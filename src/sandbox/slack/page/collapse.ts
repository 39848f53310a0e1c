/** Long content is shown in part, with "Show more" below it. */
import { element } from "./element.ts";

/** The content itself when it is short; else its beginning and a button that opens the rest. */
export function collapsible(
  content: HTMLElement,
  isLong: boolean,
  more = "Show more",
): HTMLElement {
  if (!isLong) {
    return content;
  }
  const folded = element("div", { class: "folded" }, content);
  const onclick = () => {
    const isOpen = folded.classList.toggle("is-open");
    button.textContent = isOpen ? "Show less" : more;
    button.setAttribute("aria-expanded", String(isOpen));
  };
  const button = element(
    "button",
    { type: "button", class: "link-button fold-button", "aria-expanded": "false", onclick },
    more,
  );
  return element("div", { class: "fold" }, folded, button);
}
