/** Rewrites a screenshot as a PNG with a palette: a page has few colours, and the file is half as large. */
import { crc32 as crcOf, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");
const COLOURS = 256;
/** Taken by how often they stand there; the others by how far they are from all taken. */
const COMMON = 176;

type Pixels = { width: number; height: number; rgb: Buffer };

/** Takes an 8-bit RGB PNG without interlacing, as Chromium writes them; throws on any other. */
export function withPalette(png: Buffer): Buffer {
  const pixels = readPixels(png);
  const palette = commonColours(pixels.rgb);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header(pixels)),
    chunk("PLTE", Buffer.from(palette.flatMap((rgb) => [rgb >> 16, (rgb >> 8) & 255, rgb & 255]))),
    chunk("IDAT", deflateSync(toIndexes(pixels, palette), { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function readPixels(png: Buffer): Pixels {
  const data: Buffer[] = [];
  for (let at = SIGNATURE.length; at < png.length; at += png.readUInt32BE(at) + 12) {
    const name = png.toString("latin1", at + 4, at + 8);
    if (name === "IDAT") data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  if (png.toString("hex", 24, 29) !== "0802000000") throw new Error("no 8-bit RGB picture");
  return { width, height, rgb: unfiltered(inflateSync(Buffer.concat(data)), width * 3, height) };
}

/** https://www.w3.org/TR/png-3/#9Filters */
function unfiltered(raw: Buffer, length: number, height: number): Buffer {
  // A black pixel and a black row stand before what has nothing before it.
  const [stride, before] = [length + 3, length + 3];
  const out = Buffer.alloc(before + stride * height);
  const byteAt = (at: number) => out[at] ?? 0;
  for (let index = 0; index < length * height; index++) {
    const y = Math.floor(index / length);
    const x = index % length;
    const at = before + y * stride + 3 + x;
    const [left, up, corner] = [byteAt(at - 3), byteAt(at - stride), byteAt(at - stride - 3)];
    const row = y * (length + 1);
    out[at] = (raw[row + 1 + x] ?? 0) + guess(raw[row] ?? 0, left, up, corner);
  }
  const rows = Array.from({ length: height }, (_, y) => before + y * stride + 3);
  return Buffer.concat(rows.map((at) => out.subarray(at, at + length)));
}

function guess(filter: number, left: number, up: number, corner: number): number {
  if (filter === 4) return paeth(left, up, corner);
  return [0, left, up, (left + up) >> 1][filter] ?? 0;
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [left, up, corner].map((one) => Math.abs(left + up - corner - one));
  if ((a ?? 0) <= (b ?? 0) && (a ?? 0) <= (c ?? 0)) return left;
  return (b ?? 0) <= (c ?? 0) ? up : corner;
}

function colourAt(rgb: Buffer, at: number): number {
  return rgb.readUIntBE(at, 3);
}

function commonColours(rgb: Buffer): number[] {
  const counts = new Map<number, number>();
  for (let at = 0; at < rgb.length; at += 3) {
    const colour = colourAt(rgb, at);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour);
  const palette = sorted.slice(0, COMMON);
  const rest = sorted.slice(COMMON).map((colour) => {
    return { colour, away: Math.min(...palette.map((taken) => distance(colour, taken))) };
  });
  while (palette.length < COLOURS && rest.length > 0) {
    rest.sort((a, b) => b.away - a.away);
    const taken = rest.shift()?.colour ?? 0;
    palette.push(taken);
    for (const one of rest) one.away = Math.min(one.away, distance(one.colour, taken));
  }
  return palette;
}

function distance(one: number, other: number): number {
  return [16, 8, 0].reduce(
    (sum, by) => sum + (((one >> by) & 255) - ((other >> by) & 255)) ** 2,
    0,
  );
}

function toIndexes({ width, height, rgb }: Pixels, palette: number[]): Buffer {
  const known = new Map(palette.map((colour, index) => [colour, index]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let at = 0; at < width * height; at++) {
    const colour = colourAt(rgb, at * 3);
    const index = known.get(colour) ?? nearest(colour, palette);
    known.set(colour, index);
    rows[at + Math.floor(at / width) + 1] = index;
  }
  return rows;
}

function nearest(colour: number, palette: number[]): number {
  const distances = palette.map((other) => distance(colour, other));
  return distances.indexOf(Math.min(...distances));
}

/** 8 bits, indexed colour. */
function header({ width, height }: Pixels): Buffer {
  const bytes = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 3, 0, 0, 0]);
  bytes.writeUInt32BE(width, 0);
  bytes.writeUInt32BE(height, 4);
  return bytes;
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crcOf(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
