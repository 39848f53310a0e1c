/** Looks in AWS what became of an order: where a process died in between, or AWS kept silent. */
import type { Alarm, AlarmDraft, MuteRule } from "../../domain/alarm.ts";
import type { Order } from "../../domain/order.ts";
import { MINUTE, parseInstant } from "../../domain/time.ts";
import type { Alarms } from "../../sources/cloudwatch.ts";
import type { Run } from "../../sources/trail.ts";

export type OrderSeen = "done" | "not-done" | "partly";

/** `startedAt`: when it was sent, epoch milliseconds. Throws where AWS cannot be asked. */
export async function lookUpOrder(
  order: Order,
  startedAt: number,
  alarms: Alarms,
  run: Run,
): Promise<OrderSeen> {
  if (order.kind === "create-alarm") {
    const alarm = await findAlarm(order.draft, alarms, run);
    return alarm && isAsDrafted(alarm, order.draft) ? "done" : "not-done";
  }
  const rules = await alarms.mutes({ alarm: order.alarm }, run);
  const { name } = order.alarm;
  if (order.kind === "mute-alarm") {
    return rules.some((rule) => isMuteOf(rule, name, startedAt)) ? "done" : "not-done";
  }
  const left = order.rules.filter((rule) => rules.some((each) => each.name === rule.name));
  if (left.length === 0) return "done";
  return left.length === order.rules.length ? "not-done" : "partly";
}

/** The alarm that has the draft's name already. */
export async function findAlarm(
  { name, place }: AlarmDraft,
  alarms: Alarms,
  run: Run,
): Promise<Alarm | undefined> {
  const { account, region } = place;
  const found = await alarms.find({ accounts: [account], regions: [region], names: [name] }, run);
  return found.alarms.find((alarm) => alarm.name === name);
}

function isAsDrafted({ watch }: Alarm, draft: AlarmDraft): boolean {
  if (!("queries" in watch)) return false;
  return (
    watch.threshold === draft.threshold &&
    watch.period === draft.period &&
    watch.evaluation.comparison === draft.evaluation.comparison &&
    watch.evaluation.evaluationPeriods === draft.evaluation.evaluationPeriods
  );
}

const AT = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2})\)$/;

/** A rule for this alarm alone that begins when the order was sent, to the next minute and a little late. */
function isMuteOf({ alarmNames, schedule }: MuteRule, name: string, startedAt: number): boolean {
  const [only, ...others] = alarmNames;
  const minute = AT.exec(schedule)?.[1];
  const from = minute === undefined ? undefined : parseInstant(`${minute}:00Z`);
  const isAlone = only === name && others.length === 0;
  return (
    isAlone && from !== undefined && from >= startedAt - MINUTE && from <= startedAt + 3 * MINUTE
  );
}
