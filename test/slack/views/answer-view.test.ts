import { describe, expect, it } from "vitest";
import type { Answer, Section } from "../../../src/answers/answer.ts";
import { never } from "../../../src/domain/never.ts";
import { understand } from "../../../src/questions/understand.ts";
import { answerView } from "../../../src/slack/views/answer-view.ts";
import type { Content, SlackBlock } from "../../../src/slack/views/blocks.ts";
import { viewProblems } from "../../../src/slack/views/check.ts";
import { AT, HOSTILE, sampleAnswer, sampleRow, sampleSearch } from "./answers.ts";
import { expectGolden } from "./golden.ts";

const at = { kind: "time" as const, at: AT };

const KINDS: Section[] = [
  {
    kind: "facts",
    title: "Who it is",
    facts: [
      { label: "Acting as", value: [{ kind: "strong", text: "role deploy" }] },
      { label: "First seen", value: [at] },
      { label: "From", value: ["203.0.113.7"] },
    ],
  },
  {
    kind: "changes",
    title: "Changes",
    rows: [
      sampleRow(),
      sampleRow({ eventId: "e-2", result: "denied", error: "AccessDenied", what: "read key k" }),
    ],
    hidden: 12,
    more: { label: "Show 50", text: "who changed bucket-x limit 50" },
  },
  {
    kind: "table",
    title: "By whom",
    columns: ["Who", "Service", "Changes"],
    rows: [
      [["jane"], [{ kind: "code", text: "s3" }], ["2"]],
      [["omar"], ["lambda"], ["1"]],
    ],
    hidden: 3,
  },
  {
    kind: "text",
    line: ["At ", at, ", see ", { kind: "link", text: "the run", url: "https://ci.example/1" }],
  },
  {
    kind: "list",
    title: "Left out (add `including automation`)",
    items: [["autoscaling ×3"], ["arn:aws:iam::111122223333:role/ci"]],
    hidden: 0,
  },
  { kind: "callout", tone: "warning", line: ["One file could not be read."] },
  { kind: "record", title: "Record", text: '{\n  "a": "<b> & c"\n}' },
];

const OVERSIZED = KINDS.map(oversized);

function oversized(section: Section): Section {
  const long = "x".repeat(100_000);
  switch (section.kind) {
    case "facts":
      return { ...section, facts: Array.from({ length: 400 }, () => section.facts).flat() };
    case "changes":
      return {
        ...section,
        rows: Array.from({ length: 300 }, (_, n) =>
          sampleRow({ eventId: `event-${n}`, what: `did ${n}`, before: long, after: long }),
        ),
      };
    case "table":
      return { ...section, rows: Array.from({ length: 400 }, () => section.rows).flat() };
    case "list":
      return { ...section, items: Array.from({ length: 400 }, () => section.items).flat() };
    case "text":
    case "callout":
      return { ...section, line: [long] };
    case "chart":
      return { ...section, chart: { ...section.chart, title: long } };
    case "record":
      return { ...section, text: `{"a": "${long}"\n`.repeat(3) + "1\n".repeat(9000) };
    default:
      return never(section);
  }
}

function typesOf(blocks: SlackBlock[]): string[] {
  return blocks.map((block) => block.type);
}

function textOf(content: Content): string {
  return JSON.stringify(content.blocks);
}

function viewOf(over: Partial<Answer> = {}): Content {
  return answerView(sampleAnswer(over), { questionId: "q-1" });
}

describe("an answer as blocks", () => {
  it.each(KINDS.map((section) => [section.kind, section] as const))(
    "shows %s",
    async (kind, section) => {
      const content = viewOf({ sections: [section] });

      expect(viewProblems(content)).toEqual([]);
      await expectGolden(`section-${kind}`, content);
    },
  );

  it.each(OVERSIZED.map((section) => [section.kind, section] as const))(
    "cuts oversized %s and says so",
    (_kind, section) => {
      const content = viewOf({ sections: [section] });

      expect(viewProblems(content)).toEqual([]);
      expect(textOf(content)).toContain("…");
    },
  );

  it("shows hostile text as it is", async () => {
    const text = HOSTILE.join(" ");
    const row = sampleRow({ who: text, what: text, before: text, after: text, via: text });

    const content = viewOf({
      headline: text,
      sections: [{ kind: "changes", title: text, rows: [row], hidden: 0 }],
      followUps: [{ label: text, text }],
    });

    expect(viewProblems(content)).toEqual([]);
    await expectGolden("hostile", content);
  });
});

