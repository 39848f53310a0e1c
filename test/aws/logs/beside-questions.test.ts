import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR } from "../../../src/domain/time.ts";
import { type AwsServer, startAwsServer } from "../../../src/sandbox/aws/server.ts";
import { sandboxSetup } from "../../../src/sandbox/aws/setup.ts";
import { writeScenario } from "../../../src/sandbox/scenario/write.ts";
import { type OpenedTrail, openAws } from "../../../src/wire-trail.ts";
import { notRead, quietRun } from "../../trail/files/made-trail.ts";
import { emptyFolder, NOW, removeFolder } from "./made-bucket.ts";

const clock = { now: () => NOW };
const query = { window: { from: NOW - DAY, to: NOW - HOUR }, classes: notRead, limit: 500 };
let bucket = "";
let dir = "";
let cacheDir = "";
let server: AwsServer;
let opened: OpenedTrail;

beforeEach(async () => {
  [bucket, dir, cacheDir] = [emptyFolder(), emptyFolder(), emptyFolder()];
  await writeScenario({ dir: bucket, now: NOW, days: 3 });
  const own = sandboxSetup(bucket);
  server = await startAwsServer({ dir: bucket, now: clock.now, accounts: own.accounts });
  const { athena: _, ...setup } = {
    ...own,
    endpoint: server.endpoint,
    credentials: server.credentials,
    logs: { bucket: "acme-shop-cloudtrail", region: "eu-west-1", dir, days: 3 },
  };
  opened = await openAws(setup, { cacheDir, clock, sync: { onTrouble: () => undefined } });
}, 60_000);

afterEach(async () => {
  await opened.close();
  await server.close();
  for (const each of [bucket, dir, cacheDir]) removeFolder(each);
});

/** Sources and events of a search, after the index was brought up to date. */
async function ask() {
  await opened.update(quietRun);
  const { searched, events } = await opened.trail.find(query, quietRun);
  return { sources: searched.map(({ source }) => source), ids: events.map(({ id }) => id).sort() };
}

describe("questions while the bucket is copied for the first time", () => {
  it("are answered from AWS until the copies are whole, then from the copies, and alike", async () => {
    const first = await ask();
    let last = first;
    for (let tries = 0; last.sources.includes("LookupEvents") && tries < 200; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      last = await ask();
    }

    expect(first.sources).toContain("LookupEvents");
    expect(last.sources).toEqual(["index of log files"]);
    expect(first.ids.length).toBeGreaterThan(10);
    // Event history has no data events; all that it has stands in the copies too.
    expect(last.ids).toEqual(expect.arrayContaining(first.ids));
  }, 90_000);
});
