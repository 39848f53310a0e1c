/** How questions about metrics, alarms and dashboards begin, in words. */
import { isWord, type Token } from "../../language/tokens.ts";
import { matchAt, type Phrase, toPhrase } from "../phrases.ts";

export type FormName = "metric" | "alarms" | "alarm" | "draft-alarm" | "dashboard" | "dashboards";

/** `rest`: the words that name what is meant, and what narrows it. */
export type Form = {
  question: FormName;
  rest: Token[];
  /** Where the words must be understood as a metric, or nothing is asked. */
  isLoose?: true;
  state?: "ALARM" | "OK";
};

type Row = [text: string, question: FormName, more?: { state?: "ALARM" | "OK"; isLoose?: true }];

const LOOK = "show|display|give|get|list|open|describe|see|view";
const DRAW = "graph|chart|plot|draw";
const RED = "red|firing|alarming|triggered|burning|on";
const ASKS = `^ can|could|would? you|i|we? please? ${LOOK} me|us? please?`;
const OPEN = `^ can|could|would? you|i|we? please? ${LOOK}? me|us? please?`;

/** Nothing about CloudTrail is asked in these words. */
const SURE: Row[] = [
  ["^ /metric|/metrics", "metric"],
  ["^ /alarms", "alarms"],
  ["^ /alarm", "alarm"],
  ["^ /draft-alarm|draft-alarm", "draft-alarm"],
  ["^ /dashboards", "dashboards"],
  ["^ /dashboard", "dashboard"],
  ["^ please? draft|propose|suggest|try me? a|an|the? new? alarm for|on|of?", "draft-alarm"],
  [`^ please? ${DRAW} me|us? a|the|all?`, "metric"],
  ["^ metric of|for?", "metric"],
  [`${OPEN} a|the? graph|chart|plot|picture of|for`, "metric"],
  ["^ how many", "metric", { isLoose: true }],
  ["^ how high|much|old|long|busy|full is|are|was|were the?", "metric", { isLoose: true }],
  ["^ what's|whats the?", "metric", { isLoose: true }],
  ["^ what is|was|are|were the", "metric", { isLoose: true }],
  [`^ what's|whats currently|now? ${RED}`, "alarms", { state: "ALARM" }],
  [`^ what is|are currently|now? ${RED}`, "alarms", { state: "ALARM" }],
  [`^ is|are anything|something|any currently|now? ${RED}`, "alarms", { state: "ALARM" }],
  [
    `^ which|what|any|how alarm|alarms|many alarms? is|are currently|now|all? ${RED}`,
    "alarms",
    { state: "ALARM" },
  ],
  ["^ which|what|how alarm|alarms|many alarms? is|are in", "alarms"],
  ["^ which|what alarms are there|we? have?", "alarms"],
  [`^ is|are any|some alarm|alarms currently|now? ${RED}`, "alarms", { state: "ALARM" }],
  ["^ any alarm|alarms red|firing|alarming|triggered", "alarms", { state: "ALARM" }],
  [`^ show|tell me|us? what is|are currently? ${RED}`, "alarms", { state: "ALARM" }],
  ["^ which|what alarms do|can we|you|i have|see", "alarms"],
  ["^ metrics of|for|on|from", "metric"],
  [`${OPEN} the|all? metrics of|for|on|from`, "metric"],
  [`^ are there any? alarms ${RED}`, "alarms", { state: "ALARM" }],
  ["^ are all? the|our? alarms ok|green|fine", "alarms"],
  ["^ alarms $", "alarms"],
  [`^ is the? alarm <> ok|fine|green|${RED} $`, "alarm"],
  ["^ is the? alarm <> in alarm $", "alarm"],
  ["^ is the? alarm <> muted|silenced $", "alarm"],
  [`^ why is|was the? alarm <> ${RED} $`, "alarm"],
  ["^ why is|was the? alarm <> in alarm $", "alarm"],
  ["^ why did|does the? alarm <> fire|trigger|alarm|ring $", "alarm"],
  ["^ what is|are? the? state|status of the? alarm", "alarm"],
  ["^ state|status of the? alarm", "alarm"],
  ["^ dashboards $", "dashboards"],
  ["^ which|what dashboards are there|we? have?", "dashboards"],
  ["^ which|what dashboards do|can we|you|i have|see|open", "dashboards"],
];

/** Words that CloudTrail's questions have made nothing of. */
const ELSE: Row[] = [
  [`${OPEN} all? the|our|my? alarms`, "alarms"],
  [`${OPEN} the|an? alarm called|named?`, "alarm"],
  [`${OPEN} all? the|our|my? dashboards`, "dashboards"],
  [`${OPEN} the|a? dashboard called|named?`, "dashboard"],
  [`${ASKS} the|a|our? <> dashboard`, "dashboard"],
  [`${OPEN} the|a|our? red|firing|active|open|triggered alarms`, "alarms", { state: "ALARM" }],
  [`${OPEN} the|a|our? current|present alarms`, "alarms"],
  [`${ASKS} the|a|our? <> alarm`, "alarm"],
  [
    "^ please? create|make|add|set|build me|us|up? a|an|the? new? alarm for|on|of|when|if?",
    "draft-alarm",
    { isLoose: true },
  ],
  [`${OPEN} the|a|all?`, "metric", { isLoose: true }],
];

type Compiled = { phrase: Phrase; row: Row };

function compiled(rows: Row[]): Compiled[] {
  return rows.map((row) => ({ phrase: toPhrase(row[0]), row }));
}

const FORMS = { sure: compiled(SURE), else: compiled(ELSE) };

/** Readings of the words, the most telling first. */
export function readForms(tokens: readonly Token[], how: "sure" | "else"): Form[] {
  if (how === "else" && asksWho(tokens)) return [];
  return FORMS[how].flatMap(({ phrase, row: [, question, more] }) => {
    const match = matchAt(phrase, tokens, 0);
    if (!match) return [];
    const [name] = match.captured;
    const rest = name ? [...name, ...tokens.slice(match.next)] : tokens.slice(match.next);
    return [{ question, rest, ...more }];
  });
}

const AUDIT =
  "who whom whose changed changes modified updated deleted removed created disabled enabled muted did done happened fired".split(
    " ",
  );

function asksWho(tokens: readonly Token[]): boolean {
  return tokens.some((token) => isWord(token, ...AUDIT));
}
