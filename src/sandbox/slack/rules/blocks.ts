/** Which blocks Slack takes on which surface, and their limits (docs.slack.dev, reference/block-kit/blocks). */
import { allBlocks } from "../fill.ts";
import { isObject } from "../methods/method.ts";
import type { SlackObject } from "../model.ts";
import {
  accessory,
  actionElement,
  buttonElement,
  contextAction,
  contextElement,
  inputElement,
} from "./elements.ts";
import { richTextBlock, richTextFields } from "./rich-text.ts";
import {
  bool,
  byType,
  type Check,
  type Fault,
  type Fields,
  list,
  oneOf,
  shape,
  string,
  webAddress,
  whole,
} from "./schema.ts";
import { chart, dataTable, table, tooManyLetters } from "./tables.ts";
import { anyText, imageElement, mrkdwn, picture, plain } from "./texts.ts";

export type Surface = "message" | "modal" | "home";

const MOST_BLOCKS: Record<Surface, number> = { message: 50, modal: 100, home: 100 };
const MOST_MARKDOWN = 12_000;
const MOST_TABLE_LETTERS = 10_000;
const MOST_DATA_TABLE_LETTERS = 20_000;
const MOST_CHARTS = 2;

const id: Fields = { block_id: string(255) };

function needsOneOf(...names: string[]) {
  return (value: SlackObject, at: string, faults: Fault[]) => {
    if (names.some((name) => value[name] !== undefined)) return;
    faults.push({ pointer: at, text: `must define one of the properties: ${names.join(", ")}` });
  };
}

const section = shape(
  {},
  {
    ...id,
    text: anyText(3_000),
    fields: list(anyText(2_000), 10),
    accessory,
    expand: bool,
  },
  needsOneOf("text", "fields"),
);

const card = shape(
  {},
  {
    ...id,
    hero_image: imageElement,
    icon: imageElement,
    slack_icon: () => {},
    title: mrkdwn(150),
    subtitle: mrkdwn(150),
    subtext: mrkdwn(200),
    body: mrkdwn(200),
    actions: list(buttonElement, 3),
  },
  needsOneOf("hero_image", "title", "actions", "body"),
);

const taskCard = shape(
  {
    task_id: string(255),
    title: string(256),
    status: oneOf("pending", "in_progress", "complete", "error"),
  },
  { ...id, details: richTextBlock, output: richTextBlock, sources: () => {} },
);

const video = shape(
  { alt_text: string(2_000), title: plain(200), thumbnail_url: webAddress, video_url: webAddress },
  {
    ...id,
    author_name: string(50),
    description: plain(200),
    provider_icon_url: webAddress,
    provider_name: string(50),
    title_url: webAddress,
  },
);

/** Blocks that may stand by themselves and in containers. */
const COMMON: Record<string, Check> = {
  actions: shape({ elements: list(actionElement, 25) }, id),
  context: shape({ elements: list(contextElement, 10) }, id),
  divider: shape({}, id),
  header: shape({ text: plain(150) }, { ...id, level: whole(1, 4) }),
  image: picture({ ...id, title: plain(2_000) }),
  input: shape(
    { label: plain(2_000), element: inputElement },
    { ...id, hint: plain(2_000), optional: bool, dispatch_action: bool },
  ),
  rich_text: shape(richTextFields, id),
  section,
  video,
};

const container = shape(
  { child_blocks: list(byType({ ...COMMON, table: table(id) }), 10) },
  {
    ...id,
    title: plain(150),
    rich_text_title: richTextBlock,
    subtitle: anyText(150),
    width: oneOf("narrow", "standard", "wide", "full"),
    icon: imageElement,
    is_collapsible: bool,
    default_collapsed: bool,
    has_header_divider: bool,
  },
  needsOneOf("title", "rich_text_title"),
);

const carousel = shape({ elements: list(byType({ card }), 10) }, id);

const KINDS: Record<Surface, Check> = {
  message: byType({
    ...COMMON,
    card,
    carousel,
    container,
    context_actions: shape({ elements: list(contextAction, 5) }, id),
    data_table: dataTable(id),
    data_visualization: chart(id),
    markdown: shape({ text: string(MOST_MARKDOWN) }, id),
    plan: shape(
      { title: string(256) },
      { ...id, tasks: list(byType({ task_card: taskCard }), 50, 0) },
    ),
    table: table(id),
    task_card: taskCard,
  }),
  modal: byType({
    ...COMMON,
    card,
    alert: shape(
      { text: anyText(200) },
      { ...id, level: oneOf("default", "info", "warning", "error", "success") },
    ),
  }),
  home: byType({ ...COMMON, card, carousel, container }),
};

function repeated(values: unknown[]): unknown {
  const seen = new Set<unknown>();
  return values.find((value) => {
    if (value === undefined) return false;
    const isSeen = seen.has(value);
    seen.add(value);
    return isSeen;
  });
}

/** Names that stand twice: of blocks on the surface, of actions in a block. */
function repeatedNames(blocks: SlackObject[], root: string): Fault[] {
  const faults: Fault[] = [];
  const blockId = repeated(allBlocks(blocks).map(({ block_id }) => block_id));
  if (blockId !== undefined) {
    faults.push({ pointer: root, text: `\`block_id\` must be unique: ${String(blockId)}` });
  }
  for (const [index, { type, elements }] of blocks.entries()) {
    if (type !== "actions" || !Array.isArray(elements)) continue;
    const actionId = repeated(elements.filter(isObject).map(({ action_id }) => action_id));
    if (actionId === undefined) continue;
    const text = `\`action_id\` must be unique: ${String(actionId)}`;
    faults.push({ pointer: `${root}/${index}/elements`, text });
  }
  return faults;
}

/** Limits that hold for all blocks of a message together. */
function totals(blocks: SlackObject[], root: string): Fault[] {
  const all = allBlocks(blocks);
  const faults: Fault[] = [];
  const markdown = all.filter(({ type }) => type === "markdown").map(({ text }) => String(text));
  const letters = markdown.reduce((sum, text) => sum + text.length, 0);
  const note = (isOver: boolean, text: string) => isOver && faults.push({ pointer: root, text });
  note(letters > MOST_MARKDOWN, `markdown must be less than ${MOST_MARKDOWN + 1} characters`);
  note(all.filter(({ type }) => type === "table").length > 1, "only_one_table_allowed");
  note(
    tooManyLetters(all, "table", MOST_TABLE_LETTERS),
    `tables must hold less than ${MOST_TABLE_LETTERS + 1} characters`,
  );
  note(
    tooManyLetters(all, "data_table", MOST_DATA_TABLE_LETTERS),
    `data tables must hold less than ${MOST_DATA_TABLE_LETTERS + 1} characters`,
  );
  const charts = all.filter(({ type }) => type === "data_visualization").length;
  note(charts > MOST_CHARTS, `no more than ${MOST_CHARTS} charts allowed`);
  return faults;
}

/** Everything that Slack would find fault with; empty when it would take the blocks. */
export function blockFaults(blocks: unknown[], surface: Surface, root: string): Fault[] {
  const most = MOST_BLOCKS[surface];
  if (blocks.length > most) return [{ pointer: root, text: `no more than ${most} items allowed` }];
  const faults: Fault[] = [];
  for (const [index, block] of blocks.entries()) KINDS[surface](block, `${root}/${index}`, faults);
  const objects = blocks.filter(isObject);
  return [...faults, ...repeatedNames(objects, root), ...totals(objects, root)];
}
