import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCopiesReach } from "../../../src/aws/logs/copies-reach.ts";
import { openSync } from "../../../src/aws/logs/sync.ts";
import type { SyncOptions } from "../../../src/aws/logs/sync-work.ts";
import { DAY } from "../../../src/domain/time.ts";
import { quietRun } from "../../trail/files/made-trail.ts";
import {
  accessDenied,
  emptyFolder,
  madeObjects,
  memoryStore,
  NOW,
  type Objects,
  optionsFor,
  PROD,
  removeFolder,
  STAGING,
  setupFor,
} from "./made-bucket.ts";

const TODAY = Date.UTC(2026, 10, 22);
let dir = "";

beforeEach(() => {
  dir = emptyFolder();
});

afterEach(() => removeFolder(dir));

async function pass(objects: Objects, more: Partial<SyncOptions> = {}) {
  const setup = setupFor(dir);
  const session = await openSync(setup, quietRun.signal);
  return session.pass(optionsFor(setup, memoryStore(objects), more));
}

/** Stops as soon as so many files are copied. */
function stopAfter(files: number): Partial<SyncOptions> {
  const abort = new AbortController();
  let copied = 0;
  const progress = () => {
    copied += 1;
    if (copied === files) abort.abort();
  };
  return { run: { signal: abort.signal, progress } };
}

describe("what can be counted on in a folder of copies", () => {
  it("is nothing that is told where no sync has written", () => {
    expect(readCopiesReach(dir)).toBeUndefined();
  });

  it("are the days that were asked for, once all are copied", async () => {
    await pass(madeObjects(9));

    expect(readCopiesReach(dir)).toEqual({
      from: TODAY - 5 * DAY,
      places: [`${PROD}/eu-west-1`],
    });
  });

  it("is nothing before the newest days are copied, then the days that are", async () => {
    const objects = madeObjects(9);

    await pass(objects, stopAfter(3)).catch(() => undefined);
    const early = readCopiesReach(dir);
    await pass(objects, stopAfter(9)).catch(() => undefined);
    const late = readCopiesReach(dir);

    expect(early?.from).toBe(Number.POSITIVE_INFINITY);
    expect(late?.from).toBeGreaterThan(TODAY - 5 * DAY);
    expect(late?.from).toBeLessThan(TODAY);
  });

  it("leaves out what came before a hole, until the hole is closed", async () => {
    const objects = madeObjects(9);
    await pass(objects, { now: NOW - 4 * DAY });

    await pass(objects, stopAfter(3)).catch(() => undefined);
    const torn = readCopiesReach(dir);
    await pass(objects);

    expect(torn?.from).toBe(Number.POSITIVE_INFINITY);
    expect(readCopiesReach(dir)?.from).toBeLessThanOrEqual(TODAY - 5 * DAY);
  });

  it("leaves out the places that refuse", async () => {
    const objects = madeObjects(3, [PROD, STAGING]);
    const store = memoryStore(objects);
    store.refuse = (text) => (text.includes(STAGING) ? accessDenied() : undefined);

    await pass(objects, { objects: store });
    const refused = readCopiesReach(dir);
    await pass(objects);

    expect(refused?.places).toEqual([`${PROD}/eu-west-1`]);
    expect(readCopiesReach(dir)?.places).toEqual([`${PROD}/eu-west-1`, `${STAGING}/eu-west-1`]);
  });

  it("leaves out a place of which a new file is damaged", async () => {
    const objects = madeObjects(3, [PROD, STAGING]);
    const [newest = ""] = [...objects.keys()].filter((key) => key.includes(STAGING));
    objects.set(newest, Buffer.from("no gzip"));

    await pass(objects);

    expect(readCopiesReach(dir)?.places).toEqual([`${PROD}/eu-west-1`]);
  });

  it("takes a new account into account from the moment on that it is set", async () => {
    const objects = madeObjects(9, [PROD, STAGING]);
    const [one, two] = [
      { accounts: [{ id: PROD }] },
      { accounts: [{ id: PROD }, { id: STAGING }] },
    ];
    const setup = { ...setupFor(dir), regions: ["eu-west-1"] };

    await pass(objects, { setup: { ...setup, ...one } });
    await pass(objects, { setup: { ...setup, ...two }, ...stopAfter(2) }).catch(() => undefined);
    const torn = readCopiesReach(dir);
    await pass(objects, { setup: { ...setup, ...two } });
    const whole = readCopiesReach(dir);
    await pass(objects, { setup: { ...setup, ...one } });

    expect(torn?.from).toBe(Number.POSITIVE_INFINITY);
    expect(whole?.from).toBe(TODAY - 5 * DAY);
    expect(whole?.places).toContain(`${STAGING}/eu-west-1`);
    expect(readCopiesReach(dir)?.places).toEqual([`${PROD}/eu-west-1`, `${PROD}/us-east-1`]);
  });
});
