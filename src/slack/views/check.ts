/** What Slack would refuse about a message or a view: every limit and every shape that we know of. */
import type { View } from "@slack/types";
import type { Content } from "./blocks.ts";
import { block } from "./check/blocks.ts";
import { plainText } from "./check/elements.ts";
import {
  boolean,
  isRecord,
  list,
  oneOf,
  type Rule,
  repeated,
  shape,
  string,
  words,
} from "./check/rules.ts";
import { LIMITS } from "./limits.ts";
import { textLength } from "./text-length.ts";

/** Empty for what Slack takes; else a line for each problem, `/blocks/3/text: …`. */
export function viewProblems(view: Content | View): string[] {
  return "type" in view ? surfaceProblems(view) : messageProblems(view);
}

function messageProblems(content: Content): string[] {
  const { text, blocks, plain } = content;
  return [
    ...words(LIMITS.fallbackText)(text, "/text"),
    ...blocksProblems(blocks, "/blocks", LIMITS.blocksInMessage),
    ...budgetProblems(blocks, "/blocks"),
    ...(plain === undefined ? [] : plainProblems(plain)),
  ];
}

/** The fall-back holds sections and contexts alone: what every workspace knows. */
function plainProblems(plain: unknown[]): string[] {
  const strange = plain.filter(
    (one) => !isRecord(one) || (one.type !== "section" && one.type !== "context"),
  );
  return [
    ...blocksProblems(plain, "/plain", LIMITS.blocksInMessage),
    ...budgetProblems(plain, "/plain"),
    ...strange.map(() => "/plain: holds a block that is no section and no context"),
  ];
}

function blocksProblems(blocks: unknown[], path: string, most: number): string[] {
  const ids = blocks.map((one) => (isRecord(one) ? one.block_id : undefined));
  return [
    ...list(block, 1, most)(blocks, path),
    ...repeated(ids).map((id) => `${path}: block_id ${id} stands twice`),
  ];
}

/** What holds for a message as a whole. */
function budgetProblems(blocks: unknown[], path: string): string[] {
  const tables = blocks.filter((one) => isRecord(one) && one.type === "table");
  const problems: string[] = [];
  if (tables.length > LIMITS.tablesInMessage) problems.push(`${path}: only one table allowed`);
  const charts = blocks.filter((one) => isRecord(one) && one.type === "data_visualization");
  if (charts.length > LIMITS.chartsInMessage)
    problems.push(`${path}: no more than 2 charts allowed`);
  if (textLength(tables) > LIMITS.tableText) problems.push(`${path}: table text too long`);
  if (textLength(blocks) > LIMITS.messageText) problems.push(`${path}: msg_blocks_too_long`);
  return problems;
}

const viewParts = {
  private_metadata: string(0, LIMITS.privateMetadata),
  callback_id: string(1, LIMITS.callbackId),
  external_id: string(1, LIMITS.callbackId),
};
const anything: Rule = () => [];

const modal = shape(
  { type: oneOf("modal"), title: plainText(LIMITS.modalTitle), blocks: anything },
  {
    submit: plainText(LIMITS.modalButton),
    close: plainText(LIMITS.modalButton),
    clear_on_close: boolean,
    notify_on_close: boolean,
    ...viewParts,
  },
);
const home = shape({ type: oneOf("home"), blocks: anything }, viewParts);

function surfaceProblems(view: View): string[] {
  const { blocks } = view;
  const has = (type: string) => blocks.some((one) => one.type === type);
  const lacksSubmit = view.type === "modal" && has("input") && view.submit === undefined;
  return [
    ...(view.type === "modal" ? modal : home)(view, ""),
    ...blocksProblems(blocks, "/blocks", LIMITS.blocksInView),
    ...(lacksSubmit ? ["/submit: is missing, though there are inputs"] : []),
    ...(has("table") ? ["/blocks: tables stand in messages alone"] : []),
    ...(has("data_visualization") ? ["/blocks: charts stand in messages alone"] : []),
  ];
}
