import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { openAthena } from "../../src/aws/athena/athena.ts";
import { createClients } from "../../src/aws/clients.ts";
import { openLookupEvents } from "../../src/aws/lookup-events/lookup-events.ts";
import type { JsonObject } from "../../src/domain/json.ts";
import { DAY, HOUR } from "../../src/domain/time.ts";
import { toTrailEvent } from "../../src/domain/trail-event.ts";
import type { Trail } from "../../src/sources/trail.ts";
import { joinTrails } from "../../src/trail/federated.ts";
import { createFileSource } from "../../src/trail/files/file-source.ts";
import { openFileTrail } from "../../src/trail/files/file-trail.ts";
import type { TrailSource } from "../../src/trail/source.ts";
import {
  QUERY_NAMES,
  queriesAbout,
  type TrailUnderTest,
  type TrailWorld,
  trailContract,
} from "../contracts/trail.ts";
import { quietRun } from "../support/ask.ts";
import { type SandboxAws, startSandboxAws } from "../support/aws.ts";
import { rawRecords } from "../support/naive.ts";

let sandbox: SandboxAws;
let world: TrailWorld;
let clients: ReturnType<typeof createClients>;
let ticks = 0;

beforeAll(async () => {
  // Requests are counted and paced elsewhere: here each comes a second after the one before.
  const paceClock = () => {
    ticks += 1000;
    return ticks;
  };
  sandbox = await startSandboxAws({ paceClock });
  mkdirSync(sandbox.cacheDir, { recursive: true });
  clients = createClients(sandbox.setup);
  const records = rawRecords(sandbox.told.dir) as JsonObject[];
  const events = records.flatMap((record) => toTrailEvent(record) ?? []);
  const to = sandbox.told.now - HOUR;
  const window = { from: to - 2 * DAY, to };
  world = { events, window, queries: queriesAbout(events, window) };
}, 60_000);

afterAll(async () => {
  clients.close();
  await sandbox.close();
});

const clock = { now: () => sandbox.now() };
type Closing<Source> = Source & { close(): unknown };

async function openFiles(): Promise<Closing<TrailSource>> {
  const { told, cacheDir } = sandbox;
  const trail = await openFileTrail({ dir: told.dir, cacheDir: join(cacheDir, "index"), clock });
  await trail.update(quietRun);
  return { ...createFileSource(trail, clock), close: () => trail.close() };
}

async function openHistory(): Promise<Closing<TrailSource>> {
  const pace = { turn: async () => () => {}, hold: () => {} };
  return openLookupEvents({ setup: sandbox.setup, clients, clock, pace });
}

async function openTable(): Promise<Closing<TrailSource>> {
  return openAthena({ setup: sandbox.setup, clients, clock, cacheDir: sandbox.cacheDir });
}

function under(
  name: string,
  open: () => Promise<Closing<Trail>>,
  rest: Pick<TrailUnderTest, "lacks" | "differs">,
): TrailUnderTest {
  return {
    name,
    ...rest,
    open: async () => {
      const trail = await open();
      return {
        trail,
        world,
        close: async () => {
          await trail.close();
        },
      };
    },
  };
}

async function openJoined(
  openings: (() => Promise<Closing<TrailSource>>)[],
): Promise<Closing<Trail>> {
  const sources = await Promise.all(openings.map((open) => open()));
  const close = async () => {
    for (const source of sources) await source.close();
  };
  return { ...joinTrails(sources, { clock }), close };
}

trailContract(under("the index of log files", openFiles, { lacks: "nothing" }), QUERY_NAMES);
trailContract(under("LookupEvents", openHistory, { lacks: "data-events" }), QUERY_NAMES);
trailContract(under("Athena", openTable, { lacks: "nothing" }), QUERY_NAMES);
trailContract(
  under("files and LookupEvents joined", () => openJoined([openFiles, openHistory]), {
    lacks: "nothing",
  }),
  QUERY_NAMES,
);
trailContract(
  under("LookupEvents and Athena joined", () => openJoined([openHistory, openTable]), {
    lacks: "nothing",
  }),
  QUERY_NAMES,
);
