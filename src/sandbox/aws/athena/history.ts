/** The queries that Athena remembers, newest last, and the results of the last few. */
import { randomUUID } from "node:crypto";
import { MINUTE } from "../../../domain/time.ts";
import type { Asked, Query } from "./query.ts";

export type History = {
  add(asked: Asked, reuse: Query["reuse"], at: number): Query;
  find(id: string): Query | undefined;
  /** A finished query of the same words whose result is young enough to be taken again. */
  older(query: Query): Query | undefined;
  running(): number;
  /** Ids of a workgroup's queries, newest first. */
  ids(workgroup: string): string[];
};

const MOST_QUERIES = 200;
const MOST_RESULTS = 20;

export function createHistory(): History {
  const queries = new Map<string, Query>();
  const newestFirst = () => [...queries.values()].reverse();

  function add(asked: Asked, reuse: Query["reuse"], at: number): Query {
    const id = randomUUID();
    const stop = new AbortController();
    const query: Query = {
      id,
      asked,
      reuse,
      state: "QUEUED",
      submittedAt: at,
      scannedBytes: 0,
      isReused: false,
      stop,
    };
    queries.set(id, query);
    const finished = newestFirst().filter(({ completedAt }) => completedAt !== undefined);
    for (const each of finished.slice(MOST_QUERIES)) queries.delete(each.id);
    for (const each of finished.slice(MOST_RESULTS)) delete each.result;
    return query;
  }

  function older(query: Query): Query | undefined {
    if (!query.reuse.isOn) return undefined;
    const since = query.submittedAt - query.reuse.maxAgeMinutes * MINUTE;
    const key = JSON.stringify(query.asked);
    return newestFirst().find(
      (other) =>
        other.state === "SUCCEEDED" &&
        other.result !== undefined &&
        !other.isReused &&
        (other.completedAt ?? 0) >= since &&
        JSON.stringify(other.asked) === key,
    );
  }

  return {
    add,
    older,
    find: (id) => queries.get(id),
    running: () => newestFirst().filter(({ completedAt }) => completedAt === undefined).length,
    ids: (workgroup) =>
      newestFirst()
        .filter(({ asked }) => asked.workgroup === workgroup)
        .map(({ id }) => id),
  };
}
