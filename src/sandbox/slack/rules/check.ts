/** Refuses blocks that Slack would refuse, with a JSON pointer to each place. */

import { isObject } from "../methods/method.ts";
import type { SlackObject } from "../model.ts";
import { refuse } from "../refusal.ts";
import { blockFaults, type Surface } from "./blocks.ts";
import type { Fault } from "./schema.ts";

/** Throws `invalid_blocks` in Slack's words: `[ERROR] … [json-pointer:/blocks/0/text]`. */
export function checkedBlocks(value: unknown, surface: Surface, root = "/blocks"): SlackObject[] {
  if (!Array.isArray(value)) {
    return refuseFaults("invalid_blocks_format", [{ pointer: root, text: "must provide a list" }]);
  }
  const faults = blockFaults(value, surface, root);
  return faults.length === 0 ? (value as SlackObject[]) : refuseFaults("invalid_blocks", faults);
}

export function refuseFaults(code: string, faults: Fault[]): never {
  const lines = faults.map(({ pointer, text }) => `${text} [json-pointer:${pointer}]`);
  return refuse(
    code,
    lines.map((line) => `[ERROR] ${line}`),
    { errors: lines },
  );
}

/** Slack's maintainers name 12,000 characters over all blocks, with a little more for each (slackapi/bolt-js#2509). */
const MOST_LETTERS = 12_000;

function lettersOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + lettersOf(item), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [name, inner]) =>
      sum + (name === "text" && typeof inner === "string" ? inner.length : lettersOf(inner)),
    0,
  );
}

/** Throws `msg_blocks_too_long`; answers through a response URL are not held to it (slackapi/bolt-js#2867). */
export function checkLength(blocks: SlackObject[]): void {
  if (lettersOf(blocks) > MOST_LETTERS) refuse("msg_blocks_too_long");
}
