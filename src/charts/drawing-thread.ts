/** The thread that draws: started when it is needed, again after it has failed, and ended when it is idle. */
import { Worker } from "node:worker_threads";
import { Problem } from "../domain/problem.ts";
import type { DrawReply, DrawTask } from "./chart-worker.ts";

export type DrawingThread = {
  /** One at a time: the next only when this one is settled. Rejects with a Problem `chart.not-drawn`. */
  run(task: DrawTask): Promise<Uint8Array>;
  /** Starts it while what is to be drawn is still being read. */
  warm(): void;
  close(): Promise<void>;
};

export type ThreadOptions = { timeoutMs: number; idleMs: number; start: () => Worker };

type Job = { resolve(png: Uint8Array): void; reject(reason: Problem): void };

/** A thread that fails, or takes longer than `timeoutMs`, takes its picture with it. */
export function createDrawingThread({ timeoutMs, idleMs, start }: ThreadOptions): DrawingThread {
  let worker: Worker | undefined;
  let job: Job | undefined;
  let timer: NodeJS.Timeout | undefined;

  function hire(): Worker {
    const hired = start();
    hired.on("message", (reply: DrawReply) => {
      if ("png" in reply) settle(hired, (done) => done.resolve(reply.png));
      else settle(hired, (done) => done.reject(notDrawn("its shapes are wrong", reply.error)));
    });
    hired.on("error", (error) => lose(hired, notDrawn("its thread failed", error)));
    hired.on("exit", (code) => lose(hired, notDrawn(`its thread ended with ${code}`)));
    return hired;
  }

  function settle(from: Worker, tell: (done: Job) => void): void {
    if (from !== worker || !job) return;
    const done = job;
    job = undefined;
    rest(from);
    tell(done);
  }

  function rest(idle: Worker): void {
    clearTimeout(timer);
    timer = setTimeout(() => lose(idle, notDrawn("it was idle")), idleMs);
    timer.unref();
    idle.unref();
  }

  function warm(): void {
    if (worker) return;
    worker = hire();
    rest(worker);
  }

  function lose(lost: Worker | undefined, reason: Problem): void {
    if (!lost || lost !== worker) return;
    clearTimeout(timer);
    worker = undefined;
    const failed = job;
    job = undefined;
    lost.terminate().catch(() => undefined);
    failed?.reject(reason);
  }

  function run(task: DrawTask): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      worker ??= hire();
      const drawing = worker;
      job = { resolve, reject };
      drawing.ref();
      clearTimeout(timer);
      timer = setTimeout(() => lose(drawing, notDrawn("it took too long")), timeoutMs);
      drawing.postMessage(task);
    });
  }

  async function close(): Promise<void> {
    const last = worker;
    lose(last, notDrawn("the program is ending"));
    await last?.terminate();
  }

  return { run, warm, close };
}

export function notDrawn(why: string, cause?: unknown): Problem {
  const next = "Ask again, or read the numbers instead.";
  return new Problem("chart.not-drawn", `The picture was not drawn: ${why}.`, next, { cause });
}

/** What pictures leave behind is let go of soon. */
const LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 8 };

/** Compiled code runs as it is; source files need a loader that a worker of Node 20 must register itself. */
export function startDrawing(): Worker {
  if (!import.meta.url.endsWith(".ts")) {
    return new Worker(new URL("./chart-worker.js", import.meta.url), { resourceLimits: LIMITS });
  }
  const loader = JSON.stringify(import.meta.resolve("tsx/esm/api"));
  const entry = JSON.stringify(new URL("./chart-worker.ts", import.meta.url).href);
  const code = `import(${loader}).then(({ register }) => { register(); return import(${entry}); });`;
  return new Worker(code, { eval: true, resourceLimits: LIMITS });
}
