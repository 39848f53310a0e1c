/** Slash commands at a steady pace, or as many as come back with so many on the way. */
import { performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";

/** Milliseconds until the acknowledgement. */
export type Send = (words: string) => Promise<number>;

/** What people ask; a few things of the made-up company, one after the other. */
const QUESTIONS = [
  "/who-changed bucket-x",
  "/who-changed orders-db",
  "/what-changed last 2 hours",
  "/who-changed checkout",
];

function questionAt(number: number): string {
  return QUESTIONS[number % QUESTIONS.length] ?? "/who-changed bucket-x";
}

/** So many commands a second for so long; milliseconds of each until its acknowledgement. */
export async function paced(send: Send, perSecond: number, seconds: number): Promise<number[]> {
  const start = performance.now();
  const sent: Promise<number>[] = [];
  for (let number = 0; number < perSecond * seconds; number += 1) {
    const due = start + (number * 1000) / perSecond;
    if (due > performance.now()) await wait(due - performance.now());
    sent.push(send(questionAt(number)));
  }
  return Promise.all(sent);
}

/** Acknowledged commands a second with `abreast` on the way at any time. */
export async function throughput(send: Send, abreast: number, seconds: number): Promise<number> {
  const start = performance.now();
  const end = start + seconds * 1000;
  let number = 0;
  const goOn = async (): Promise<void> => {
    while (performance.now() < end) {
      await send(questionAt(number));
      number += 1;
    }
  };
  await Promise.all(Array.from({ length: abreast }, goOn));
  return (number * 1000) / (performance.now() - start);
}
