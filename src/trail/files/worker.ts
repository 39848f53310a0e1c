/** A thread that reads log files for the pool. */
import { parentPort } from "node:worker_threads";
import type { Chunk } from "./index-dictionary.ts";
import { type MergePart, mergeDictionaries } from "./index-merge.ts";
import { type IndexTask, indexTask, type MiniIndex } from "./index-mini.ts";
import type { Reply } from "./pool.ts";
import { type ScanResult, type ScanTask, scanTask } from "./scan.ts";

export type MergeTask = { kind: "merge"; parts: MergePart[] };

export type WorkerTask = ScanTask | IndexTask | MergeTask;
export type WorkerAnswer =
  | { kind: "scan"; result: ScanResult }
  | { kind: "index"; mini: MiniIndex }
  | { kind: "merge"; dictionary: Chunk[] };

function perform(task: WorkerTask): WorkerAnswer {
  switch (task.kind) {
    case "scan":
      return { kind: "scan", result: scanTask(task) };
    case "index":
      return { kind: "index", mini: indexTask(task) };
    case "merge":
      return { kind: "merge", dictionary: mergeDictionaries(task.parts) };
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
      return chunkBuffers(answer.dictionary);
    case "index":
      return [
        ...chunkBuffers(answer.mini.dictionary),
        ...answer.mini.blocks.map((block) => block.buffer),
        answer.mini.hashes.buffer,
      ];
  }
}

export function chunkBuffers(chunks: Chunk[]): ArrayBuffer[] {
  return chunks.flatMap(({ text, postings }) => [text.buffer, postings.buffer]);
}

parentPort?.on("message", (task: WorkerTask) => {
  const answer = reply(task);
  parentPort?.postMessage(answer, buffersOf(answer));
});
