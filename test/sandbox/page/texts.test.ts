import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAddress, toAddress } from "../../../src/sandbox/slack/page/address.ts";
import { parseCsv } from "../../../src/sandbox/slack/page/csv.ts";
import { ago, dayLabel, formatDateToken, fullTime } from "../../../src/sandbox/slack/page/dates.ts";
import { parseMarkdown } from "../../../src/sandbox/slack/page/markdown.ts";
import { inlineText, richTextInline } from "../../../src/sandbox/slack/page/rich-text.ts";

const AT_MS = Date.parse("2026-05-04T22:30:09Z");
const HOUR_MS = 3_600_000;

describe("formatDateToken", () => {
  it.each([
    ["{date_num} {time_secs}", "2026-05-05 00:30:09"],
    ["{date_slash}", "05/05/2026"],
    ["{date}", "May 5th, 2026"],
    ["{date_long}", "Tuesday, May 5th, 2026"],
    ["{date_short_pretty} at {time}", "Yesterday at 00:30"],
    ["since {date_pretty}", "since yesterday"],
    ["{unknown} {ago}", "{unknown} 30 hours ago"],
  ])("fills %s in the viewer's zone", (format, expected) => {
    const nowMs = AT_MS + 30 * HOUR_MS;

    const text = formatDateToken(format, AT_MS, "Europe/Vienna", nowMs);

    expect(text).toBe(expected.replace("30 hours ago", "1 day ago"));
  });

  it("reads an unknown zone as UTC", () => {
    expect(formatDateToken("{time}", AT_MS, "Mars/Base", AT_MS)).toBe("22:30");
  });
});

describe("days and spans", () => {
  it.each([
    [0, "Today"],
    [24, "Yesterday"],
    [-24, "Tomorrow"],
    [72, "Tuesday, May 5th"],
    [24 * 365, "Tuesday, May 5th, 2026"],
  ])("names a day %i hours before now", (hours, expected) => {
    expect(dayLabel(AT_MS, "Europe/Vienna", AT_MS + hours * HOUR_MS)).toBe(expected);
  });

  it("says a moment in full with its zone", () => {
    expect(fullTime(AT_MS, "UTC")).toBe("Monday, May 4th, 2026 at 22:30:09 (UTC)");
  });

  it("says how long ago and how soon", () => {
    expect(ago(AT_MS, AT_MS + 3 * 60_000)).toBe("3 minutes ago");
    expect(ago(AT_MS, AT_MS - 2 * HOUR_MS)).toBe("in 2 hours");
  });
});

describe("parseMarkdown", () => {
  it("reads headings, lists, quotes, rules and code", () => {
    const kinds = parseMarkdown("# A\nb\n\n- c\n- d\n1. e\n> f\n---\n```ts\n# g\n```").map(
      ({ kind }) => kind,
    );

    expect(kinds).toEqual(["heading", "paragraph", "list", "list", "quote", "rule", "pre"]);
  });

  it("reads marks inside lines", () => {
    const [block] = parseMarkdown(
      "**bold** _it_ `code` [label](https://a.example) snake_case_name",
    );

    expect(block).toMatchObject({
      children: [
        { style: "bold" },
        { text: " " },
        { style: "italic" },
        { text: " " },
        { kind: "code", text: "code" },
        { text: " " },
        { kind: "link", url: "https://a.example", label: "label" },
        { text: " snake_case_name" },
      ],
    });
  });

  it("reads any text without an error", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) =>
        Array.isArray(parseMarkdown(text)),
      ),
    );
    expect(parseMarkdown("")).toEqual([]);
  });
});

describe("richTextInline", () => {
  it("reads every element and says which one it does not know", () => {
    const nodes = richTextInline({
      elements: [
        { type: "text", text: "a", style: { bold: true, strike: true } },
        { type: "text", text: "b", style: { code: true } },
        { type: "user", user_id: "U1" },
        { type: "emoji", name: "x", unicode: "1f600" },
        { type: "emoji", name: "x", unicode: "ffffff" },
        { type: "date", timestamp: 60, format: "{time}", fallback: "then" },
        { type: "color", value: "#fff" },
        { type: "novel" },
      ],
    });

    expect(inlineText(nodes)).toBe("abU1😀xthen#fff[unsupported element: novel]");
    expect(nodes[0]).toMatchObject({ style: "strike", children: [{ style: "bold" }] });
  });
});

describe("parseCsv", () => {
  it("reads quoted commas, quotes and line ends", () => {
    expect(parseCsv('a,"b, c"\r\n"d ""e""\nf",\n\n')).toEqual([
      ["a", "b, c"],
      ['d "e"\nf', ""],
    ]);
  });
});

describe("the address of the page", () => {
  it("comes back to the same place", () => {
    const address = toAddress("U1", { kind: "channel", channelId: "C1" }, "1.2");

    expect(parseAddress(address)).toEqual({
      userId: "U1",
      place: { kind: "channel", channelId: "C1" },
      threadTs: "1.2",
    });
    expect(parseAddress(toAddress("U1", { kind: "home" }, undefined))).toEqual({
      userId: "U1",
      place: { kind: "home" },
    });
  });

  it.each(["", "#", "#x/y/z", "#<script>", "#../../etc"])("reads nothing from %j", (hash) => {
    expect(parseAddress(hash)).toEqual({});
  });
});
