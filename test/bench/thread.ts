/** Runs modules of the benchmark in worker threads. */
import { parentPort, Worker, workerData } from "node:worker_threads";

/** Runs a module (`./x.ts`, beside this file) in a thread of its own and gives what it reports. */
export function runThread<Job, Made>(module: string, job: Job): Promise<Made> {
  const worker = new Worker(new URL("./thread.mjs", import.meta.url), {
    workerData: { module: new URL(module, import.meta.url).href, job },
  });
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

/** Inside such a module: does the work and reports what it made. */
export function report<Job, Made>(work: (job: Job) => Made | Promise<Made>): void {
  const { job } = workerData as { job: Job };
  void Promise.resolve(work(job)).then((made) => parentPort?.postMessage(made));
}