describe("a row of changes", () => {
  const headline = "2 changes in the last 24 h";

  it("says who, what, before → after, then when, through what, from where", () => {
    const { blocks } = viewOf({ headline });

    const [, , head, detail] = blocks;

    expect(head).toMatchObject({
      type: "section",
      text: { text: "*jane@acme.example* made bucket bucket-x public\n`private` → `public`" },
    });
    expect(detail).toMatchObject({
      type: "context",
      elements: [
        {
          text: "<!date^1795356187^{date_short_pretty} {time_secs}|2026-11-22 14:03:07 UTC> · via console · from 203.0.113.7 · 111122223333 eu-west-1 · as role ops · s3\u00a0PutBucketPolicy",
        },
      ],
    });
  });

  it("says nothing twice that the headline says", () => {
    const rows = [sampleRow(), sampleRow({ eventId: "e-2", what: "created bucket bucket-x" })];

    const content = viewOf({ sections: [{ kind: "changes", title: "Changes", rows, hidden: 0 }] });

    const texts = content.blocks.map((block) =>
      block.type === "section" ? block.text?.text : block.type,
    );
    expect(texts.slice(0, 5)).toEqual([
      "header",
      "`private` → `public`",
      "context",
      "*Before that*",
      "*jane@acme.example* created bucket bucket-x\n`private` → `public`",
    ]);
  });

  it("stands whole below a note, and where it is a refusal", () => {
    const refused = sampleRow({ result: "denied", error: "AccessDenied" });
    const sections: Section[] = [{ kind: "changes", rows: [refused], hidden: 0 }];

    const noted = answerView(sampleAnswer(), { questionId: "q-1", note: "1 event new" });

    expect(textOf(noted)).toContain("*jane@acme.example* made bucket");
    expect(textOf(viewOf({ sections }))).toContain("🚫 *jane@acme.example* made bucket");
  });

  it("says a long new value once", () => {
    const after = "allows s3:GetObject to anyone, denies s3:* to bob";
    const rows = [sampleRow({ what: `made it public: policy ${after}`, before: "none", after })];

    const text = textOf(viewOf({ sections: [{ kind: "changes", rows, hidden: 0 }] }));

    expect(text).toContain(`policy ${after}\\nbefore: \`none\``);
    expect(text.split(after)).toHaveLength(2);
  });

  it("shows the beginning of digests, and all of other values", () => {
    const before = `sha256:${"0123456789abcdef".repeat(4)}`;
    const after = "AWSServiceRoleForApplicationAutoScaling/AWSServiceRoleForEcs";
    const rows = [sampleRow({ before, after })];

    const text = textOf(viewOf({ headline, sections: [{ kind: "changes", rows, hidden: 0 }] }));

    expect(text).toContain("`sha256:0123456789ab…`");
    expect(text).toContain(`\`${after}\``);
  });

  it("names the account as the configuration does", () => {
    const content = answerView(sampleAnswer({ headline }), {
      questionId: "q-1",
      accountNames: { prod: "111122223333" },
    });

    expect(textOf(content)).toContain("prod eu-west-1");
  });

  it("sets long documents below each other, as blocks", () => {
    const before = JSON.stringify({ Statement: "a".repeat(300) }, null, 2);
    const rows = [sampleRow({ before, after: "{\n}" })];

    const [, row] = viewOf({ sections: [{ kind: "changes", rows, hidden: 0 }] }).blocks;

    expect(JSON.stringify(row)).toContain('*Before*\\n```\\n{\\n  \\"Statement\\"');
    expect(JSON.stringify(row)).toContain("*After*\\n```\\n{\\n}\\n```");
  });

  it("offers questions about itself that are understood", () => {
    const { blocks } = viewOf({ headline });
    const context = { now: AT, zone: "UTC", accountNames: {} };

    const menus = blocks.flatMap((block) =>
      block.type === "section" && block.accessory?.type === "overflow"
        ? block.accessory.options
        : [],
    );
    const names = menus.map(({ value = "" }) => {
      const understood = understand(value, context);
      return understood.kind === "asked" ? understood.question : understood.kind;
    });

    expect(names).toEqual(["what-did", "what-changed", "raw-event"]);
  });
});

describe("an answer that does not fit", () => {
  const rows = Array.from({ length: 100 }, (_, n) =>
    sampleRow({
      eventId: `event-${n}`,
      what: `changed thing ${n} of many`,
      before: "a",
      after: "b",
    }),
  );

  it("shows or counts every row", () => {
    const content = viewOf({ sections: [{ kind: "changes", rows, hidden: 7 }] });

    const shown = rows.filter(({ what }) => textOf(content).includes(`${what}\\n`)).length;

    expect(shown).toBeGreaterThan(20);
    expect(textOf(content)).toContain(`… ${107 - shown} more`);
  });

  it("leaves room for every section", () => {
    const content = viewOf({
      sections: [
        { kind: "changes", title: "Changes", rows, hidden: 0 },
        { kind: "changes", title: "Refused", rows: rows.slice(0, 2), hidden: 0 },
      ],
    });

    expect(textOf(content).split("changed thing 1 of many").length - 1).toBeGreaterThanOrEqual(2);
  });

  it("gives rows less room before it hides any", () => {
    const few = viewOf({ sections: [{ kind: "changes", rows: rows.slice(0, 20), hidden: 0 }] });
    const more = viewOf({ sections: [{ kind: "changes", rows: rows.slice(0, 30), hidden: 0 }] });

    expect(typesOf(few.blocks).filter((type) => type === "context")).toHaveLength(22);
    expect(typesOf(more.blocks).filter((type) => type === "context")).toHaveLength(2);
  });

  it("offers all of it as a file, and not where the file was asked for already", () => {
    const sections: Section[] = [{ kind: "changes", rows, hidden: 0 }];
    const question = { name: "who-changed", text: "who changed bucket-x as csv" };

    expect(textOf(viewOf({ sections }))).toContain('"value":"who changed bucket-x as csv"');
    expect(textOf(viewOf({ sections, question }))).not.toContain("All as a file");
    expect(textOf(viewOf())).not.toContain("All as a file");
  });
});

