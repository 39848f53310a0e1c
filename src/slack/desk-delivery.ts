/** The last step of every question: one message, by the best way that is still open. */
import type { DeskParts } from "./desk-parts.ts";
import { errorName, SILENT } from "./desk-parts.ts";
import type { Incoming } from "./incoming.ts";
import type { Letter, Place, Posted } from "./messenger.ts";

/** Slack's response URLs work for 30 minutes; the last moments are not relied on. */
export const RESPONSE_URL_MS = 29 * 60 * 1000;

export type Recipient = {
  place: Place;
  userId: string;
  responseUrl?: string;
  /** The progress message that the content replaces. */
  posted?: Posted;
  /** For the asker alone; a message that everybody saw growing is edited all the same. */
  isAlone: boolean;
};

/** `posted`: the message that can be edited from now on. `isSent` is false when no way was open. */
export type Delivered = { isSent: boolean; posted?: Posted };

/** The place in which an incoming question is answered. */
export function placeOf({ channelId, threadTs }: Incoming): Place {
  return { channelId, ...(threadTs !== undefined && { threadTs }) };
}

/** The person who asked, there where they asked. `ageMs`: how long ago that was. */
export function recipientOf(incoming: Incoming, ageMs = 0): Recipient {
  const { userId, responseUrl } = incoming;
  const isOpen = responseUrl !== undefined && ageMs < RESPONSE_URL_MS;
  return { place: placeOf(incoming), userId, isAlone: true, ...(isOpen && { responseUrl }) };
}

/** Stands for the whole conversation with the bot among the threads of its channel: few people open threads there. */
export const DIRECT_THREAD = "direct";

/**
 * True in the conversation with the bot, where nobody else reads along. A command or a shortcut may come from
 * other people's direct messages.
 */
export function isDirect({ channelId, via }: Incoming): boolean {
  return /^[DU]/.test(channelId) && via !== "command" && via !== "shortcut";
}

type Way = { name: string; send(): Promise<Posted | undefined> };

/** Edits, posts or whispers: the first way that works. Never rejects. */
export async function deliver(
  parts: Pick<DeskParts, "messenger" | "log">,
  to: Recipient,
  letter: Letter,
): Promise<Delivered> {
  for (const way of waysTo(parts, to, letter)) {
    try {
      const posted = await way.send();
      return { isSent: true, ...(posted && { posted }) };
    } catch (error) {
      const fields = { way: way.name, channelId: to.place.channelId, error: errorName(error) };
      (parts.log ?? SILENT).warn(fields, "A message could not be sent this way");
    }
  }
  return { isSent: false };
}

function waysTo({ messenger }: Pick<DeskParts, "messenger">, to: Recipient, letter: Letter) {
  const { place, userId, responseUrl, posted, isAlone } = to;
  const ways: Way[] = [];
  if (posted) {
    ways.push({
      name: "update",
      send: async () => {
        await messenger.update(posted, letter);
        return posted;
      },
    });
  }
  if (!isAlone) ways.push({ name: "post", send: () => messenger.post(place, letter, responseUrl) });
  ways.push({
    name: "whisper",
    send: async () => {
      await messenger.whisper(place, userId, letter, responseUrl);
      return undefined;
    },
  });
  return ways;
}
