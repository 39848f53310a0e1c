/** One CloudTrail record in our words. */
import type { Actor } from "./actor.ts";
import type { JsonObject } from "./json.ts";
import type { Touched } from "./touched.ts";

/** Through what the call came. */
export type Via =
  | "console"
  | "cli"
  | "sdk"
  | "terraform"
  | "cloudformation"
  | "cdk"
  | "pulumi"
  | "kubernetes"
  | "service"
  | "unknown";

export type Effect = "read" | "change";
export type Result = "done" | "denied" | "failed";

/**
 * What a person would file the event under. When it was done:
 * `change` a management change; `data-change` a write to content (objects, items, messages, invocations);
 * `sign-in`; `session` credentials issued (AssumeRole…); `read` the rest.
 * When it was denied or failed: `attempt` (of a change or data change), `failed-sign-in`, `failed-session`, `failed-read`.
 */
export type EventClass =
  | "change"
  | "data-change"
  | "sign-in"
  | "session"
  | "read"
  | "attempt"
  | "failed-sign-in"
  | "failed-session"
  | "failed-read";

export type TrailEvent = {
  /** eventID; for records without one, a stable hash of the record. */
  id: string;
  /** eventTime, epoch milliseconds. */
  at: number;
  /** Event name with the API version suffix split off (UpdateFunctionCode20150331v2 → UpdateFunctionCode). */
  name: string;
  /** eventSource without `.amazonaws.com`, lower case. */
  service: string;
  /** The account whose trail holds it (recipientAccountId), else the principal's; "" when neither is there. */
  account: string;
  region: string;
  actor: Actor;
  via: Via;
  effect: Effect;
  result: Result;
  class: EventClass;
  /** Redacted. */
  error?: { code: string; message?: string };
  touched: Touched[];
  /** The record as delivered, not redacted: never shown, logged or stored outside the trail's index. */
  raw: JsonObject;
};
