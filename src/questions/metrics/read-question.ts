/** Reads questions about metrics, alarms and dashboards. */
import { isWord, type Token } from "../../language/tokens.ts";
import { misunderstood, type Understood } from "../draft.ts";
import { grammarRow } from "../grammar.ts";
import { PLACE_AND_FORM_RULES } from "../narrowing-words.ts";
import type { AskContext } from "../question.ts";
import { isMetricWord, type NameRead, readMetricName, severalMetrics } from "./naming/read-name.ts";
import { toMetricsAsked } from "./read-asked.ts";
import { readCondition } from "./read-condition.ts";
import { isExpression, leastEnd, plainExpression } from "./read-expression.ts";
import { type Form, type FormName, readForms } from "./read-forms.ts";
import { pageRule, periodRule, stateRule, statRule, versusRule } from "./read-modifiers.ts";
import { joinedWords, nameOf, type Parts, readAnywhere, readBehindName } from "./read-parts.ts";
import { placeOf, typed, type Words, wordsOf } from "./read-words.ts";

const OF_METRICS = [versusRule, periodRule, statRule];

/**
 * Undefined where the words ask nothing of the kind. `how`: `sure` are words that mean nothing else; `else` are tried where
 * CloudTrail's questions made nothing of them, so that none of those is ever taken away.
 */
export function readMetricsQuestion(
  words: Words,
  context: AskContext,
  how: "sure" | "else",
): Understood | undefined {
  const tokens = addressed(words.words);
  for (const form of readForms(tokens, how)) {
    const isShared = form.isLoose && form.rest.some((token) => isWord(token, ...SHARED));
    const read = how === "sure" && isShared ? undefined : readForm(form, words, context);
    if (read) return read;
  }
  return how === "else" ? readExpression(tokens, words, context) : undefined;
}

/** Words by which CloudTrail's questions, too, name a part of a thing, or what was done with it. */
const SHARED = (
  "status state size concurrency capacity objects desired days red events storage memory instances " +
  "sent received deleted published delivered processed done started succeeded aborted dropped"
).split(" ");

/** `@trailwatch …`: to whom the text is said. */
function addressed(tokens: readonly Token[]): readonly Token[] {
  const first = tokens.findIndex((token) => token.quoted || !token.word.startsWith("@"));
  const bare = first > 0 ? tokens.slice(first) : tokens;
  return isWord(bare[0], "trailwatch", "/trailwatch") && bare.length > 1 ? bare.slice(1) : bare;
}

function readForm(form: Form, words: Words, context: AskContext): Understood | undefined {
  switch (form.question) {
    case "metric":
      return readMetric(form, words, context);
    case "draft-alarm":
      return readDraftAlarm(form, words, context);
    case "alarms":
      return readAlarms(form, words, context);
    case "alarm":
    case "dashboard":
    case "dashboards":
      return readNamed(form, words, context);
  }
}

/** Who says more than this asks something else. */
const MOST_LOOSE = 30;

function readMetric(form: Form, words: Words, context: AskContext): Understood | undefined {
  const expression = readExpression(form.rest, words, context);
  if (expression) return expression;
  if (form.isLoose && form.rest.length > MOST_LOOSE) return undefined;
  const parts = readAnywhere(form.rest, { rules: OF_METRICS }, context);
  if (parts.kind === "problem") {
    return form.isLoose ? undefined : misunderstood(parts.text, examplesOf("metric"));
  }
  const name = joinedWords(words, parts.rest);
  if (form.isLoose && !isSurelyMetric(name, parts)) return undefined;
  if (name === "") return missing("metric");
  return toMetricsAsked("metric", { name }, parts, context);
}

/** A metric's usual word with whose it is, and nothing that says something else. */
function isSurelyMetric(name: string, { modifiers }: Parts): boolean {
  const [first = name] = severalMetrics(name);
  const read = readMetricName(first);
  if (read.kind === "exact") return /^(?:AWS\/|[A-Z])/.test(read.namespace);
  const { service, metrics, resources, dimensions } = read;
  if (metrics.length === 0) return false;
  const known = dimensions.length > 0 || service !== undefined;
  if (resources.length > (service?.word === "ecs" || service?.word === "eks" ? 2 : 1)) return false;
  if (known) return true;
  return resources.length === 1 && (modifiers.stat !== undefined || isUsual(read));
}

const FEW = 2;

/** "cpu of orders-db" asks for a metric; "errors of jane" may ask for anything. */
function isUsual({ metrics, resources }: Extract<NameRead, { kind: "words" }>): boolean {
  const [resource = ""] = resources;
  // A word that few services use says more than "errors".
  const isName = /[-_/.\d]/.test(resource) || metrics.length <= FEW;
  return metrics.length > 0 && isName && !isMetricWord(resource);
}

