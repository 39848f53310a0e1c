/** Sends one order to AWS, once, and finds out what became of it where AWS does not say. */
import type { Order } from "../domain/order.ts";
import { Problem } from "../domain/problem.ts";
import { findAlarm, lookUpOrder } from "../questions/orders/look-up-order.ts";
import type { Run } from "../sources/trail.ts";
import type { OrderEntry } from "../store/orders.ts";
import type { Ordering } from "./desk-offer.ts";
import type { DeskParts } from "./desk-parts.ts";

export type Carried = { state: "done" | "failed" | "unknown"; outcome: string };

const PATIENCE_MS = 20_000;

const UNCHECKED =
  "Nothing was changed: CloudWatch does not say whether there is an alarm of this name already, and none is replaced. Try again.";

/** Never rejects. What AWS refuses has failed; what it keeps silent about is looked up. */
export async function carryOut(
  parts: DeskParts,
  ordering: Ordering,
  { order, userId, startedAt = parts.clock.now() }: OrderEntry,
): Promise<Carried> {
  const { patienceMs = PATIENCE_MS } = ordering;
  const before = await within(patienceMs, userId, (run) => taken(parts, order, run));
  if (before.kind !== "ended") return { state: "failed", outcome: UNCHECKED };
  if (before.value !== undefined) return { state: "failed", outcome: before.value };
  const sent = await within(patienceMs, userId, (run) => send(ordering, order, startedAt, run));
  if (sent.kind === "ended") return { state: "done", outcome: doneWords(order) };
  // AWS has said no in words that a person can act on.
  if (sent.kind === "failed" && sent.error instanceof Problem && isRefusal(sent.error)) {
    return failed(sent.error);
  }
  return lookUp(
    parts,
    ordering,
    order,
    startedAt,
    userId,
    sent.kind === "failed" ? sent.error : undefined,
  );
}

/** Looks in AWS what became of an order that was sent at some time. */
export async function lookUp(
  { sources }: DeskParts,
  { patienceMs = PATIENCE_MS }: Pick<Ordering, "patienceMs">,
  order: Order,
  startedAt: number,
  userId: string,
  error?: unknown,
): Promise<Carried> {
  const alarms = sources.cloudwatch?.alarms;
  const seen = await within(patienceMs, userId, async (run) =>
    alarms ? await lookUpOrder(order, startedAt, alarms, run) : undefined,
  );
  if (seen.kind !== "ended" || seen.value === undefined) {
    return {
      state: "unknown",
      outcome: `${silence(error)} and cannot be asked what became of it. ${LOOK}`,
    };
  }
  if (seen.value === "done") return { state: "done", outcome: doneWords(order) };
  if (seen.value === "partly") {
    return {
      state: "failed",
      outcome: `It was done in part: some of its mute rules are still there. ${LOOK}`,
    };
  }
  if (error instanceof Problem) return failed(error);
  return {
    state: "unknown",
    outcome: `${silence(error)}; nothing of it shows in CloudWatch so far. ${LOOK}`,
  };
}

const LOOK = "Look at the alarm before you order it again.";

function silence(error: unknown): string {
  return error === undefined ? "AWS has not answered" : "AWS could not be reached";
}

function failed({ message, next }: Problem): Carried {
  return { state: "failed", outcome: `Nothing was changed: ${message} ${next}` };
}

/** Calls that timed out, or broke off, may have arrived all the same. */
const IN_DOUBT = new Set(["aws.aborted", "aws.timeout", "aws.unreachable", "aws.unavailable"]);

function isRefusal({ code }: Problem): boolean {
  return !IN_DOUBT.has(code);
}

function doneWords(order: Order): string {
  switch (order.kind) {
    case "create-alarm":
      return "The alarm is there. It has no data of its own yet: its state is known after the first period.";
    case "mute-alarm":
      return order.reason === undefined ? "It is muted." : `It is muted, because ${order.reason}.`;
    case "unmute-alarm":
      return "It is no longer muted by these rules.";
  }
}

/** Why an alarm cannot be created: the call would replace one of the same name without a word. */
async function taken({ sources }: DeskParts, order: Order, run: Run): Promise<string | undefined> {
  if (order.kind !== "create-alarm" || !sources.cloudwatch) return undefined;
  const alarm = await findAlarm(order.draft, sources.cloudwatch.alarms, run);
  return (
    alarm &&
    "There is an alarm of this name already, and it is not replaced. Draft it with another name."
  );
}

async function send(
  { orders }: Ordering,
  order: Order,
  startedAt: number,
  run: Run,
): Promise<void> {
  switch (order.kind) {
    case "create-alarm":
      return orders.create(order.draft, run);
    case "mute-alarm": {
      const { alarm, spanMs, reason } = order;
      const span = {
        from: startedAt,
        to: startedAt + spanMs,
        ...(reason !== undefined && { reason }),
      };
      await orders.mute(alarm, span, run);
      return;
    }
    case "unmute-alarm":
      for (const { name } of order.rules) await orders.unmute(name, order.alarm.place, run);
  }
}

type Within<Value> =
  | { kind: "ended"; value: Value }
  | { kind: "failed"; error: unknown }
  | { kind: "silent" };

/** Whether or not the work heeds its signal, nobody waits longer. */
async function within<Value>(
  patienceMs: number,
  asker: string,
  work: (run: Run) => Promise<Value>,
): Promise<Within<Value>> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const silent = new Promise<Within<Value>>((resolve) => {
    timer = setTimeout(() => {
      controller.abort();
      resolve({ kind: "silent" });
    }, patienceMs);
  });
  const run: Run = { signal: controller.signal, progress: () => {}, asker };
  const ended = work(run).then(
    (value): Within<Value> => ({ kind: "ended", value }),
    (error: unknown): Within<Value> => ({ kind: "failed", error }),
  );
  const first = await Promise.race([ended, silent]);
  clearTimeout(timer);
  return first;
}
