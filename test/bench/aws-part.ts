/** How soon questions are answered through a local AWS that keeps AWS's pace, with how many requests and bytes. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { DAY } from "../../src/domain/time.ts";
import { answerInStages } from "../../src/questions/stages.ts";
import { understand } from "../../src/questions/understand.ts";
import { createAthenaService } from "../../src/sandbox/aws/athena/service.ts";
import { createAwsFaults } from "../../src/sandbox/aws/faults.ts";
import { startAwsServer } from "../../src/sandbox/aws/server.ts";
import type { TrailQuery } from "../../src/sources/trail.ts";
import { openAws } from "../../src/wire-trail.ts";
import { quietRun } from "./engine.ts";
import { TRAIL_END } from "./estate.ts";
import type { Generated } from "./generate.ts";
import type { AwsQuestion, AwsResult } from "./results.ts";
import { sampleTrail } from "./sample.ts";

const ACCOUNTS = ["111122223333", "222233334444", "333344445555"].map((id, at) =>
  at === 0 ? { id } : { id, role: { arn: `arn:aws:iam::${id}:role/reader` } },
);
const REGIONS = ["eu-west-1", "us-east-1", "us-west-2", "eu-central-1"];
const TABLE = { database: "audit", table: "cloudtrail_logs" };
const HOME = "eu-west-1";
const PAGE = 50;
/** After so long nothing that was asked before counts against the pace any more. */
const REST_MS = 1500;
const clock = { now: () => TRAIL_END };

type Local = {
  dir: string;
  cacheDir: string;
  requests(): number;
  refused(): number;
  close(): Promise<void>;
} & {
  endpoint: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
};

async function startLocal({ folder: dir }: Generated): Promise<Local> {
  const cacheDir = mkdtempSync(join(tmpdir(), "trailwatch-bench-aws-"));
  const faults = createAwsFaults();
  const athena = createAthenaService({ dir, faults, ...clock, ...TABLE });
  const server = await startAwsServer({
    dir,
    accounts: ACCOUNTS,
    faults,
    services: [athena],
    lagMs: () => 0,
    ...clock,
  });
  const { endpoint, credentials } = server;
  return {
    dir,
    cacheDir,
    endpoint,
    credentials,
    requests: () => server.requests().length,
    refused: () => server.requests().filter(({ isRefused }) => isRefused).length,
    close: async () => {
      await server.close();
      rmSync(cacheDir, { recursive: true, force: true });
    },
  };
}

/** Nothing of one question is left for the next: each has its own cache. */
async function openFresh(local: Local, name: string, isAthenaAlone = false) {
  const { endpoint, credentials, cacheDir } = local;
  const setup = {
    accounts: ACCOUNTS,
    regions: REGIONS,
    lookupEvents: !isAthenaAlone,
    athena: { region: HOME, ...TABLE },
    endpoint,
    credentials,
  };
  return openAws(setup, { cacheDir: join(cacheDir, name), clock });
}

async function askOnce(local: Local, name: string, number: number): Promise<AwsQuestion> {
  const opened = await openFresh(local, `question-${number}`);
  const context = { now: TRAIL_END, zone: "UTC", accountNames: {} };
  const text = `who changed ${name} last 7d`;
  const understood = understand(text, context);
  if (understood.kind !== "asked") throw new Error(`Not understood: ${text}`);
  const sources = { trail: opened.trail };
  const before = local.requests();
  const startedAt = performance.now();
  let firstMs: number | undefined;
  const report = (_: string, error: unknown): never => {
    throw error;
  };
  const showPart = (): void => {
    firstMs = performance.now() - startedAt;
  };
  try {
    const { answer } = await answerInStages(
      understood,
      text,
      sources,
      context,
      quietRun(),
      report,
      showPart,
    );
    const wholeMs = performance.now() - startedAt;
    const history = answer.searched.filter(({ source }) => source === "LookupEvents");
    const examined = Math.max(0, ...history.map((search) => search.examined));
    return {
      firstMs: firstMs ?? wholeMs,
      wholeMs,
      requests: local.requests() - before,
      mainRequests: history.reduce((sum, search) => sum + (search.requests ?? 0), 0),
      leastRequests: fewest(
        examined,
        history.some(({ filter = "" }) => filter.includes("its ARN")),
      ),
      isByName: history.every(({ filter = "" }) => !filter.includes("found nothing")),
    };
  } finally {
    await opened.close();
  }
}

/**
 * One request for each place and one for each further page of what is filed under the name; and where something of that name
 * was met, one for each ARN under which another resource of it would be filed (a function, a database, a queue).
 */
function fewest(examined: number, isLookedForByArn: boolean): number {
  const pages = Math.max(1, Math.ceil(examined / PAGE));
  return ACCOUNTS.length * REGIONS.length - 1 + pages + (isLookedForByArn ? 3 : 0);
}

async function readBytes(local: Local, part: Partial<TrailQuery>): Promise<number> {
  const opened = await openFresh(local, "bytes", true);
  const query: TrailQuery = {
    window: { from: TRAIL_END - 30 * DAY, to: TRAIL_END },
    classes: ["change"],
    limit: 20,
    ...part,
  };
  try {
    const { searched } = await opened.trail.find(query, quietRun());
    return searched.reduce((sum, { scannedBytes = 0 }) => sum + scannedBytes, 0);
  } finally {
    await opened.close();
  }
}

/** The local AWS unpacks log files in the same process: of larger trails that alone would be measured, so bytes only. */
const MOST_ASKED_EVENTS = 200_000;

/** Asks who changed things that were changed, one after the other, as soon as the pace is forgotten. */
export async function measureAws(trail: Generated, questions: number): Promise<AwsResult> {
  const local = await startLocal(trail);
  try {
    const { common, rare } = sampleTrail(trail.folder);
    // Who changed a thing that event history does not know by name takes its time: one is enough to say so.
    const isAsked = trail.events <= MOST_ASKED_EVENTS;
    const names = isAsked ? [...common.slice(0, questions), ...rare.slice(0, 1)] : [];
    const asked: AwsQuestion[] = [];
    // The local AWS reads its log files when they are asked for the first time.
    if (isAsked) await askOnce(local, "nothing-is-called-so", -1);
    for (const [number, name] of names.entries()) {
      asked.push(await askOnce(local, name, number));
      await wait(REST_MS);
    }
    const place = { accounts: ["111122223333"], regions: [HOME] };
    const day = { from: TRAIL_END - 10 * DAY, to: TRAIL_END - 9 * DAY - 1 };
    const week = { from: TRAIL_END - 10 * DAY, to: TRAIL_END - 3 * DAY - 1 };
    return {
      asked,
      refused: local.refused(),
      bytes: {
        whole: await readBytes(local, {}),
        day: await readBytes(local, { ...place, window: day }),
        week: await readBytes(local, { ...place, window: week }),
        stored: trail.gzBytes,
      },
    };
  } finally {
    await local.close();
  }
}
