/** Draws interactive elements: buttons and overflow menus here, the others by their kind. */
import { choiceControl } from "./choice-controls.ts";
import { confirmed } from "./confirm.ts";
import { element, icon } from "./element.ts";
import { entryControl } from "./entry-controls.ts";
import { followable } from "./inline.ts";
import { plainTextView } from "./inline-view.ts";
import { openMenu } from "./menu.ts";
import { type Fields, fieldsOf, labelIn, listIn, textIn } from "./reading.ts";
import { unsupported } from "./rich-text-view.ts";
import { actionIdOf, type Place } from "./scene.ts";
import { selectControl } from "./select-controls.ts";

/** An interactive element of any kind. */
export function controlView(control: Fields, place: Place): HTMLElement {
  const kind = textIn(control, "type");
  if (kind === "button" || kind === "workflow_button") {
    return buttonView(control, place);
  }
  if (kind === "overflow") {
    return overflowView(control, place);
  }
  return (
    selectControl(control, place) ??
    choiceControl(control, place) ??
    entryControl(control, place) ??
    unsupported("element", kind)
  );
}

function buttonView(control: Fields, place: Place): HTMLElement {
  const style = textIn(control, "style");
  const url = followable(textIn(control, "url"));
  const press = () => {
    if (url) {
      window.open(url, "_blank", "noopener,noreferrer");
    }
    place.scene.press({
      type: "button",
      action_id: actionIdOf(control, place),
      block_id: place.blockId,
      text: control.text,
      ...(control.value === undefined ? {} : { value: control.value }),
    });
  };
  return element(
    "button",
    {
      type: "button",
      class: `button ${style === "primary" || style === "danger" ? style : ""}`,
      "aria-label": textIn(control, "accessibility_label") || undefined,
      "data-action": actionIdOf(control, place),
      onclick: () => confirmed(control, place, press),
    },
    ...plainTextView(fieldsOf(control.text)),
  );
}

function overflowView(control: Fields, place: Place): HTMLElement {
  const options = listIn(control, "options");
  const press = (option: Fields) => {
    const url = followable(textIn(option, "url"));
    if (url) {
      window.open(url, "_blank", "noopener,noreferrer");
    }
    place.scene.press({
      type: "overflow",
      action_id: actionIdOf(control, place),
      block_id: place.blockId,
      selected_option: option,
    });
  };
  const button = element(
    "button",
    {
      type: "button",
      class: "button overflow",
      "aria-label": "More",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "data-action": actionIdOf(control, place),
      onclick: () =>
        openMenu(button, {
          label: "More",
          options: options.map((option, at) => ({
            id: String(at),
            label: plainTextView(fieldsOf(option.text)),
            text: labelIn(option, "text"),
            hint: labelIn(option, "description") || undefined,
          })),
          onChoose: (id) => confirmed(control, place, () => press(options[Number(id)] ?? {})),
        }),
    },
    icon("more"),
  );
  return button;
}
