/** The trail's log files in S3, asked through Athena: reaches back as far as they do, and costs money. */
import { Problem } from "../../domain/problem.ts";
import type { Clock } from "../../sources/clock.ts";
import type { TrailSource } from "../../trail/source.ts";
import type { TrailTable } from "../../trail/sql.ts";
import type { AwsClients } from "../clients.ts";
import { openBucket } from "../logs/bucket.ts";
import type { AthenaSetup, AwsSetup } from "../setup.ts";
import { createAthenaTrail, LAG_MS } from "./athena-trail.ts";
import { createCosts } from "./costs.ts";
import { createFolderSizes } from "./folder-sizes.ts";
import { toAthena } from "./port.ts";
import { openRenewing } from "./renewing.ts";
import { openSizeMemory } from "./size-memory.ts";

export type AthenaOptions = {
  setup: AwsSetup;
  clients: Pick<AwsClients, "athena" | "s3" | "renew">;
  clock: Clock;
  /** Where sizes are remembered; nowhere unless set. */
  cacheDir?: string;
  /** Longest time for a query; three minutes unless set. */
  maxMs?: number;
  /** Pause between two looks at a query; growing from a tenth of a second to a second unless set. */
  pauseMs?: number;
};

/** Global services log there, whatever Regions are asked. */
const GLOBAL = "us-east-1";

/**
 * Opens the table of the configuration. Nothing is asked of AWS before the first search or estimate.
 * Throws a Problem `athena.none` where no table is set up.
 */
export function openAthena(options: AthenaOptions): TrailSource & { close(): void } {
  const { setup, clients, clock, cacheDir, maxMs, pauseMs } = options;
  const { athena, logs } = setup;
  if (!athena) throw noTable();
  const memory = openSizeMemory(cacheDir);
  const openLogs = logs && {
    logs,
    open: async () => openBucket(await clients.s3(logs.account, logs.region), logs.bucket),
  };
  const sizes = openLogs && createFolderSizes({ ...openLogs, memory, clock });
  const trail = createAthenaTrail({
    setup: athena,
    table: tableOf(setup, athena),
    costs: createCosts({ setup: athena, sizes, memory, clock }),
    clock,
    lagMs: LAG_MS,
    open: (asker) =>
      openRenewing(
        async () => toAthena(await clients.athena(athena.account, athena.region, asker), athena),
        () => clients.renew(athena.account, asker),
      ),
    made: new Map(),
    ...(maxMs !== undefined && { maxMs }),
    ...(pauseMs !== undefined && { pauseMs }),
  });
  return { ...trail, close: () => memory.close() };
}

function noTable(): Problem {
  return new Problem(
    "athena.none",
    "No table of Athena is set up.",
    "Set aws.athena in trailwatch.yml; `trailwatch trail ddl` prints the statement that makes the table.",
  );
}

function tableOf({ accounts, regions }: AwsSetup, athena: AthenaSetup): TrailTable {
  return {
    database: athena.database,
    table: athena.table,
    partitions: "account-region-day",
    accounts: accounts.map(({ id }) => id),
    regions: regions.length > 0 ? [...new Set([...regions, GLOBAL])] : [],
  };
}
