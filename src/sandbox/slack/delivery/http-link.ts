/** HTTP delivery: requests to the app's address, signed as Slack signs them. */
import { createHmac } from "node:crypto";
import type { Clock } from "../../../sources/clock.ts";
import { secretText } from "../ids.ts";
import { isObject } from "../methods/method.ts";
import type { Delivery, Envelope, Outcome, Retry } from "./delivery.ts";

export type HttpLinkOptions = {
  url: string;
  signingSecret: string;
  ackMs: number;
  clock: Clock;
  onConnected(isConnected: boolean): void;
};

export type HttpLink = { delivery: Delivery; close(): void };

const PROBE_EVERY_MS = 2_000;
const FORM = "application/x-www-form-urlencoded";

/** `v0=` and the HMAC-SHA256 of `v0:TIMESTAMP:BODY` (docs.slack.dev, verifying-requests-from-slack). */
export function signature(secret: string, timestamp: number, body: string): string {
  const digest = createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex");
  return `v0=${digest}`;
}

function bodyOf({ kind, payload }: Envelope): { type: string; body: string } {
  if (kind === "events_api") return { type: "application/json", body: JSON.stringify(payload) };
  const fields = kind === "interactive" ? { payload: JSON.stringify(payload) } : payload;
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
  return { type: FORM, body: form.toString() };
}

function responseOf(text: string): Record<string, unknown> | undefined {
  if (text.trim() === "") return undefined;
  try {
    const value = JSON.parse(text) as unknown;
    return isObject(value) ? value : { text };
  } catch {
    return { text };
  }
}

const failed = (reason: "no-app" | "timeout" | "error", mayRetry = true): Outcome => ({
  kind: "failed",
  reason,
  mayRetry,
});

/** Posts to the app and asks every two seconds whether it is there until it answers. */
export function createHttpLink(options: HttpLinkOptions): HttpLink {
  let isConnected = false;
  const note = (now: boolean) => {
    if (now !== isConnected) options.onConnected(now);
    isConnected = now;
  };
  const post = (envelope: Envelope, retry?: Retry) => {
    const { type, body } = bodyOf(envelope);
    const timestamp = Math.floor(options.clock.now() / 1000);
    return fetch(options.url, {
      method: "POST",
      body,
      redirect: "error",
      signal: AbortSignal.timeout(options.ackMs),
      headers: {
        "content-type": type,
        "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "x-slack-request-timestamp": String(timestamp),
        "x-slack-signature": signature(options.signingSecret, timestamp, body),
        ...(retry
          ? { "x-slack-retry-num": String(retry.attempt), "x-slack-retry-reason": retry.reason }
          : {}),
      },
    });
  };
  const deliver = async (envelope: Envelope, retry?: Retry): Promise<Outcome> => {
    try {
      const answer = await post(envelope, retry);
      const text = await answer.text();
      note(answer.ok || isConnected);
      const mayRetry = answer.headers.get("x-slack-no-retry") !== "1";
      if (!answer.ok) return failed("error", mayRetry);
      const response = responseOf(text);
      return { kind: "acknowledged", ...(response ? { response } : {}) };
    } catch (error) {
      const isLate = error instanceof Error && error.name === "TimeoutError";
      if (!isLate) note(false);
      return failed(isLate ? "timeout" : "no-app");
    }
  };
  const probe = async () => {
    if (isConnected) return;
    const payload = { type: "url_verification", token: "local", challenge: secretText() };
    await deliver({ kind: "events_api", payload, acceptsResponse: false });
  };
  const probes = setInterval(() => void probe(), PROBE_EVERY_MS);
  probes.unref();
  void probe();
  return {
    delivery: { deliver, isConnected: () => isConnected },
    close: () => clearInterval(probes),
  };
}
