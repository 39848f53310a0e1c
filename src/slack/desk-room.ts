/** What the questions in work share. */
import { createLooks, LOOK_AGAIN_MS, type Looks } from "./desk-looks.ts";
import { type DeskLog, type DeskParts, errorName, SILENT } from "./desk-parts.ts";
import { createQuietAnswers, type QuietAnswers } from "./desk-quiet.ts";
import type { Work } from "./desk-work.ts";
import { createPlaces, type Places } from "./questions-in-work.ts";

export type Room = {
  parts: DeskParts;
  log: DeskLog;
  places: Places;
  quiet: QuietAnswers;
  looks: Looks;
  inWork: Map<string, Work>;
  /** Channels in which a message could not be edited afterwards: nothing is promised there. */
  foreign: Set<string>;
};

const LIMITS = { total: 8, perPerson: 3, waiting: 50 };

export function createRoom(parts: DeskParts): Room {
  const { log = SILENT } = parts;
  const looks = createLooks(parts.lookAgainMs ?? LOOK_AGAIN_MS, (error) =>
    log.warn({ error: errorName(error) }, "Looking again did not work"),
  );
  return {
    parts,
    log,
    places: createPlaces(LIMITS),
    quiet: createQuietAnswers(),
    looks,
    inWork: new Map(),
    foreign: new Set(),
  };
}
