/** Answers for view tests: a sample of every section kind, and generated ones of any size and malice. */
import fc from "fast-check";
import type {
  Answer,
  ChangeRow,
  FollowUp,
  Line,
  Section,
  Span,
} from "../../../src/answers/answer.ts";
import type { Search } from "../../../src/domain/search.ts";

export const AT = Date.UTC(2026, 10, 22, 14, 3, 7);

export function sampleRow(over: Partial<ChangeRow> = {}): ChangeRow {
  return {
    eventId: "68c99c97-c191-4329-b210-82ca8631066d",
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
    ...over,
  };
}

export function sampleSearch(over: Partial<Search> = {}): Search {
  return {
    source: "index of log files",
    place: "/trail",
    accounts: ["111122223333"],
    regions: ["eu-west-1"],
    window: { from: AT - 3_600_000, to: AT },
    examined: 2900,
    matched: 6,
    newestEventAt: AT - 60_000,
    complete: true,
    gaps: [],
    ...over,
  };
}

export function sampleAnswer(over: Partial<Answer> = {}): Answer {
  return {
    outcome: "found",
    headline: "jane@acme.example made bucket bucket-x public, 25 min ago",
    question: { name: "who-changed", text: "who changed bucket-x" },
    sections: [{ kind: "changes", title: "Changes", rows: [sampleRow()], hidden: 0 }],
    searched: [sampleSearch()],
    followUps: [{ label: "What changed around it", text: "what changed around 14:03" }],
    data: { changes: [], attempts: [], reads: [], folded: 0, truncated: 0 },
    ...over,
  };
}

/** Texts that try to mention, link, format, steer the screen or break the blocks. */
export const HOSTILE = [
  "<!channel>",
  "<@U0000001>",
  "<!subteam^S1|x>",
  "<http://evil.example|click>",
  "<#C1|general>",
  "<!date^0^{date}|x>",
  "@here @channel @everyone",
  "*bold* _it_ ~no~ `code` ```block```",
  ":rotating_light: arn:aws:iam::111122223333:role/x",
  "> quoted",
  "&lt;!channel&gt; &amp;",
  "a\u001b[2J\u0007\r\nb",
  "\u202efdp.exe\u2066",
  "\ud83d",
  "\udc00 lone",
  "👩‍👩‍👧‍👦",
  "",
  "   ",
  "\u200b\u200b",
  "constructor",
  "`",
  "```",
  "*",
];

const hostile = fc.constantFrom(...HOSTILE);
const words = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
  { weight: 4, arbitrary: fc.array(hostile, { maxLength: 4 }).map((parts) => parts.join(" ")) },
  { weight: 2, arbitrary: fc.string({ maxLength: 300 }) },
);
const huge = fc
  .tuple(hostile, fc.integer({ min: 1000, max: 100_000 }))
  .map(([text, length]) => `${text}x`.repeat(Math.ceil(length / (text.length + 1))));
const text = fc.oneof({ weight: 30, arbitrary: words }, { weight: 1, arbitrary: huge });
const at = fc.oneof(
  fc.integer({ min: 0, max: 4_102_444_800_000 }),
  fc.constantFrom(0, 1, AT, 8.64e15, -1, Number.NaN),
);

const span: fc.Arbitrary<Span> = fc.oneof(
  text,
  fc.record({ kind: fc.constantFrom("strong" as const, "code" as const), text }),
  fc.record({ kind: fc.constant("time" as const), at }),
  fc.record({
    kind: fc.constant("link" as const),
    text,
    url: fc.oneof(text, fc.webUrl(), fc.constant("javascript:alert(1)")),
  }),
);
const line: fc.Arbitrary<Line> = fc.array(span, { maxLength: 5 });
const followUp: fc.Arbitrary<FollowUp> = fc.record({ label: text, text });

const row: fc.Arbitrary<ChangeRow> = fc.record(
  {
    eventId: fc.oneof(fc.uuid(), text),
    at,
    who: text,
    whoDetail: text,
    what: text,
    before: text,
    after: text,
    via: text,
    address: text,
    account: text,
    region: text,
    call: text,
    result: fc.constantFrom("done" as const, "denied" as const, "failed" as const),
    error: text,
  },
  { requiredKeys: ["eventId", "at", "who", "what", "account", "region", "call", "result"] },
);

/** Few items, or some of them over and over: hundreds of rows without the time to make each. */
function many<Item>(item: fc.Arbitrary<Item>): fc.Arbitrary<Item[]> {
  return fc.oneof(
    fc.array(item, { maxLength: 6 }),
    fc
      .tuple(fc.array(item, { minLength: 1, maxLength: 3 }), fc.integer({ min: 10, max: 150 }))
      .map(([items, times]) => Array.from({ length: times }, () => items).flat()),
  );
}

const hidden = fc.integer({ min: 0, max: 5000 });
const title = fc.option(text, { nil: undefined });
const titled = <Rest extends object>(parts: fc.Arbitrary<Rest>) =>
  fc.tuple(parts, title).map(([rest, named]) => ({
    ...rest,
    ...(named !== undefined && { title: named }),
  }));

export const section: fc.Arbitrary<Section> = fc.oneof(
  titled(
    fc.record({
      kind: fc.constant("facts" as const),
      facts: many(fc.record({ label: text, value: line })),
    }),
  ),
  titled(
    fc.record(
      { kind: fc.constant("changes" as const), rows: many(row), hidden, more: followUp },
      { requiredKeys: ["kind", "rows", "hidden"] },
    ),
  ),
  titled(
    fc.record({
      kind: fc.constant("table" as const),
      columns: fc.array(text, { maxLength: 25 }),
      rows: many(fc.array(line, { maxLength: 25 })),
      hidden,
    }),
  ),
  fc.record({ kind: fc.constant("text" as const), line }),
  titled(fc.record({ kind: fc.constant("list" as const), items: many(line), hidden })),
  fc.record({
    kind: fc.constant("callout" as const),
    tone: fc.constantFrom("good" as const, "info" as const, "warning" as const, "problem" as const),
    line,
  }),
  titled(
    fc.record({
      kind: fc.constant("record" as const),
      text: fc.oneof(
        text,
        fc.array(text, { maxLength: 300 }).map((lines) => lines.join("\n")),
      ),
    }),
  ),
);

const search: fc.Arbitrary<Search> = fc
  .record({ source: text, place: text, filter: text, gaps: fc.array(text, { maxLength: 8 }) })
  .map((parts) => sampleSearch(parts));

export const anyAnswer: fc.Arbitrary<Answer> = fc
  .record({
    outcome: fc.constantFrom(
      "found" as const,
      "nothing" as const,
      "refused" as const,
      "misunderstood" as const,
      "failed" as const,
    ),
    headline: text,
    sections: fc.oneof(
      { weight: 5, arbitrary: fc.array(section, { maxLength: 5 }) },
      { weight: 1, arbitrary: fc.array(section, { minLength: 20, maxLength: 60 }) },
    ),
    searched: fc.array(search, { maxLength: 12 }),
    followUps: fc.array(followUp, { maxLength: 15 }),
    asked: text,
  })
  .map(({ asked, ...parts }) =>
    sampleAnswer({ ...parts, question: { name: "who-changed", text: asked } }),
  );
