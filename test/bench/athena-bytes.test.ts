import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseSubject } from "../../src/domain/subject.ts";
import { DAY, HOUR, utcDay } from "../../src/domain/time.ts";
import { parseSql } from "../../src/sandbox/aws/athena/engine.ts";
import { scanFolders } from "../../src/sandbox/aws/athena/folders.ts";
import { readStatement } from "../../src/sandbox/aws/athena/statement.ts";
import { partitionsOf, type TrailTable, toSql } from "../../src/trail/sql.ts";
import { DAYS, PAIRS, TRAIL_START } from "./estate.ts";
import { type Generated, generate } from "./generate.ts";
import { LEAST_EVENTS } from "./needles.ts";

const TABLE: TrailTable = {
  database: "trailwatch",
  table: "cloudtrail_logs",
  partitions: "account-region-day",
  accounts: [...new Set(PAIRS.map(({ account }) => account))],
  regions: [...new Set(PAIRS.map(({ region }) => region))],
};
/** The account and Region with a quarter of all events. */
const BUSIEST = [...PAIRS].sort((a, b) => b.share - a.share)[0];

let home: string;
let made: Generated;
let files: { path: string; sizeBytes: number }[];

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "trailwatch-athena-bytes-"));
  made = await generate(LEAST_EVENTS, 7, join(home, "logs"), 0);
  files = readdirSync(made.folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".gz"))
    .map((path) => ({ path, sizeBytes: statSync(join(made.folder, path)).size }));
}, 60_000);

afterAll(() => rmSync(home, { recursive: true, force: true }));

type Asked = { fromDay: number; days: number; account?: string; region?: string };

function queryOf({ fromDay, days, account, region }: Asked) {
  const from = TRAIL_START + fromDay * DAY;
  return {
    window: { from, to: from + days * DAY - 1 },
    subject: parseSubject("bucket-x"),
    classes: ["change" as const, "data-change" as const],
    limit: 20,
    ...(account !== undefined && { accounts: [account] }),
    ...(region !== undefined && { regions: [region] }),
  };
}

/** What Athena reads for the statement, by its WHERE alone. */
async function scannedBytes(asked: Asked): Promise<number> {
  const trees = await parseSql(toSql(queryOf(asked), TABLE).text);
  const tree = "error" in trees ? undefined : trees[0];
  if (!tree) throw new Error("the statement cannot be read");
  const { sizeBytes } = await scanFolders(made.folder, readStatement(tree, []).reads);
  return sizeBytes;
}

/** The files of the folders that a question needs, told from their paths without any SQL. */
function neededBytes({ fromDay, days, account = "", region = "" }: Asked): number {
  const wanted = Array.from({ length: days + 1 }, (_, day) =>
    utcDay(TRAIL_START + (fromDay + day) * DAY + HOUR).replaceAll("-", "/"),
  );
  return files
    .filter(({ path }) => wanted.some((day) => path.includes(`/${day}/`)))
    .filter(({ path }) => path.includes(`/${account}`) && path.includes(`/${region}`))
    .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

describe("the bytes that Athena reads of the benchmark's trail", () => {
  it.each<[string, Asked]>([
    ["one day of one account and Region", { fromDay: 9, days: 1, ...BUSIEST }],
    ["seven days of it", { fromDay: 14, days: 7, ...BUSIEST }],
    ["one day of everything", { fromDay: 20, days: 1 }],
    ["the last day, delivered in part on the day after", { fromDay: DAYS - 1, days: 1 }],
    ["three days of one Region in all accounts", { fromDay: 3, days: 3, region: "us-east-1" }],
    ["all of it", { fromDay: 0, days: DAYS }],
  ])("are for %s those of its folders exactly", async (_, asked) => {
    const read = await scannedBytes(asked);

    expect(read).toBe(neededBytes(asked));
    expect(read).toBeGreaterThan(0);
  });

  it("are at most a fiftieth of the whole for any day of the busiest account and Region", async () => {
    const whole = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const shares: number[] = [];

    for (let fromDay = 0; fromDay < DAYS; fromDay += 1) {
      shares.push((await scannedBytes({ fromDay, days: 1, ...BUSIEST })) / whole);
    }

    expect(Math.max(...shares)).toBeLessThanOrEqual(1 / 50);
  });

  it("are at most a fifteenth of the whole for any seven days of it", async () => {
    const whole = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const shares: number[] = [];

    for (let fromDay = 0; fromDay + 7 <= DAYS; fromDay += 1) {
      shares.push((await scannedBytes({ fromDay, days: 7, ...BUSIEST })) / whole);
    }

    expect(Math.max(...shares)).toBeLessThanOrEqual(1 / 15);
  });

  it("are those of the folders that are named for an estimate", async () => {
    const asked = { fromDay: 14, days: 7, ...BUSIEST };
    const { accounts, regions, days } = partitionsOf(queryOf(asked), TABLE);

    const named = files
      .filter(({ path }) => accounts.some((name) => path.includes(`/${name}/`)))
      .filter(({ path }) => regions.some((name) => path.includes(`/${name}/`)))
      .filter(({ path }) => days.some((day) => path.includes(`/${day}/`)))
      .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

    expect(await scannedBytes(asked)).toBe(named);
  });
});
