/** The switches of the local AWS, which can be seen and used before it is open. */
import type { AwsSwitchboard } from "../slack/console-aws.ts";
import { type AwsFaults, createAwsFaults } from "./faults.ts";
import type { AwsServer } from "./server.ts";
import { type AskedCounts, createSwitchboard } from "./switchboard.ts";

export type Board = {
  faults: AwsFaults;
  /** For the console page. */
  switchboard: AwsSwitchboard;
  /** What is switched from now on; what was made to happen before arrives there. */
  join(opened: Joined): void;
};

type Joined = { now(): number; arrive: AwsServer["arrive"]; counts(): AskedCounts };

const NOTHING_ASKED: AskedCounts = { requests: [], queries: [] };

/** `now` is the time, epoch milliseconds, until the story's own is known. */
export function createBoard(now: () => number): Board {
  const faults = createAwsFaults();
  const waiting: Parameters<AwsServer["arrive"]>[] = [];
  let opened: Joined | undefined;
  const switchboard = createSwitchboard({
    faults,
    now: () => (opened ? opened.now() : now()),
    arrive(...arrival) {
      if (opened) opened.arrive(...arrival);
      else waiting.push(arrival);
    },
    counts: () => opened?.counts() ?? NOTHING_ASKED,
  });
  return {
    faults,
    switchboard,
    join(parts) {
      opened = parts;
      for (const arrival of waiting.splice(0)) parts.arrive(...arrival);
    },
  };
}
