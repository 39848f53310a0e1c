/** Draws what is typed or picked: texts, numbers, addresses, dates and times. */
import { element } from "./element.ts";
import { type Fields, fieldsOf, labelIn, textIn } from "./reading.ts";
import { actionIdOf, entryOf, type FormEntry, type Place, useControl } from "./scene.ts";

/** How a kind of element is typed: the browser's input, and where Slack puts what was entered. */
type Kind = { input: string; key: string; initial: string };

const KINDS: Record<string, Kind> = {
  plain_text_input: { input: "text", key: "value", initial: "initial_value" },
  email_text_input: { input: "email", key: "value", initial: "initial_value" },
  url_text_input: { input: "url", key: "value", initial: "initial_value" },
  number_input: { input: "number", key: "value", initial: "initial_value" },
  datepicker: { input: "date", key: "selected_date", initial: "initial_date" },
  timepicker: { input: "time", key: "selected_time", initial: "initial_time" },
  datetimepicker: {
    input: "datetime-local",
    key: "selected_date_time",
    initial: "initial_date_time",
  },
};

/** A field, or undefined when the element is of another kind. */
export function entryControl(control: Fields, place: Place): HTMLElement | undefined {
  const type = textIn(control, "type");
  const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  if (!kind) {
    return undefined;
  }
  const initial = textIn(control, kind.initial);
  const entry = entryOf(control, place, toEntry(type, kind, initial));
  const isLong = type === "plain_text_input" && control.multiline === true;
  const attributes = {
    class: "entry",
    placeholder: labelIn(control, "placeholder") || undefined,
    "aria-labelledby": place.labelId,
    "aria-label": place.labelId ? undefined : labelIn(control, "placeholder") || "Text",
    maxlength: textIn(control, "max_length") || undefined,
    min: textIn(control, "min_value") || undefined,
    max: textIn(control, "max_value") || undefined,
    step: control.is_decimal_allowed === true ? "any" : undefined,
    autofocus: control.focus_on_load === true,
    "data-action": actionIdOf(control, place),
  };
  const field = isLong
    ? element("textarea", { ...attributes, rows: 4 })
    : element("input", { ...attributes, type: kind.input });
  field.value = toShown(type, textIn(entry, kind.key));
  wire(field, control, place, () => toEntry(type, kind, fromShown(type, field.value)));
  return field;
}

function toEntry(type: string, kind: Kind, value: string): FormEntry {
  const isMoment = type === "datetimepicker";
  return { type, [kind.key]: value === "" ? null : isMoment ? Number(value) : value };
}

/** A datetimepicker speaks in seconds since 1970, the browser's field in local time. */
function toShown(type: string, value: string): string {
  if (type !== "datetimepicker" || value === "") {
    return value;
  }
  const at = new Date(Number(value) * 1000);
  return Number.isNaN(at.getTime())
    ? ""
    : new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function fromShown(type: string, shown: string): string {
  return type === "datetimepicker" && shown !== ""
    ? String(Math.floor(new Date(shown).getTime() / 1000))
    : shown;
}

/** Notes every key, and tells the app when it asked to hear: on Enter, on each character, or on a pick. */
function wire(
  field: HTMLInputElement | HTMLTextAreaElement,
  control: Fields,
  place: Place,
  entry: () => FormEntry,
): void {
  const isTyped = !textIn(control, "type").endsWith("picker");
  const config = fieldsOf(control.dispatch_action_config).trigger_actions_on;
  const triggers: unknown[] = Array.isArray(config) ? config : ["on_enter_pressed"];
  const note = (isDispatching: boolean) =>
    useControl(control, { ...place, isDispatching: place.isDispatching && isDispatching }, entry());
  field.addEventListener("input", () => note(isTyped && triggers.includes("on_character_entered")));
  field.addEventListener("change", () => note(!isTyped));
  field.addEventListener("keydown", (event) => {
    const isEnter = event instanceof KeyboardEvent && event.key === "Enter";
    if (isEnter && isTyped && place.isDispatching && triggers.includes("on_enter_pressed")) {
      event.preventDefault();
      note(true);
    }
  });
}
