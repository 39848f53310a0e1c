import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import Database from "libsql";
import { afterAll, describe, expect, it } from "vitest";
import { Problem } from "../../src/domain/problem.ts";
import { DAY } from "../../src/domain/time.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { orderEntry, ordersContract } from "../contracts/orders.ts";
import { storeContract } from "../contracts/store.ts";
import { journalEntry, NOW } from "../contracts/store-entry.ts";

const root = mkdtempSync(join(tmpdir(), "trailwatch-store-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let made = 0;
const newPath = () => join(root, `${++made}`, "state", "trailwatch.sqlite");
const now = () => NOW;

function problemOf(work: () => unknown): Problem {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

storeContract("SQLite", () => openSqliteStore({ path: newPath(), now }));
ordersContract("SQLite", () => openSqliteStore({ path: newPath(), now }));

describe("the store in a file", () => {
  it("neither loses nor repeats an order over a restart", () => {
    const path = newPath();
    const before = openSqliteStore({ path, now });
    before.orders.propose(orderEntry("waiting"));
    before.orders.propose(orderEntry("sent"));
    before.orders.take("sent", "U1", NOW);
    before.close();

    const after = openSqliteStore({ path, now });
    const other = openSqliteStore({ path, now });
    const kinds = [after, other].map(({ orders }) => orders.take("waiting", "U1", NOW).kind);

    expect(kinds).toEqual(["taken", "again"]);
    expect(after.orders.take("sent", "U1", NOW).kind).toBe("again");
    expect(after.orders.find("sent")?.state).toBe("running");
    after.close();
    other.close();
  });

  it("forgets what nobody confirmed after a day, and what was done after 400", () => {
    const path = newPath();
    const before = openSqliteStore({ path, now });
    before.orders.propose(orderEntry("waiting"));
    before.orders.propose(orderEntry("done"));
    before.orders.take("done", "U1", NOW);
    before.close();

    const later = openSqliteStore({ path, now: () => NOW + 2 * DAY });
    const kept = ["waiting", "done"].map((code) => later.orders.find(code) !== undefined);
    later.close();
    const last = openSqliteStore({ path, now: () => NOW + 401 * DAY });

    expect(kept).toEqual([false, true]);
    expect(last.orders.find("done")).toBeUndefined();
    last.close();
  });

  it("still knows everything after a restart", () => {
    const path = newPath();
    const before = openSqliteStore({ path, now });
    before.journal.begin(journalEntry("q1"));
    before.topics.remember("C1", "1.2", { subject: "bucket-x" });
    before.close();

    const after = openSqliteStore({ path, now });

    expect(after.journal.list({ state: "running", limit: 9 })).toEqual([journalEntry("q1")]);
    expect(after.journal.begin(journalEntry("q2", { deliveryId: "delivery-q1" }))).toBe(false);
    expect(after.topics.recall("C1", "1.2")).toEqual({ subject: "bucket-x" });
    after.close();
  });

  it("holds everything in the one file once it is closed", () => {
    const path = newPath();
    const before = openSqliteStore({ path, now });
    before.journal.begin(journalEntry("q1"));
    before.close();
    const copy = join(root, "copy.sqlite");
    copyFileSync(path, copy);

    const after = openSqliteStore({ path: copy, now });

    expect(after.journal.list({ limit: 9 }).map(({ id }) => id)).toEqual(["q1"]);
    after.close();
  });

  it("is for its owner's eyes alone", () => {
    const path = newPath();

    openSqliteStore({ path, now }).close();

    expect(statSync(path).mode & 0o077).toBe(0);
    expect(statSync(join(path, "..")).mode & 0o077).toBe(0);
  });

  it("lets two connections write to one file, each delivery once", () => {
    const path = newPath();
    const one = openSqliteStore({ path, now });
    const two = openSqliteStore({ path, now });

    const begun = Array.from({ length: 100 }, (_, n) => [
      one.journal.begin(journalEntry(`one-${n}`, { deliveryId: `${n}` })),
      two.journal.begin(journalEntry(`two-${n}`, { deliveryId: `${n}` })),
    ]);
    two.journal.end("one-7", { state: "answered" });

    expect(begun.every(([first, second]) => first && !second)).toBe(true);
    expect(one.journal.list({ state: "answered", limit: 9 }).map(({ id }) => id)).toEqual([
      "one-7",
    ]);
    one.close();
    two.close();
  });

  it("drops journal entries after 400 days and topics after 30 when it is opened", () => {
    const path = newPath();
    const before = openSqliteStore({ path, now });
    before.journal.begin(journalEntry("q1", { at: NOW }));
    before.topics.remember("C1", "1.2", { subject: "bucket-x" });
    before.close();
    const openAfter = (days: number) => {
      const store = openSqliteStore({ path, now: () => NOW + days * DAY });
      const left = [store.topics.recall("C1", "1.2"), store.journal.list({ limit: 9 }).length];
      store.close();
      return left;
    };

    expect(openAfter(30)).toEqual([{ subject: "bucket-x" }, 1]);
    expect(openAfter(31)).toEqual([undefined, 1]);
    expect(openAfter(400)).toEqual([undefined, 1]);
    expect(openAfter(401)).toEqual([undefined, 0]);
  });

  it("knows what was spent today when it is opened again, and forgets it after 400 days", () => {
    const path = newPath();
    const day = new Date(NOW).toISOString().slice(0, 10);
    const before = openSqliteStore({ path, now });
    before.ledger.add("C1", day, 0.75);
    before.close();
    const openAfter = (days: number) => {
      const store = openSqliteStore({ path, now: () => NOW + days * DAY });
      const spent = store.ledger.spentUsd("C1", day);
      store.close();
      return spent;
    };

    expect(openAfter(0)).toBe(0.75);
    expect(openAfter(400)).toBe(0.75);
    expect(openAfter(401)).toBe(0);
  });

  it("may be closed twice", () => {
    const store = openSqliteStore({ path: newPath(), now });

    store.close();

    expect(() => store.close()).not.toThrow();
  });
});

describe("a file that cannot be used", () => {
  it("refuses tables of a newer version and leaves them as they are", () => {
    const path = newPath();
    openSqliteStore({ path, now }).close();
    const db = new Database(path);
    db.exec("PRAGMA user_version = 99");
    db.close();

    const problem = problemOf(() => openSqliteStore({ path, now }));

    expect(problem.code).toBe("store.newer");
    expect(problem.message).toMatch(/newer Trailwatch \(its version is 99, this one knows \d+\)/);
    expect(problem.next).toMatch(/TRAILWATCH_STATE_DIR/);
  });

  it("names a file that is no database, and does not touch it", () => {
    const path = join(root, "no-database.sqlite");
    writeFileSync(path, "no database at all, but long enough to be looked at. ".repeat(40));

    const problem = problemOf(() => openSqliteStore({ path, now }));

    expect(problem.code).toBe("store.damaged");
    expect(problem.next).toMatch(/Move the file away/);
    expect(readFileSync(path, "utf8")).toMatch(/^no database/);
  });

  it("notices pages that were overwritten", () => {
    const path = newPath();
    const store = openSqliteStore({ path, now });
    for (let n = 0; n < 500; n++) store.journal.begin(journalEntry(`q${n}`));
    store.close();
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 4096, bytes.length - 4096);
    writeFileSync(path, bytes);

    const problem = problemOf(() => openSqliteStore({ path, now }));

    expect(problem.code).toBe("store.damaged");
  });

  it("says what to do where the folder cannot be made", () => {
    const path = join(root, "a-file");
    writeFileSync(path, "");

    const problem = problemOf(() => openSqliteStore({ path: join(path, "state.sqlite"), now }));

    expect(problem.code).toBe("store.no-write");
    expect(problem.message).toContain(path);
    expect(problem.next).toMatch(/TRAILWATCH_STATE_DIR/);
  });

  // Linux keeps folders that nobody writes to, the superuser neither.
  it.runIf(existsSync("/proc/self"))("says so for a read-only folder", () => {
    const problem = problemOf(() => openSqliteStore({ path: "/proc/self/state.sqlite", now }));

    expect(problem.code).toBe("store.no-write");
  });

  it("waits for another process that writes, then says that it is busy", () => {
    const path = newPath();
    const store = openSqliteStore({ path, now, busyMs: 50 });
    const other = new Database(path);
    other.exec("BEGIN IMMEDIATE");

    const problem = problemOf(() => store.journal.begin(journalEntry("q1")));
    other.exec("ROLLBACK");

    expect(problem.code).toBe("store.busy");
    expect(store.journal.begin(journalEntry("q1"))).toBe(true);
    other.close();
    store.close();
  });
});

const script = resolve(import.meta.dirname, "write-until-killed.ts");

function startWriter(path: string, name: string): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", script, path, name], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Kills the writer in the middle of its work; the ids that it told of. */
async function killAfter(writer: ChildProcess, most: number): Promise<string[]> {
  const ids: string[] = [];
  if (!writer.stdout) throw new Error("no output");
  for await (const line of createInterface({ input: writer.stdout })) {
    ids.push(line);
    if (ids.length === most) writer.kill("SIGKILL");
  }
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, "exit");
  return ids;
}

describe("a process killed while it writes", () => {
  it("has kept every question that it took, also beside another that writes and starts with it", async () => {
    const path = newPath();

    const [one, two] = await Promise.all([
      killAfter(startWriter(path, "one"), 200),
      killAfter(startWriter(path, "two"), 300),
    ]);

    const store = openSqliteStore({ path });
    const entries = store.journal.list({ state: "running", limit: 1_000_000 });
    const known = new Map(entries.map((entry) => [entry.id, entry]));
    const told = [...one, ...two];
    expect(told.length).toBeGreaterThanOrEqual(500);
    expect(told.filter((id) => known.get(id)?.address.postedTs === undefined)).toEqual([]);
    expect(told.filter((id) => !known.has(id))).toEqual([]);
    expect(store.topics.recall("C1", "7.1")?.subject).toMatch(/^(one|two)-7$/);
    store.close();
  }, 30_000);
});
