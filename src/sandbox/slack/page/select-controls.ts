/** Draws selects, with one choice or several, from a list of the app or from people and channels. */
import { confirmed } from "./confirm.ts";
import { element, fill, icon } from "./element.ts";
import { plainTextView } from "./inline-view.ts";
import { type MenuOption, openMenu } from "./menu.ts";
import { type Fields, fieldsIn, fieldsOf, labelIn, listIn, textIn, textsIn } from "./reading.ts";
import { actionIdOf, entryOf, type FormEntry, type Place, useControl } from "./scene.ts";

/** How one kind of select names its choices. */
type Source = {
  options: MenuOption[];
  /** Ids of what is chosen at first. */
  initial: string[];
  /** What is entered once these ids are chosen. */
  entry: (ids: string[]) => FormEntry;
  /** Ids that an entry holds. */
  idsOf: (entry: FormEntry) => string[];
};

/** A select, or undefined when the element is of another kind. */
export function selectControl(control: Fields, place: Place): HTMLElement | undefined {
  const kind = textIn(control, "type");
  const found = /^(multi_)?(static|users|conversations|channels)_select$/.exec(kind);
  if (!found) {
    return undefined;
  }
  const isMulti = found[1] !== undefined;
  const source =
    found[2] === "static"
      ? staticSource(control, kind, isMulti)
      : peopleSource(control, place, kind, isMulti);
  return selectView(control, place, source, isMulti);
}

function staticSource(control: Fields, kind: string, isMulti: boolean): Source {
  const grouped = listIn(control, "option_groups").flatMap((group) =>
    listIn(group, "options").map((option) => ({ option, group: labelIn(group, "label") })),
  );
  const plain = listIn(control, "options").map((option) => ({ option, group: undefined }));
  const all = [...plain, ...grouped];
  const idOf = (option: Fields | undefined) => textIn(option ?? {}, "value");
  const optionOf = (value: string) =>
    all.find(({ option }) => idOf(option) === value)?.option ?? null;
  const initialOption = fieldsIn(control, "initial_option");
  return {
    options: all.map(({ option, group }) => ({
      id: idOf(option),
      label: plainTextView(fieldsOf(option.text)),
      text: labelIn(option, "text"),
      hint: labelIn(option, "description") || undefined,
      group,
    })),
    initial: isMulti
      ? listIn(control, "initial_options").map(idOf)
      : initialOption
        ? [idOf(initialOption)]
        : [],
    entry: (ids) =>
      isMulti
        ? { type: kind, selected_options: ids.map(optionOf).filter((option) => option !== null) }
        : { type: kind, selected_option: optionOf(ids[0] ?? "") },
    idsOf: (entry) =>
      isMulti
        ? listIn(entry, "selected_options").map(idOf)
        : [idOf(fieldsIn(entry, "selected_option"))].filter((id) => id !== ""),
  };
}

function peopleSource(control: Fields, place: Place, kind: string, isMulti: boolean): Source {
  const what = kind.replace(/^multi_/, "").replace(/s_select$/, "");
  const users = place.scene.users().map(({ id, name, realName }) => ({
    id,
    text: `${realName} ${name}`,
    shown: realName || name,
  }));
  const channels = place.scene
    .channels()
    .filter(({ kind: channelKind }) => what === "conversation" || channelKind === "channel")
    .map(({ id, name, kind: channelKind }) => {
      const shown = channelKind === "channel" ? `#${name}` : name;
      return { id, text: shown, shown };
    });
  const key = `selected_${what}`;
  return {
    options: (what === "user" ? users : channels).map(({ id, text, shown }) => ({
      id,
      text,
      label: [shown],
    })),
    initial: isMulti
      ? textsIn(control, `initial_${what}s`)
      : [textIn(control, `initial_${what}`)].filter((id) => id !== ""),
    entry: (ids) => ({
      type: kind,
      ...(isMulti ? { [`${key}s`]: ids } : { [key]: ids[0] ?? null }),
    }),
    idsOf: (entry) =>
      isMulti ? textsIn(entry, `${key}s`) : [textIn(entry, key)].filter((id) => id !== ""),
  };
}

function selectView(control: Fields, place: Place, source: Source, isMulti: boolean): HTMLElement {
  let chosen = source.idsOf(entryOf(control, place, source.entry(source.initial)));
  const most = Number(textIn(control, "max_selected_items")) || Number.POSITIVE_INFINITY;
  const placeholder =
    labelIn(control, "placeholder") || (isMulti ? "Select options" : "Select an option");
  const shown = element("span", { class: "select-value" });
  const button = element(
    "button",
    {
      type: "button",
      class: "select",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-label": place.labelId ? undefined : placeholder,
      "aria-labelledby": place.labelId,
      "data-action": actionIdOf(control, place),
    },
    shown,
    icon("down"),
  );
  const draw = () => {
    const names = chosen.map((id) => source.options.find((option) => option.id === id)?.text ?? id);
    button.classList.toggle("is-empty", names.length === 0);
    const chips = isMulti ? names.map((name) => element("span", { class: "chip" }, name)) : names;
    fill(shown, ...(names.length === 0 ? [placeholder] : chips));
  };
  const choose = (id: string) => {
    const isChosen = chosen.includes(id);
    if (isMulti && !isChosen && chosen.length >= most) {
      return;
    }
    const without = chosen.filter((other) => other !== id);
    chosen = isMulti ? (isChosen ? without : [...chosen, id]) : [id];
    draw();
    useControl(control, place, source.entry(chosen));
  };
  button.addEventListener("click", () =>
    openMenu(button, {
      label: placeholder,
      options: source.options,
      isChosen: (id) => chosen.includes(id),
      isMulti,
      onChoose: (id) => confirmed(control, place, () => choose(id)),
    }),
  );
  draw();
  return button;
}
