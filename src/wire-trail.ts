/** What questions are asked of: a folder of log files, AWS, or both joined; and how each is opened and closed. */
import { join } from "node:path";
import type { AwsSetup } from "./aws/setup.ts";
import { Problem } from "./domain/problem.ts";
import type { Clock } from "./sources/clock.ts";
import type { Run, StagedTrail, Stages, Trail } from "./sources/trail.ts";
import { joinTrails } from "./trail/federated.ts";
import { createFileSource } from "./trail/files/file-source.ts";
import { type FileTrail, openFileTrail } from "./trail/files/file-trail.ts";
import type { TrailSource } from "./trail/source.ts";
import { createTurns } from "./turns.ts";

export type OpenedTrail = {
  trail: StagedTrail;
  /** The sandbox's story is told up to a moment of its own; elsewhere the clock that was given. */
  clock: Clock;
  /** Brings what is kept on this machine up to date with what has arrived. */
  update(run: Run): Promise<void>;
  close(): Promise<void>;
};

type Kept = { cacheDir: string; clock: Clock };

/** A folder of log files and nothing else. Throws a Problem where it cannot be read. */
export async function openFolder(dir: string, { cacheDir, clock }: Kept): Promise<OpenedTrail> {
  const files = await openInTurns(dir, { cacheDir, clock });
  return { trail: atOnce(files), clock, update: updateOf(files), close: () => files.close() };
}

/** AWS as it is set up and, where there is one, a folder of log files beside it. */
export async function openAws(
  setup: AwsSetup,
  kept: Kept & { dir?: string; failed?(source: string, error: unknown): void },
): Promise<OpenedTrail> {
  const { createClients } = await import("./aws/clients.ts");
  const { withOwnAccount } = await import("./aws/own-account.ts");
  const { cacheDir, clock, dir } = kept;
  const whole = await withOwnAccount(setup);
  const clients = createClients(whole);
  const undo: (() => unknown)[] = [() => clients.close()];
  const sources: TrailSource[] = [];
  let update: OpenedTrail["update"] = () => Promise.resolve();
  if (dir !== undefined) {
    const files = await openInTurns(dir, kept);
    undo.push(() => files.close());
    sources.push(createFileSource(files, clock));
    update = updateOf(files);
  }
  if (whole.lookupEvents) {
    const { openLookupEvents } = await import("./aws/lookup-events/lookup-events.ts");
    const history = await openLookupEvents({
      setup: whole,
      clients,
      clock,
      cachePath: join(cacheDir, "event-history.db"),
    });
    undo.push(() => history.close());
    sources.push(history);
  }
  if (whole.athena) {
    const { openAthena } = await import("./aws/athena/athena.ts");
    const athena = await openAthena({ setup: whole, clients, clock, cacheDir });
    undo.push(() => athena.close());
    sources.push(athena);
  }
  if (sources.length === 0) throw nothingToAsk();
  return {
    trail: joinTrails(sources, { clock, ...(kept.failed && { failed: kept.failed }) }),
    clock,
    update,
    close: async () => {
      for (const step of undo.toReversed()) await step();
    },
  };
}

/** Searches of files take turns: between two of them commands are acknowledged. */
async function openInTurns(dir: string, { cacheDir, clock }: Kept): Promise<FileTrail> {
  const files = await openFileTrail({ dir, cacheDir, clock });
  const turn = createTurns();
  return {
    ...files,
    find: async (query, run) => {
      await turn();
      return files.find(query, run);
    },
  };
}

/** A trail that is whole at once. */
function atOnce(trail: Trail): StagedTrail {
  const stages: Stages = { first: trail, whole: trail, isWhole: () => true, again: () => stages };
  return { find: trail.find, suggest: trail.suggest, stages: () => stages };
}

function updateOf(files: FileTrail): OpenedTrail["update"] {
  return async (run) => {
    await files.update(run);
  };
}

function nothingToAsk(): Problem {
  return new Problem(
    "trail.none",
    "AWS is set up, and nothing of it is to be asked: event history is off and there is no Athena table.",
    "Set lookupEvents: true or athena under `aws` in trailwatch.yml.",
  );
}
