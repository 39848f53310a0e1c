/** Real records with known answers, where they are at hand: beside a checkout, never inside it. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const folder = resolve(import.meta.dirname, "../../../shared/corpus");

/** The folder that QUESTIONS.json stands in, or undefined where it is missing (a user's clone). */
export const corpusFolder = existsSync(join(folder, "corpus.tar.gz")) ? folder : undefined;

if (!corpusFolder) {
  process.stderr.write("corpus: not at hand (../shared/corpus), its tests are skipped\n");
}

/** Unpacks the corpus into a temporary folder, once a machine, and gives the path that holds `ct-invictus` and its like. */
export function unpackedCorpus(): string {
  if (!corpusFolder)
    throw new Error("No corpus here: guard the test with describe.skipIf(!corpusFolder)");
  const archive = join(corpusFolder, "corpus.tar.gz");
  const { size, mtimeMs } = statSync(archive);
  const home = join(tmpdir(), `trailwatch-corpus-${size}-${Math.round(mtimeMs)}`);
  if (!existsSync(home)) {
    const fresh = mkdtempSync(join(tmpdir(), "trailwatch-corpus-new-"));
    execFileSync("tar", ["xzf", archive, "-C", fresh]);
    try {
      renameSync(fresh, home);
    } catch {
      rmSync(fresh, { recursive: true, force: true });
    }
  }
  return join(home, "corpus");
}
