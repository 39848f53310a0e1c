/** How what people do reaches the app: over Socket Mode or over HTTP, with the same outcomes. */

export type EnvelopeKind = "slash_commands" | "interactive" | "events_api";

export type Envelope = {
  kind: EnvelopeKind;
  payload: Record<string, unknown>;
  /** Whether an acknowledgement may carry an answer. */
  acceptsResponse: boolean;
};

export type Retry = { attempt: number; reason: string };

export type Outcome =
  /** `response` is what came with the acknowledgement, if anything. */
  | { kind: "acknowledged"; response?: Record<string, unknown> }
  /** `mayRetry` is false where the app forbade it. */
  | { kind: "failed"; reason: "no-app" | "timeout" | "error"; mayRetry: boolean };

export type Delivery = {
  deliver(envelope: Envelope, retry?: Retry): Promise<Outcome>;
  isConnected(): boolean;
};

export type Timings = {
  /** How long an app has to acknowledge; Slack's is 3,000. */
  ackMs: number;
  /** Waits before the three repetitions of an event. */
  retryMs: number[];
};

/** Slack repeats an event nearly at once, after a minute and after five (docs.slack.dev, apis/events-api). */
export const SLACK_TIMINGS: Timings = { ackMs: 3_000, retryMs: [0, 60_000, 300_000] };
