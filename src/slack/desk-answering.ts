/** From the words to an answer: who asks, what is meant, whether it is allowed, and then the search. */
import { judge } from "../access/judge.ts";
import type { Answer } from "../answers/answer.ts";
import { answerAsked, ask, failedAnswer } from "../questions/ask.ts";
import { isMetricsUnderstood } from "../questions/draft.ts";
import { readOrders } from "../questions/orders/orders-list.ts";
import type { AskContext, Sources, ThreadContext } from "../questions/question.ts";
import { answerInStages } from "../questions/stages.ts";
import { type Understood, understand } from "../questions/understand.ts";
import { readUses } from "../questions/uses.ts";
import type { Run } from "../sources/trail.ts";
import { DIRECT_THREAD, isDirect } from "./desk-delivery.ts";
import { withOffer } from "./desk-offer.ts";
import { type DeskParts, errorName, SILENT } from "./desk-parts.ts";
import { answerOrders, answerUses } from "./desk-records.ts";
import { refusedAnswer } from "./desk-words.ts";
import type { Work } from "./desk-work.ts";
import type { SlackPerson } from "./people.ts";
import type { OrderOffer } from "./views/order-view.ts";

export type AskedQuestion = Extract<Understood, { kind: "asked" }>;

/** `asked` is there when a trail was searched: then the answer may be seen, followed up and looked at again. */
export type Worked = {
  answer: Answer;
  asked?: AskedQuestion;
  zone: string;
  /** What to ask when it is looked at again. */
  later?: () => Sources;
  /** What can be had done in AWS with a press. */
  offer?: OrderOffer;
};

/** What a question waits for before its search, and how it tells how far it is. */
export type Floor = {
  /** Resolves with the way out when it is this question's turn; undefined when there is no room to wait. */
  admit(): Promise<() => void> | undefined;
  run: Run;
  /** Shows what the first sources tell while the others are being read. */
  showPart(part: Answer): void;
};

/** Name of what is asked, as far as the words alone tell it; for the journal. */
export function questionName(parts: DeskParts, work: Work): string {
  const context = contextOf(parts, work, zoneOf(parts));
  if (readUses(work.text, context)) return "uses";
  if (readOrders(work.text, context)) return "orders";
  const understood = understand(work.text, context);
  if (understood.kind === "asked") return understood.question;
  return understood.kind === "help" ? "help" : "unknown";
}

/** Answers a question. Rejects only when it is aborted. */
export async function answerFor(parts: DeskParts, work: Work, floor: Floor): Promise<Worked> {
  const person = await findPerson(parts, work);
  const zone = person.zone ?? zoneOf(parts);
  const context = contextOf(parts, work, zone);
  try {
    const uses = readUses(work.text, context);
    if (uses) return { answer: await answerUses(parts, work, uses, person), zone };
    const orders = readOrders(work.text, context);
    if (orders) return { answer: await answerOrders(parts, work, orders, person), zone };
    const understood = understand(work.text, context);
    if (understood.kind !== "asked") {
      const { answer } = await ask(work.text, parts.sources, context, floor.run, parts.report);
      return { answer, zone };
    }
    const isById = understood.question === "raw-event";
    const refusal = isById ? undefined : judged(parts, work, understood, person);
    if (refusal) return { answer: refusal, zone };
    const found = await search(parts, work, understood, context, floor);
    // Where one event lies is known when it is found: then it is judged, before anybody sees it.
    const hidden = isById
      ? judged(parts, work, placedIn(understood, found.answer), person)
      : undefined;
    return hidden
      ? { answer: hidden, zone }
      : { ...found, ...withOffer(parts, work, person, found.answer), zone };
  } catch (error) {
    floor.run.signal.throwIfAborted();
    return { answer: failedAnswer(work.text, "unknown", error, context, parts.report), zone };
  }
}

async function search(
  parts: DeskParts,
  work: Work,
  asked: AskedQuestion,
  context: AskContext,
  floor: Floor,
): Promise<Omit<Worked, "zone">> {
  const turn = floor.admit();
  if (!turn) return { answer: tooBusy(work.text, asked.question) };
  const leave = await turn;
  try {
    floor.run.signal.throwIfAborted();
    const { sources, report } = parts;
    const run = runFor(parts, work, floor.run);
    if (isMetricsUnderstood(asked)) parts.studio?.artist.warm();
    const { showPart } = floor;
    const staged = answerInStages(asked, work.text, sources, context, run, report, showPart);
    const { answer, later } = await staged;
    return { answer, later, ...(answer.outcome !== "failed" && { asked }) };
  } finally {
    leave();
  }
}

