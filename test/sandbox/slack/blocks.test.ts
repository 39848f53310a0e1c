import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { filledBlocks } from "../../../src/sandbox/slack/fill.ts";
import { blockFaults, type Surface } from "../../../src/sandbox/slack/rules/blocks.ts";

const text = (length: number, type = "mrkdwn") => ({ type, text: "x".repeat(length) });
const plain = (length: number) => text(length, "plain_text");
const many = (count: number, make: (index: number) => unknown) =>
  Array.from({ length: count }, (_, index) => make(index));
const section = (length = 1) => ({ type: "section", text: text(length) });
const button = (more: object = {}) => ({ type: "button", text: plain(4), ...more });
const actions = (...elements: unknown[]) => ({ type: "actions", elements });
const option = (value = "v") => ({ text: plain(3), value });
const input = (element: object) => ({ type: "input", label: plain(5), element });
const cell = (letters = 1) => ({ type: "raw_text", text: "x".repeat(letters) });
const rich = (...elements: unknown[]) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements }],
});
const lineChart = (labels: string[], categories: string[]) => ({
  type: "data_visualization",
  title: "Errors",
  chart: {
    type: "line",
    series: [{ name: "5xx", data: labels.map((label) => ({ label, value: 1 })) }],
    axis_config: { categories },
  },
});

const faultsOf = (block: unknown, surface: Surface = "message") =>
  blockFaults([block], surface, "/blocks").map(({ pointer, text: words }) => `${pointer} ${words}`);

const TAKEN: [string, unknown, Surface?][] = [
  ["a section of 3,000 characters", section(3_000)],
  ["ten fields of 2,000", { type: "section", fields: many(10, () => text(2_000)) }],
  ["a header of 150", { type: "header", text: plain(150), level: 2 }],
  ["25 buttons", actions(...many(25, (index) => button({ action_id: `a${index}` })))],
  ["a button with everything", actions(button({ value: "x".repeat(2_000), style: "danger" }))],
  ["an overflow of two", actions({ type: "overflow", options: [option("a"), option("b")] })],
  ["ten context elements", { type: "context", elements: many(10, () => text(100)) }],
  ["a divider", { type: "divider", block_id: "d" }],
  ["a picture", { type: "image", image_url: "https://acme.example/a.png", alt_text: "a" }],
  [
    "a table",
    { type: "table", rows: [[cell(), cell()]], column_settings: [null, { align: "right" }] },
  ],
  ["100 rows", { type: "table", rows: many(100, () => [cell()]) }],
  [
    "rich text",
    rich({ type: "text", text: "a", style: { bold: true } }, { type: "user", user_id: "U1" }),
  ],
  [
    "a date",
    rich({ type: "date", timestamp: 1_700_000_000, format: "{date} {time}", fallback: "x" }),
  ],
  ["an input", input({ type: "plain_text_input", action_id: "a", multiline: true }), "modal"],
  ["a data table", { type: "data_table", caption: "Changes", rows: [[cell()], [cell()]] }],
  ["a chart", lineChart(["a", "b"], ["a", "b"])],
  ["an alert in a modal", { type: "alert", text: text(200), level: "warning" }, "modal"],
  [
    "a container",
    { type: "container", title: plain(3), child_blocks: [section()], is_collapsible: true },
  ],
];

