/** Who may ask, and who may have AWS changed: what holds of the file, with the words that `config check` shows. */
import { ALL_ORDERS, NO_ORDERS, ORDER_KEYS, type OrderPolicy } from "./access/orders.ts";
import type { Policy } from "./access/policy.ts";
import type { FileReading, FileSettings } from "./config-file.ts";
import type { SettingRow } from "./config-problem.ts";
import { ASK_FOR } from "./config-words.ts";

type Source = { settings: FileSettings; reading?: FileReading; rows: SettingRow[] };

/** In the sandbox everybody may ask everything. */
export function readAccess(
  { settings, reading, rows }: Source,
  accountNames: Record<string, string>,
  live: boolean,
): Policy {
  const nobody = { askFor: ASK_FOR, rules: [], auditors: { users: [], groups: [] } };
  const names = Object.entries(accountNames).map(([name, id]) => `${name}=${id}`);
  const value = names.join(", ") || "not set";
  rows.push({ name: "accounts", value, from: placeOf(reading, "accounts") });
  if (!live) {
    rows.push({ name: "access", value: "open (the sandbox)", from: "default" });
    return { ...nobody, kind: "open", accountNames };
  }
  const policy = settings.access ?? { ...nobody, kind: "rules" as const };
  const isWrong = !settings.access && reading?.keys.includes("access");
  const words = isWrong ? "wrong, see below" : accessWords(policy);
  rows.push({ name: "access", value: words, from: placeOf(reading, "access") });
  return { ...policy, accountNames };
}

function placeOf(reading: FileReading | undefined, key: string): string {
  return reading?.keys.includes(key) ? reading.placeOf(key) : "default";
}

function accessWords({ kind, rules }: Policy): string {
  if (kind === "open") return "open: everybody may ask everything";
  if (rules.length === 0) return "no rules: nobody may ask";
  return rules.length === 1 ? "1 rule" : `${rules.length} rules`;
}

export function accessWarnings({ kind, rules }: Policy): string[] {
  if (kind === "open" || rules.length > 0) return [];
  return [
    "Nobody may ask anything yet: trailwatch.yml has no access rules. Write rules under `access`, or `access: open` to let everybody in the workspace ask.",
  ];
}

/** On for everybody in a made-up AWS alone: what the file says holds of a real one, whatever Slack it is. */
export function readOrders({ settings, reading, rows }: Source, isMadeUp: boolean): OrderPolicy {
  if (isMadeUp) {
    rows.push({ name: "orders", value: "on for everybody (the sandbox)", from: "default" });
    return ALL_ORDERS;
  }
  const policy = settings.orders ?? NO_ORDERS;
  const isWrong = !settings.orders && reading?.keys.includes("orders");
  const value = isWrong ? "wrong, see below" : orderWords(policy);
  rows.push({ name: "orders", value, from: placeOf(reading, "orders") });
  return policy;
}

function orderWords(policy: OrderPolicy): string {
  const on = (["create-alarm", "mute-alarm"] as const).filter((name) => policy[name] !== "off");
  return on.map((name) => ORDER_KEYS[name]).join(", ") || "off";
}
