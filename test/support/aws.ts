/** The made-up company's trail and a local AWS over it, for one test file. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AwsSetup } from "../../src/aws/setup.ts";
import { createAthenaService } from "../../src/sandbox/aws/athena/service.ts";
import { type WatchedQuery, watchAthena } from "../../src/sandbox/aws/athena-watch.ts";
import { createAwsFaults } from "../../src/sandbox/aws/faults.ts";
import {
  type AwsServer,
  type AwsServerOptions,
  startAwsServer,
} from "../../src/sandbox/aws/server.ts";
import { sandboxSetup } from "../../src/sandbox/aws/setup.ts";
import { createSwitchboard } from "../../src/sandbox/aws/switchboard.ts";
import { type ScenarioReport, writeScenario } from "../../src/sandbox/scenario/write.ts";
import type { AwsSwitchboard } from "../../src/sandbox/slack/console-aws.ts";

export type SandboxAws = {
  server: AwsServer;
  switchboard: AwsSwitchboard;
  /** Athena's queries, the oldest first. */
  queries(): readonly WatchedQuery[];
  /** How whoever asks it is set up. */
  setup: AwsSetup;
  told: ScenarioReport;
  /** Empty, and gone at the end. */
  cacheDir: string;
  /** The story's time: goes on from the moment that it was told up to. */
  now(): number;
  close(): Promise<void>;
};

/** Starts it; event history shows events at once unless `lagMs` says otherwise. */
export async function startSandboxAws(
  options: Partial<AwsServerOptions> = {},
): Promise<SandboxAws> {
  const own = mkdtempSync(join(tmpdir(), "trailwatch-aws-"));
  const dir = join(own, "trail");
  const told = await writeScenario({ dir, now: Date.now(), maxAgeMs: 0 });
  const startedAt = Date.now();
  const now = () => told.now + Date.now() - startedAt;
  const faults = createAwsFaults();
  const { logs: _, ...setup } = sandboxSetup(dir);
  const { accounts, athena } = setup;
  const { database, table } = athena;
  const watched = watchAthena(createAthenaService({ dir, now, faults, database, table }));
  const server = await startAwsServer({
    lagMs: () => 0,
    ...options,
    dir,
    now,
    accounts,
    faults,
    services: [watched.service],
  });
  return {
    server,
    switchboard: createSwitchboard({
      faults,
      now,
      arrive: server.arrive,
      counts: () => ({ requests: server.requests(), queries: watched.queries() }),
    }),
    queries: watched.started,
    setup: { ...setup, endpoint: server.endpoint, credentials: server.credentials },
    told,
    cacheDir: join(own, "cache"),
    now,
    async close() {
      await server.close();
      rmSync(own, { recursive: true, force: true });
    },
  };
}