const REFUSED: [string, unknown, string, Surface?][] = [
  ["an unknown block", { type: "sparkle" }, "/blocks/0/type unsupported type: sparkle"],
  ["no type", { text: text(1) }, "/blocks/0 missing required field: type"],
  ["no object", "hello", "/blocks/0 must provide an object"],
  [
    "an unknown property",
    { ...section(), colour: "red" },
    "/blocks/0 invalid additional property: colour",
  ],
  [
    "a name of a prototype",
    { type: "constructor" },
    "/blocks/0/type unsupported type: constructor",
  ],
  ["3,001 characters", section(3_001), "/blocks/0/text/text must be less than 3001 characters"],
  ["empty text", section(0), "/blocks/0/text/text must be more than 0 characters"],
  [
    "a bare section",
    { type: "section" },
    "/blocks/0 must define one of the properties: text, fields",
  ],
  ["text as a string", { type: "section", text: "hi" }, "/blocks/0/text must provide an object"],
  [
    "eleven fields",
    { type: "section", fields: many(11, () => text(1)) },
    "/blocks/0/fields no more than 10 items allowed",
  ],
  [
    "a field of 2,001",
    { type: "section", fields: [text(2_001)] },
    "/blocks/0/fields/0/text must be less than 2001 characters",
  ],
  [
    "a formatted header",
    { type: "header", text: text(5) },
    "/blocks/0/text/type unsupported type: mrkdwn",
  ],
  [
    "a header of 151",
    { type: "header", text: plain(151) },
    "/blocks/0/text/text must be less than 151 characters",
  ],
  [
    "26 buttons",
    actions(...many(26, () => button())),
    "/blocks/0/elements no more than 25 items allowed",
  ],
  ["no button", actions(), "/blocks/0/elements no fewer than 1 items allowed"],
  [
    "a button of 76 letters",
    actions({ type: "button", text: plain(76) }),
    "/blocks/0/elements/0/text/text must be less than 76 characters",
  ],
  [
    "a value of 2,001",
    actions(button({ value: "x".repeat(2_001) })),
    "/blocks/0/elements/0/value must be less than 2001 characters",
  ],
  [
    "a green button",
    actions(button({ style: "green" })),
    "/blocks/0/elements/0/style must be a valid enum value: primary, danger",
  ],
  ["a bad link", actions(button({ url: "nowhere" })), "/blocks/0/elements/0/url invalid_url"],
  [
    "an action id of 256",
    actions(button({ action_id: "x".repeat(256) })),
    "/blocks/0/elements/0/action_id must be less than 256 characters",
  ],
  [
    "the same action twice",
    actions(button({ action_id: "a" }), button({ action_id: "a" })),
    "/blocks/0/elements `action_id` must be unique: a",
  ],
  [
    "an overflow of six",
    actions({ type: "overflow", options: many(6, (index) => option(`${index}`)) }),
    "/blocks/0/elements/0/options no more than 5 items allowed",
  ],
  [
    "an option value of 76",
    actions({ type: "overflow", options: [option("a"), option("x".repeat(76))] }),
    "/blocks/0/elements/0/options/1/value must be less than 76 characters",
  ],
  [
    "101 options",
    actions({ type: "static_select", options: many(101, (index) => option(`${index}`)) }),
    "/blocks/0/elements/0/options no more than 100 items allowed",
  ],
  [
    "options and groups",
    actions({ type: "static_select" }),
    "/blocks/0/elements/0 must provide either options or option_groups",
  ],
  [
    "an initial option that is none",
    actions({ type: "static_select", options: [option("a")], initial_option: option("b") }),
    "/blocks/0/elements/0/initial_option must be one of the provided options",
  ],
  [
    "text typed among actions",
    actions({ type: "plain_text_input" }),
    "/blocks/0/elements/0/type unsupported type: plain_text_input",
  ],
  [
    "eleven context elements",
    { type: "context", elements: many(11, () => text(1)) },
    "/blocks/0/elements no more than 10 items allowed",
  ],
  [
    "a button in a context",
    { type: "context", elements: [button()] },
    "/blocks/0/elements/0/type unsupported type: button",
  ],
  [
    "a picture without words",
    { type: "image", image_url: "https://acme.example/a.png" },
    "/blocks/0 missing required field: alt_text",
  ],
  [
    "a picture from two places",
    { type: "image", image_url: "https://a.example/", slack_file: { id: "F1" }, alt_text: "a" },
    "/blocks/0 must provide either image_url or slack_file",
  ],
  [
    "101 rows",
    { type: "table", rows: many(101, () => [cell()]) },
    "/blocks/0/rows no more than 100 items allowed",
  ],
  [
    "21 columns",
    { type: "table", rows: [many(21, () => cell())] },
    "/blocks/0/rows/0 no more than 20 items allowed",
  ],
  [
    "an empty cell",
    { type: "table", rows: [[cell(0)]] },
    "/blocks/0/rows/0/0/text must be more than 0 characters",
  ],
  [
    "a ragged table",
    { type: "table", rows: [[cell(), cell()], [cell()]] },
    "/blocks/0/rows/1 all rows must have the same length",
  ],
  [
    "10,001 letters in tables",
    { type: "table", rows: [[cell(10_001)]] },
    "/blocks tables must hold less than 10001 characters",
  ],
  [
    "10,001 letters as rich text",
    { type: "table", rows: [[rich({ type: "text", text: "x".repeat(10_001) })]] },
    "/blocks tables must hold less than 10001 characters",
  ],
  [
    "a table in a modal",
    { type: "table", rows: [[cell()]] },
    "/blocks/0/type unsupported type: table",
    "modal",
  ],
  [
    "an alert in a message",
    { type: "alert", text: text(1) },
    "/blocks/0/type unsupported type: alert",
  ],
  [
    "an unknown inline",
    rich({ type: "blink", text: "a" }),
    "/blocks/0/elements/0/elements/0/type unsupported type: blink",
  ],
  [
    "a data table without a caption",
    { type: "data_table", rows: [[cell()], [cell()]] },
    "/blocks/0 missing required field: caption",
  ],
  [
    "a chart with a gap",
    lineChart(["a"], ["a", "b"]),
    "/blocks/0/chart/series/0/data must match the categories",
  ],
  [
    "12,001 letters of Markdown",
    { type: "markdown", text: "x".repeat(12_001) },
    "/blocks/0/text must be less than 12001 characters",
  ],
  [
    "eleven blocks in a container",
    { type: "container", title: plain(3), child_blocks: many(11, () => section()) },
    "/blocks/0/child_blocks no more than 10 items allowed",
  ],
];

