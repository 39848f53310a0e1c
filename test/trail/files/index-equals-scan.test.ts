import { rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { TrailQuery } from "../../../src/sources/trail.ts";
import { type FileTrail, openFileTrail } from "../../../src/trail/files/file-trail.ts";
import {
  answered,
  type MadeFile,
  madeFile,
  madeQuery,
  makeFolder,
  naiveFind,
  quietRun,
  removeFolder,
  writeFiles,
} from "./made-trail.ts";

const RUNS = 60;
const clock = { now: () => Date.now() };
const made: string[] = [];

function folder(): string {
  const dir = makeFolder();
  made.push(dir);
  return dir;
}

afterEach(() => {
  for (const dir of made.splice(0)) removeFolder(dir);
});

const files = fc.uniqueArray(madeFile, {
  selector: (file) => file.path,
  minLength: 1,
  maxLength: 5,
});
/** What happens to the folder before it is asked again. */
type Step = { files: MadeFile[]; removed: number; updates: boolean };

const step = fc.record({ files, removed: fc.nat(4), updates: fc.boolean() });
const steps = fc.array(step, { minLength: 1, maxLength: 3 });
const queries = fc.array(madeQuery, { minLength: 1, maxLength: 4 });

async function apply(trail: FileTrail, dir: string, paths: Set<string>, todo: Step): Promise<void> {
  const gone = [...paths][todo.removed];
  if (gone !== undefined) {
    rmSync(join(dir, gone));
    paths.delete(gone);
  }
  writeFiles(dir, todo.files);
  for (const { path } of todo.files) paths.add(path);
  if (todo.updates) await trail.update(quietRun);
}

async function expectRight(
  trail: FileTrail,
  dir: string,
  paths: Iterable<string>,
  asked: TrailQuery[],
) {
  for (const query of asked) {
    const found = answered(await trail.find(query, quietRun));

    expect(found).toEqual(naiveFind(dir, [...paths], query));
  }
}

describe("searching a folder of log files", () => {
  it("finds by scan what parsing everything finds", async () => {
    const property = fc.asyncProperty(files, queries, async (all, asked) => {
      const dir = folder();
      writeFiles(dir, all);
      const trail = await openFileTrail({
        dir,
        cacheDir: join(dir, ".none"),
        clock,
        lookAgainMs: 0,
      });

      await expectRight(trail, dir, new Set(all.map((file) => file.path)), asked);
      await trail.close();
    });

    await fc.assert(property, { numRuns: RUNS });
  });

  it("finds by index, after updates of all kinds, what parsing everything finds", async () => {
    const property = fc.asyncProperty(steps, queries, async (todo, asked) => {
      const dir = folder();
      const trail = await openFileTrail({ dir, cacheDir: folder(), clock, lookAgainMs: 0 });
      const paths = new Set<string>();
      for (const next of todo) {
        await apply(trail, dir, paths, next);

        await expectRight(trail, dir, paths, asked);
      }
      await trail.close();
    });

    await fc.assert(property, { numRuns: RUNS });
  });
});
