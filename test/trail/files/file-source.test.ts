import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, formatInstant } from "../../../src/domain/time.ts";
import { createFileSource } from "../../../src/trail/files/file-source.ts";
import { type FileTrail, openFileTrail } from "../../../src/trail/files/file-trail.ts";
import { trailRecord } from "../../support/records.ts";
import { compactFile, makeFolder, NOON, quietRun, removeFolder, writeLog } from "./made-trail.ts";

const clock = { now: () => NOON + DAY };
const [PROD, STAGING] = ["111122223333", "222233334444"];
let dir = "";
let trail: FileTrail;

beforeEach(async () => {
  dir = makeFolder();
  for (const account of [PROD, STAGING]) {
    const records = [NOON - 9 * DAY, NOON].map((at, index) =>
      trailRecord({ eventID: `${account}-${index}`, eventTime: formatInstant(at) }),
    );
    writeLog(
      dir,
      `AWSLogs/${account}/CloudTrail/eu-west-1/2026/11/20/a.json`,
      compactFile(records),
    );
  }
  trail = await openFileTrail({ dir, cacheDir: dir, clock });
  await trail.update(quietRun);
});

afterEach(async () => {
  await trail.close();
  removeFolder(dir);
});

describe("a folder as a source", () => {
  it("reaches as far as its events", async () => {
    const { window, places } = await createFileSource(trail, clock).reach();

    expect(window).toEqual({ from: NOON - 9 * DAY, to: NOON });
    expect(places?.map(({ account }) => account).sort()).toEqual([PROD, STAGING]);
  });

  it("reaches no further than is certain, and not into places of which files are missing", async () => {
    const certain = () => ({
      from: NOON - 2 * DAY,
      holds: ({ account }: { account: string }) => account === PROD,
    });

    const { window, places } = await createFileSource(trail, clock, certain).reach();

    expect(window).toEqual({ from: NOON - 2 * DAY, to: NOON });
    expect(places).toEqual([{ account: PROD, region: "eu-west-1" }]);
  });

  it("reaches nowhere while nothing is certain", async () => {
    const certain = () => ({ from: Number.POSITIVE_INFINITY, holds: () => true });

    const { window } = await createFileSource(trail, clock, certain).reach();

    expect(window).toEqual({ from: NOON, to: NOON });
  });
});
