import type { View } from "@slack/types";
import { describe, expect, it } from "vitest";
import type { Content } from "../../../src/slack/views/blocks.ts";
import { viewProblems } from "../../../src/slack/views/check.ts";

type Loose = Record<string, unknown>;

const plain = (length: number) => ({ type: "plain_text", text: "x".repeat(length) });
const mrkdwn = (length: number) => ({ type: "mrkdwn", text: "x".repeat(length) });
const section = (more: Loose) => ({ type: "section", text: mrkdwn(5), ...more });
const actions = (...elements: Loose[]) => ({ type: "actions", elements });
const button = (more: Loose = {}) => ({
  type: "button",
  action_id: "ask",
  text: plain(5),
  value: "v",
  ...more,
});
const option = (value: string, more: Loose = {}) => ({ value, text: plain(5), ...more });
const overflow = (...options: Loose[]) => ({ type: "overflow", action_id: "more", options });
const rich = (...elements: Loose[]) => ({ type: "rich_text", elements });
const line = (...elements: Loose[]) => ({ type: "rich_text_section", elements });
const cell = (length: number) => rich(line({ type: "text", text: "x".repeat(length) }));
const table = (rows: unknown[][], more: Loose = {}) => ({ type: "table", rows, ...more });
const times = <Item>(amount: number, item: Item): Item[] =>
  Array.from({ length: amount }, () => item);

/** JSON as somebody sends it: no type stands in the way of a fault. */
function message(blocks: Loose[], more: Loose = {}): Content {
  return JSON.parse(JSON.stringify({ text: "t", blocks, ...more }));
}

function modal(blocks: Loose[], more: Loose = {}): View {
  const base = { type: "modal", title: plain(5), submit: plain(3), blocks };
  return JSON.parse(JSON.stringify({ ...base, ...more }));
}

const input = (element: Loose, more: Loose = {}) => ({
  type: "input",
  label: plain(5),
  element,
  ...more,
});

describe("a message that Slack takes", () => {
  it.each<[string, Loose[]]>([
    ["the longest texts", [section({ text: mrkdwn(3000) }), { type: "header", text: plain(150) }]],
    ["most fields", [{ type: "section", fields: times(10, mrkdwn(200)) }]],
    ["most controls", [actions(...times(25, 0).map((_, n) => button({ action_id: `ask:${n}` })))]],
    [
      "a menu of five",
      [section({ accessory: overflow(..."abcde".split("").map((v) => option(v))) })],
    ],
    [
      "a table",
      [table(times(100, times(3, cell(10))), { column_settings: [{ is_wrapped: true }] })],
    ],
    [
      "a list",
      [
        rich({
          type: "rich_text_list",
          style: "bullet",
          elements: [line({ type: "text", text: "x" })],
        }),
      ],
    ],
    ["an image", [{ type: "image", alt_text: "a", slack_file: { id: "F1" } }]],
  ])("may hold %s", (_name, blocks) => {
    expect(viewProblems(message(blocks))).toEqual([]);
  });
});

