import { describe, expect, it } from "vitest";
import type { Answer } from "../../src/answers/answer.ts";
import { replacedWords } from "../../src/answers/change-words.ts";
import { toMarkdown } from "../../src/answers/to-markdown.ts";
import { toCsv, toJsonLines } from "../../src/answers/to-rows.ts";
import { toText } from "../../src/answers/to-text.ts";
import { duration } from "../../src/answers/words.ts";

const AT = Date.UTC(2026, 10, 22, 14, 3, 7);

function sampleAnswer(over: Partial<Answer> = {}): Answer {
  return {
    outcome: "found",
    headline: "Jane made bucket-x public, 25 min ago",
    question: { name: "who-changed", text: "who changed bucket-x" },
    sections: [
      { kind: "facts", title: "Facts", facts: [{ label: "State", value: ["public"] }] },
      {
        kind: "changes",
        title: "Changes",
        rows: [
          {
            eventId: "e-1",
            at: AT,
            who: "jane@acme.example",
            whoDetail: "as role ops",
            what: "made bucket bucket-x public",
            before: "private",
            after: "public",
            via: "console",
            address: "203.0.113.7",
            account: "111122223333",
            region: "eu-west-1",
            call: "s3 PutBucketPolicy",
            result: "done",
          },
        ],
        hidden: 12,
        more: { label: "More", text: "who changed bucket-x limit 50" },
      },
      {
        kind: "table",
        columns: ["Who", "Times"],
        rows: [["jane", "2"].map((cell) => [cell])],
        hidden: 3,
      },
      { kind: "list", title: "Left out", items: [["autoscaling"]], hidden: 0 },
      { kind: "text", line: ["at ", { kind: "time", at: AT }] },
      { kind: "callout", tone: "warning", line: ["one file was torn"] },
      { kind: "record", title: "Record", text: '{\n  "a": 1\n}' },
    ],
    searched: [
      {
        source: "log files",
        place: "/trail",
        accounts: ["111122223333"],
        regions: ["eu-west-1"],
        window: { from: AT - 3_600_000, to: AT },
        examined: 2900,
        matched: 6,
        newestEventAt: AT - 60_000,
        complete: false,
        gaps: ["broken.json.gz is torn"],
      },
    ],
    followUps: [{ label: "Around", text: "what changed around 14:03" }],
    data: {
      changes: [
        {
          eventId: "e-1",
          eventTime: "2026-11-22T14:03:07Z",
          eventName: "PutBucketPolicy",
          actor: { label: "jane", person: "jane@acme.example" },
          summary: '=HYPERLINK("http://evil"), said "ok"',
          resources: ["bucket-x", "arn:aws:s3:::bucket-x"],
          result: "done",
        },
      ],
      attempts: [],
      reads: [],
    },
    ...over,
  };
}

describe("an answer in the terminal", () => {
  it("says headline, rows with before and after, evidence, gaps and what to ask next", () => {
    const text = toText(sampleAnswer(), { colour: false, zone: "Europe/Berlin" });

    expect(text.split("\n")[0]).toBe("Jane made bucket-x public, 25 min ago");
    expect(text).toContain("2026-11-22 15:03:07  jane@acme.example made bucket bucket-x public");
    expect(text).toContain("private → public");
    expect(text).toContain("as role ops · via console · from 203.0.113.7 · s3 PutBucketPolicy");
    expect(text).toContain("… 12 more (who changed bucket-x limit 50)");
    expect(text).toContain("2,900 events looked at, 6 matched");
    expect(text).toContain("! broken.json.gz is torn");
    expect(text).toContain("Ask next:\n  what changed around 14:03");
  });

  it("uses colours only when told", () => {
    const plain = toText(sampleAnswer(), { colour: false, zone: "UTC" });
    const coloured = toText(sampleAnswer(), { colour: true, zone: "UTC" });

    expect(plain).not.toContain("\u001b[");
    expect(coloured).toContain("\u001b[1mJane made bucket-x public");
  });

  it("lets no escape sequence of a record through", () => {
    const hostile = "bucket\u001b[2J\u001b]0;owned\u0007\r\n\u202efdp";

    const text = toText(sampleAnswer({ headline: hostile }), { colour: false, zone: "UTC" });

    expect(text.split("\n")[0]).toBe("bucket [2J ]0;owned fdp");
  });
});

describe("an answer as Markdown", () => {
  it("escapes what would be markup and keeps tables whole", () => {
    const headline = "# <script> | `x` [a](b) *";

    const text = toMarkdown(sampleAnswer({ headline }), { zone: "UTC" });

    expect(text.split("\n")[0]).toBe("# \\# \\<script\\> \\| \\`x\\` \\[a\\]\\(b\\) \\*");
    expect(text).toContain("| When | Who | What | Before → after | Call |");
    expect(text).toContain("private → public");
    expect(text).toContain("12 more not shown.");
    expect(text).toContain("**Missing:** broken.json.gz is torn");
  });

  it("fences a record so that its own backticks cannot close the fence", () => {
    const section = { kind: "record" as const, text: "a\n````\nb" };

    const text = toMarkdown(sampleAnswer({ sections: [section] }), { zone: "UTC" });

    expect(text).toContain("`````\na\n````\nb\n`````");
  });
});

describe("an answer as file", () => {
  it("writes CSV that a spreadsheet does not run", () => {
    const [header, row] = toCsv(sampleAnswer()).split("\r\n");

    expect(header?.split(",").slice(0, 3)).toEqual(["eventTime", "list", "eventName"]);
    expect(row).toContain(`"'=HYPERLINK(""http://evil""), said ""ok"""`);
    expect(row).toContain("bucket-x arn:aws:s3:::bucket-x");
  });

  it("writes one JSON document a line with the list it stood in", () => {
    const lines = toJsonLines(sampleAnswer()).trimEnd().split("\n");

    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ list: "changes", eventId: "e-1" });
  });
});

describe("what a row says of the value before", () => {
  const row = { eventId: "e", at: AT, who: "jane", what: "stopped RDS instance orders-db" };
  const rest = { account: "1", region: "eu-west-1", call: "rds StopDBInstance" };
  const stopped = { ...row, ...rest, result: "done" as const, after: "stopped" };

  it("is silent where the summary says it already and nothing tells the value before", () => {
    expect(replacedWords(stopped)).toBeUndefined();
    expect(replacedWords({ ...stopped, before: "available" })).toBe("available → stopped");
    expect(replacedWords({ ...stopped, after: "off" })).toBe("now off");
  });
});

describe("spans of time", () => {
  it.each([
    [40_000, "40 s"],
    [25 * 60_000, "25 min"],
    [26 * 3_600_000, "26 h"],
    [3 * 86_400_000, "3 days"],
    [3883 * 86_400_000, "10 years"],
  ])("says %d ms as %s", (ms, words) => {
    expect(duration(ms)).toBe(words);
  });
});
