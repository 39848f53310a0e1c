/** files.*: an upload in three steps, and what is known of a file. */
import { freshId, secretText } from "../ids.ts";
import type { SlackObject, StoredFile } from "../model.ts";
import { checkedDraft, postAsBot } from "../posting.ts";
import { refuse } from "../refusal.ts";
import { fileWire } from "../wire.ts";
import type { World } from "../world.ts";
import { threadOf } from "./chat.ts";
import { writableConversation } from "./conversation-of.ts";
import { type Args, isObject, type MethodTable, neededText, structured, text } from "./method.ts";

/** Slack takes a gigabyte; here everything is in memory. */
export const LARGEST_FILE = 64 * 1024 * 1024;

const TYPES: Record<string, string> = {
  csv: "text/csv",
  gif: "image/gif",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  json: "application/json",
  jsonl: "application/x-ndjson",
  md: "text/markdown",
  png: "image/png",
  txt: "text/plain",
  webp: "image/webp",
};

/** Ids of announced uploads with the secret in their address. */
const announced = new WeakMap<StoredFile, { secret: string; length: number }>();

function uploadUrl(world: World, args: Args): SlackObject {
  const name = neededText(args, "filename");
  const length = Number(neededText(args, "length"));
  if (!Number.isInteger(length) || length < 1) return refuse("invalid_arguments");
  if (length > LARGEST_FILE) return refuse("file_upload_size_restricted");
  const file: StoredFile = {
    id: freshId("F"),
    name,
    title: name,
    mimeType: TYPES[name.split(".").at(-1)?.toLowerCase() ?? ""] ?? "application/octet-stream",
    bytes: Buffer.alloc(0),
    createdTs: world.workspace.freshTs(),
    user: world.company.app.botUserId,
    channels: [],
    isComplete: false,
    ...(text(args, "alt_txt") ? { altText: neededText(args, "alt_txt") } : {}),
  };
  const secret = secretText();
  announced.set(file, { secret, length });
  world.workspace.keepFile(file);
  return { upload_url: `${world.origin}/upload/v1/${file.id}/${secret}`, file_id: file.id };
}

/** Takes the bytes for an announced upload; false when nobody announced it or the length differs. */
export function takeUpload(world: World, id: string, secret: string, bytes: Buffer): boolean {
  const file = world.workspace.files.get(id);
  const expected = file ? announced.get(file) : undefined;
  if (!file || expected?.secret !== secret || expected.length !== bytes.length) return false;
  world.workspace.keepFile({ ...file, bytes });
  return true;
}

type Named = { id: string; title?: string };

function filesOf(args: Args): Named[] {
  const value = structured(args, "files", "invalid_arguments");
  const isList = Array.isArray(value) && value.length > 0;
  if (!isList) return refuse("invalid_arguments", ["[ERROR] missing required field: files"]);
  return value.map((row) => {
    if (!isObject(row) || typeof row.id !== "string") return refuse("invalid_arguments");
    return typeof row.title === "string" ? { id: row.id, title: row.title } : { id: row.id };
  });
}

function complete(world: World, args: Args): SlackObject {
  const place = text(args, "channel_id") ?? text(args, "channels");
  const conversation =
    place === undefined ? undefined : writableConversation(world, { channel: place });
  const thread = conversation ? threadOf(world, conversation.id, args) : {};
  const files = filesOf(args).map(({ id, title }) => {
    const file = world.workspace.files.get(id);
    if (!file || file.bytes.length === 0) return refuse("file_not_found");
    if (title !== undefined) file.title = title;
    file.isComplete = true;
    return file;
  });
  if (conversation) {
    for (const file of files) file.channels = [conversation.id];
    const comment = text(args, "initial_comment") ?? "";
    const blocks = structured(args, "blocks", "invalid_blocks_format");
    const draft =
      comment === "" && blocks === undefined
        ? { text: "" }
        : checkedDraft(world, { text: comment, blocks });
    const ids = files.map(({ id }) => id);
    postAsBot(world, { channel: conversation.id, ...thread }, draft, ids);
  }
  return { files: files.map((file) => fileWire(world, file)) };
}

function info(world: World, args: Args): SlackObject {
  const file = world.workspace.files.get(neededText(args, "file"));
  if (!file?.isComplete) return refuse("file_not_found");
  return { file: fileWire(world, file), comments: [], response_metadata: { next_cursor: "" } };
}

export const FILE_METHODS: MethodTable = {
  "files.getUploadURLExternal": {
    token: "bot",
    scopes: ["files:write"],
    tier: 4,
    run: uploadUrl,
  },
  "files.completeUploadExternal": { token: "bot", scopes: ["files:write"], tier: 4, run: complete },
  "files.info": { token: "bot", scopes: ["files:read"], tier: 4, run: info },
};
