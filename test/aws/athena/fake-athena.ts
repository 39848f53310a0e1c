/** The four calls of Athena over rows of a test: what each query is asked and what becomes of it. */
import type { Athena, Execution, ResultPage, Statement } from "../../../src/aws/athena/port.ts";

export type Script = {
  /** What `look` tells, one after the other; the last for ever. */
  looks: (Partial<Execution> | Error)[];
  pages?: ResultPage[];
  startError?: Error;
};

export type FakeAthena = Athena & {
  started: Statement[];
  looked: number;
  stopped: string[];
  pagesAsked: (string | undefined)[];
};

/** Each start takes the next script, the last one for ever. */
export function createFakeAthena(...scripts: Script[]): FakeAthena {
  const looks = new Map<string, number>();
  const scriptOf = (id: string) => scripts[Math.min(Number(id), scripts.length - 1)];
  const fake: FakeAthena = {
    started: [],
    looked: 0,
    stopped: [],
    pagesAsked: [],
    async start(statement) {
      const id = String(fake.started.length);
      const error = scriptOf(id)?.startError;
      if (error) throw error;
      fake.started.push(statement);
      return id;
    },
    async look(id) {
      fake.looked++;
      const at = looks.get(id) ?? 0;
      looks.set(id, at + 1);
      const all = scriptOf(id)?.looks ?? [];
      const look = all[Math.min(at, all.length - 1)] ?? { state: "succeeded" };
      if (look instanceof Error) throw look;
      const state = fake.stopped.includes(id) ? "cancelled" : (look.state ?? "running");
      return { isRetryable: false, isReused: false, ...look, state };
    },
    async page(id, token) {
      fake.pagesAsked.push(token);
      const pages = scriptOf(id)?.pages ?? [];
      const at = token === undefined ? 0 : pages.findIndex((page) => page.nextToken === token) + 1;
      return pages[at] ?? { rows: [] };
    },
    async stop(id) {
      fake.stopped.push(id);
    },
  };
  return fake;
}

/** An error as the SDK throws it. */
export function sdkError(name: string, message: string): Error {
  return Object.assign(new Error(message), {
    name,
    $fault: "client",
    $metadata: { httpStatusCode: 400, requestId: "11111111-2222-3333-4444-555555555555" },
  });
}
