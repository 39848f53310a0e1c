/** The whole local AWS of the made-up company: server, Athena, switches, and how it is set up for whoever asks it. */

import type { JsonObject } from "../../domain/json.ts";
import { DAY } from "../../domain/time.ts";
import { scenarioAlarms, scenarioMutes } from "../scenario/alarms.ts";
import { scenarioDashboards } from "../scenario/dashboards.ts";
import { createAthenaService } from "./athena/service.ts";
import { type WatchedQuery, watchAthena } from "./athena-watch.ts";
import { type Board, createBoard } from "./board.ts";
import { createMetricsEngine } from "./cloudwatch/metrics/engine.ts";
import { createCloudWatch } from "./cloudwatch/service.ts";
import type { AwsFaults } from "./faults.ts";
import { createGlue } from "./glue/service.ts";
import { type AwsServer, type AwsServerOptions, startAwsServer } from "./server.ts";
import type { AwsService } from "./service.ts";
import { type SandboxSetup, sandboxSetup } from "./setup.ts";

export type LocalAwsOptions = Omit<AwsServerOptions, "accounts" | "faults" | "services"> & {
  /** Switches that somebody has seen already. */
  board?: Board;
};

export type LocalAws = {
  server: AwsServer;
  switchboard: Board["switchboard"];
  /** What an app needs to ask it. */
  setup: SandboxSetup;
  /** Athena's queries, those that were stopped or failed too, the oldest first. */
  queries(): readonly WatchedQuery[];
};

/** Starts on 127.0.0.1 over a folder that `writeScenario` has written. */
export async function openLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  const { dir, now, board = createBoard(options.now) } = options;
  const { faults, switchboard } = board;
  const setup = sandboxSetup(dir);
  const { accounts } = setup;
  const { database, table } = setup.athena;
  const athena = watchAthena(createAthenaService({ dir, now, faults, database, table }));
  const glue = createGlue({
    kind: "accounts",
    bucket: setup.logs.bucket,
    accounts: accounts.map(({ id }) => id),
    regions: setup.regions,
    database,
    table,
    since: now() - 400 * DAY,
  });
  let restoredAt: number | undefined;
  const cloudWatch = createScenarioCloudWatch(options, faults, () => restoredAt);
  const services = [athena.service, glue, cloudWatch];
  const server = await startAwsServer({ ...options, accounts, faults, services });
  const { credentials, endpoint, requests } = server;
  const arrive: AwsServer["arrive"] = (records, visibleAt) => {
    // With its concurrency back, checkout works again.
    if (records.some(isConcurrency)) restoredAt = now();
    server.arrive(records, visibleAt);
  };
  board.join({ now, arrive, counts: () => ({ requests: requests(), queries: athena.queries() }) });
  return {
    server,
    switchboard,
    setup: { ...setup, endpoint, credentials },
    queries: athena.started,
  };
}

function isConcurrency({ eventName }: JsonObject): boolean {
  return typeof eventName === "string" && eventName.startsWith("PutFunctionConcurrency");
}

/** Metrics, alarms and dashboards of the stories, which are told up to now. */
function createScenarioCloudWatch(
  { now, paceClock }: LocalAwsOptions,
  faults: AwsFaults,
  restoredAt: () => number | undefined,
): AwsService {
  const toldAt = now();
  return createCloudWatch({
    now,
    faults,
    engine: createMetricsEngine({ now, toldAt, restoredAt }),
    seeds: {
      alarms: scenarioAlarms(toldAt),
      mutes: scenarioMutes(toldAt),
      dashboards: scenarioDashboards(toldAt),
    },
    ...(paceClock ? { paceClock } : {}),
  });
}
