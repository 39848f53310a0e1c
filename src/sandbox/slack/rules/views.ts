/** Refuses views that Slack would refuse. */
import { isObject } from "../methods/method.ts";
import type { SlackObject } from "../model.ts";
import { refuse } from "../refusal.ts";
import { checkedBlocks } from "./check.ts";

export function checkedView(raw: unknown, type: "modal" | "home"): SlackObject {
  if (!isObject(raw))
    return refuse("invalid_arguments", ["[ERROR] must provide an object [json-pointer:/view]"]);
  if (raw.type !== type)
    return refuse("invalid_arguments", ["[ERROR] unsupported type [json-pointer:/view/type]"]);
  checkedBlocks(raw.blocks, type, "/view/blocks");
  return raw;
}
