/** A sync in a process of its own, then its index: `sync-child.ts ENDPOINT KEY BUCKET DIR CACHE_DIR NOW`. Tells how far it is. */
import { createClients } from "../../../src/aws/clients.ts";
import { syncLogs } from "../../../src/aws/logs/follow.ts";
import { openFileTrail } from "../../../src/trail/files/file-trail.ts";

const [endpoint = "", accessKeyId = "", bucket = "", dir = "", cacheDir = "", now = ""] =
  process.argv.slice(2);
const clock = { now: () => Number(now) };
const logs = { bucket, region: "eu-west-1", dir, days: 30 };
const credentials = { accessKeyId, secretAccessKey: "secret" };
const setup = { accounts: [], regions: [], endpoint, credentials, logs };
const run = (step: string) => ({
  signal: new AbortController().signal,
  progress: () => process.stdout.write(`${step}\n`),
});

const clients = createClients(setup);
process.stdout.write("begun\n");
const report = await syncLogs({ setup, clients, clock, run: run("copied") });
clients.close();
const trail = await openFileTrail({ dir, cacheDir, clock, batchFiles: 10 });
await trail.update(run("indexed"));
await trail.close();
process.stdout.write(`${JSON.stringify(report)}\n`);
