/** Draws Block Kit blocks: https://docs.slack.dev/reference/block-kit/blocks */

import { imageView } from "./attachments.ts";
import { chartView } from "./chart-view.ts";
import { collapsible } from "./collapse.ts";
import { controlView } from "./controls.ts";
import { element } from "./element.ts";
import { plainTextView, textView } from "./inline-view.ts";
import { type Fields, fieldsIn, fieldsOf, labelIn, listIn, textIn } from "./reading.ts";
import { markdownView, richTextView, unsupported } from "./rich-text-view.ts";
import type { Scene } from "./scene.ts";
import { tableView } from "./table-view.ts";

/** Blocks as they were posted; one of a kind that is not known says so. */
export function blocksView(blocks: unknown[], scene: Scene): HTMLElement[] {
  return blocks.map((value, at) => {
    const block = fieldsOf(value);
    const blockId = textIn(block, "block_id") || `block-${at}`;
    const view = blockView(block, blockId, scene);
    view.classList.add("block");
    return view;
  });
}

function blockView(block: Fields, blockId: string, scene: Scene): HTMLElement {
  switch (block.type) {
    case "section":
      return sectionView(block, blockId, scene);
    case "header":
      return element(
        "div",
        { class: "block-header", role: "heading", "aria-level": 3 },
        ...plainTextView(fieldsOf(block.text)),
      );
    case "context":
      return contextView(block, scene);
    case "divider":
      return element("hr");
    case "actions":
    case "context_actions":
      return actionsView(block, blockId, scene);
    case "input":
      return inputView(block, blockId, scene);
    case "image":
      return imageView(block, scene);
    case "rich_text":
      return richTextView(block, scene);
    case "markdown":
      return markdownView(block, scene);
    case "table":
    case "data_table":
      return tableView(block, scene);
    case "data_visualization":
      return chartView(block);
    case "file":
      return element("div", { class: "lines" }, `File ${textIn(block, "external_id")}`);
    default:
      return unsupported("block", textIn(block, "type"));
  }
}

const LONG_TEXT = 1600;

function sectionView(block: Fields, blockId: string, scene: Scene): HTMLElement {
  const accessory = fieldsIn(block, "accessory");
  const text = fieldsIn(block, "text");
  const fields = listIn(block, "fields");
  const content = element("div", { class: "section-text" });
  if (text) {
    const shown = element("div", {}, ...textView(text, scene));
    content.append(
      collapsible(shown, textIn(text, "text").length > LONG_TEXT && block.expand !== true),
    );
  }
  if (fields.length > 0) {
    const cells = fields.map((field) =>
      element("div", { class: "field" }, ...textView(field, scene)),
    );
    content.append(element("div", { class: "fields" }, ...cells));
  }
  return element(
    "div",
    { class: "section" },
    content,
    accessory && element("div", { class: "accessory" }, accessoryView(accessory, blockId, scene)),
  );
}

function accessoryView(accessory: Fields, blockId: string, scene: Scene): HTMLElement {
  return accessory.type === "image"
    ? imageView(accessory, scene)
    : controlView(accessory, { scene, blockId, isDispatching: true });
}

function contextView(block: Fields, scene: Scene): HTMLElement {
  const parts = listIn(block, "elements").map((part) =>
    part.type === "image"
      ? imageView(part, scene)
      : element("div", { class: "context-text" }, ...textView(part, scene)),
  );
  return element("div", { class: "context" }, ...parts);
}

function actionsView(block: Fields, blockId: string, scene: Scene): HTMLElement {
  const controls = listIn(block, "elements").map((control) =>
    controlView(control, { scene, blockId, isDispatching: true }),
  );
  return element("div", { class: "actions" }, ...controls);
}

let count = 0;

function inputView(block: Fields, blockId: string, scene: Scene): HTMLElement {
  count += 1;
  const labelId = `label-${count}`;
  const error = scene.errors[blockId];
  const hint = labelIn(block, "hint");
  const control = controlView(fieldsOf(block.element), {
    scene,
    blockId,
    isDispatching: block.dispatch_action === true,
    labelId,
  });
  control.setAttribute("aria-invalid", String(error !== undefined));
  control.setAttribute("aria-describedby", `${labelId}-more`);
  return element(
    "div",
    { class: error === undefined ? "input" : "input has-error", "data-block": blockId },
    element(
      "div",
      { class: "input-label", id: labelId },
      ...plainTextView(fieldsOf(block.label)),
      block.optional === true && element("span", { class: "optional" }, " (optional)"),
    ),
    control,
    element(
      "div",
      { id: `${labelId}-more` },
      error !== undefined && element("div", { class: "input-error" }, error),
      hint !== "" && element("div", { class: "input-hint" }, hint),
    ),
  );
}
