/** A working copy of a generated trail with a cache folder of its own, gone after the run. */
import {
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { logFiles } from "./floor.ts";
import type { Generated } from "./generate.ts";
import { planFiles } from "./plan.ts";
import { fileText } from "./record.ts";

export type Stage = {
  trail: Generated;
  /** Hard links to the generated files, so that files can be added. */
  dir: string;
  home: string;
};

export function openStage(trail: Generated): Stage {
  const home = mkdtempSync(join(tmpdir(), "trailwatch-bench-run-"));
  const dir = join(home, "logs");
  for (const { path } of logFiles(trail.folder)) {
    const copy = join(dir, relative(trail.folder, path));
    mkdirSync(dirname(copy), { recursive: true });
    link(path, copy);
  }
  return { trail, dir, home };
}

function link(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    cpSync(from, to);
  }
}

export function closeStage(stage: Stage): void {
  rmSync(stage.home, { recursive: true, force: true });
}

/** A fresh, empty folder for an index. */
export function freshCache(stage: Stage): string {
  return mkdtempSync(join(stage.home, "cache-"));
}

/** Bytes of all files below a folder. */
export function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => statSync(join(folder, path)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
}

/** Adds files of about 900 new events each, as a delivery would; gives the number of their records. */
export function deliver(stage: Stage, files: number, seed: number): number {
  const plans = planFiles(400_000, seed).filter(({ records }) => records > 800);
  let records = 0;
  for (const plan of plans.slice(0, files)) {
    const path = join(stage.dir, plan.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, gzipSync(fileText(plan, seed)));
    records += plan.records;
  }
  return records;
}
