/** Goldens: what a view gives, as JSON on disk. `npx vitest -u` writes them anew; a look at the difference is the review. */
import { join } from "node:path";
import { expect } from "vitest";

const FOLDER = join(import.meta.dirname, "../../goldens");

export async function expectGolden(name: string, view: unknown): Promise<void> {
  const text = `${JSON.stringify(view, null, 2)}\n`;
  await expect(text).toMatchFileSnapshot(join(FOLDER, `${name}.json`));
}
