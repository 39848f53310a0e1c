import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseInstant } from "../../src/domain/time.ts";
import { GRAMMAR } from "../../src/questions/grammar.ts";
import type { AskContext, ThreadContext } from "../../src/questions/question.ts";
import { understand } from "../../src/questions/understand.ts";
import { brief } from "../support/brief.ts";

const NOW = parseInstant("2026-11-22T16:40:00Z") ?? 0;
const CONTEXT: AskContext = { now: NOW, zone: "UTC", accountNames: { prod: "111122223333" } };

describe("the grammar", () => {
  const examples = GRAMMAR.flatMap((row) =>
    row.examples.map((example) => [example, row.name] as const),
  );

  it.each(examples)("%s", (example, name) => {
    const understood = understand(example, CONTEXT);

    expect(understood.kind === "asked" ? understood.question : understood.kind).toBe(name);
  });

  it("has one row for each command", () => {
    const slashes = GRAMMAR.map((row) => row.slash);

    expect(new Set(slashes).size).toBe(slashes.length);
  });
});

describe("in a thread", () => {
  const thread: ThreadContext = {
    subject: "bucket-x",
    window: { from: NOW - 7_200_000, to: NOW - 3_600_000 },
    account: "444455556666",
    region: "eu-west-1",
  };
  const where = "accounts 444455556666; regions eu-west-1";
  const window = "2026-11-22T14:40:00Z/2026-11-22T15:40:00Z";

  it.each([
    [
      "and yesterday?",
      `who-changed bucket-x; ${where}; 2026-11-21T00:00:00Z/2026-11-21T23:59:59.999Z`,
    ],
    [
      "what about yesterday?",
      `who-changed bucket-x; ${where}; 2026-11-21T00:00:00Z/2026-11-21T23:59:59.999Z`,
    ],
    ["only failed", `who-changed bucket-x; ${where}; onlyFailed; ${window}`],
    ["who deleted it?", `who-changed bucket-x; deleted; ${where}; ${window}`],
    ["who did that?", `who-changed bucket-x; ${where}; ${window}`],
    ["by jane", `who-changed bucket-x by any:jane; ${where}; ${window}`],
    ["what changed?", `what-changed; ${where}; ${window}`],
    [
      "what changed in the 30 minutes before it?",
      `what-changed; ${where}; 2026-11-22T15:10:00Z/2026-11-22T15:40:00Z`,
    ],
    [
      "what changed in prod last 1h",
      "what-changed; accounts 111122223333; regions eu-west-1; 2026-11-22T15:40:00Z/2026-11-22T16:40:00Z",
    ],
    ["/who-changed", `who-changed bucket-x; ${where}; ${window}`],
  ])("%s", (text, expected) => {
    const understood = understand(text, { ...CONTEXT, thread });

    expect(brief(understood)).toBe(expected);
  });

  it("goes on about the actor of the question before", () => {
    const understood = understand("and yesterday?", { ...CONTEXT, thread: { actor: "jane" } });

    expect(brief(understood)).toBe(
      "what-did by any:jane; 2026-11-21T00:00:00Z/2026-11-21T23:59:59.999Z",
    );
  });
});

