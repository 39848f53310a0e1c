/** Where the page stands, in its address (`#U1/C1/1762000000.000100`), so that a reload comes back to it. Pure. */
import type { Place } from "./state.ts";

export type Address = { userId?: string; place?: Place; threadTs?: string };

/** Reads the part of the address after `#`; anything else than an address of ours is empty. */
export function parseAddress(hash: string): Address {
  const [userId = "", place = "", threadTs = ""] = hash.replace(/^#/, "").split("/");
  if (!/^[UW]\w+$/.test(userId)) {
    return {};
  }
  return {
    userId,
    ...toPlace(place),
    ...(/^\d+\.\d+$/.test(threadTs) ? { threadTs } : {}),
  };
}

function toPlace(text: string): { place?: Place } {
  if (text === "home") {
    return { place: { kind: "home" } };
  }
  return /^[CDG]\w+$/.test(text) ? { place: { kind: "channel", channelId: text } } : {};
}

/** The address of a place. */
export function toAddress(userId: string, place: Place, threadTs: string | undefined): string {
  const where = place.kind === "home" ? "home" : place.channelId;
  return `#${userId}/${where}${threadTs === undefined ? "" : `/${threadTs}`}`;
}
