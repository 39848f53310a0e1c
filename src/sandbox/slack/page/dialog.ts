/** Dialogs over the page. The browser's own <dialog> keeps the focus inside, gives it back, and closes on Escape. */
import { type Child, element, fill, icon } from "./element.ts";

let count = 0;

export type OpenDialog = { dialog: HTMLDialogElement; close: () => void };

/** Opens a dialog; `onClose` is told when the person leaves it by Escape or its ×, not on `close()`. */
export function openDialog(
  {
    title,
    kind,
    onClose,
  }: { title: string; kind: "modal" | "confirm" | "switcher" | "picture"; onClose?: () => void },
  ...children: Child[]
): OpenDialog {
  count += 1;
  const titleId = `dialog-title-${count}`;
  const dialog = element("dialog", { class: `dialog dialog-${kind}`, "aria-labelledby": titleId });
  const close = () => {
    dialog.close();
    dialog.remove();
  };
  const leave = () => {
    close();
    onClose?.();
  };
  dialog.addEventListener("cancel", (event) => {
    // A field for a file would send a cancel of its own up here.
    if (event.target === dialog) {
      event.preventDefault();
      leave();
    }
  });
  dialog.addEventListener("mousedown", (event) => {
    if (event.target === dialog && kind !== "modal") {
      leave();
    }
  });
  const exit = element(
    "button",
    { type: "button", class: "icon-button", "aria-label": "Close", onclick: leave },
    icon("close"),
  );
  const head = element("header", {}, element("h2", { id: titleId }, title), exit);
  fill(dialog, element("div", { class: "dialog-box" }, head, ...children));
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, close };
}

/** The question that Slack asks before a control with `confirm` does its work. */
export function askToConfirm(
  texts: { title: string; text: Child[]; confirm: string; deny: string; isDanger: boolean },
  onConfirm: () => void,
): void {
  const { title, text, isDanger } = texts;
  const confirm = element(
    "button",
    {
      type: "button",
      class: isDanger ? "button danger-filled" : "button primary",
      autofocus: true,
    },
    texts.confirm,
  );
  const deny = element("button", { type: "button", class: "button" }, texts.deny);
  const body = element("div", { class: "dialog-body" }, ...text);
  const foot = element("footer", {}, deny, confirm);
  const { close } = openDialog({ title, kind: "confirm" }, body, foot);
  deny.addEventListener("click", close);
  confirm.addEventListener("click", () => {
    close();
    onConfirm();
  });
}
