/** who changed X: the latest change first, with the person, what it replaced, and refused attempts apart. */
import type { Answer, FollowUp, Section } from "../../answers/answer.ts";
import { ago, count, listed } from "../../answers/words.ts";
import { stateAfter } from "../../domain/change.ts";
import { summarize } from "../../domain/summary.ts";
import { DAY, HOUR, MINUTE } from "../../domain/time.ts";
import type { EventClass, TrailEvent } from "../../domain/trail-event.ts";
import type { Run, TrailFound } from "../../sources/trail.ts";
import type { AskContext, Sources } from "../question.ts";
import type { AuditAsked } from "./asked.ts";
import {
  attemptsWords,
  inWindow,
  nameText,
  rowsSection,
  summaryOf,
  toAnswer,
  toData,
  windowText,
} from "./compose.ts";
import { deedWords } from "./deed-words.ts";
import { type Known, personOf } from "./event-data.ts";
import { findReplaced } from "./history.ts";
import { findPeople } from "./people.ts";
import { findKept, keeper, ofClass, toQuery, total } from "./searching.ts";
import { asksForReads, findWrites, WRITES } from "./writes.ts";

const READS: EventClass[] = ["read", "failed-read"];

/** Rows for which the value before is looked up. */
const REPLACED_ROWS = 100;

type Gathered = {
  changes: TrailEvent[];
  attempts: TrailEvent[];
  reads: TrailEvent[];
  matched: { changes: number; attempts: number; reads: number };
  found: TrailFound[];
};

/** Answers over `sources.trail`; `text` is the question as asked. Problems of the source are thrown as Problem. */
export async function answerWhoChanged(
  asked: AuditAsked,
  text: string,
  sources: Sources,
  context: AskContext,
  run: Run,
): Promise<Answer> {
  const gathered = await gather(asked, sources, context, run);
  const listed = [...gathered.changes, ...gathered.attempts, ...gathered.reads];
  const [people, replaced] = await Promise.all([
    findPeople(listed, sources.trail, run),
    findReplaced(gathered.changes.slice(0, REPLACED_ROWS), sources.trail, run),
  ]);
  const known: Known = { people, replaced };
  const nothing = listed.length === 0;
  const earlier = nothing ? await findEarlier(asked, sources, context, run) : undefined;
  const suggestions = nothing && !earlier ? await suggest(asked, sources) : [];
  return toAnswer(
    asked,
    summaryOf("who-changed", text, asked),
    {
      outcome: nothing ? "nothing" : "found",
      headline: headline(asked, gathered, known, context.now),
      sections: [
        ...matchSections(asked, gathered.found),
        ...stateSections(asked, gathered),
        ...rowsSection("Changes", gathered.changes, gathered.matched.changes, known),
        ...rowsSection(
          "Refused or failed, so nothing changed",
          gathered.attempts,
          gathered.matched.attempts,
          known,
        ),
        ...rowsSection("Reads", gathered.reads, gathered.matched.reads, known),
        ...earlierSections(asked, earlier, context.now),
        ...suggestionSections(suggestions),
      ],
      searched: gathered.found.flatMap((found) => found.searched),
      followUps: followUps(asked, gathered, known, suggestions),
      data: toData(gathered, known, { truncated: truncated(gathered) }),
    },
    context,
  );
}

async function gather(
  asked: AuditAsked,
  sources: Sources,
  context: AskContext,
  run: Run,
): Promise<Gathered> {
  const keep = keeper(asked);
  const found: TrailFound[] = [];
  const gathered: Gathered = {
    changes: [],
    attempts: [],
    reads: [],
    matched: { changes: 0, attempts: 0, reads: 0 },
    found,
  };
  if (!asked.onlyReads) {
    const writes = await findWrites(asked, sources, context, run);
    found.push(writes.found);
    gathered.changes = writes.changes;
    gathered.attempts = writes.attempts;
    gathered.matched.changes = writes.matched.changes;
    gathered.matched.attempts = writes.matched.attempts;
  }
  if (asked.onlyReads || asked.includeReads || asksForReads(asked)) {
    const query = {
      ...toQuery(asked, READS, context),
      roles: ["target" as const, "container" as const],
    };
    const reads = await findKept(sources.trail, query, keep, run);
    found.push(reads);
    gathered.reads = ofClass(reads, ["read"]);
    gathered.matched.reads = total(reads, ["read"]);
    if (asked.onlyReads || asksForReads(asked)) {
      gathered.attempts = [...gathered.attempts, ...ofClass(reads, ["failed-read"])];
      gathered.matched.attempts += total(reads, ["failed-read"]);
    }
  }
  return gathered;
}

function headline(asked: AuditAsked, gathered: Gathered, known: Known, now: number): string {
  const isAboutReads = asked.onlyReads || asksForReads(asked);
  const latest = gathered.changes[0] ?? (isAboutReads ? gathered.reads[0] : undefined);
  if (latest) {
    const more = gathered.matched.changes - 1;
    const rest = more > 0 ? ` (and ${count(more, "change")} before)` : "";
    const who = personOf(latest, known) ?? latest.actor.label;
    return `${who} ${summarize(latest)}, ${ago(latest.at, now)}${rest}`;
  }
  if (asked.onlyFailed) return failedHeadline(asked, gathered, known, now);
  const nobody = `Nobody ${deedWords(asked)} ${inWindow(asked)}`;
  if (gathered.attempts.length > 0) {
    return `${nobody}, but there ${gathered.matched.attempts === 1 ? "was" : "were"} ${attemptsWords(gathered.matched.attempts)}`;
  }
  return nobody;
}

