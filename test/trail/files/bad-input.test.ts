import { chmodSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Problem } from "../../../src/domain/problem.ts";
import { type FileTrail, openFileTrail } from "../../../src/trail/files/file-trail.ts";
import { indexPath } from "../../../src/trail/files/index-store.ts";
import { trailRecord } from "../../support/records.ts";
import {
  compactFile,
  makeFolder,
  notRead,
  quietRun,
  removeFolder,
  wholeSpan,
  writeLog,
} from "./made-trail.ts";

const clock = { now: () => Date.now() };
const everything = { window: wholeSpan, classes: notRead, limit: 100 };
const isRoot = process.getuid?.() === 0;
const good = (id: string) => compactFile([trailRecord({ eventID: id })]);

let dir = "";
let cacheDir = "";

beforeEach(() => {
  dir = makeFolder();
  cacheDir = makeFolder();
});

afterEach(() => {
  removeFolder(dir);
  removeFolder(cacheDir);
});

async function problemOf(work: () => Promise<unknown>): Promise<Problem> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("Nothing was wrong");
}

async function withTrail<Result>(work: (trail: FileTrail) => Promise<Result>): Promise<Result> {
  const trail = await openFileTrail({ dir, cacheDir, clock });
  try {
    return await work(trail);
  } finally {
    await trail.close();
  }
}

describe("a folder that is none", () => {
  it("says that there is no such folder", async () => {
    const missing = join(dir, "missing");

    const problem = await problemOf(() => openFileTrail({ dir: missing, cacheDir, clock }));

    expect(problem.code).toBe("trail.not-a-folder");
    expect(problem.message).toContain(missing);
    expect(problem.next).toContain("AWSLogs");
  });

  it("says that a file is not a folder", async () => {
    writeFileSync(join(dir, "file"), "x");

    const problem = await problemOf(() =>
      openFileTrail({ dir: join(dir, "file"), cacheDir, clock }),
    );

    expect(problem.code).toBe("trail.not-a-folder");
  });

  it("says that a folder without log files is empty, though it holds digests", async () => {
    writeLog(dir, "AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/11/20/d.json.gz", "{}");
    writeLog(dir, "notes.txt", "hello");

    const asked = await problemOf(() => withTrail((trail) => trail.find(everything, quietRun)));
    const updated = await problemOf(() => withTrail((trail) => trail.update(quietRun)));

    expect([asked.code, updated.code]).toEqual(["trail.empty", "trail.empty"]);
    expect(asked.next).toContain("aws s3 sync");
  });
});

