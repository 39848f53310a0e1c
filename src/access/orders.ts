/** Who may have Trailwatch change something in AWS: off for everybody unless the configuration names them. */
import type { Verdict } from "./judge.ts";

export type OrderName = "create-alarm" | "mute-alarm";

/** `off`: nobody; `everybody`: the sandbox, whose AWS is made up. */
export type OrderRight = "off" | "everybody" | { users: string[]; groups: string[] };

export type OrderPolicy = Record<OrderName, OrderRight>;

export const NO_ORDERS: OrderPolicy = { "create-alarm": "off", "mute-alarm": "off" };
export const ALL_ORDERS: OrderPolicy = { "create-alarm": "everybody", "mute-alarm": "everybody" };

/** How each order is switched on in trailwatch.yml. */
export const ORDER_KEYS: Record<OrderName, string> = {
  "create-alarm": "create_alarm",
  "mute-alarm": "mute_alarm",
};

const DEEDS: Record<OrderName, string> = {
  "create-alarm": "Creating alarms",
  "mute-alarm": "Muting alarms",
};

/** Says how to switch it on where it is off, and whom to ask where this person may not. */
export function judgeOrder(
  policy: OrderPolicy,
  name: OrderName,
  who: { userId: string; groups: string[] },
  askFor: string,
): Verdict {
  const right = policy[name];
  if (right === "everybody") return { kind: "allowed" };
  if (right === "off") {
    return {
      kind: "refused",
      headline: `${DEEDS[name]} from here is switched off.`,
      next: `To switch it on, write \`${ORDER_KEYS[name]}\` under \`orders\` in trailwatch.yml, or ask ${askFor}.`,
    };
  }
  const { users, groups } = right;
  const isNamed = users.includes(who.userId) || groups.some((group) => who.groups.includes(group));
  if (isNamed) return { kind: "allowed" };
  return {
    kind: "refused",
    headline: `${DEEDS[name]} from here is not open to you.`,
    next: `To be allowed, ask ${askFor}.`,
  };
}

/** True when judging needs to know the person's user groups. */
export function namesOrderGroups(policy: OrderPolicy): boolean {
  return Object.values(policy).some(
    (right) => typeof right === "object" && right.groups.length > 0,
  );
}
