/** The modal that the app opens, and the App Home: views with blocks and, in a modal, a form to send. */
import type { ConsoleView } from "../console-protocol.ts";
import { blocksView } from "./block-view.ts";
import { type Desk, toScene } from "./desk.ts";
import { type OpenDialog, openDialog } from "./dialog.ts";
import { element, fill } from "./element.ts";
import { type Fields, fieldsOf, labelIn, listIn, textIn } from "./reading.ts";
import type { Form } from "./scene.ts";

/** Draws the app's modal; given the state's `modal` at each change. */
export function createModal(desk: Desk): (view: ConsoleView | undefined) => void {
  let open: (OpenDialog & { id: string }) | undefined;
  let shown: ConsoleView | undefined;
  let form: Form = {};
  return (view) => {
    if (view === shown) {
      return;
    }
    if (view === undefined || view.id !== shown?.id) {
      form = {};
    }
    shown = view;
    const scrolled = open?.dialog.querySelector(".dialog-body")?.scrollTop ?? 0;
    const focused = focusedControl(open?.dialog);
    open?.close();
    open = view && { ...openView(desk, view, form), id: view.id };
    if (open) {
      restore(open.dialog, focused, scrolled, view?.errors);
    }
  };
}

function focusedControl(dialog: HTMLElement | undefined): string | undefined {
  const active = document.activeElement;
  return dialog?.contains(active) ? (active?.getAttribute("data-action") ?? undefined) : undefined;
}

/** After a redraw the focus goes to the first error, else to where it was. */
function restore(
  dialog: HTMLElement,
  focused: string | undefined,
  scrolled: number,
  errors: Record<string, string> | undefined,
): void {
  const body = dialog.querySelector(".dialog-body");
  const control = ".entry, .select, input, textarea, button";
  const wrong = errors && dialog.querySelector(".has-error")?.querySelector<HTMLElement>(control);
  const same =
    focused && dialog.querySelector<HTMLElement>(`[data-action="${CSS.escape(focused)}"]`);
  const first = body?.querySelector<HTMLElement>("[autofocus], .entry, .select, .choices input");
  const target = wrong || same || first;
  target?.focus();
  if (body && !wrong) {
    body.scrollTop = scrolled;
  }
}

function openView(desk: Desk, view: ConsoleView, form: Form): OpenDialog {
  const scene = toScene(desk, { kind: "view", viewId: view.id }, form, view.errors ?? {});
  const fields = fieldsOf(view.view);
  const blocks = Array.isArray(fields.blocks) ? fields.blocks : [];
  const trouble = element("div", { class: "dialog-trouble", role: "alert", hidden: true });
  const body = element("div", { class: "dialog-body blocks" }, ...blocksView(blocks, scene));
  const close = () => void desk.act({ act: "close", viewId: view.id });
  const cancel = element(
    "button",
    { type: "button", class: "button", onclick: close },
    labelIn(fields, "close") || "Cancel",
  );
  const submitText = labelIn(fields, "submit");
  const submit = element("button", { type: "submit", class: "button primary" }, submitText);
  const sheet = element(
    "form",
    { class: "dialog-form", novalidate: true },
    body,
    trouble,
    element("footer", {}, cancel, submitText !== "" && submit),
  );
  sheet.addEventListener("submit", (event) => {
    event.preventDefault();
    void submitView(desk, view, form, { sheet, submit, trouble });
  });
  return openDialog(
    { title: labelIn(fields, "title") || "App", kind: "modal", onClose: close },
    sheet,
  );
}

async function submitView(
  desk: Desk,
  view: ConsoleView,
  form: Form,
  parts: { sheet: HTMLElement; submit: HTMLButtonElement; trouble: HTMLElement },
): Promise<void> {
  const missing = missingInputs(fieldsOf(view.view), form);
  showErrors(parts.sheet, missing);
  if (Object.keys(missing).length > 0 || parts.submit.disabled) {
    return;
  }
  parts.submit.disabled = true;
  parts.trouble.hidden = true;
  const reply = await desk.act({ act: "submit", viewId: view.id, values: form });
  parts.submit.disabled = false;
  if (!reply.ok) {
    fill(parts.trouble, reply.text);
    parts.trouble.hidden = false;
  }
}

/** Inputs that must be filled in and are not: block id → what to say. */
function missingInputs(view: Fields, form: Form): Record<string, string> {
  const missing: Record<string, string> = {};
  listIn(view, "blocks").forEach((block, at) => {
    const blockId = textIn(block, "block_id") || `block-${at}`;
    const entries = Object.values(form[blockId] ?? {});
    if (block.type === "input" && block.optional !== true && entries.every(isEmpty)) {
      missing[blockId] = "Please complete this required field.";
    }
  });
  return missing;
}

function isEmpty(entry: Fields): boolean {
  return Object.entries(entry)
    .filter(([key]) => key !== "type")
    .every(
      ([, value]) => value === null || value === "" || (Array.isArray(value) && value.length === 0),
    );
}

function showErrors(sheet: HTMLElement, errors: Record<string, string>): void {
  for (const input of sheet.querySelectorAll<HTMLElement>(".input")) {
    const error = errors[input.dataset.block ?? ""];
    input.classList.toggle("has-error", error !== undefined);
    input.querySelector(".input-error")?.remove();
    if (error !== undefined) {
      input.lastElementChild?.prepend(
        element("div", { class: "input-error", role: "alert" }, error),
      );
    }
  }
  sheet
    .querySelector<HTMLElement>(".has-error .entry, .has-error .select, .has-error input")
    ?.focus();
}

/** Draws the App Home. */
export function homeView(desk: Desk, view: ConsoleView | undefined): HTMLElement {
  if (!view) {
    const text = desk.state().isAppConnected
      ? "Opening the app’s home …"
      : "The app is not connected, so its home cannot be shown.";
    return element("div", { class: "home home-empty" }, text);
  }
  const scene = toScene(desk, { kind: "view", viewId: view.id }, {});
  const blocks = view.view.blocks;
  return element(
    "div",
    { class: "home blocks" },
    ...blocksView(Array.isArray(blocks) ? blocks : [], scene),
  );
}
