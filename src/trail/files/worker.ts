/** A thread that reads log files for the pool. */
import { parentPort } from "node:worker_threads";
import { type MergePart, mergeLookups } from "./index-merge.ts";
import { type IndexTask, indexTask, type Lookup, type MiniIndex } from "./index-mini.ts";
import type { Reply } from "./pool.ts";
import { type ScanResult, type ScanTask, scanTask } from "./scan.ts";

export type MergeTask = { kind: "merge"; parts: MergePart[] };

export type WorkerTask = ScanTask | IndexTask | MergeTask;
export type WorkerAnswer =
  | { kind: "scan"; result: ScanResult }
  | { kind: "index"; mini: MiniIndex }
  | { kind: "merge"; lookup: Lookup };

function perform(task: WorkerTask): WorkerAnswer {
  switch (task.kind) {
    case "scan":
      return { kind: "scan", result: scanTask(task) };
    case "index":
      return { kind: "index", mini: indexTask(task) };
    case "merge":
      return { kind: "merge", lookup: mergeLookups(task.parts) };
  }
}

function reply(task: WorkerTask): Reply {
  try {
    return { answer: perform(task) };
  } catch (error) {
    return { error };
  }
}

/** Buffers are handed over, not copied. */
function buffersOf(reply: Reply): ArrayBuffer[] {
  if (!("answer" in reply)) return [];
  const { answer } = reply;
  switch (answer.kind) {
    case "scan":
      return [answer.result.part.hashes.buffer, answer.result.part.kinds.buffer];
    case "merge":
      return lookupBuffers(answer.lookup);
    case "index":
      return [
        ...lookupBuffers(answer.mini.lookup),
        ...answer.mini.blocks.map((block) => block.buffer),
        answer.mini.hashes.buffer,
      ];
  }
}

function lookupBuffers({ chunks, ids }: Lookup): ArrayBuffer[] {
  const terms = chunks.flatMap(({ text, postings }) => [text.buffer, postings.buffer]);
  return [...terms, ...ids.map(({ data }) => data.buffer)];
}

parentPort?.on("message", (task: WorkerTask) => {
  const answer = reply(task);
  parentPort?.postMessage(answer, buffersOf(answer));
});
