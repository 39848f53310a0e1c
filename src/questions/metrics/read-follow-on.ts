/** A conversation about metrics: "and yesterday?", "p99?", "vs last week", "last 24h", "and invocations?", "next page". */
import type { NamedWindow } from "../../language/time-phrase.ts";
import { isWord, type Token } from "../../language/tokens.ts";
import type { MetricsUnderstood } from "../draft.ts";
import type { AskContext } from "../question.ts";
import { quotedName } from "../quoted-name.ts";
import type { MetricsAsked } from "./asked.ts";
import { readMetricName, SERVICE_METRICS } from "./naming/read-name.ts";
import { spanned } from "./read-asked.ts";
import {
  type ModifierRule,
  pageRule,
  periodRule,
  stateRule,
  statRule,
  versusRule,
} from "./read-modifiers.ts";
import { joinedWords, type Parts, readAnywhere } from "./read-parts.ts";
import type { Words } from "./read-words.ts";

const VERSION = 1;

/** The question above as JSON data that outlives the process. */
export function toMetricsAbove({ question, asked }: MetricsUnderstood): unknown {
  const { notes: _, limit: __, asFile: ___, spendUsd: ____, ...kept } = asked;
  return {
    version: VERSION,
    cloudwatch: true,
    question,
    asked: { ...kept, quietly: false, notes: [] },
  };
}

const CONTINUED = ["metric", "alarms", "alarm", "dashboard", "dashboards"] as const;

type Above = { question: (typeof CONTINUED)[number]; asked: MetricsAsked };

