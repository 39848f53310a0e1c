/** `npx tsx test/charts/draw-goldens.ts [NAME…]` draws the pictures that tests compare with. Look at them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createArtist } from "../../src/charts/artist.ts";
import { GALLERY, sizeOf } from "./gallery.ts";

const FOLDER = join(import.meta.dirname, "../goldens/charts");

const wanted = process.argv.slice(2);
const artist = createArtist();
for (const [name, chart] of Object.entries(GALLERY)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  writeFileSync(join(FOLDER, `${name}.png`), await artist.draw(chart, { size: sizeOf(name) }));
}
await artist.close();
