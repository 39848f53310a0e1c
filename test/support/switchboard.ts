/** A local AWS's switches without the AWS: what arrives and what was asked is in lists. */
import { type AwsFaults, createAwsFaults } from "../../src/sandbox/aws/faults.ts";
import { type AskedCounts, createSwitchboard } from "../../src/sandbox/aws/switchboard.ts";
import type { TrailRecord } from "../../src/sandbox/scenario/record.ts";
import type { AwsSwitchboard } from "../../src/sandbox/slack/console-aws.ts";

export type LooseSwitchboard = {
  aws: AwsSwitchboard;
  faults: AwsFaults;
  arrived: { records: TrailRecord[]; visibleAt: number }[];
  asked: { [Name in keyof AskedCounts]: AskedCounts[Name][number][] };
};

export function looseSwitchboard(now: () => number): LooseSwitchboard {
  const faults = createAwsFaults();
  const arrived: LooseSwitchboard["arrived"] = [];
  const asked: LooseSwitchboard["asked"] = { requests: [], queries: [] };
  const aws = createSwitchboard({
    faults,
    now,
    arrive: (records, visibleAt) => arrived.push({ records, visibleAt }),
    counts: () => asked,
  });
  return { aws, faults, arrived, asked };
}
