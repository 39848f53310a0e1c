/** An order as it is told, with what to ask next. */
import { orderedAlarm, orderPlace } from "../domain/order.ts";
import { inPlace } from "../questions/metrics/dashboard-found.ts";
import { quotedName } from "../questions/quoted-name.ts";
import type { OrderEntry } from "../store/orders.ts";
import type { OrderTold } from "./views/order-view.ts";

export function toldOrder(
  { userId, words, state, outcome, order }: OrderEntry,
  accountNames: Record<string, string>,
): OrderTold {
  // Accounts and Regions may have alarms of one name.
  const alarm = `${quotedName(orderedAlarm(order))} ${inPlace(orderPlace(order), accountNames)}`;
  const isMuted = order.kind === "mute-alarm" && state === "done";
  return {
    userId,
    words,
    state: state === "proposed" ? "running" : state,
    ...(outcome !== undefined && { outcome }),
    followUps: [
      { label: "The alarm", text: `alarm ${alarm}` },
      ...(isMuted ? [{ label: "Unmute it", text: `unmute alarm ${alarm}` }] : []),
    ],
  };
}
