/** Refuses views that Slack would refuse (docs.slack.dev, reference/views). */
import { allBlocks } from "../fill.ts";
import { isObject } from "../methods/method.ts";
import type { SlackObject } from "../model.ts";
import { refuse } from "../refusal.ts";
import { blockFaults, type Surface } from "./blocks.ts";
import { refuseFaults } from "./check.ts";
import { bool, type Check, type Fault, type Fields, shape, string } from "./schema.ts";
import { plain } from "./texts.ts";

const LARGEST_VIEW = 250_000;
const ROOT = "/view";

const shared: Fields = {
  private_metadata: string(3_000, 0),
  callback_id: string(255, 0),
  external_id: string(255, 0),
};

function blocksRule(surface: Surface): Check {
  return (value, at, faults) => {
    if (Array.isArray(value)) faults.push(...blockFaults(value, surface, at));
    else faults.push({ pointer: at, text: "must provide an array" });
  };
}

/** Who can type must be able to submit. */
function submitWhereInput(view: SlackObject, at: string, faults: Fault[]): void {
  const blocks = Array.isArray(view.blocks) ? view.blocks.filter(isObject) : [];
  const hasInput = allBlocks(blocks).some(({ type }) => type === "input");
  if (!hasInput || view.submit !== undefined) return;
  faults.push({ pointer: at, text: "missing required field: submit" });
}

const RULES: Record<"modal" | "home", Check> = {
  modal: shape(
    { title: plain(24), blocks: blocksRule("modal") },
    {
      ...shared,
      submit: plain(24),
      close: plain(24),
      clear_on_close: bool,
      notify_on_close: bool,
      submit_disabled: bool,
    },
    submitWhereInput,
  ),
  home: shape(
    { blocks: blocksRule("home") },
    // Slack takes these for a home and does nothing with them.
    { ...shared, clear_on_close: bool, notify_on_close: bool },
  ),
};

/** Throws `invalid_arguments` with a pointer to each fault, and `view_too_large`. */
export function checkedView(raw: unknown, type: "modal" | "home"): SlackObject {
  const faults: Fault[] = [];
  if (!isObject(raw)) {
    return refuseFaults("invalid_arguments", [{ pointer: ROOT, text: "must provide an object" }]);
  }
  if (raw.type !== type) {
    const text = `unsupported type: ${String(raw.type)}`;
    return refuseFaults("invalid_arguments", [{ pointer: `${ROOT}/type`, text }]);
  }
  if (JSON.stringify(raw).length > LARGEST_VIEW) return refuse("view_too_large");
  RULES[type](raw, ROOT, faults);
  return faults.length === 0 ? raw : refuseFaults("invalid_arguments", faults);
}