describe("files that cannot be read", () => {
  const whole = gzipSync(
    compactFile(
      Array.from({ length: 50 }, (_, index) => trailRecord({ eventID: `torn-${index}` })),
    ),
  );
  const bad: [what: string, path: string, content: string | Buffer][] = [
    ["an empty file", "empty.json", ""],
    ["an empty gzip", "empty.json.gz", Buffer.alloc(0)],
    ["a torn gzip", "torn.json.gz", whole.subarray(0, whole.length - 30)],
    [
      "a damaged gzip",
      "damaged.json.gz",
      Buffer.concat([whole.subarray(0, 40), Buffer.alloc(20, 7), whole.subarray(60)]),
    ],
    ["garbage called gzip", "garbage.json.gz", Buffer.from([1, 2, 3, 4, 5])],
    ["truncated JSON", "cut.json", good("cut-1").slice(0, -30)],
    ["no JSON at all", "text.json", "hello, world"],
  ];

  for (const [what, path, content] of bad) {
    it(`names ${what}, and answers from the others, with an index and without`, async () => {
      writeLog(dir, "good.json", good("good-1"));
      writeLog(dir, path, content);

      const [scanned, indexed] = await withTrail(async (trail) => {
        const before = await trail.find(everything, quietRun);
        await trail.update(quietRun);
        return [before, await trail.find(everything, quietRun)];
      });

      for (const {
        events,
        searched: [search],
      } of [scanned, indexed]) {
        expect(events.map((event) => event.id)).toContain("good-1");
        expect(search?.complete).toBe(false);
        expect(search?.gaps.join()).toContain(path);
      }
      expect(indexed.counts).toEqual(scanned.counts);
    });
  }

  it("reads a file again when it was mended", async () => {
    writeLog(dir, "late.json", good("late-1").slice(0, 200));

    const found = await withTrail(async (trail) => {
      await trail.update(quietRun);
      writeLog(dir, "late.json", good("late-1"));
      const report = await trail.update(quietRun);
      return { report, answer: await trail.find(everything, quietRun) };
    });

    expect(found.report).toMatchObject({ changed: 1, added: 0, gaps: [] });
    expect(found.answer.counts).toEqual({ change: 1 });
    expect(found.answer.searched[0]).toMatchObject({ complete: true, gaps: [] });
  });

  it("names a folder that is called like a log file", async () => {
    writeLog(dir, "good.json", good("good-1"));
    mkdirSync(join(dir, "odd.json.gz"));

    const {
      searched: [search],
    } = await withTrail((trail) => trail.find(everything, quietRun));

    expect(search?.gaps).toEqual(["odd.json.gz is a folder, not a file"]);
  });

  it("tells only the first of many gaps, and how many more there are", async () => {
    for (let index = 0; index < 9; index += 1) writeLog(dir, `${index}.json`, "");

    const {
      searched: [search],
    } = await withTrail((trail) => trail.find(everything, quietRun));

    expect(search?.gaps).toHaveLength(6);
    expect(search?.gaps.at(-1)).toBe("and 4 more like these");
  });

  it.skipIf(isRoot)("names what may not be read, and tries it again", async () => {
    writeLog(dir, "good.json", good("good-1"));
    writeLog(dir, "secret.json", good("secret-1"));
    writeLog(dir, "closed/inside.json", good("closed-1"));
    chmodSync(join(dir, "secret.json"), 0);
    chmodSync(join(dir, "closed"), 0);

    const [denied, allowed] = await withTrail(async (trail) => {
      await trail.update(quietRun);
      const before = await trail.find(everything, quietRun);
      chmodSync(join(dir, "secret.json"), 0o600);
      chmodSync(join(dir, "closed"), 0o700);
      await trail.update(quietRun);
      return [before, await trail.find(everything, quietRun)];
    });

    expect(denied.counts).toEqual({ change: 1 });
    expect(denied.searched[0]?.gaps.join()).toMatch(
      /closed.*permission denied.*secret.json.*permission denied/,
    );
    expect(allowed.counts).toEqual({ change: 3 });
    expect(allowed.searched[0]?.complete).toBe(true);
  });

  it("survives links in a circle and links to nowhere", async () => {
    writeLog(dir, "a/good.json", good("good-1"));
    symlinkSync(dir, join(dir, "a", "up"));
    symlinkSync(join(dir, "nowhere"), join(dir, "gone.json"));

    const {
      counts,
      searched: [search],
    } = await withTrail((trail) => trail.find(everything, quietRun));

    expect(counts).toEqual({ change: 1 });
    expect(search?.gaps.join()).toContain("gone.json");
  });

  it("reads a record of 256 KB", async () => {
    const large = trailRecord({
      requestParameters: { bucketName: "bucket-x", note: "ä".repeat(250_000) },
    });
    writeLog(dir, "large.json.gz", compactFile([large]));

    const { counts } = await withTrail(async (trail) => {
      await trail.update(quietRun);
      return trail.find(everything, quietRun);
    });

    expect(counts).toEqual({ change: 1 });
  });
});

describe("an index that cannot be used", () => {
  beforeEach(() => writeLog(dir, "good.json", good("good-1")));

  it("is built anew when it is damaged, and questions are answered meanwhile", async () => {
    await withTrail((trail) => trail.update(quietRun));
    for (const name of readdirSync(cacheDir))
      if (/-(?:wal|shm)$/.test(name)) rmSync(join(cacheDir, name));
    writeFileSync(
      indexPath(dir, cacheDir),
      "this is no database, whatever its name says".repeat(500),
    );

    const result = await withTrail(async (trail) => {
      const before = await trail.find(everything, quietRun);
      const report = await trail.update(quietRun);
      return { before, report, after: await trail.find(everything, quietRun) };
    });

    expect(result.before).toMatchObject({
      counts: { change: 1 },
      searched: [{ source: "log files" }],
    });
    expect(result.report.rebuilt).toContain("damaged");
    expect(result.after.searched[0]?.source).toBe("index of log files");
    expect(result.after.counts).toEqual({ change: 1 });
  });

  it("has a place of its own, so the folder of log files is never written", async () => {
    await withTrail((trail) => trail.update(quietRun));

    const stat = await withTrail((trail) => trail.stat());

    expect(readdirSync(dir)).toEqual(["good.json"]);
    expect(stat.files).toBe(1);
    expect(stat.index?.path.startsWith(cacheDir)).toBe(true);
  });

  it("says where else it could be kept when its place is no folder", async () => {
    writeFileSync(join(cacheDir, "file"), "");
    const options = { dir, cacheDir: join(cacheDir, "file"), clock };

    const trail = await openFileTrail(options);
    const problem = await problemOf(() => trail.update(quietRun));
    const { counts } = await trail.find(everything, quietRun);
    await trail.close();

    expect(problem.code).toBe("trail.no-index");
    expect(problem.next).toContain("TRAILWATCH_CACHE_DIR");
    expect(counts).toEqual({ change: 1 });
  });

  it("stops when it is told to", async () => {
    const signal = AbortSignal.abort(new Error("enough"));

    const work = withTrail((trail) => trail.find(everything, { ...quietRun, signal }));

    await expect(work).rejects.toThrow("enough");
  });
});
