import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAthena } from "../../../src/aws/athena/athena.ts";
import { type AwsClients, createClients } from "../../../src/aws/clients.ts";
import type { AwsSetup } from "../../../src/aws/setup.ts";
import { DAY, HOUR, MINUTE } from "../../../src/domain/time.ts";
import { ACCOUNTS, BUCKETS, HOME } from "../../../src/sandbox/scenario/company.ts";
import type { Run, Spending, TrailQuery } from "../../../src/sources/trail.ts";
import { type FileTrail, openFileTrail } from "../../../src/trail/files/file-trail.ts";
import type { TrailSource } from "../../../src/trail/source.ts";
import { quietRun } from "../../support/ask.ts";
import { type SandboxAws, startSandboxAws } from "../../support/aws.ts";

let aws: SandboxAws;
let clients: AwsClients;
let files: FileTrail;
let athena: TrailSource & { close(): void };
const setupOf = (): AwsSetup => ({
  ...aws.setup,
  logs: { bucket: BUCKETS.logs, region: HOME, dir: "" },
});

beforeAll(async () => {
  aws = await startSandboxAws();
  clients = createClients(aws.setup);
  files = await openFileTrail({ dir: aws.told.dir, cacheDir: aws.cacheDir, clock: aws });
  athena = openAthena({ setup: setupOf(), clients, clock: aws, pauseMs: 5 });
}, 60_000);

afterAll(async () => {
  athena.close();
  await files.close();
  clients.close();
  await aws.close();
});

const query = (more: Partial<TrailQuery>): TrailQuery => ({
  window: { from: aws.told.now - DAY, to: aws.told.now },
  accounts: [ACCOUNTS.prod.id],
  regions: [HOME],
  classes: ["change", "attempt"],
  limit: 50,
  ...more,
});

function spendingOf(usd: number, agreedUsd?: number): Spending & { spentUsd: number } {
  const spending = {
    spentUsd: 0,
    left: () => ({ usd, mostUsd: 5 }),
    add(more: number) {
      spending.spentUsd += more;
    },
    ...(agreedUsd !== undefined && { agreedUsd }),
  };
  return spending;
}