/** Reads what `toMetricsAbove` wrote; anything else is no such question. */
function readMetricsAbove(value: unknown): Above | undefined {
  if (!isRecord(value) || value.version !== VERSION || value.cloudwatch !== true) return undefined;
  const question = CONTINUED.find((name) => name === value.question);
  const { asked } = value;
  const isWhole = isRecord(asked) && typeof asked.name === "string" && isRecord(asked.window);
  // Written by this file alone, from a MetricsAsked, under the same version.
  return question && isWhole ? { question, asked: asked as unknown as MetricsAsked } : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

const RULES: Record<Above["question"], ModifierRule[]> = {
  metric: [versusRule, periodRule, statRule],
  alarms: [stateRule, pageRule],
  alarm: [],
  dashboard: [pageRule],
  dashboards: [pageRule],
};

/** The question above with what these words replace; undefined where they ask something of their own. */
export function readMetricsFollowOn(
  words: Words,
  context: AskContext,
): MetricsUnderstood | undefined {
  const above = readMetricsAbove(context.thread?.above);
  if (!above || words.plain.length > MOST_TEXT) return undefined;
  const { rest, isJoined, isAgain } = withoutJoining(words.words);
  if (words.words.some((token) => isWord(token, ...AUDIT))) return undefined;
  const turned = nextPage(rest, above);
  if (turned) return turned;
  const parts = readAnywhere(rest, { rules: RULES[above.question] }, context);
  if (parts.kind === "problem") return undefined;
  const left = parts.rest.filter((token) => !isWord(token, ...SMALL));
  const saysMore = isAgain || parts.window !== undefined || hasMore(parts);
  if (left.length === 0)
    return saysMore ? continued(above, parts, context, { isAgain }) : undefined;
  const name = nameInstead(above, words, left, isJoined);
  return name === undefined ? undefined : continued(above, parts, context, { isAgain, name });
}

const MOST_TEXT = 300;
const LEADING =
  "and but also then plus or so ok now again same just instead about of show me the a graph chart for in with only what's whats is".split(
    " ",
  );
/** Whoever says these asks CloudTrail. */
const AUDIT =
  "who whom whose why changed change changes did done do does happened deleted created modified updated by".split(
    " ",
  );
const TRAILING = "too also instead then though please again now refresh".split(" ");
const AGAIN = ["again", "now", "refresh"];
const SMALL = ["the", "it", "that", "same", "please", "a", "of", "for", "in", "at", "over", "on"];

function withoutJoining(words: readonly Token[]) {
  let start = words[0]?.word.startsWith("@") ? 1 : 0;
  const first = start;
  const isAbout = isWord(words[start], "what", "how") && isWord(words[start + 1], ...ABOUT);
  if (isAbout) start += 2;
  while (isWord(words[start], ...LEADING) && !isModifier(words, start)) start++;
  let end = words.length;
  while (end > start && isWord(words[end - 1], ...TRAILING)) end--;
  const isJoined = isAbout || isWord(words[first], "and", "also", "plus", "or", "same", "then");
  const isAgain = words.some((token) => isWord(token, ...AGAIN));
  return { rest: words.slice(start, end), isJoined: isJoined && start > first, isAgain };
}

const ABOUT = ["about", "of", "is", "are"];

/** "in prod", "in ALARM", "in the last hour" begin with a word that only joins elsewhere. */
function isModifier(words: readonly Token[], at: number): boolean {
  return isWord(words[at], "in", "for") && words[at + 1] !== undefined;
}

function hasMore({ modifiers, narrowing }: Parts): boolean {
  return Object.keys(modifiers).length + Object.keys(narrowing).length > 0;
}

/** "next page", "more". */
function nextPage(rest: readonly Token[], above: Above): MetricsUnderstood | undefined {
  if (above.question === "metric" || above.question === "alarm") return undefined;
  const word = rest[0];
  const isNext = isWord(word, "next", "more", "previous") && rest.length <= 2;
  if (!isNext || (rest.length === 2 && !isWord(rest[1], "page", "widgets", "alarms", "ones")))
    return undefined;
  const page = Math.max(1, (above.asked.page ?? 1) + (isWord(word, "previous") ? -1 : 1));
  return { kind: "asked", question: above.question, asked: { ...above.asked, page } };
}

/** "and invocations?" is of the thing above; "and jobs-worker?" is the metric above of another thing. */
function nameInstead(
  { question, asked }: Above,
  words: Words,
  left: readonly Token[],
  isJoined: boolean,
): string | undefined {
  const said = joinedWords(words, left);
  if (question !== "metric") return isJoined && left.length === 1 ? said : undefined;
  if (asked.expression !== undefined) return undefined;
  const of = partsOf(asked.name);
  if (!of) return undefined;
  const read = readMetricName(`${of.service.word} ${said}`);
  if (read.kind === "exact" || read.service !== of.service) return undefined;
  const { metrics, resources } = read;
  if (metrics.length > 0 && resources.length === 0) {
    return [of.service.word, ...of.resources.map(quotedName), said].join(" ");
  }
  if (!isJoined || metrics.length > 0 || resources.length !== 1) return undefined;
  return [of.service.word, ...resources.map(quotedName), of.metric].join(" ");
}

/** Service, thing and metric of the question above. */
function partsOf(name: string) {
  const read = readMetricName(name);
  if (read.kind === "exact") {
    const service = SERVICE_METRICS.find((row) => row.namespace === read.namespace);
    const values = read.dimensions.map(({ value }) => value);
    return service && { service, resources: [...values, ...read.words], metric: read.name };
  }
  const service =
    read.service ?? (read.metrics.length === 1 ? read.metrics[0]?.service : undefined);
  const metric = read.metrics[0]?.metric.said ?? service?.usual ?? "";
  return service && { service, resources: read.resources, metric };
}

function continued(
  { question, asked }: Above,
  { modifiers, narrowing, window }: Parts,
  context: AskContext,
  how: { isAgain: boolean; name?: string },
): MetricsUnderstood {
  const { accounts, regions, limit, asFile, quietly, spendUsd } = narrowing;
  const { versus, ...other } = modifiers;
  const span = windowOf(asked, window, context, how.isAgain);
  const next: MetricsAsked = {
    ...asked,
    ...(how.name !== undefined && { name: how.name }),
    ...other,
    window: span,
    ...(versus && { versus: spanned(versus, span) }),
    ...(accounts && { accounts }),
    ...(regions && { regions }),
    ...(limit !== undefined && { limit }),
    ...(asFile && { asFile }),
    ...(spendUsd !== undefined && { spendUsd }),
    quietly: quietly ?? false,
    notes: [],
  };
  if (next.accounts?.length === 0) delete next.accounts;
  if (next.regions?.length === 0) delete next.regions;
  return { kind: "asked", question, asked: { ...next, notes: [takenOver(question, next)] } };
}

function windowOf(
  { window }: MetricsAsked,
  named: NamedWindow | undefined,
  { now, zone }: AskContext,
  isAgain: boolean,
): MetricsAsked["window"] {
  if (named) return { ...named, byDefault: false };
  const length = window.to - window.from;
  if (window.byDefault || isAgain) return { ...window, from: now - length, to: now, zone };
  return { ...window, words: fixedWords(window.words) };
}

/** Dates stay true, "last 2 h" does not. */
function fixedWords(words: string): string {
  return /^\D{0,5}\d{4}-\d{2}-\d{2}/.test(words) ? words : "in the window of this thread";
}

function takenOver(question: Above["question"], asked: MetricsAsked): string {
  const parts = [
    [question, asked.name].filter(Boolean).join(" "),
    asked.stat,
    asked.state && `in ${asked.state}`,
    asked.versus && `vs ${asked.versus.words}`,
    asked.accounts && `account ${asked.accounts.join(", ")}`,
    asked.regions && `Region ${asked.regions.join(", ")}`,
    !asked.window.byDefault && asked.window.words.replace(/^in the window.*$/, "its window"),
  ].filter(Boolean);
  return `Read as ${parts.join("; ")}, as above in this thread.`;
}