/** From where an expression begins to the end of the text, without what narrows it. */
function readExpression(
  rest: readonly Token[],
  words: Words,
  context: AskContext,
): Understood | undefined {
  const start = placeOf(rest[0] ?? { text: "", word: "", quoted: false })?.from;
  if (start === undefined) return undefined;
  const text = plainExpression(words.plain.slice(start));
  if (!isExpression(text)) return undefined;
  const least = leastEnd(text);
  const behind = wordsOf(text.slice(least));
  const narrows = PLACE_AND_FORM_RULES.filter((rule) => rule.name !== "readLimit");
  const tail = readBehindName(behind.words, { rules: OF_METRICS, narrows, least: 0 }, context);
  if (tail.kind === "problem") return misunderstood(tail.text, examplesOf("metric"));
  const kept = typed(behind, tail.rest);
  const space = /^\s/.test(text.slice(least)) ? " " : "";
  const expression = `${text.slice(0, least)}${kept === "" ? "" : `${space}${kept}`}`.trim();
  return toMetricsAsked("metric", { name: expression, expression }, tail, context);
}

function readDraftAlarm(form: Form, words: Words, context: AskContext): Understood | undefined {
  const rest = typed(words, form.rest);
  const unitOf = (before: string) => {
    const read = readMetricName(before);
    return read.kind === "words" ? read.metrics[0]?.metric.unit : undefined;
  };
  const read = readCondition(rest, unitOf);
  if (!read && form.isLoose) return undefined;
  if (!read) {
    return misunderstood(
      "Say what the alarm waits for: a metric, a comparison and a number, such as `>= 5 in 1m`.",
      examplesOf("draft-alarm"),
    );
  }
  const head = wordsOf(`${read.before} ${read.after}`);
  const parts = readAnywhere(head.words, { rules: [statRule, periodRule] }, context);
  if (parts.kind === "problem") return misunderstood(parts.text, examplesOf("draft-alarm"));
  const name = joinedWords(head, parts.rest);
  if (name === "") return missing("draft-alarm");
  const { condition } = read;
  return toMetricsAsked("draft-alarm", { name, condition }, parts, context);
}

const LISTED = [stateRule, pageRule];

function readAlarms(form: Form, words: Words, context: AskContext): Understood | undefined {
  const parts = readBehindName(form.rest, { rules: LISTED, least: 0 }, context);
  if (parts.kind === "problem") return misunderstood(parts.text, examplesOf("alarms"));
  const rest = withoutLeading(parts.rest);
  const state = parts.modifiers.state ?? form.state;
  const name = nameOf(words, rest);
  return toMetricsAsked("alarms", { name, ...(state && { state }) }, parts, context);
}

const LEADING = "there named called please for of on about with like matching that we have".split(
  " ",
);

/** "alarms for checkout", "dashboards named checkout". */
function withoutLeading(tokens: readonly Token[]): Token[] {
  const first = tokens.findIndex((token) => !isWord(token, ...LEADING));
  return first < 0 ? [] : tokens.slice(first);
}

const NAMED = [pageRule];

function readNamed(form: Form, words: Words, context: AskContext): Understood {
  const { question } = form;
  const least = question === "dashboards" ? 0 : 1;
  const parts = readBehindName(form.rest, { rules: NAMED, least }, context);
  if (parts.kind === "problem") return misunderstood(parts.text, examplesOf(question));
  const name = nameOf(words, question === "dashboards" ? withoutLeading(parts.rest) : parts.rest);
  if (name === "" && question !== "dashboards") return missing(question);
  return toMetricsAsked(question, { name }, parts, context);
}

const MISSING: Record<FormName, string> = {
  metric: "Say which metric is meant: its service, the name of the thing, and what of it.",
  alarm: "Say which alarm is meant, by its name.",
  alarms: "",
  "draft-alarm": "Say which metric the alarm is to watch.",
  dashboard: "Say which dashboard is meant, by its name.",
  dashboards: "",
};

function missing(question: FormName): Understood {
  const lists: Partial<Record<FormName, string[]>> = {
    alarm: ["/alarms"],
    dashboard: ["/dashboards"],
  };
  return misunderstood(MISSING[question], [...examplesOf(question), ...(lists[question] ?? [])]);
}

function examplesOf(question: FormName): string[] {
  return grammarRow(question)?.examples.slice(0, 3) ?? [];
}
