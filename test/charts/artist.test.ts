import { Worker } from "node:worker_threads";
import { PNG } from "pngjs";
import { afterEach, describe, expect, it } from "vitest";
import { type Artist, createArtist } from "../../src/charts/artist.ts";
import type { Chart } from "../../src/charts/chart-data.ts";
import { startDrawing } from "../../src/charts/drawing-thread.ts";
import { Problem } from "../../src/domain/problem.ts";
import { GALLERY, line, START } from "./gallery.ts";

const SMALL = { width: 300, height: 160 };
const chart: Chart = {
  title: "checkout-api: errors",
  window: { from: START, to: START + 10_800_000 },
  zone: "UTC",
  series: [line("errors", 1, 10)],
};

const artists: Artist[] = [];
afterEach(() => Promise.all(artists.splice(0).map((artist) => artist.close())));

function artistWith(options: Parameters<typeof createArtist>[0] = {}): Artist {
  const artist = createArtist(options);
  artists.push(artist);
  return artist;
}

/** Threads whose first one is broken in the way that `code` says; those after it draw. */
function failingOnce(code: string): { start: () => Worker; started: () => number } {
  let count = 0;
  const start = (): Worker => {
    count += 1;
    return count === 1 ? new Worker(code, { eval: true }) : startDrawing();
  };
  return { start, started: () => count };
}

function inkIn(png: PNG, { x, y, width, height }: Record<"x" | "y" | "width" | "height", number>) {
  let dark = 0;
  for (let row = y; row < y + height; row++) {
    for (let column = x; column < x + width; column++) {
      if ((png.data[(row * png.width + column) * 4] ?? 255) < 100) dark += 1;
    }
  }
  return dark;
}

describe("an artist", () => {
  it("draws 1200 × 600 pixels as PNG, or the size that is asked for", async () => {
    const artist = artistWith();

    const usual = PNG.sync.read(Buffer.from(await artist.draw(chart)));
    const small = PNG.sync.read(Buffer.from(await artist.draw(chart, { size: SMALL })));

    expect([usual.width, usual.height]).toEqual([1200, 600]);
    expect([small.width, small.height]).toEqual([300, 160]);
  });

  it("draws at once what is asked at once, each its own picture", async () => {
    const artist = artistWith();
    const names = ["gap", "band", "bars", "empty"];
    const alone = [];
    for (const name of names) alone.push(await artist.draw(GALLERY[name] ?? chart));

    const together = await Promise.all(names.map((name) => artist.draw(GALLERY[name] ?? chart)));

    expect(together.map((png) => Buffer.from(png).toString("base64"))).toEqual(
      alone.map((png) => Buffer.from(png).toString("base64")),
    );
  });

  it("leaves the letters of its title on the picture", async () => {
    const artist = artistWith();

    const titled = PNG.sync.read(Buffer.from(await artist.draw(chart)));
    const untitled = PNG.sync.read(Buffer.from(await artist.draw({ ...chart, title: "" })));

    const place = { x: 0, y: 10, width: 600, height: 40 };
    expect(inkIn(titled, place)).toBeGreaterThan(500);
    expect(inkIn(untitled, place)).toBe(0);
  });

  it("rejects with the reason of a signal, before, in the queue and at work", async () => {
    const artist = artistWith();
    const before = new AbortController();
    const queued = new AbortController();
    before.abort(new Error("never wanted"));

    const first = artist.draw(chart, { signal: queued.signal });
    const second = artist.draw(chart, { signal: queued.signal });
    const third = artist.draw(chart);
    queued.abort(new Error("changed my mind"));

    await expect(artist.draw(chart, { signal: before.signal })).rejects.toThrow("never wanted");
    await expect(first).rejects.toThrow("changed my mind");
    await expect(second).rejects.toThrow("changed my mind");
    expect((await third).length).toBeGreaterThan(1000);
  });

  it("starts another thread after one that crashed, and says what was lost", async () => {
    const { start, started } = failingOnce(
      `require("node:worker_threads").parentPort.on("message", () => process.exit(3))`,
    );
    const artist = artistWith({ start });

    const [lost, drawn] = await Promise.allSettled([artist.draw(chart), artist.draw(chart)]);

    expect(lost).toMatchObject({ status: "rejected", reason: { code: "chart.not-drawn" } });
    expect(drawn.status).toBe("fulfilled");
    expect(started()).toBe(2);
  });

  it("starts another thread after one whose code throws", async () => {
    const { start } = failingOnce(`throw new Error("no such module")`);
    const artist = artistWith({ start });

    const [lost, drawn] = await Promise.allSettled([artist.draw(chart), artist.draw(chart)]);

    expect(lost.status === "rejected" && lost.reason).toBeInstanceOf(Problem);
    expect(drawn.status).toBe("fulfilled");
  });

  it("gives up a picture that takes too long, and draws the next", async () => {
    const { start, started } = failingOnce(
      `require("node:worker_threads").parentPort.on("message", () => { for (;;); })`,
    );
    const patient = artistWith({ start, timeoutMs: 2500 });
    const early = Date.now();

    const [lost, drawn] = await Promise.allSettled([patient.draw(chart), patient.draw(chart)]);

    expect(lost).toMatchObject({ reason: { message: /took too long/ } });
    expect(drawn.status).toBe("fulfilled");
    expect(started()).toBe(2);
    expect(Date.now() - early).toBeGreaterThanOrEqual(2400);
  }, 20_000);

  it("has its thread ready for the first picture, once, when it is warned", async () => {
    let started = 0;
    const start = (): Worker => {
      started += 1;
      return startDrawing();
    };
    const artist = artistWith({ start });

    artist.warm();
    artist.warm();
    const before = started;
    const png = await artist.draw(chart, { size: SMALL });

    expect([before, started]).toEqual([1, 1]);
    expect(png.length).toBeGreaterThan(500);
  });

  it("starts nothing any more once it is closed", async () => {
    let started = 0;
    const start = (): Worker => {
      started += 1;
      return startDrawing();
    };
    const artist = artistWith({ start });

    await artist.close();
    artist.warm();

    expect(started).toBe(0);
  });

  it("ends its thread when it has been idle, and starts one again when asked", async () => {
    let ended = 0;
    let started = 0;
    const start = (): Worker => {
      started += 1;
      return startDrawing().on("exit", () => {
        ended += 1;
      });
    };
    const artist = artistWith({ start, idleMs: 30 });

    await artist.draw(chart, { size: SMALL });
    await expect.poll(() => ended, { timeout: 5000 }).toBe(1);
    await artist.draw(chart, { size: SMALL });

    expect(started).toBe(2);
  });

  it("starts no thread before it is asked, and rejects all that wait when it is closed", async () => {
    let started = 0;
    const artist = artistWith({
      start: () => {
        started += 1;
        return startDrawing();
      },
    });
    const before = started;

    const waiting = [artist.draw(chart), artist.draw(chart)];
    const settled = Promise.allSettled(waiting);
    await artist.close();

    expect(before).toBe(0);
    expect((await settled).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await expect(artist.draw(chart)).rejects.toThrow("the program is ending");
  });
});
