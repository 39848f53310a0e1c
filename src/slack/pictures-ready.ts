/** Messages that show uploaded pictures: Slack refuses them until it has worked on the upload. */
import { setTimeout as wait } from "node:timers/promises";
import { blockMessages, isRefusedForItsBlocks } from "./errors.ts";
import type { MessageForm } from "./message-forms.ts";

/** True for a form that shows uploaded pictures. */
export function hasPictures({ blocks }: MessageForm): boolean {
  return blocks.some((block) => block.type === "image" && "slack_file" in block);
}

/** True when Slack refused the form because it does not know one of its pictures: perhaps not yet. */
export function isPictureUnready(form: MessageForm, error: unknown): boolean {
  if (!hasPictures(form) || !isRefusedForItsBlocks(error)) return false;
  const told = blockMessages(error);
  return told.length === 0 || told.some((text) => /slack.?file/i.test(text));
}

/** Waits between tries of a message whose picture Slack is still working on. */
export const READY_MS = [250, 500, 1000, 2000];
/** A response URL works five times (https://docs.slack.dev/interactivity/handling-user-interaction#message_responses). */
export const REPLY_READY_MS = [1000, 2500];

type Sent<T> = { value: T } | { error: unknown };

/**
 * Sends a message, and again while Slack does not know its pictures yet: it works on an upload for a moment after it
 * has taken it. Other errors are thrown as they are.
 */
export async function oncePicturesAreReady<T>(
  send: () => Promise<T>,
  isUnready: (outcome: Sent<T>) => boolean,
  pausesMs: readonly number[] = READY_MS,
): Promise<T> {
  for (const pauseMs of pausesMs) {
    const outcome = await settled(send);
    if (!isUnready(outcome)) {
      if ("error" in outcome) throw outcome.error;
      return outcome.value;
    }
    await wait(pauseMs);
  }
  return send();
}

async function settled<T>(send: () => Promise<T>): Promise<Sent<T>> {
  try {
    return { value: await send() };
  } catch (error) {
    return { error };
  }
}
