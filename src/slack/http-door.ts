/**
 * Who may come in over HTTP: requests that Slack signed, in the last five minutes, each once.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { createDeliveries } from "./deliveries.ts";

/** Payloads of Slack stay far below: a message has at most 40,000 characters and 50 blocks. */
const MOST_BYTES = 1024 * 1024;
const MOST_AGE_SECONDS = 300;

export type Verdict =
  /** Its body is read and lies in `rawBody`, where Bolt looks for it. */
  | { kind: "welcome"; request: IncomingMessage & { rawBody: Buffer } }
  /** Slack's check of the connection: 200 is the whole answer. */
  | { kind: "answered" }
  | { kind: "refused"; status: 400 | 401 | 413; why: string };

export type Door = (request: IncomingMessage) => Promise<Verdict>;

export function createDoor(signingSecret: string, now: () => number = Date.now): Door {
  const signatures = createDeliveries(now);
  return async (request) => {
    const rawBody = await readBody(request);
    if (rawBody === undefined) return { kind: "refused", status: 413, why: "body too large" };
    mendContentType(request);
    if (isConnectionCheck(request, rawBody)) return { kind: "answered" };
    const signature = header(request, "x-slack-signature");
    const timestamp = header(request, "x-slack-request-timestamp");
    const fault =
      signature === undefined || timestamp === undefined
        ? "unsigned"
        : (timeFault(timestamp, now()) ??
          signatureFault(signingSecret, timestamp, rawBody, signature));
    if (fault !== undefined) return unauthorized(fault);
    if (signature === undefined || !signatures.isNew(signature)) return unauthorized("replayed");
    return { kind: "welcome", request: Object.assign(request, { rawBody }) };
  };
}

function timeFault(timestamp: string, now: number): string | undefined {
  if (!/^\d{1,12}$/.test(timestamp)) return "timestamp is no number";
  const ageSeconds = Math.floor(now / 1000) - Number(timestamp);
  if (ageSeconds > MOST_AGE_SECONDS) return "stale";
  return ageSeconds < -MOST_AGE_SECONDS ? "from the future" : undefined;
}

function signatureFault(
  secret: string,
  timestamp: string,
  body: Buffer,
  signature: string,
): string | undefined {
  if (isSigned(secret, timestamp, body, signature)) return undefined;
  return "signature does not match; is SLACK_SIGNING_SECRET the app's own?";
}

function unauthorized(why: string): Verdict {
  return { kind: "refused", status: 401, why };
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
}

/** Undefined when it is too large; what is left of it is not read. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let sizeBytes = 0;
  for await (const part of request) {
    if (!Buffer.isBuffer(part)) continue;
    sizeBytes += part.length;
    if (sizeBytes > MOST_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Bolt compares the whole header, so that `…; charset=utf-8` would be refused as malformed. */
function mendContentType(request: IncomingMessage): void {
  const type = header(request, "content-type");
  if (type !== undefined) {
    request.headers["content-type"] = type.split(";", 1)[0]?.trim().toLowerCase() ?? type;
  }
}

/** `ssl_check=1` comes unsigned: https://docs.slack.dev/interactivity/implementing-slash-commands */
function isConnectionCheck(request: IncomingMessage, body: Buffer): boolean {
  if (header(request, "content-type") !== "application/x-www-form-urlencoded") return false;
  if (body.length > 1000) return false;
  return new URLSearchParams(body.toString()).get("ssl_check") === "1";
}

function isSigned(secret: string, timestamp: string, body: Buffer, signature: string): boolean {
  const mac = createHmac("sha256", secret).update(`v0:${timestamp}:`).update(body).digest("hex");
  const expected = Buffer.from(`v0=${mac}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
