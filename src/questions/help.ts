/** help: what can be asked, with examples that work. */
import type { Answer, Line, Section } from "../answers/answer.ts";
import { GRAMMAR, type GrammarRow } from "./grammar.ts";

const NARROWING: [string, string][] = [
  ["last 30m, since yesterday, on 2026-11-20, from 14:00 to 14:30, around 14:05", "when"],
  ["by jane, by role deploy, by key AKIA…, by 203.0.113.7, by root", "by whom"],
  ["event PutBucketPolicy, event lambda:Update*, service s3", "which calls"],
  ["in prod, account 111122223333, region eu-west-1", "where"],
  ["including reads, including automation, only failed", "what is left out by default"],
  ['containing "text"', "words that must stand in the record"],
  ["limit 50, as csv, as jsonl", "how much, and as a file"],
  ["p99, average, vs last week, vs yesterday, period 5m", "how a metric is shown"],
  ["spend $0.12", "what Athena may cost for this question, where it is over the limit"],
];

/** Help on everything, or on the question that `topic` names. */
export function toHelp(text: string, topic?: string): Answer {
  const row = topic === undefined ? undefined : findRow(topic);
  return {
    outcome: "found",
    headline: row ? row.about : "Ask what changed on AWS, who did it, and what is going wrong",
    question: { name: "help", text: text.slice(0, 500) },
    sections: row ? topicSections(row) : allSections(),
    searched: [],
    followUps: (row ? row.examples : FIRST.map((name) => exampleOf(name)))
      .filter((example) => example !== "" && !/^help$/i.test(example))
      .slice(0, 6)
      .map((example) => ({ label: example, text: example })),
    data: { questions: (row ? [row] : GRAMMAR).map(({ phrases, ...shown }) => shown) },
  };
}

/** Questions of each kind, so that nobody takes one kind for all. */
const FIRST = ["who-changed", "what-changed", "what-did", "metric", "alarms", "dashboard"];

function exampleOf(name: string): string {
  return findRow(name)?.examples[0] ?? "";
}

function findRow(topic: string): GrammarRow | undefined {
  const word = topic.replace(/^\//, "").toLowerCase();
  return GRAMMAR.find((row) => row.name === word);
}

function allSections(): Section[] {
  return [
    {
      kind: "table",
      title: "Questions",
      columns: ["Ask", "Answer"],
      rows: GRAMMAR.map((row): Line[] => [[{ kind: "code", text: row.usage }], [row.about]]),
      hidden: 0,
    },
    narrowingSection(),
  ];
}

function topicSections(row: GrammarRow): Section[] {
  return [
    { kind: "facts", facts: [{ label: "Usage", value: [{ kind: "code", text: row.usage }] }] },
    {
      kind: "list",
      title: "Examples",
      items: row.examples.map((example): Line => [{ kind: "code", text: example }]),
      hidden: 0,
    },
    narrowingSection(),
  ];
}

function narrowingSection(): Section {
  return {
    kind: "table",
    title: "Words that narrow any question",
    columns: ["Words", "Meaning"],
    rows: NARROWING.map(([words, meaning]): Line[] => [[{ kind: "code", text: words }], [meaning]]),
    hidden: 0,
  };
}
