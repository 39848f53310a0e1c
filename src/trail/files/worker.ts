/** A thread that reads log files for the pool. */
import { parentPort } from "node:worker_threads";
import type { Reply } from "./pool.ts";
import { type ScanResult, type ScanTask, scanTask } from "./scan.ts";

export type WorkerTask = ScanTask;
export type WorkerAnswer = { kind: "scan" } & ScanResult;

function perform(task: WorkerTask): Reply {
  try {
    return { answer: { kind: "scan", ...scanTask(task) } };
  } catch (error) {
    return { error };
  }
}

parentPort?.on("message", (task: WorkerTask) => {
  parentPort?.postMessage(perform(task));
});
