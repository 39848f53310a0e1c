/** What the parts of the page share: the state, a way to tell what happened, and a way to do things. */
import type { ConsoleFile, ConsoleReply, ConsoleSurface } from "../console-protocol.ts";
import type { Deed } from "./completion.ts";
import type { Form, Scene } from "./scene.ts";
import type { Happening, State } from "./state.ts";

export type Desk = {
  state: () => State;
  tell: (happening: Happening) => void;
  /** Does something as the present person; what could not be done becomes a line in the channel. */
  act: (deed: Deed) => Promise<ConsoleReply>;
  nowMs: () => number;
  /** Goes on as another person. */
  actAs: (userId: string) => void;
};

/** A channel by its id, opened as the person would click on it. */
export function goTo(desk: Desk, channelId: string, threadTs?: string): void {
  desk.tell({ kind: "went", place: { kind: "channel", channelId }, threadTs });
}

/** The scene in which the blocks of a message or a view are drawn. */
export function toScene(
  desk: Desk,
  surface: ConsoleSurface,
  form: Form,
  errors: Record<string, string> = {},
): Scene {
  const { me } = desk.state();
  return {
    zone: me.zone,
    meId: me.id,
    nowMs: desk.nowMs,
    users: () => desk.state().users,
    channels: () => desk.state().channels,
    goTo: (channelId) => goTo(desk, channelId),
    fileOf: (id) => fileOf(desk.state(), id),
    form,
    errors,
    press: (action) => void desk.act({ act: "press", surface, action }),
  };
}

function fileOf(state: State, id: string): ConsoleFile | undefined {
  for (const list of Object.values(state.messages)) {
    const found = list.flatMap(({ files }) => files ?? []).find((file) => file.id === id);
    if (found) {
      return found;
    }
  }
  return undefined;
}
