/** A few worker threads that read log files. They start with the first task and hold the process up only while they work. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { WorkerAnswer, WorkerTask } from "./worker.ts";

export type Pool = {
  /** Rejects with the signal's reason when it is aborted before the task has begun; a task in work is finished. */
  run(task: WorkerTask, signal: AbortSignal): Promise<WorkerAnswer>;
  close(): Promise<void>;
  /** Workers at most. */
  size: number;
};

type Job = {
  task: WorkerTask;
  signal: AbortSignal;
  resolve(answer: WorkerAnswer): void;
  reject(reason: unknown): void;
};

type Member = { worker: Worker; job: Job | undefined };

/** Messages between threads. */
export type Reply = { answer: WorkerAnswer } | { error: unknown };

export function createPool(size = Math.min(Math.max(availableParallelism(), 2), 8)): Pool {
  const members: Member[] = [];
  const waiting: Job[] = [];

  function run(task: WorkerTask, signal: AbortSignal): Promise<WorkerAnswer> {
    return new Promise((resolve, reject) => {
      waiting.push({ task, signal, resolve, reject });
      if (members.length < Math.min(size, waiting.length + busy())) members.push(start());
      for (const member of members) next(member);
    });
  }

  function busy(): number {
    return members.filter((member) => member.job).length;
  }

  function start(): Member {
    const member: Member = { worker: startWorker(), job: undefined };
    member.worker.on("message", (reply: Reply) => settle(member, reply));
    member.worker.on("error", (error) => lose(member, error));
    member.worker.on("exit", (code) => lose(member, new Error(`A worker ended with ${code}`)));
    member.worker.unref();
    return member;
  }

  function settle(member: Member, reply: Reply): void {
    const { job } = member;
    member.job = undefined;
    member.worker.unref();
    if ("answer" in reply) job?.resolve(reply.answer);
    else job?.reject(reply.error);
    next(member);
  }

  /** A worker that died takes its task with it; another one goes on with the rest. */
  function lose(member: Member, error: unknown): void {
    const at = members.indexOf(member);
    if (at === -1) return;
    members.splice(at, 1);
    member.job?.reject(error);
    if (waiting.length === 0) return;
    const heir = start();
    members.push(heir);
    next(heir);
  }

  function next(member: Member): void {
    while (!member.job && waiting.length > 0) {
      const job = waiting.shift();
      if (job?.signal.aborted) job.reject(job.signal.reason);
      else if (job) assign(member, job);
    }
  }

  function assign(member: Member, job: Job): void {
    member.job = job;
    member.worker.ref();
    member.worker.postMessage(job.task);
  }

  async function close(): Promise<void> {
    const closed = members.splice(0);
    for (const job of waiting.splice(0)) job.reject(new Error("The pool was closed"));
    for (const { job } of closed) job?.reject(new Error("The pool was closed"));
    await Promise.all(closed.map(({ worker }) => worker.terminate()));
  }

  return { run, close, size };
}

/** Parsed records die young: with more room for the young, far fewer of them are copied. */
const LIMITS = { maxYoungGenerationSizeMb: 96 };

/**
 * Compiled code runs as it is. Source files (in tests and under tsx) need a loader for their types, which a worker of
 * Node 20 must register itself: it ignores `--import` for the loader hooks.
 */
function startWorker(): Worker {
  if (!import.meta.url.endsWith(".ts")) {
    return new Worker(new URL("./worker.js", import.meta.url), { resourceLimits: LIMITS });
  }
  const loader = JSON.stringify(import.meta.resolve("tsx/esm/api"));
  const entry = JSON.stringify(new URL("./worker.ts", import.meta.url).href);
  const code = `import(${loader}).then(({ register }) => { register(); return import(${entry}); });`;
  return new Worker(code, { eval: true, resourceLimits: LIMITS });
}