describe("a message that Slack refuses", () => {
  it.each<[string, Loose[], RegExp]>([
    ["no block", [], /\/blocks: needs at least 1/],
    ["51 blocks", times(51, { type: "divider" }), /\/blocks: no more than 50/],
    ["an unknown block", [{ type: "markdown", text: "x" }], /\/blocks\/0: unknown type markdown/],
    ["an unknown property", [section({ colour: "red" })], /\/blocks\/0\/colour: unknown/],
    ["a long section", [section({ text: mrkdwn(3001) })], /at most 3000/],
    ["an empty text", [section({ text: mrkdwn(0) })], /at least 1/],
    ["a blank text", [section({ text: { type: "mrkdwn", text: "  " } })], /nothing but spaces/],
    ["a section of nothing", [{ type: "section" }], /text or fields is missing/],
    ["11 fields", [{ type: "section", fields: times(11, plain(1)) }], /no more than 10/],
    ["a long field", [{ type: "section", fields: [plain(2001)] }], /at most 2000/],
    ["a long header", [{ type: "header", text: plain(151) }], /at most 150/],
    ["a header in mrkdwn", [{ type: "header", text: mrkdwn(5) }], /must be one of plain_text/],
    ["11 small texts", [{ type: "context", elements: times(11, mrkdwn(1)) }], /no more than 10/],
    ["26 controls", [actions(...times(26, 0).map((_, n) => button({ action_id: `a${n}` })))], /25/],
    ["one action_id twice", [actions(button(), button())], /action_id ask stands twice/],
    ["one block_id twice", times(2, { type: "divider", block_id: "b" }), /block_id b stands twice/],
    ["a long block_id", [{ type: "divider", block_id: "b".repeat(256) }], /at most 255/],
    ["a long label", [actions(button({ text: plain(76) }))], /at most 75/],
    ["a long value", [actions(button({ value: "v".repeat(2001) }))], /at most 2000/],
    ["a label in mrkdwn", [actions(button({ text: mrkdwn(5) }))], /plain_text/],
    ["a strange style", [actions(button({ style: "loud" }))], /primary, danger/],
    ["a menu of one", [actions(overflow(option("a")))], /needs at least 2/],
    ["a menu of six", [actions(overflow(..."abcdef".split("").map((v) => option(v))))], /than 5/],
    ["one option twice", [actions(overflow(option("a"), option("a")))], /value a stands twice/],
    ["a long option", [actions(overflow(option("a".repeat(151)), option("b")))], /at most 150/],
    [
      "a long option text",
      [actions(overflow(option("a", { text: plain(76) }), option("b")))],
      /75/,
    ],
    ["two tables", times(2, table([[cell(1)]])), /only one table/],
    ["101 rows", [table(times(101, [cell(1)]))], /no more than 100/],
    ["21 columns", [table([times(21, cell(1))])], /no more than 20/],
    ["uneven rows", [table([[cell(1)], [cell(1), cell(1)]])], /differ in length/],
    ["a long table", [table(times(51, [cell(200)]))], /table text too long/],
    ["an empty cell", [table([[{ type: "raw_text", text: "" }]])], /at least 1/],
    ["much text", times(5, section({ text: mrkdwn(2900) })), /msg_blocks_too_long/],
    ["empty rich text", [rich(line())], /needs at least 1/],
    ["a mention", [rich(line({ type: "broadcast", range: "here" }))], /unknown type broadcast/],
    ["half a pair", [section({ text: { type: "mrkdwn", text: "a\ud83d" } })], /surrogate/],
    ["a bell", [section({ text: { type: "mrkdwn", text: "a\u0007" } })], /control character/],
    ["an image from nowhere", [{ type: "image", alt_text: "a" }], /image_url, slack_file/],
  ])("is told: %s", (_name, blocks, expected) => {
    const problems = viewProblems(message(blocks));

    expect(problems.join("\n")).toMatch(expected);
  });

  it.each<[string, Loose, RegExp]>([
    ["an empty fall-back", { text: "" }, /^\/text/],
    ["a long fall-back", { text: "x".repeat(4001) }, /^\/text/],
    ["a header in the plain form", { plain: [{ type: "header", text: plain(3) }] }, /^\/plain/],
  ])("is told: %s", (_name, more, expected) => {
    expect(viewProblems(message([section({})], more)).join("\n")).toMatch(expected);
  });
});

describe("a view", () => {
  const select = { type: "static_select", action_id: "s", options: [option("a")] };
  const typing = { type: "plain_text_input", action_id: "t" };

  it("may hold inputs", () => {
    expect(viewProblems(modal([input(select), input(typing, { optional: true })]))).toEqual([]);
  });

  it.each<[string, View, RegExp]>([
    ["a long title", modal([section({})], { title: plain(25) }), /\/title\/text: .*24/],
    ["long metadata", modal([section({})], { private_metadata: "x".repeat(3001) }), /3000/],
    ["inputs without a button", modal([input(typing)], { submit: undefined }), /submit/],
    ["101 blocks", modal(times(101, { type: "divider" })), /no more than 100/],
    ["a table", modal([table([[cell(1)]])]), /tables stand in messages/],
    [
      "a strange first choice",
      modal([input({ ...select, initial_option: option("b") })]),
      /none of/,
    ],
    ["no options", modal([input({ ...select, options: [] })]), /at least 1/],
    ["a button as input", modal([input(button())]), /unknown type button/],
    [
      "11 boxes",
      modal([input({ type: "checkboxes", options: times(11, 0).map((_, n) => option(`${n}`)) })]),
      /than 10/,
    ],
    ["a title on the Home", modal([section({})], { type: "home" }), /unknown property/],
  ])("is refused with %s", (_name, view, expected) => {
    expect(viewProblems(view).join("\n")).toMatch(expected);
  });
});
