/**
 * Slack takes one message a second and channel, and short bursts beyond
 * (https://docs.slack.dev/apis/web-api/rate-limits): we wait our turn.
 */
import { setTimeout as wait } from "node:timers/promises";

export type Pace = {
  /** Resolves when the next message may be sent to the channel, in the order of asking. */
  turn(channelId: string): Promise<void>;
  /** Slack has asked to wait: no turn comes in the channel before so many milliseconds have passed. */
  hold(channelId: string, ms: number): void;
};

/** Messages that may follow one another at once after a pause. */
const BURST = 3;

/** Channels remembered before those are forgotten that are free again. */
const MOST_CHANNELS = 1000;

/** `fullAt`: when a whole burst is possible again; `line`: settles with the last turn that was asked for. */
type Lane = { fullAt: number; line: Promise<void>; waiting: number };

/** `everyMs`: what each message costs its channel. */
export function createPace(everyMs = 1000): Pace {
  const lanes = new Map<string, Lane>();

  function laneOf(channelId: string): Lane {
    if (lanes.size > MOST_CHANNELS) forget(lanes);
    const lane = lanes.get(channelId) ?? { fullAt: 0, line: Promise.resolve(), waiting: 0 };
    lanes.set(channelId, lane);
    return lane;
  }

  async function take(lane: Lane): Promise<void> {
    const pauseMs = () => lane.fullAt - (BURST - 1) * everyMs - Date.now();
    // Looked at again after each wait: it may have been held meanwhile.
    while (pauseMs() > 0) await wait(pauseMs());
    lane.fullAt = Math.max(lane.fullAt, Date.now()) + everyMs;
    lane.waiting -= 1;
  }

  return {
    turn(channelId) {
      const lane = laneOf(channelId);
      lane.waiting += 1;
      lane.line = lane.line.then(() => take(lane));
      return lane.line;
    },
    hold(channelId, ms) {
      const lane = laneOf(channelId);
      lane.fullAt = Math.max(lane.fullAt, Date.now() + ms + (BURST - 1) * everyMs);
    },
  };
}

function forget(lanes: Map<string, Lane>): void {
  const now = Date.now();
  for (const [channelId, { fullAt, waiting }] of lanes) {
    if (fullAt <= now && waiting === 0) lanes.delete(channelId);
  }
}
