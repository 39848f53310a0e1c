/** An order as it is told, with what to ask next. */
import { orderedAlarm } from "../domain/order.ts";
import { quotedName } from "../questions/quoted-name.ts";
import type { OrderEntry } from "../store/orders.ts";
import type { OrderTold } from "./views/order-view.ts";

export function toldOrder({ userId, words, state, outcome, order }: OrderEntry): OrderTold {
  const alarm = quotedName(orderedAlarm(order));
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
