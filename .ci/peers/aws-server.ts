/** A local AWS over a freshly written scenario, for peers: prints where it is as JSON and stays until its input ends. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLocalAws } from "../../src/sandbox/aws/local.ts";
import { writeScenario } from "../../src/sandbox/scenario/write.ts";

async function main(): Promise<void> {
  const own = mkdtempSync(join(tmpdir(), "trailwatch-peer-aws-"));
  try {
    const dir = join(own, "trail");
    const told = await writeScenario({ dir, now: Date.now(), days: 8 });
    const { server, setup } = await openLocalAws({ dir, now: () => told.now });
    const { accessKeyId, secretAccessKey } = server.credentials;
    const role = setup.accounts.find((account) => account.role)?.role?.arn;
    const line = { endpoint: server.endpoint, accessKeyId, secretAccessKey, role, now: told.now };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    process.stdin.resume();
    await new Promise((resolve) => process.stdin.once("end", resolve));
    await server.close();
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

await main();
