/** An order in words: what is asked before it is confirmed, and what is told of it. */
import type { OrderName } from "../../access/orders.ts";
import { count, duration } from "../../answers/words.ts";
import type { AlarmDraft } from "../../domain/alarm.ts";
import { isObject } from "../../domain/json.ts";
import { type Order, orderedAlarm, orderPlace } from "../../domain/order.ts";

type Names = Record<string, string>;

/** The right that it needs. */
export function orderName({ kind }: Order): OrderName {
  return kind === "create-alarm" ? "create-alarm" : "mute-alarm";
}

/** The question whose access rules count for it. */
export function orderQuestion({ kind }: Order): string {
  return kind === "create-alarm" ? "draft-alarm" : kind;
}

/** `mute alarm orders-db-cpu for 60 min in prod, eu-west-1`. */
export function orderWords(order: Order, names: Names): string {
  const alarm = shortName(orderedAlarm(order));
  const where = whereWords(order, names);
  switch (order.kind) {
    case "create-alarm":
      return `create alarm ${alarm} in ${where}`;
    case "mute-alarm":
      return `mute alarm ${alarm} for ${duration(order.spanMs)} in ${where}`;
    case "unmute-alarm":
      return `unmute alarm ${alarm} in ${where}`;
  }
}

/** `danger`: somebody may miss something afterwards. */
export type Confirmation = {
  label: string;
  title: string;
  text: string;
  yes: string;
  style: "primary" | "danger";
};

/** What Slack asks once more: everything that will be done. */
export function confirmation(order: Order, names: Names): Confirmation {
  const what = `${shortName(orderedAlarm(order))} in ${whereWords(order, names)}`;
  switch (order.kind) {
    case "create-alarm":
      return {
        label: "Create this alarm…",
        title: "Create this alarm?",
        text: `${what}: ${draftWords(order.draft)}.`,
        yes: "Create it",
        style: "primary",
      };
    case "mute-alarm": {
      const why = order.reason === undefined ? "" : ` Because ${order.reason}.`;
      return {
        label: `Mute it for ${duration(order.spanMs)}…`,
        title: "Mute this alarm?",
        text: `${what}, for ${duration(order.spanMs)}. Whatever it does is held back meanwhile.${why}`,
        yes: "Mute it",
        style: "danger",
      };
    }
    case "unmute-alarm": {
      const others = new Set(order.rules.flatMap(({ alarmNames }) => alarmNames));
      others.delete(order.alarm.name);
      const too =
        others.size > 0 ? ` ${count(others.size, "other alarm")} will be unmuted too.` : "";
      return {
        label: "Unmute it…",
        title: "Unmute this alarm?",
        text: `${what}: ${count(order.rules.length, "mute rule")} will be deleted.${too}`,
        yes: "Unmute it",
        style: "primary",
      };
    }
  }
}

function draftWords({ evaluation, threshold, period, alarmActions }: AlarmDraft): string {
  const { comparison, evaluationPeriods, datapointsToAlarm = evaluationPeriods } = evaluation;
  const sign =
    { GreaterThanThreshold: ">", LessThanThreshold: "<", LessThanOrEqualToThreshold: "<=" }[
      comparison
    ] ?? ">=";
  const told =
    alarmActions.length === 0
      ? "it tells nobody"
      : `it tells ${count(alarmActions.length, "target")}`;
  return `${sign} ${threshold} in ${datapointsToAlarm} of ${count(evaluationPeriods, "datapoint")} of ${duration(period * 1000)}; ${told}`;
}

function whereWords(order: Order, names: Names): string {
  const { account, region } = orderPlace(order);
  const name = Object.entries(names).find(([, id]) => id === account)?.[0] ?? account;
  return `${name}, ${region}`;
}

function shortName(name: string): string {
  return name.length > 120 ? `${name.slice(0, 119)}…` : name;
}

/** The order that an answer leads to: that of mute and unmute, or the alarm of a draft. Data is ours, and checked all the same. */
export function orderOf(data: Record<string, unknown>): Order | undefined {
  const { order, draft } = data;
  if (isOrder(order)) return order;
  return isDraft(draft) ? { kind: "create-alarm", draft } : undefined;
}

function isOrder(value: unknown): value is Order {
  return isObject(value) && (value.kind === "mute-alarm" || value.kind === "unmute-alarm");
}

function isDraft(value: unknown): value is AlarmDraft {
  if (!isObject(value)) return false;
  const { name, place, queries, threshold } = value;
  return (
    typeof name === "string" &&
    name !== "" &&
    isObject(place) &&
    Array.isArray(queries) &&
    queries.length > 0 &&
    typeof threshold === "number" &&
    Number.isFinite(threshold)
  );
}
