import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";
import { afterAll, describe, expect, it } from "vitest";
import { createArtist } from "../../src/charts/artist.ts";
import { GALLERY, sizeOf } from "./gallery.ts";

const GOLDENS = join(import.meta.dirname, "../goldens/charts");
/** Of all pixels: less than a single letter. Edges that are a little lighter or darker do not count. */
const TOLERATED = 0.0002;

const artist = createArtist();
afterAll(() => artist.close());

describe("pictures", () => {
  // New ones are drawn by `npx tsx test/charts/draw-goldens.ts [NAME]`, to be looked at before they are kept.
  for (const [name, chart] of Object.entries(GALLERY)) {
    it(`looks as it did: ${name}`, async () => {
      const golden = PNG.sync.read(readFileSync(join(GOLDENS, `${name}.png`)));

      const drawn = PNG.sync.read(Buffer.from(await artist.draw(chart, { size: sizeOf(name) })));

      expect([drawn.width, drawn.height]).toEqual([golden.width, golden.height]);
      const { width, height } = golden;
      const difference = new PNG({ width, height });
      const differing = pixelmatch(golden.data, drawn.data, difference.data, width, height, {
        threshold: 0.1,
      });
      const share = differing / (width * height);
      expect(share, share > TOLERATED ? keptWords(name, drawn, difference) : "").toBeLessThan(
        TOLERATED,
      );
    });
  }
});

function keptWords(name: string, drawn: PNG, difference: PNG): string {
  const folder = mkdtempSync(join(tmpdir(), "trailwatch-picture-"));
  writeFileSync(join(folder, `${name}.png`), PNG.sync.write(drawn));
  writeFileSync(join(folder, `${name}-difference.png`), PNG.sync.write(difference));
  return `see ${folder}`;
}
