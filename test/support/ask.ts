/** Asks as the terminal does: text in, JSON document out. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toDocument } from "../../src/cli.ts";
import { ask } from "../../src/questions/ask.ts";
import type { Trail } from "../../src/sources/trail.ts";
import type { FileTrail } from "../../src/trail/files/file-trail.ts";
import { openFileTrail } from "../../src/trail/files/file-trail.ts";

export const quietRun = { signal: new AbortController().signal, progress: () => {} };

export type EventOut = {
  eventId: string;
  eventTime: string;
  eventName: string;
  actor: {
    kind: string;
    label: string;
    person?: string;
    role?: string;
    address?: string;
    mfa?: boolean;
  };
  result: string;
  before?: string;
  after?: string;
  summary: string;
};

export type DocumentOut = {
  outcome: string;
  headline: string;
  question: { name: string };
  searched: { examined: number; matched: number; complete: boolean; gaps: string[] }[];
  data: {
    changes: EventOut[];
    attempts: EventOut[];
    reads: EventOut[];
    folded: number;
    truncated: number;
  };
  followUps: { label: string; text: string }[];
};

/** A trail over a folder, indexed in a fresh temporary cache. */
export async function openIndexed(dir: string, now: number): Promise<FileTrail> {
  const cacheDir = mkdtempSync(join(tmpdir(), "trailwatch-cache-"));
  const trail = await openFileTrail({ dir, cacheDir, clock: { now: () => now } });
  await trail.update(quietRun);
  return trail;
}

export async function askDocument(
  text: string,
  trail: Trail,
  now: number,
  zone = "UTC",
): Promise<DocumentOut> {
  const context = { now, zone, accountNames: {}, mostEvents: 500 };
  const { answer } = await ask(text, { trail }, context, quietRun, (_, error) => {
    throw error;
  });
  return JSON.parse(JSON.stringify(toDocument(answer)));
}