describe("what stands around an answer", () => {
  it("says what is missing and what was searched", () => {
    const content = viewOf({ searched: [sampleSearch({ gaps: ["broken.json.gz is torn"] })] });

    expect(textOf(content)).toContain("⚠️  *Missing:* broken.json.gz is torn");
    expect(textOf(content)).toContain("2,900 events looked at, 6 matched");
    expect(content.text).toContain("broken.json.gz is torn");
  });

  it("calls the accounts of what is missing by their names, and leaves ARNs as they are", () => {
    const gaps = ["account 333344445555: not allowed to assume arn:aws:iam::333344445555:role/r"];
    const accountNames = { security: "333344445555" };

    const content = answerView(sampleAnswer({ searched: [sampleSearch({ gaps })] }), {
      questionId: "q-1",
      accountNames,
    });

    expect(textOf(content)).toContain(
      "account security: not allowed to assume `arn:aws:iam::333344445555:role/r`",
    );
  });

  it("says below the headline what is new since the first answer", () => {
    const { blocks } = answerView(sampleAnswer(), { questionId: "q-1", note: "2 events new" });

    expect(blocks[1]).toMatchObject({ type: "context", elements: [{ text: "🔄  2 events new" }] });
  });

  it("says at its end that it looks again, and no folder of the machine that answers", () => {
    const content = answerView(sampleAnswer({ searched: [sampleSearch({ place: "/var/log" })] }), {
      questionId: "q-1",
      endNote: "Looks again.",
    });

    expect(textOf(content)).toMatch(/matched; newest event [^\n]*\\nLooks again\./);
    expect(textOf(content)).not.toContain("/var/log");
  });

  it("can be shared where one person alone sees it", () => {
    const quiet = answerView(sampleAnswer(), { questionId: "q-1", isQuiet: true });

    expect(textOf(quiet)).toContain('"action_id":"share"');
    expect(textOf(quiet)).toContain('"value":"q-1"');
    expect(JSON.stringify(quiet.plain)).toContain('"action_id":"share"');
    expect(textOf(viewOf())).not.toContain('"action_id":"share"');
  });

  it("names the asker and the question, and nobody who is no user of Slack", () => {
    const asked = answerView(sampleAnswer(), { questionId: "q-1", askedBy: "U0000002" });
    const odd = answerView(sampleAnswer(), { questionId: "q-1", askedBy: "!channel" });

    expect(textOf(asked)).toContain("Asked by <@U0000002> · `who changed bucket-x`");
    expect(textOf(odd)).toContain("Asked: `who changed bucket-x`");
    expect(textOf(odd)).not.toContain("!channel");
  });

  it("puts more than five questions into a menu", () => {
    const followUps = Array.from({ length: 8 }, (_, n) => ({
      label: `Ask ${n}`,
      text: `ask ${n}`,
    }));

    const row = viewOf({ followUps }).blocks.find((block) => block.type === "actions");

    expect(row?.elements.map((element) => element.type)).toEqual([
      ...Array.from({ length: 5 }, () => "button"),
      "overflow",
    ]);
  });

  it("makes one table a table, and further ones lines", () => {
    const [, , table] = KINDS;
    const sections = table ? [table, table] : [];

    const types = typesOf(viewOf({ sections }).blocks);

    expect(types.filter((type) => type === "table")).toHaveLength(1);
  });

  it("falls back to sections and contexts with the same rows", () => {
    const { plain = [] } = viewOf({ sections: KINDS });

    expect(new Set(typesOf(plain))).toEqual(new Set(["section", "context"]));
    expect(JSON.stringify(plain)).toContain("*jane* · Service: `s3` · Changes: 2");
    expect(JSON.stringify(plain)).toContain("Ask next: `what changed around 14:03`");
  });

  it("says the headline and the first rows to those who hear it", () => {
    expect(viewOf().text).toMatch(
      /^jane@acme\.example made bucket bucket-x public, 25 min ago\. jane@acme\.example made bucket bucket-x public, private → public, 2026-11-22 14:03:07 UTC, via console, from 203\.0\.113\.7\. Searched/,
    );
  });

  it.each(["refused", "misunderstood", "failed"] as const)("marks %s answers", (outcome) => {
    const [first] = viewOf({ outcome, sections: [] }).blocks;

    expect(first?.type).toBe("section");
    expect(JSON.stringify(first)).toMatch(/[⛔🤔🛑]/u);
  });
});
