/** The made-up company's trail and a local AWS over it, for one test file. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalAws, type LocalAwsOptions, openLocalAws } from "../../src/sandbox/aws/local.ts";
import { type ScenarioReport, writeScenario } from "../../src/sandbox/scenario/write.ts";

export type SandboxAws = LocalAws & {
  told: ScenarioReport;
  /** Empty at first, and gone at the end. */
  cacheDir: string;
  /** The story's time: goes on from the moment that it was told up to. */
  now(): number;
  close(): Promise<void>;
};

/** Starts it; event history shows events at once unless `lagMs` says otherwise. */
export async function startSandboxAws(options: Partial<LocalAwsOptions> = {}): Promise<SandboxAws> {
  const own = mkdtempSync(join(tmpdir(), "trailwatch-aws-"));
  const dir = join(own, "trail");
  const told = await writeScenario({ dir, now: Date.now(), maxAgeMs: 0 });
  const startedAt = Date.now();
  const now = () => told.now + Date.now() - startedAt;
  const local = await openLocalAws({ lagMs: () => 0, ...options, dir, now });
  return {
    ...local,
    told,
    cacheDir: join(own, "cache"),
    now,
    async close() {
      await local.server.close();
      rmSync(own, { recursive: true, force: true });
    },
  };
}
