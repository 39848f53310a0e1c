/** What questions are asked of: a folder of log files, AWS, or both joined; and how each is opened and closed. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { AwsClients } from "./aws/clients.ts";
import type { AwsSetup } from "./aws/setup.ts";
import { Problem } from "./domain/problem.ts";
import type { Clock } from "./sources/clock.ts";
import type { AlarmOrders, CloudWatch } from "./sources/cloudwatch.ts";
import type { Run, StagedTrail, Stages, Trail } from "./sources/trail.ts";
import { joinTrails } from "./trail/federated.ts";
import { type Certain, createFileSource } from "./trail/files/file-source.ts";
import { type FileTrail, openFileTrail } from "./trail/files/file-trail.ts";
import type { TrailSource } from "./trail/source.ts";
import { createTurns } from "./turns.ts";

export type OpenedTrail = {
  trail: StagedTrail;
  /** Absent where log files alone are asked. */
  cloudwatch?: CloudWatch;
  /** What may be changed in AWS by those whom the configuration permits. */
  orders?: AlarmOrders;
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

type AwsOptions = Kept & {
  dir?: string;
  /** The copies of the trail's bucket, once `trail sync` has made them, are kept up to date meanwhile. */
  sync?: { onTrouble(text: string): void };
  failed?(source: string, error: unknown): void;
};

/** AWS as it is set up and, where there is one, a folder of log files beside it. */
export async function openAws(setup: AwsSetup, options: AwsOptions): Promise<OpenedTrail> {
  const { createClients } = await import("./aws/clients.ts");
  const { withOwnAccount } = await import("./aws/own-account.ts");
  const { clock, failed } = options;
  const whole = await withOwnAccount(setup);
  const clients = createClients(whole);
  const undo: Undo = [() => clients.close()];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    // Copied is what the bucket holds, of all accounts where none is named.
    const files = await openLogFiles(setup, clients, options, undo);
    const certain = await certainIn(options.dir ?? setup.logs?.dir);
    const sources: TrailSource[] = files ? [createFileSource(files, clock, certain)] : [];
    sources.push(...(await openServices(whole, clients, options, undo)));
    if (sources.length === 0) throw nothingToAsk();
    const trail = joinTrails(sources, { clock, ...(failed && { failed }) });
    const { openAlarmOrders, openCloudWatch } = await import("./aws/cloudwatch/cloudwatch.ts");
    const reach = { setup: whole, clients, clock };
    return {
      trail,
      cloudwatch: openCloudWatch(reach),
      orders: openAlarmOrders(reach),
      clock,
      update: files ? updateOf(files, options.dir === undefined) : async () => {},
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What a sync has written down of a folder, read anew for each question: days are copied meanwhile. */
async function certainIn(dir: string | undefined): Promise<() => Certain | undefined> {
  const { readCopiesReach } = await import("./aws/logs/copies-reach.ts");
  return () => {
    const reach = dir === undefined ? undefined : readCopiesReach(dir);
    if (!reach) return undefined;
    const { from, places } = reach;
    return { from, holds: ({ account, region }) => places.includes(`${account}/${region}`) };
  };
}

/** What has to be undone at the end, the last first. */
type Undo = (() => unknown)[];

/** The folder that is named, else the copies of the bucket where there are any. */
async function openLogFiles(
  setup: AwsSetup,
  clients: AwsClients,
  { sync, ...options }: AwsOptions,
  undo: Undo,
): Promise<FileTrail | undefined> {
  const { logs } = setup;
  const copies = logs && existsSync(logs.dir) ? logs.dir : undefined;
  const dir = options.dir ?? copies;
  if (dir === undefined) return undefined;
  const files = await openInTurns(dir, options);
  undo.push(() => files.close());
  if (sync && logs && dir === logs.dir) {
    const { startSync } = await import("./aws/logs/follow.ts");
    const { clock } = options;
    const following = await startSync({
      setup: { ...setup, logs },
      clients,
      clock,
      onTrouble: sync.onTrouble,
      onCopied: async () => {},
    });
    undo.push(() => following.close());
  }
  return files;
}

async function openServices(
  setup: AwsSetup,
  clients: AwsClients,
  { cacheDir, clock }: Kept,
  undo: Undo,
): Promise<TrailSource[]> {
  const sources: TrailSource[] = [];
  if (setup.lookupEvents) {
    const { openLookupEvents } = await import("./aws/lookup-events/lookup-events.ts");
    const cachePath = join(cacheDir, "event-history.db");
    const history = openLookupEvents({ setup, clients, clock, cachePath });
    undo.push(() => history.close());
    sources.push(history);
  }
  if (setup.athena) {
    const { openAthena } = await import("./aws/athena/athena.ts");
    const athena = openAthena({
      setup: { ...setup, athena: setup.athena },
      clients,
      clock,
      cacheDir,
    });
    undo.push(() => athena.close());
    sources.push(athena);
  }
  return sources;
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

function updateOf(files: FileTrail, isCopied = false): OpenedTrail["update"] {
  return async (run) => {
    try {
      await files.update(run);
    } catch (error) {
      // The first files may still be on their way.
      const isEmpty = error instanceof Problem && error.code === "trail.empty";
      if (!isCopied || !isEmpty) throw error;
    }
  };
}

function nothingToAsk(): Problem {
  return new Problem(
    "trail.none",
    "AWS is set up, and nothing of it is to be asked: event history is off and there is no Athena table.",
    "Set lookupEvents: true or athena under `aws` in trailwatch.yml.",
  );
}
