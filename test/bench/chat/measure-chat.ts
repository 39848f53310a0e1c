/** The chat side's part of the benchmarks, in their order. */
import { measureAcks } from "./ack-part.ts";
import { measurePage } from "./page-part.ts";
import { removeStories, writeCompany } from "./program.ts";
import type { ChatResult } from "./results.ts";
import { measureMemory, measureStarts } from "./start-part.ts";

type Amount = { rounds: number; ackSeconds: number; pageRounds: number; idleSeconds: number };

const WHOLE: Amount = { rounds: 10, ackSeconds: 10, pageRounds: 20, idleSeconds: 20 };
const QUICK: Amount = { rounds: 1, ackSeconds: 2, pageRounds: 3, idleSeconds: 3 };

/** Three to four minutes; one when it has to be quick. */
export async function measureChat(
  isQuick: boolean,
  step: (name: string) => void,
): Promise<ChatResult> {
  const { rounds, ackSeconds, pageRounds, idleSeconds } = isQuick ? QUICK : WHOLE;
  try {
    await writeCompany();
    step("acknowledgements");
    const acks = await measureAcks(Math.min(rounds, 3), ackSeconds);
    step("starts");
    const start = await measureStarts(rounds);
    step("memory");
    const memory = await measureMemory(idleSeconds);
    step("page");
    return { acks, start, memory, page: await measurePage(pageRounds) };
  } finally {
    removeStories();
  }
}
