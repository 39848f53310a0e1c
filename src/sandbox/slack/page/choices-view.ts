/** Draws the suggestions above the composer. */
import type { Choice, Completion } from "./completion.ts";
import { element, fill } from "./element.ts";

/** Shows the choices of an offer in the list, or hides it; the field names the active one to screen readers. */
export function drawChoices(
  list: HTMLElement,
  field: HTMLElement,
  offer: Completion | undefined,
  active: number,
  pick: (choice: Choice) => void,
): void {
  const rows = (offer?.choices ?? []).map((choice, at) => {
    const row = element(
      "div",
      {
        role: "option",
        id: `${list.id}-${at}`,
        "aria-selected": String(at === active),
        class: "completion-row",
      },
      element(
        "span",
        {},
        element("span", { class: "completion-label" }, choice.text.trim()),
        choice.label.slice(choice.text.trim().length),
      ),
      element("span", { class: "completion-hint" }, choice.hint),
    );
    // Before the field loses the focus, which would close the list.
    row.addEventListener("mousedown", (event) => {
      event.preventDefault();
      pick(choice);
    });
    return row;
  });
  fill(list, ...rows);
  list.hidden = rows.length === 0;
  field.setAttribute("aria-expanded", String(rows.length > 0));
  if (rows.length > 0) {
    field.setAttribute("aria-activedescendant", `${list.id}-${active}`);
    rows[active]?.scrollIntoView({ block: "nearest" });
  } else {
    field.removeAttribute("aria-activedescendant");
  }
}