describe("doubt", () => {
  it("says how a misspelt keyword was read", () => {
    const understood = understand("who chnaged bucket-x yestreday", CONTEXT);

    const notes = understood.kind === "asked" ? understood.asked.notes : [];
    expect(notes).toEqual(["Read “chnaged” as “changed”.", "Read “yestreday” as “yesterday”."]);
  });

  it.each([
    "who changed chnaged-bucket",
    'who changed "yestreday"',
    "who changed the bucket lsat",
    "who changed x by evnts",
  ])("leaves the name in “%s” as it is", (text) => {
    const understood = understand(text, CONTEXT);

    expect(understood).toMatchObject({ kind: "asked", asked: { notes: [] } });
  });

  it("says that a verb is not known, and narrows nothing", () => {
    const understood = understand("who frobnicated the bucket bucket-x", CONTEXT);

    expect(understood).toMatchObject({
      question: "who-changed",
      asked: {
        subject: { text: "bucket-x" },
        notes: ["Did not know the verb “frobnicated”: shows every change."],
      },
    });
  });

  it("says which values did not narrow the search", () => {
    const understood = understand("who opened port 22 on sg-1", CONTEXT);

    expect(understood).toMatchObject({ asked: { notes: ["Did not narrow by “22”."] } });
  });

  it.each([
    ["who changed bucket-x in production", "“production”", "what changed in prod"],
    ["who changed bucket-x and bucket-y", "“bucket-x”, “bucket-y”", "who changed bucket-x"],
    ["bucket-x", "What do you want to know about bucket-x?", "who changed bucket-x"],
    ["who changed", "Say which resource", "who changed bucket-x last 7d"],
    ["/what-did", "Say whom", "/what-did role deploy last 7d"],
    ["the quick brown fox", "cannot tell", "who changed quick"],
    ["what changed limit ten", "`limit 50`", ""],
    ["who changed x by jane by bob", "one of them", ""],
  ])("answers “%s” with what is missing", (text, reason, suggestion) => {
    const understood = understand(text, CONTEXT);

    expect(understood.kind).toBe("misunderstood");
    if (understood.kind !== "misunderstood") return;
    expect(understood.text).toContain(reason);
    if (suggestion) expect(understood.suggestions).toContain(suggestion);
  });
});

describe("any text at all", () => {
  const words = fc.constantFrom(
    ..."who what did changed deleted bucket-x jane by role from to last 7d since yesterday between and 14:00 2026-02-30 in iam only failed including reads the of policy event limit key not ( ) \" ' ` < > , ? before it around -".split(
      " ",
    ),
  );
  const sentence = fc.array(words, { maxLength: 40 }).map((list) => list.join(" "));
  const hostile = fc.constantFrom(
    "'; DROP TABLE events; --",
    "$(rm -rf /)",
    "`reboot`",
    "\u0000\u0007\u001b[31m",
    "../../etc/passwd",
    "{{7*7}}",
    "%s%n",
    "<@U1|",
    "\ud800",
  );

  it("is understood or not, and never an error", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      sentence,
      hostile,
      fc.tuple(sentence, hostile).map((pair) => pair.join(" ")),
    );

    fc.assert(
      fc.property(text, (asked) => {
        expect(["asked", "help", "misunderstood"]).toContain(understand(asked, CONTEXT).kind);
      }),
      { numRuns: 1500 },
    );
  });

  it("never gives a window that ends before it begins, or begins after now", () => {
    fc.assert(
      fc.property(sentence, (asked) => {
        const understood = understand(asked, CONTEXT);
        if (understood.kind !== "asked") return;
        const { from, to } = understood.asked.window;
        expect(from).toBeLessThanOrEqual(to);
        expect(from).toBeLessThanOrEqual(NOW + 60_000);
      }),
      { numRuns: 1500 },
    );
  });

  it.each([
    ["a long word", "a".repeat(10_000)],
    ["many words", "who changed ".repeat(900)],
    ["many quotes", '"'.repeat(10_000)],
    ["many brackets", "<@".repeat(5_000)],
    ["many times", "last 2h ".repeat(1_250)],
    ["just short enough", "x ".repeat(2_000)],
    ["verbs and gaps", "take make gave let ".repeat(210)],
    ["digits", "1 ".repeat(2_000)],
  ])("is read quickly: %s", (_, text) => {
    const started = performance.now();

    const understood = understand(text, CONTEXT);

    expect(performance.now() - started).toBeLessThan(1000);
    expect(understood.kind).not.toBe("help");
  });

  it("says that a text is too long to be a question", () => {
    const understood = understand(`who changed ${"x".repeat(10_000)}`, CONTEXT);

    expect(understood).toMatchObject({
      kind: "misunderstood",
      text: expect.stringContaining("10012 characters"),
    });
  });
});
