/** Draws checkboxes and radio buttons. */
import { element } from "./element.ts";
import { textView } from "./inline-view.ts";
import { type Fields, fieldsIn, fieldsOf, listIn, textIn } from "./reading.ts";
import { actionIdOf, entryOf, type FormEntry, type Place, useControl } from "./scene.ts";

let count = 0;

/** Checkboxes or radio buttons, or undefined when the element is of another kind. */
export function choiceControl(control: Fields, place: Place): HTMLElement | undefined {
  const kind = textIn(control, "type");
  if (kind !== "checkboxes" && kind !== "radio_buttons") {
    return undefined;
  }
  count += 1;
  const isMulti = kind === "checkboxes";
  const options = listIn(control, "options");
  const chosen = new Set(
    chosenIn(entryOf(control, place, initialEntry(control, kind))).map((option) =>
      textIn(option, "value"),
    ),
  );
  const entry = (): FormEntry => {
    const picked = options.filter((option) => chosen.has(textIn(option, "value")));
    return isMulti
      ? { type: kind, selected_options: picked }
      : { type: kind, selected_option: picked[0] ?? null };
  };
  const choose = (value: string, isChecked: boolean) => {
    if (!isMulti) {
      chosen.clear();
    }
    if (isChecked) {
      chosen.add(value);
    } else {
      chosen.delete(value);
    }
    useControl(control, place, entry());
  };
  const name = `choice-${count}`;
  const rows = options.map((option) => {
    const value = textIn(option, "value");
    const input = element("input", {
      type: isMulti ? "checkbox" : "radio",
      name,
      checked: chosen.has(value),
      onchange: () => choose(value, input.checked),
    });
    return optionView(option, input, place);
  });
  return element(
    "div",
    {
      class: "choices",
      role: isMulti ? "group" : "radiogroup",
      "aria-labelledby": place.labelId,
      "data-action": actionIdOf(control, place),
    },
    ...rows,
  );
}

function initialEntry(control: Fields, kind: string): FormEntry {
  return kind === "checkboxes"
    ? { type: kind, selected_options: listIn(control, "initial_options") }
    : { type: kind, selected_option: fieldsIn(control, "initial_option") ?? null };
}

function chosenIn(entry: FormEntry): Fields[] {
  const one = fieldsIn(entry, "selected_option");
  return one ? [one] : listIn(entry, "selected_options");
}

function optionView(option: Fields, input: HTMLInputElement, place: Place): HTMLElement {
  const description = fieldsIn(option, "description");
  return element(
    "label",
    { class: "choice" },
    input,
    element(
      "span",
      {},
      ...textView(fieldsOf(option.text), place.scene),
      description && element("small", {}, ...textView(description, place.scene)),
    ),
  );
}