/** What took effect was not looked for, so nothing is said of it. */
function failedHeadline(
  asked: AuditAsked,
  { attempts, matched }: Gathered,
  known: Known,
  now: number,
): string {
  const at = asked.subject ? ` at ${asked.subject.text}` : "";
  const [latest] = attempts;
  if (!latest) return `No attempt${at} failed or was refused ${inWindow(asked)}`;
  const who = personOf(latest, known) ?? latest.actor.label;
  return `${attemptsWords(matched.attempts)}${at} ${inWindow(asked)}, the latest by ${who} ${ago(latest.at, now)}`;
}

function matchSections(asked: AuditAsked, found: TrailFound[]): Section[] {
  const weak = found.find((each) => each.match === "prefix" || each.match === "substring");
  if (!weak || !asked.subject) return [];
  const how = weak.match === "prefix" ? "begin with it" : "contain it";
  return [
    {
      kind: "callout",
      tone: "warning",
      line: [
        `Nothing is called exactly ${asked.subject.text}: these are ${weak.match} matches, names that ${how}: `,
        listed(weak.names, 8),
        ".",
      ],
    },
  ];
}

function stateSections(asked: AuditAsked, gathered: Gathered): Section[] {
  if (asked.names || asked.subject?.wildcard || gathered.changes.length === 0) return [];
  const state = stateAfter(gathered.changes.filter((event) => event.class === "change"));
  if (state === undefined) return [];
  return [
    {
      kind: "facts",
      facts: [{ label: "State after the latest change", value: [{ kind: "strong", text: state }] }],
    },
  ];
}

/** The newest change before the window, so that "nothing" is not the end of the search. */
async function findEarlier(
  asked: AuditAsked,
  sources: Sources,
  context: AskContext,
  run: Run,
): Promise<TrailEvent | undefined> {
  if (!asked.subject || asked.onlyReads) return undefined;
  const query = toQuery(asked, WRITES, context);
  const window = { from: asked.window.from - 90 * DAY, to: asked.window.from - 1 };
  const found = await sources.trail.find({ ...query, window, limit: 1, aside: true }, run);
  return found.match === "exact" || found.match === "segment" ? found.events[0] : undefined;
}

function earlierSections(
  asked: AuditAsked,
  earlier: TrailEvent | undefined,
  now: number,
): Section[] {
  if (!earlier) return [];
  const who = earlier.actor.person ?? earlier.actor.label;
  return [
    {
      kind: "callout",
      tone: "info",
      line: [
        `The latest change of ${asked.subject?.text} before that: ${who} ${summarize(earlier)}, `,
        { kind: "time", at: earlier.at },
        ` (${ago(earlier.at, now)}).`,
      ],
    },
  ];
}

async function suggest(asked: AuditAsked, sources: Sources): Promise<string[]> {
  return asked.subject ? sources.trail.suggest(asked.subject.text, 5) : [];
}

function suggestionSections(suggestions: string[]): Section[] {
  if (suggestions.length === 0) return [];
  return [
    {
      kind: "callout",
      tone: "info",
      line: [`Names in the trail that look alike: ${listed(suggestions, 5)}.`],
    },
  ];
}

function followUps(
  asked: AuditAsked,
  gathered: Gathered,
  known: Known,
  suggestions: string[],
): FollowUp[] {
  const subject = nameText(asked.subject?.text ?? "");
  const latest = gathered.changes[0] ?? gathered.attempts[0] ?? gathered.reads[0];
  if (!latest) {
    const alike = suggestions.slice(0, 3).map((name) => ({
      label: `Who changed ${name}`,
      text: `who changed ${nameText(name)} last 90d`,
    }));
    if (!asked.subject)
      return [{ label: "What changed", text: `what changed ${windowText(asked.window)}` }];
    return [{ label: "Last 90 days", text: `who changed ${subject} last 90d` }, ...alike];
  }
  const around = { from: latest.at - 15 * MINUTE, to: latest.at + 15 * MINUTE };
  const track = { from: latest.at - HOUR, to: latest.at + HOUR };
  const { userName, accessKeyId, label } = latest.actor;
  const person = personOf(latest, known) ?? userName ?? accessKeyId ?? label;
  return [
    {
      label: "What else did they do",
      text: `what did ${nameText(person)} do ${windowText(track)}`,
    },
    { label: "What changed around it", text: `what changed ${windowText(around)}` },
    ...(asked.window.byDefault && asked.subject
      ? [{ label: "Last 7 days", text: `who changed ${subject} last 7d` }]
      : []),
    { label: "Raw event", text: `raw event ${latest.id}` },
  ];
}

function truncated(gathered: Gathered): number {
  const { matched, changes, attempts, reads } = gathered;
  return (
    matched.changes +
    matched.attempts +
    matched.reads -
    changes.length -
    attempts.length -
    reads.length
  );
}
