/** Brings an index up to date in a process of its own, in small batches: `update-child.ts DIR CACHE_DIR`. */
import { openFileTrail } from "../../../src/trail/files/file-trail.ts";

const [dir = "", cacheDir = ""] = process.argv.slice(2);
const clock = { now: () => Date.now() };
const trail = await openFileTrail({ dir, cacheDir, clock, batchFiles: 3 });
const report = await trail.update({
  signal: new AbortController().signal,
  progress: ({ done }) => process.stdout.write(`${done}\n`),
});
process.stdout.write(`${report.outcome}\n`);
await trail.close();
