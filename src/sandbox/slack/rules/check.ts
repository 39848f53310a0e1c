/** Refuses blocks that Slack would refuse, with a JSON pointer to each place. */
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