describe("the trail through Athena, asked of the local AWS", { timeout: 30_000 }, () => {
  it("finds what the log files hold, in the same order", async () => {
    const window = { from: aws.told.now - 2 * DAY, to: aws.told.now };
    const asked = query({ services: ["iam", "s3"], accounts: [], regions: [], window });

    const [here, there] = [await files.find(asked, quietRun), await athena.find(asked, quietRun)];

    expect(here.events.length).toBeGreaterThan(5);
    expect(there.events.map(({ id }) => id)).toEqual(here.events.map(({ id }) => id));
    expect(there.counts).toEqual(here.counts);
    expect(there.searched[0]).toMatchObject({ source: "Athena", complete: true, gaps: [] });
  });

  it.each([
    { what: "one account and Region of a day", place: 1, days: 1 },
    { what: "two accounts of an hour", place: 2, days: 1 / 24 },
    { what: "all accounts and Regions of some days", place: 0, days: 4 },
  ])(
    "reads exactly what was estimated from the bucket's folders: $what",
    async ({ place, days }) => {
      const ids = [ACCOUNTS.prod.id, ACCOUNTS.staging.id].slice(0, place);
      const asked = query({
        accounts: ids,
        ...(place === 0 && { regions: [] }),
        window: { from: aws.told.now - days * DAY, to: aws.told.now - 2 * MINUTE },
        eventId: "none",
      });

      const estimate = await athena.estimate(asked);
      const found = await athena.find(asked, quietRun);

      expect(estimate?.scannedBytes).toBeGreaterThan(0);
      expect(found.searched[0]?.scannedBytes).toBe(estimate?.scannedBytes);
      expect(found.searched[0]?.costUsd).toBe(estimate?.costUsd);
      expect(found.searched[0]?.costUsd).toBeGreaterThanOrEqual(0.00005);
    },
  );

  it("is not asked when it would cost more than the limit, and says how to ask all the same", async () => {
    const spending = spendingOf(0.00001);
    const queries = aws.queries().length;

    const found = await athena.find(query({}), { ...quietRun, spending });

    expect(aws.queries()).toHaveLength(queries);
    expect(spending.spentUsd).toBe(0);
    expect(found).toMatchObject({ events: [], counts: {} });
    expect(found.searched[0]).toMatchObject({ complete: false, spared: { source: "Athena" } });
    expect(found.searched[0]?.spared?.words).toMatch(/^spend \$0\.000\d$/);
  });

  it("is asked when the asker has agreed, and the cost is noted", async () => {
    const spending = spendingOf(0.00001, 0.01);

    const found = await athena.find(query({}), { ...quietRun, spending });

    expect(found.events.length).toBeGreaterThan(0);
    expect(spending.spentUsd).toBeCloseTo(found.searched[0]?.costUsd ?? 0, 12);
  });

  it("asks before the first query where the bucket is not known, and guesses from it after", async () => {
    const { logs: _, ...setup } = setupOf();
    const blind = openAthena({ setup, clients, clock: aws, pauseMs: 5 });
    const spending = spendingOf(0.1);

    const first = await blind.find(query({}), { ...quietRun, spending });
    await blind.find(query({}), quietRun);
    const estimate = await blind.estimate(query({}));
    const then = await blind.find(query({}), { ...quietRun, spending });
    blind.close();

    expect(first.searched[0]?.spared?.why).toContain("not known");
    expect(then.searched[0]?.spared).toBeUndefined();
    expect(estimate?.scannedBytes ?? 0).toBeGreaterThanOrEqual(
      then.searched[0]?.scannedBytes ?? Infinity,
    );
  });

  it("takes an older result again where the window is long over, and reads nothing then", async () => {
    const to = aws.told.now - DAY;
    const asked = query({ window: { from: to - HOUR, to } });

    await athena.find(asked, quietRun);
    const again = await athena.find(asked, quietRun);

    expect(again.searched[0]).toMatchObject({ scannedBytes: 0, costUsd: 0 });
    expect(again.searched[0]?.filter).toMatch(
      /^the result of \d\d:\d\d UTC used again, nothing read$/,
    );
  });

  it("is stopped at AWS when the asker cancels", async () => {
    aws.server.faults.set("athena-queued", true);
    const abort = new AbortController();
    const run: Run = { signal: abort.signal, progress: () => abort.abort(new Error("enough")) };

    const ended = athena.find(query({ words: ["cancelled-one"] }), run);

    await expect(ended).rejects.toThrow("enough");
    aws.server.faults.set("athena-queued", false);
    expect(aws.queries().at(-1)).toMatchObject({ state: "CANCELLED" });
  });

  it("answers when the query goes back into the queue", async () => {
    aws.server.faults.set("athena-queued", true);
    const units: string[] = [];
    const run: Run = { ...quietRun, progress: ({ unit }) => units.push(unit) };

    const found = await athena.find(query({ services: ["iam"] }), run);

    aws.server.faults.set("athena-queued", false);
    expect(found.searched[0]?.complete).toBe(true);
    expect(units.join("; ")).toMatch(/queue; .*of Athena; .*queue/);
  });

  it("says what Athena said when a query fails", async () => {
    aws.server.faults.set("athena-failed", true);

    const error = await athena.find(query({}), quietRun).catch((thrown: unknown) => thrown);

    aws.server.faults.set("athena-failed", false);
    expect(error).toMatchObject({ name: "Problem", code: expect.stringMatching(/^athena\./) });
  });

  it("names the command that makes the table where there is none", async () => {
    const setup = { ...setupOf(), athena: { region: HOME, database: "audit", table: "nowhere" } };
    const wrong = openAthena({ setup, clients, clock: aws, pauseMs: 5 });

    const error = await wrong.find(query({}), quietRun).catch((thrown: unknown) => thrown);
    wrong.close();

    expect(error).toMatchObject({
      code: "athena.no-table",
      next: expect.stringContaining("trailwatch trail ddl"),
    });
  });

  it("finds a name full of quotes and wildcards, or nothing, and never fails", async () => {
    const names = ["'; DROP TABLE x; --", "100%_\\", "a\"b'c", "?", "$x{1}", "名前"];

    const window = { from: aws.told.now - HOUR, to: aws.told.now };

    const found = await Promise.all(
      names.map((name) => athena.find(query({ window, words: [name] }), quietRun)),
    );

    for (const { counts, searched } of found) {
      expect(counts).toEqual({});
      expect(searched[0]?.complete).toBe(true);
    }
  });

  it("holds nothing of accounts that are not in the table, and asks nothing", async () => {
    const queries = aws.queries().length;
    const asked = query({ accounts: ["999999999999"] });

    const found = await athena.find(asked, quietRun);

    expect(await athena.estimate(asked)).toBeUndefined();
    expect(aws.queries()).toHaveLength(queries);
    expect(found.searched[0]?.complete).toBe(false);
  });

  it("reaches as far back as the table, and says how late it is", async () => {
    const reach = await athena.reach();

    expect(reach.never).toEqual([]);
    expect(reach.lagMs).toBe(15 * MINUTE);
    expect(reach.places?.length).toBe(aws.setup.accounts.length * aws.setup.regions.length);
  });
});
