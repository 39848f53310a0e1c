import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPool, type Pool } from "../../../src/trail/files/pool.ts";
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

const query = { window: wholeSpan, classes: notRead, limit: 5 };

describe("the worker threads", () => {
  let pool: Pool;
  let dir = "";

  beforeEach(() => {
    pool = createPool(2);
    dir = makeFolder();
    for (const name of ["a", "b", "c"]) {
      writeLog(dir, `${name}.json.gz`, compactFile([trailRecord({ eventID: name })]));
    }
  });

  afterEach(async () => {
    await pool.close();
    removeFolder(dir);
  });

  it("search files, and index them", async () => {
    const scan = (name: string) =>
      pool.run({ kind: "scan", dir, query, paths: [`${name}.json.gz`] }, quietRun.signal);

    const scanned = await Promise.all(["a", "b", "c"].map(scan));
    const indexed = await pool.run(
      { kind: "index", dir, paths: ["a.json.gz", "b.json.gz"] },
      quietRun.signal,
    );

    const ids = scanned.flatMap((each) =>
      each.kind === "scan" ? each.result.part.events.map(({ event }) => event.id) : [],
    );
    expect(ids).toEqual(["a", "b", "c"]);
    expect(indexed.kind === "index" && indexed.mini.files.map((file) => file.records)).toEqual([
      1, 1,
    ]);
  });

  it("leave a task alone that was given up before its turn", async () => {
    const task = { kind: "scan" as const, dir, query, paths: ["a.json.gz"] };

    const work = pool.run(task, AbortSignal.abort(new Error("enough")));

    await expect(work).rejects.toThrow("enough");
  });

  it("fail what is still waiting when they are closed", async () => {
    const task = { kind: "scan" as const, dir, query, paths: ["a.json.gz"] };
    const work = Array.from({ length: 20 }, () => pool.run(task, quietRun.signal));

    const results = Promise.allSettled(work);
    await pool.close();

    expect((await results).some((each) => each.status === "rejected")).toBe(true);
  });
});
