/** What the drawing of blocks needs to know of the page around it. */
import type { ConsoleAction, ConsoleFile } from "../console-protocol.ts";
import type { Fields } from "./reading.ts";

/** What an element of a form holds, as Slack's view.state.values says it. */
export type FormEntry = { type: string } & Record<string, unknown>;

/** Block id → action id → entry. */
export type Form = Record<string, Record<string, FormEntry>>;

export type Scene = {
  zone: string;
  meId: string;
  nowMs: () => number;
  users: () => { id: string; name: string; realName: string }[];
  channels: () => { id: string; name: string; kind: "channel" | "dm" }[];
  goTo: (channelId: string) => void;
  /** A file of this server by its id. */
  fileOf: (id: string) => ConsoleFile | undefined;
  /** What was entered so far; survives a redraw. */
  form: Form;
  press: (action: ConsoleAction) => void;
  /** Block id → what is wrong with its input. */
  errors: Record<string, string>;
};

/** Where a control stands. */
export type Place = {
  scene: Scene;
  blockId: string;
  /** Using it is told to the app at once; else only with the form. */
  isDispatching: boolean;
  /** Of the input's label, for screen readers. */
  labelId?: string | undefined;
};

export function actionIdOf(control: Fields, place: Place): string {
  const id = control.action_id;
  return typeof id === "string" && id !== "" ? id : `${place.blockId}-action`;
}

/** What the control holds now: what was entered, else what the app set; remembered in the form. */
export function entryOf(control: Fields, place: Place, initial: FormEntry): FormEntry {
  const block = place.scene.form[place.blockId] ?? {};
  place.scene.form[place.blockId] = block;
  const actionId = actionIdOf(control, place);
  const known = block[actionId];
  const entry = known?.type === initial.type ? known : initial;
  block[actionId] = entry;
  return entry;
}

/** Notes what a control holds now, and tells the app where it wants to hear of it. */
export function useControl(control: Fields, place: Place, entry: FormEntry): void {
  const actionId = actionIdOf(control, place);
  place.scene.form[place.blockId] = { ...place.scene.form[place.blockId], [actionId]: entry };
  if (place.isDispatching) {
    place.scene.press({ ...entry, action_id: actionId, block_id: place.blockId });
  }
}
