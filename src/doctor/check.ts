/** What the doctor found: one thing that was tried, how it stands, and the exact next step where it does not stand well. */

/** `right` as it should be; `look` works, and something is missing or will be missed; `wrong` does not work. */
export type CheckState = "right" | "look" | "wrong";

export type Check = {
  /** What it belongs to: `AWS credentials`, `CloudTrail`. */
  area: Area;
  /** What was tried, in a word or two. */
  name: string;
  state: CheckState;
  text: string;
  /** A command, or a sentence in the imperative. */
  next?: string;
};

/** In the order in which they are told: each stands on those before it. */
export const AREAS = [
  "This machine",
  "Slack",
  "AWS credentials",
  "Accounts",
  "Event history",
  "CloudTrail",
  "CloudWatch",
  "Log files",
  "Athena",
] as const;

export type Area = (typeof AREAS)[number];

/** A thing that is as it should be. */
export function right(area: Area, name: string, text: string): Check {
  return { area, name, state: "right", text };
}

/** A thing that works, and that somebody should look at. */
export function look(area: Area, name: string, text: string, next?: string): Check {
  return { area, name, state: "look", text, ...(next !== undefined && { next }) };
}

/** A thing that does not work. */
export function wrong(area: Area, name: string, text: string, next: string): Check {
  return { area, name, state: "wrong", text, next };
}
