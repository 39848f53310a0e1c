/** What every part of the local Slack works on. */
import type { Clock } from "../../sources/clock.ts";
import type { Company } from "./company.ts";
import type { AwsSwitchboard } from "./console-aws.ts";
import type { ConsoleChange } from "./console-protocol.ts";
import type { Delivery } from "./delivery/delivery.ts";
import type { Pace } from "./rules/pace.ts";
import type { ResponseUrls, Triggers } from "./rules/tickets.ts";
import type { Workspace } from "./workspace.ts";

export type Tokens = { bot: string; app: string; signingSecret: string };

export type World = {
  company: Company;
  clock: Clock;
  /** Such as `http://127.0.0.1:4711`, without a slash at the end. */
  origin: string;
  tokens: Tokens;
  workspace: Workspace;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  pace: Pace;
  delivery: Delivery;
  /** The local AWS beside this Slack, where there is one. */
  aws?: AwsSwitchboard;
  /** Tells the consoles of these people, or of everybody. */
  tell(change: ConsoleChange, userIds?: string[]): void;
};
