/** The question that some controls ask before they do their work. */
import { askToConfirm } from "./dialog.ts";
import { textView } from "./inline-view.ts";
import { type Fields, fieldsIn, fieldsOf, labelIn } from "./reading.ts";
import type { Place } from "./scene.ts";

/** Does it at once, or after the question that the control asks first. */
export function confirmed(control: Fields, place: Place, act: () => void): void {
  const confirm = fieldsIn(control, "confirm");
  if (!confirm) {
    act();
    return;
  }
  askToConfirm(
    {
      title: labelIn(confirm, "title") || "Are you sure?",
      text: textView(fieldsOf(confirm.text), place.scene),
      confirm: labelIn(confirm, "confirm") || "Yes",
      deny: labelIn(confirm, "deny") || "Cancel",
      isDanger: confirm.style === "danger",
    },
    act,
  );
}
