/**
 * Uploads pictures over Slack's Web API, into no conversation: messages name them as `slack_file`, and whoever sees the
 * message sees the picture. A client of its own keeps uploads from slowing answers down.
 */
import type { WebClient } from "@slack/web-api";
import { Problem } from "../domain/problem.ts";
import { toProblem } from "./errors.ts";
import type { Gallery, Picture } from "./gallery.ts";
import { createWebClient, persist, type WebOptions } from "./web-client.ts";

export type WebGalleryOptions = WebOptions & {
  /** How long one picture is tried while Slack is away or asks to wait; 15 seconds unless given. */
  patienceMs?: number;
};

const PATIENCE_MS = 15_000;
/** Uploads side by side; each is three calls. */
const MOST_AT_ONCE = 4;

export function createWebGallery(options: WebGalleryOptions): Gallery {
  const web = createWebClient(options);
  const places = createPlaces(MOST_AT_ONCE);
  const totalMs = options.patienceMs ?? PATIENCE_MS;
  return {
    async hang(picture, signal) {
      const leave = await places.enter();
      try {
        signal.throwIfAborted();
        // What arrived and was not answered stays as a file that nothing shows.
        const trying = persist(() => upload(web, picture), { totalMs, repeatable: true });
        return await Promise.race([trying, aborted(signal)]);
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        throw toProblem(error);
      } finally {
        leave();
      }
    },
  };
}

async function upload(web: WebClient, { name, title, altText, png }: Picture): Promise<string> {
  const done = await web.filesUploadV2({
    file: Buffer.from(png.buffer, png.byteOffset, png.byteLength),
    filename: name,
    title,
    alt_text: altText,
  });
  const id = done.files.flatMap(({ files = [] }) => files).find((file) => file.id)?.id;
  if (id !== undefined) return id;
  throw new Problem(
    "slack.no-file",
    "Slack took the picture and did not say where it is.",
    "Ask again.",
  );
}

/** Rejects once the signal is aborted; never settles otherwise. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

type Places = { enter(): Promise<() => void> };

/** So many at a time, in the order of asking. */
function createPlaces(most: number): Places {
  const waiting: (() => void)[] = [];
  let taken = 0;
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else taken -= 1;
  };
  return {
    async enter() {
      if (taken < most) taken += 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      return leave;
    },
  };
}
