/** A thread that draws one picture at a time, in the bundled font alone. */
import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort } from "node:worker_threads";
import { Resvg } from "@resvg/resvg-js";
import { drawPrepared, FONT } from "./chart.ts";
import type { PictureSize } from "./chart-data.ts";
import { toPng } from "./png.ts";
import type { PreparedChart } from "./prepare.ts";

export type DrawTask = { chart: PreparedChart; size: PictureSize };
export type DrawReply = { png: Uint8Array<ArrayBuffer> } | { error: unknown };

const { resolve } = createRequire(import.meta.url);
const OPTIONS = {
  font: {
    loadSystemFonts: false,
    fontFiles: ["DejaVuSans", "DejaVuSans-Bold"].map((name) =>
      resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`),
    ),
    defaultFontFamily: FONT,
    sansSerifFamily: FONT,
  },
  logLevel: "off",
} as const;

function draw({ chart, size }: DrawTask): DrawReply {
  try {
    return { png: toPng(new Resvg(drawPrepared(chart, size), OPTIONS).render()) };
  } catch (error) {
    return { error };
  }
}

/** Pixels lie outside of what the engine counts: left to itself it would collect them a hundred pictures too late. */
setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

parentPort?.on("message", (task: DrawTask) => {
  const reply = draw(task);
  parentPort?.postMessage(reply, "png" in reply ? [reply.png.buffer] : []);
  setImmediate(collect);
});
