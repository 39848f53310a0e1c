/** The console page's side of the server: snapshot, changes as server-sent events, acts, files. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ConsoleAct, ConsoleChange, ConsoleReply } from "./console-protocol.ts";
import { snapshotFor } from "./console-shapes.ts";
import { isObject } from "./methods/method.ts";
import type { StoredFile } from "./model.ts";
import { jsonReply, type Reply } from "./web-api.ts";
import type { World } from "./world.ts";

const HEARTBEAT_MS = 15_000;
/** Types that a browser may show in the page; all others are saved. */
const SHOWN = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

export type Watch = (userId: string, tell: (change: ConsoleChange) => void) => () => void;
export type Act = (act: ConsoleAct) => Promise<ConsoleReply>;

export function fileHeaders(file: StoredFile): Record<string, string> {
  const name = encodeURIComponent(file.name);
  const isText = file.mimeType.startsWith("text/") || file.mimeType.endsWith("json");
  return {
    "content-type": isText ? "text/plain; charset=utf-8" : file.mimeType,
    "content-length": String(file.bytes.length),
    "content-disposition": `${SHOWN.has(file.mimeType) ? "inline" : "attachment"}; filename*=UTF-8''${name}`,
    "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
  };
}

/** Keeps the answer open and writes every change to it. */
export function streamChanges(
  watch: Watch,
  userId: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.write("retry: 500\n\n");
  const stop = watch(userId, (change) => response.write(`data: ${JSON.stringify(change)}\n\n`));
  const beats = setInterval(() => response.write(": beat\n\n"), HEARTBEAT_MS);
  beats.unref();
  request.on("close", () => {
    clearInterval(beats);
    stop();
  });
}

/** `isKnown` deeds only; what is inside is checked where it is used. */
function actOf(body: Buffer): ConsoleAct | undefined {
  try {
    const value = JSON.parse(body.toString()) as unknown;
    const isAct = isObject(value) && typeof value.user === "string";
    return isAct && hasFittingFields(value) ? (value as ConsoleAct) : undefined;
  } catch {
    return undefined;
  }
}

/** Field names of each deed with the kind of value that they hold. */
const FIELDS: Record<string, Record<string, "string" | "object">> = {
  say: { channel: "string", text: "string" },
  command: { channel: "string", command: "string", text: "string" },
  press: { surface: "object", action: "object" },
  submit: { viewId: "string", values: "object" },
  close: { viewId: "string" },
  shortcut: { callbackId: "string", channel: "string", ts: "string" },
  "open-home": {},
  invite: { channel: "string", member: "string" },
};

function hasFittingFields(act: Record<string, unknown>): boolean {
  const name = String(act.act);
  const fields = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
  if (!fields) return false;
  const isFitting = Object.entries(fields).every(([field, kind]) =>
    kind === "string" ? typeof act[field] === "string" : isObject(act[field]),
  );
  return isFitting && (act.threadTs === undefined || typeof act.threadTs === "string");
}

export async function answerAct(act: Act, body: Buffer): Promise<Reply> {
  const wanted = actOf(body);
  if (!wanted) return jsonReply({ ok: false, text: "This is no deed that Slack knows." }, 400);
  return jsonReply(await act(wanted));
}

export function answerSnapshot(world: World, userId: string): Reply {
  const snapshot = snapshotFor(world, userId);
  return snapshot ? jsonReply(snapshot) : jsonReply({ ok: false, text: "Nobody by that id." }, 404);
}
