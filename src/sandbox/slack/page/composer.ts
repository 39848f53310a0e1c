/** Where a person writes: completion of commands and names, several lines, and the last texts again. */
import { drawChoices } from "./choices-view.ts";
import { type Choice, type Completion, complete, toDeed } from "./completion.ts";
import type { Desk } from "./desk.ts";
import { element, fill, icon } from "./element.ts";

export type Composer = {
  root: HTMLElement;
  /** Where it writes to, with what it says while it is empty. */
  show: (where: { channel: string; threadTs?: string | undefined }, label: string) => void;
  focus: () => void;
};

const REMEMBERED = 50;
let count = 0;

export function createComposer(desk: Desk): Composer {
  count += 1;
  const listId = `choices-${count}`;
  const list = element("div", {
    role: "listbox",
    id: listId,
    class: "completion",
    hidden: true,
    "aria-label": "Suggestions",
  });
  const field = element("textarea", {
    rows: 1,
    class: "composer-field",
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": listId,
    "aria-multiline": "true",
    spellcheck: "false",
    autocomplete: "off",
  });
  const send = element(
    "button",
    { type: "button", class: "send", "aria-label": "Send", disabled: true },
    icon("send"),
  );
  const hint = element("div", { class: "composer-hint" });
  fill(
    hint,
    element("kbd", {}, "/"),
    " commands  ",
    element("kbd", {}, "@"),
    " people  ",
    element("kbd", {}, "Shift+Enter"),
    " new line",
  );
  const box = element(
    "div",
    { class: "composer-box" },
    field,
    element("div", { class: "composer-foot" }, hint, send),
  );
  const root = element("div", { class: "composer" }, list, box);
  const pen = createPen(desk, { field, list, send });
  send.addEventListener("click", () => void pen.submit());
  field.addEventListener("input", () => pen.typed());
  field.addEventListener("click", () => pen.typed());
  field.addEventListener("blur", () => pen.close());
  field.addEventListener("keydown", (event) => pen.key(event));
  return { root, show: pen.show, focus: () => field.focus() };
}

type Parts = { field: HTMLTextAreaElement; list: HTMLElement; send: HTMLButtonElement };
type Where = { channel: string; threadTs?: string | undefined };

function createPen(desk: Desk, parts: Parts) {
  const { field } = parts;
  const drafts = new Map<string, string>();
  const past = createPast();
  const offers = createOffers(desk, parts);
  let where: Where = { channel: "" };
  const submit = async () => {
    const text = field.value;
    if (text.trim() === "") {
      return;
    }
    const place = where;
    past.keep(text);
    write(parts, "");
    offers.close();
    const isSent = await sendText(desk, text, place);
    if (!isSent && field.value === "" && placeKey(place) === placeKey(where)) {
      write(parts, text);
    }
  };
  const recall = (by: number): boolean => {
    const text = past.recall(field.value, by);
    if (text !== undefined) {
      write(parts, text);
    }
    return text !== undefined;
  };
  const show = (next: Where, label: string) => {
    if (placeKey(next) !== placeKey(where)) {
      drafts.set(placeKey(where), field.value);
      write(parts, drafts.get(placeKey(next)) ?? "");
      offers.close();
    }
    where = next;
    field.placeholder = label;
    field.setAttribute("aria-label", label);
  };
  const key = (event: KeyboardEvent) => {
    const send = () => void submit();
    if (offers.key(event, send) || plainKey(event, { recall, submit: send })) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  return { show, key, typed: offers.typed, close: offers.close, submit };
}

function placeKey({ channel, threadTs = "" }: Where): string {
  return `${channel} ${threadTs}`;
}

/** Puts a text into the field. */
function write({ field, send }: Parts, text: string, cursor = text.length): void {
  field.value = text;
  field.setSelectionRange(cursor, cursor);
  send.disabled = text.trim() === "";
  grow(field);
}

/** The last texts, newest first, for the arrow keys. */
function createPast() {
  const texts: string[] = [];
  let back = 0;
  return {
    keep: (text: string) => {
      texts.splice(
        0,
        texts.length,
        ...[text, ...texts.filter((old) => old !== text)].slice(0, REMEMBERED),
      );
      back = 0;
    },
    /** An older (1) or a newer (-1) text, while nothing else is being written. */
    recall: (written: string, by: number): string | undefined => {
      back = back > 0 && written === texts[back - 1] ? back : 0;
      const next = back + by;
      if ((written !== "" && back === 0) || next < 0 || next > texts.length) {
        return undefined;
      }
      back = next;
      return texts[back - 1] ?? "";
    },
  };
}

/** The suggestions above the field. */
function createOffers(desk: Desk, parts: Parts) {
  const { field, list } = parts;
  let offer: Completion | undefined;
  let active = 0;
  const draw = () => drawChoices(list, field, offer, active, pick);
  const close = () => {
    offer = undefined;
    draw();
  };
  function pick(choice: Choice): void {
    if (offer) {
      const before = field.value.slice(0, offer.from) + choice.text;
      write(parts, before + field.value.slice(offer.to).replace(/^ /, ""), before.length);
    }
    close();
    field.focus();
  }
  const typed = () => {
    parts.send.disabled = field.value.trim() === "";
    grow(field);
    offer = complete(field.value, field.selectionStart, desk.state());
    active = 0;
    draw();
  };
  const move = (to: number) => {
    active = to;
    draw();
  };
  const key = (event: KeyboardEvent, submit: () => void): boolean =>
    offer !== undefined && choiceKey(event, offer, active, { move, pick, close, submit });
  return { typed, close, key };
}

async function sendText(desk: Desk, text: string, place: Where): Promise<boolean> {
  const deed = toDeed(text, place, desk.state());
  if ("refusal" in deed) {
    const thread = place.threadTs === undefined ? {} : { threadTs: place.threadTs };
    desk.tell({ kind: "notice", channel: place.channel, text: deed.refusal, ...thread });
    return false;
  }
  return (await desk.act(deed)).ok;
}

/** The field is as tall as its text, up to the limit of the style sheet. */
function grow(field: HTMLTextAreaElement): void {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

type ChoiceActs = {
  move: (to: number) => void;
  pick: (choice: Choice) => void;
  close: () => void;
  submit: () => void;
};

function choiceKey(
  event: KeyboardEvent,
  offer: Completion,
  active: number,
  acts: ChoiceActs,
): boolean {
  const size = offer.choices.length;
  const chosen = offer.choices[active];
  if (event.isComposing || event.shiftKey) {
    return false;
  }
  switch (event.key) {
    case "ArrowDown":
    case "ArrowUp":
      acts.move((active + (event.key === "ArrowDown" ? 1 : -1) + size) % size);
      return true;
    case "Tab":
    case "Enter": {
      const typed = event.target instanceof HTMLTextAreaElement ? event.target.value : "";
      // A command that is written out in full is sent, not completed once more.
      if (event.key === "Enter" && offer.choices.some(({ text }) => text.trim() === typed.trim())) {
        acts.submit();
      } else if (chosen) {
        acts.pick(chosen);
      }
      return true;
    }
    case "Escape":
      acts.close();
      return true;
    default:
      return false;
  }
}

function plainKey(
  event: KeyboardEvent,
  acts: { recall: (by: number) => boolean; submit: () => void },
): boolean {
  if (event.isComposing) {
    return false;
  }
  if (event.key === "Enter" && !event.shiftKey) {
    acts.submit();
    return true;
  }
  const steps: Record<string, number> = { ArrowUp: 1, ArrowDown: -1 };
  const by = steps[event.key];
  return by !== undefined && !event.shiftKey && acts.recall(by);
}
