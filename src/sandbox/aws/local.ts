/** The whole local AWS of the made-up company: server, Athena, switches, and how it is set up for whoever asks it. */

import { DAY } from "../../domain/time.ts";
import { createAthenaService } from "./athena/service.ts";
import { type WatchedQuery, watchAthena } from "./athena-watch.ts";
import { type Board, createBoard } from "./board.ts";
import { createGlue } from "./glue/service.ts";
import { type AwsServer, type AwsServerOptions, startAwsServer } from "./server.ts";
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
  const services = [athena.service, glue];
  const server = await startAwsServer({ ...options, accounts, faults, services });
  const { arrive, credentials, endpoint, requests } = server;
  board.join({ now, arrive, counts: () => ({ requests: requests(), queries: athena.queries() }) });
  return {
    server,
    switchboard,
    setup: { ...setup, endpoint, credentials },
    queries: athena.started,
  };
}