/** In whose name sources are asked, and what they may cost. */
function runFor({ spendingOf }: DeskParts, { incoming }: Work, run: Run): Run {
  const { userId, channelId } = incoming;
  return { ...run, asker: userId, ...(spendingOf && { spending: spendingOf(channelId) }) };
}

/** The question as if it had named the accounts and Regions of what was found. */
function placedIn(question: AskedQuestion, { data }: Answer): AskedQuestion {
  if (isMetricsUnderstood(question)) return question;
  const events = ["changes", "attempts", "reads", "sessions", "events"].flatMap((name) => {
    const list: unknown = data[name];
    return Array.isArray(list) ? list.filter(isPlaced) : [];
  });
  if (events.length === 0) return question;
  const accounts = [...new Set(events.map(({ account }) => account))];
  const regions = [...new Set(events.map(({ region }) => region))];
  return { ...question, asked: { ...question.asked, accounts, regions } };
}

function isPlaced(event: unknown): event is { account: string; region: string } {
  return typeof event === "object" && event !== null && "account" in event && "region" in event;
}

function tooBusy(text: string, name: string): Answer {
  return refusedAnswer(text, name, {
    headline: "Too many questions are waiting already.",
    next: "Ask again in a minute.",
  });
}

/** The same question about the same window, later. */
export function answerAgain(
  parts: DeskParts,
  work: Work,
  { asked, zone, later }: { asked: AskedQuestion } & Pick<Worked, "zone" | "later">,
  signal: AbortSignal,
): Promise<Answer> {
  const context = { ...contextOf(parts, work, zone), now: parts.clock.now() };
  const run = runFor(parts, work, { signal, progress: () => {} });
  if (later) return answerAsked(asked, work.text, later(), context, run, parts.report);
  // What was agreed to was so for one answer.
  const again = withoutAgreement(asked);
  return answerAsked(again, work.text, parts.sources, context, run, parts.report);
}

function withoutAgreement(asked: AskedQuestion): AskedQuestion {
  if (isMetricsUnderstood(asked)) return asked;
  const { spendUsd: _, ...kept } = asked.asked;
  return { ...asked, asked: kept };
}

function zoneOf({ zone }: DeskParts): string {
  return zone ?? "UTC";
}

function contextOf(parts: DeskParts, work: Work, zone: string): AskContext {
  const thread = threadOf(parts, work);
  const { accountNames } = parts;
  return {
    now: work.at,
    zone,
    accountNames,
    looksAgain: !work.isQuiet,
    ...(thread && { thread }),
  };
}

function threadOf({ topics, log = SILENT }: DeskParts, work: Work): ThreadContext | undefined {
  const { incoming } = work;
  const { channelId, threadTs } = incoming;
  try {
    if (threadTs !== undefined) return topics.recall(channelId, threadTs);
    if (!isDirect(incoming)) return undefined;
    const topic = topics.recall(channelId, DIRECT_THREAD);
    // Without a thread nobody sees what stands far above: only words that go on take anything from there.
    const { window: _, account: __, region: ___, ...rest } = topic ?? {};
    return topic && rest;
  } catch (error) {
    log.warn({ error: errorName(error) }, "What the thread is about could not be read");
    return undefined;
  }
}

async function findPerson(parts: DeskParts, work: Work): Promise<SlackPerson> {
  const { userId } = work.incoming;
  try {
    return await parts.people.find(userId);
  } catch (error) {
    (parts.log ?? SILENT).warn({ error: errorName(error) }, "Who asks could not be looked up");
    return { userId, name: userId, groups: [] };
  }
}

function judged(
  parts: DeskParts,
  work: Work,
  { question, asked }: AskedQuestion,
  { userId, groups }: SlackPerson,
): Answer | undefined {
  const who = { userId, groups, channelId: work.incoming.channelId };
  const { accounts, regions } = asked;
  const verdict = judge(parts.policy, who, {
    question,
    ...(accounts && { accounts }),
    ...(regions && { regions }),
  });
  return verdict.kind === "allowed" ? undefined : refusedAnswer(work.text, question, verdict);
}
