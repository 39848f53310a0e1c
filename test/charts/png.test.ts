import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { toPng } from "../../src/charts/png.ts";
import { noise } from "./gallery.ts";

describe("a PNG file", () => {
  it("holds the colours of every pixel", () => {
    const [width, height] = [37, 21];
    const pixels = Uint8Array.from({ length: width * height * 4 }, (_, at) =>
      at % 4 === 3 ? 255 : Math.floor(noise(1, at) * 256),
    );

    const read = PNG.sync.read(Buffer.from(toPng({ width, height, pixels })), { checkCRC: true });

    expect([read.width, read.height]).toEqual([width, height]);
    expect(Buffer.compare(read.data, Buffer.from(pixels))).toBe(0);
  });
});