describe("blocks", () => {
  it.each(TAKEN)("takes %s", (_name, block, surface) => {
    const faults = faultsOf(block, surface);

    expect(faults).toEqual([]);
  });

  it.each(REFUSED)("refuses %s", (_name, block, fault, surface) => {
    const faults = faultsOf(block, surface);

    expect(faults).toContain(fault);
  });

  it("counts blocks: 50 in a message, 100 in a modal or a home", () => {
    const counted = (count: number, surface: Surface) =>
      blockFaults(
        many(count, () => ({ type: "divider" })),
        surface,
        "/blocks",
      ).length;

    expect([counted(50, "message"), counted(51, "message")]).toEqual([0, 1]);
    expect([counted(100, "modal"), counted(101, "home")]).toEqual([0, 1]);
  });

  it("refuses the same block id twice, inside containers too", () => {
    const divider = { type: "divider", block_id: "same" };
    const inner = { type: "container", title: plain(1), child_blocks: [divider] };

    const faults = blockFaults([divider, inner], "message", "/blocks");

    expect(faults).toEqual([{ pointer: "/blocks", text: "`block_id` must be unique: same" }]);
  });

  it("adds up what all Markdown blocks and all tables of a message hold", () => {
    const markdown = { type: "markdown", text: "x".repeat(6_001) };
    const table = { type: "table", rows: [[cell(5_001)]] };

    const faults = blockFaults([markdown, markdown, table, table], "message", "/blocks");

    expect(faults.map(({ text: words }) => words)).toEqual([
      "markdown must be less than 12001 characters",
      "only_one_table_allowed",
      "tables must hold less than 10001 characters",
    ]);
  });

  it("judges any JSON without failing", () => {
    const types = ["section", "actions", "table", "data_table", "carousel", "container", "input"];
    const fields = ["text", "elements", "rows", "child_blocks", "element", "accessory", "chart"];
    const inner = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, 1, "x", [], true),
        fc.array(tie("value"), { maxLength: 3 }),
        tie("block"),
      ),
      block: fc
        .tuple(
          fc.constantFrom(...types, "static_select", "rich_text", "line", "data_visualization"),
          fc.dictionary(fc.constantFrom(...fields, "options", "series"), tie("value"), {
            maxKeys: 3,
          }),
        )
        .map(([type, rest]) => ({ type, ...rest })),
    }));
    const surfaces = fc.constantFrom<Surface>("message", "modal", "home");

    fc.assert(
      fc.property(fc.array(inner.value, { maxLength: 3 }), surfaces, (blocks, surface) => {
        const faults = blockFaults(blocks, surface, "/blocks");
        // What passes can be given names.
        if (faults.length === 0) filledBlocks(blocks as Record<string, unknown>[]);
        expect(faults.every(({ pointer }) => pointer.startsWith("/blocks"))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
