/** The HTTP front of the local Slack: who may ask at all, and which part answers. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { useResponseUrl } from "./answers.ts";
import {
  type Act,
  answerAct,
  answerSnapshot,
  fileHeaders,
  streamChanges,
  type Watch,
} from "./console-api.ts";
import { answerAws, answerAwsAct } from "./console-aws.ts";
import type { Faults } from "./faults.ts";
import { LARGEST_FILE, takeUpload } from "./methods/files.ts";
import { uploadedBytes } from "./uploads.ts";
import { jsonReply, type Reply } from "./web-api.ts";
import type { World } from "./world.ts";

const LARGEST_BODY = 4 * 1024 * 1024;

/** The page may load from this server alone; its own styles and blob pictures besides. */
const PAGE_HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

export type PageFiles = Map<string, { type: string; body: string | Buffer }>;

export type FrontParts = {
  world: World;
  faults: Faults;
  callMethod(name: string, request: IncomingMessage, body: Buffer, url: URL): Reply;
  watch: Watch;
  act: Act;
  page(): Promise<PageFiles>;
};

/** Names by which this machine calls itself; any other is a foreign page that rebound its name to us. */
export function isLocalHost(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host ?? "");
}

function isForeign(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return true;
  return origin !== undefined && origin !== `http://${host}`;
}

class TooLarge extends Error {}

async function bodyOf(request: IncomingMessage, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > most) throw new TooLarge();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

const notFound = (): Reply => jsonReply({ ok: false, error: "not_found" }, 404);

function write(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, { "x-content-type-options": "nosniff", ...reply.headers });
  response.end(reply.body);
}

async function servePage(parts: FrontParts, path: string, response: ServerResponse): Promise<void> {
  const files = await parts.page();
  const file = files.get(path);
  if (!file) {
    write(response, notFound());
    return;
  }
  response.writeHead(200, { ...PAGE_HEADERS, "content-type": file.type });
  response.end(file.body);
}

function serveFile(world: World, id: string, response: ServerResponse): void {
  const file = world.workspace.files.get(id);
  if (!file?.isComplete) {
    write(response, notFound());
    return;
  }
  response.writeHead(200, fileHeaders(file));
  response.end(file.bytes);
}

/** Console paths, for the page of this server alone. */
async function serveConsole(
  parts: FrontParts,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  if (isForeign(request))
    return write(response, jsonReply({ ok: false, text: "Foreign page." }, 403));
  // Before anybody is chosen the page shows the company to its first person.
  const userId = url.searchParams.get("user") || (parts.world.company.users[0]?.id ?? "");
  const what = `${request.method} ${url.pathname}`;
  if (what === "GET /console/snapshot") return write(response, answerSnapshot(parts.world, userId));
  if (what === "GET /console/changes") {
    return streamChanges(parts.watch, userId, request, response);
  }
  if (what === "GET /console/aws") return write(response, answerAws(parts.world));
  if (what === "POST /console/act" || what === "POST /console/aws") {
    const isJson = request.headers["content-type"]?.startsWith("application/json");
    if (!isJson) return write(response, jsonReply({ ok: false, text: "JSON only." }, 415));
    const body = await bodyOf(request, LARGEST_BODY);
    const isAws = url.pathname === "/console/aws";
    const reply = isAws ? answerAwsAct(parts.world, body) : await answerAct(parts.act, body);
    return write(response, reply);
  }
  const file = /^GET \/console\/files\/(\w+)$/.exec(what);
  return file?.[1] ? serveFile(parts.world, file[1], response) : write(response, notFound());
}

/** Paths that the app calls. */
async function serveApp(
  parts: FrontParts,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<boolean> {
  const { pathname } = url;
  const method = /^\/api\/([\w.]+)$/.exec(pathname)?.[1];
  if (method) {
    const body = await bodyOf(request, LARGEST_BODY);
    write(response, parts.callMethod(method, request, body, url));
    return true;
  }
  if (/^\/(commands|actions)\//.test(pathname) && request.method === "POST") {
    const body = await bodyOf(request, LARGEST_BODY);
    write(response, useResponseUrl(parts.world, pathname, body));
    return true;
  }
  const upload = /^\/upload\/v1\/(\w+)\/(\w+)$/.exec(pathname);
  if (upload && request.method === "POST") {
    const raw = await bodyOf(request, LARGEST_FILE + 64 * 1024);
    const bytes = uploadedBytes(raw, request.headers["content-type"] ?? "");
    const isTaken = takeUpload(parts.world, upload[1] ?? "", upload[2] ?? "", bytes);
    const status = isTaken ? 200 : 400;
    const body = isTaken ? `OK - ${bytes.length}` : "bad upload";
    write(response, { status, headers: { "content-type": "text/plain" }, body });
    return true;
  }
  const file = /^\/files-pri\/\w+-(\w+)\//.exec(pathname)?.[1];
  if (file && request.headers.authorization === `Bearer ${parts.world.tokens.bot}`) {
    serveFile(parts.world, file, response);
    return true;
  }
  return false;
}

async function route(
  parts: FrontParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isLocalHost(request.headers.host)) {
    return write(response, jsonReply({ ok: false, error: "wrong_host" }, 421));
  }
  const url = new URL(request.url ?? "/", parts.world.origin);
  if (url.pathname.startsWith("/console/")) return serveConsole(parts, request, response, url);
  if (parts.faults.isDown()) {
    return write(response, { status: 503, headers: {}, body: "down" });
  }
  if (await serveApp(parts, request, response, url)) return;
  if (request.method === "GET") return servePage(parts, url.pathname, response);
  write(response, notFound());
}

/** Answers one request; a fault of our own is a 500 and never the end of the server. */
export async function serve(
  parts: FrontParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await route(parts, request, response);
  } catch (error) {
    const isLarge = error instanceof TooLarge;
    const reply = jsonReply(
      { ok: false, error: isLarge ? "request_too_large" : "internal_error" },
      isLarge ? 413 : 500,
    );
    if (response.headersSent) response.end();
    else write(response, { ...reply, headers: { ...reply.headers, connection: "close" } });
  }
}
