/** Pictures: how soon each is drawn, what memory they leave, and what acknowledgements cost meanwhile. */
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { launch } from "../chat/ack-part.ts";
import { paced } from "../chat/load.ts";
import * as programs from "../chat/program.ts";
import type { ChartsResult } from "./results.ts";
import { runDrawing } from "./run-drawing.ts";

const PER_SECOND = 100;

/** Half a minute to a minute. */
export async function measureCharts(
  isQuick: boolean,
  step: (name: string) => void,
): Promise<ChartsResult> {
  step("drawing");
  const folder = join(resolve(import.meta.dirname, "../../../dist"), "bench-charts");
  const { last: _last, ...drawing } = await runDrawing(folder, isQuick ? 100 : 1000);
  rmSync(folder, { recursive: true, force: true });
  step("acknowledgements");
  const script = await programs.buildBot();
  const acks = [
    await measureAcks("socket", script, isQuick ? 3 : 15),
    await measureAcks("http", script, isQuick ? 3 : 15),
  ];
  return { drawing, acks };
}

async function measureAcks(mode: "socket" | "http", script: string, seconds: number) {
  const { program, send, stop } = await launch(mode, (way) =>
    programs.startBot(script, "drawing", way),
  );
  const drawn = () => program.said().split("drawn").length - 1;
  try {
    await program.says(/drawn/);
    await paced(send, PER_SECOND, 1);
    const before = drawn();
    const ackMs = await paced(send, PER_SECOND, seconds);
    return { mode, ackMs, drawn: drawn() - before };
  } finally {
    await stop();
  }
}
