/** what changed: the changes of a window, grouped by who and service, automation folded. */
import type { Answer, FollowUp, Line, Section } from "../../answers/answer.ts";
import { ago, count, grouped, listed } from "../../answers/words.ts";
import { isAutomation } from "../../domain/automation.ts";
import type { EventClass, TrailEvent } from "../../domain/trail-event.ts";
import type { Run } from "../../sources/trail.ts";
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
import { type Known, personOf, toEventData } from "./event-data.ts";
import { findReplaced } from "./history.ts";
import { findPeople } from "./people.ts";
import { findKept, keeper, limitOf, ofClass, REPLACED_ROWS, toQuery, total } from "./searching.ts";

/** Changes looked through for groups and folding; what lies beyond is counted and said. Each costs a record read. */
const MOST_GROUPED = 500;
/** Sign-ins, and attempts, that stand beside the changes; what lies beyond is counted. */
const MOST_BESIDE = 100;
const SHOWN_GROUPS = 12;

type Split = { shown: TrailEvent[]; folded: TrailEvent[] };

export async function answerWhatChanged(
  asked: AuditAsked,
  text: string,
  sources: Sources,
  context: AskContext,
  run: Run,
): Promise<Answer> {
  const writes: EventClass[] = asked.names ? ["change", "data-change"] : ["change"];
  const classes: EventClass[] = asked.onlyFailed
    ? ["attempt", "failed-sign-in"]
    : [...writes, "sign-in", "attempt"];
  const limit = limitOf(asked, context);
  const beside = Math.max(limit, MOST_BESIDE);
  const query = {
    ...toQuery(asked, classes, context),
    limit: Math.max(limit, MOST_GROUPED),
    enough: { "sign-in": beside, attempt: beside, "failed-sign-in": beside },
  };
  const found = await findKept(sources.trail, query, keeper(asked), run);
  const changed = ofClass(found, writes);
  const signIns = ofClass(found, ["sign-in"]).slice(0, beside);
  const attempts = ofClass(found, ["attempt", "failed-sign-in"]);
  const { shown, folded } = fold(asked, changed);
  const kept = shown.slice(0, limit);
  const known: Known = {
    people: await findPeople(kept, sources.trail, run),
    replaced: await findReplaced(
      kept.slice(0, context.mostEvents ?? REPLACED_ROWS),
      sources.trail,
      run,
    ),
  };
  const beyond = Math.max(0, total(found, writes) - ofClass(found, writes).length);
  const nothing = shown.length + folded.length + attempts.length === 0;
  const refused = total(found, ["attempt", "failed-sign-in"]);
  const answer = {
    outcome: nothing ? ("nothing" as const) : ("found" as const),
    headline: headline(asked, shown, folded, refused, beyond),
    sections: [
      ...groupSection(shown, known, context.now),
      ...rowsSection("Latest changes", kept, shown.length + beyond, known),
      ...foldedSection(folded, asked),
      ...signInSection(signIns, total(found, ["sign-in"]), asked),
      ...rowsSection("Refused or failed, so nothing changed", attempts, refused, known, 5),
      ...beyondSection(beyond),
    ],
    searched: found.searched,
    followUps: followUps(asked, folded, kept, known),
    data: {
      ...toData({ changes: kept, attempts: attempts.slice(0, limit) }, known, {
        folded: folded.length,
        truncated: beyond + shown.length - kept.length,
      }),
      signIns: signIns.map((event) => toEventData(event, known)),
    },
  };
  return toAnswer(asked, summaryOf("what-changed", text, asked), answer, context);
}

/** Automation is left out beside what people did, unless it is asked for or all there is. */
function fold(asked: AuditAsked, changed: TrailEvent[]): Split {
  const narrowed = asked.names ?? asked.services ?? asked.actor ?? asked.subject;
  if (asked.includeAutomation || narrowed) return { shown: changed, folded: [] };
  const shown = changed.filter((event) => !isAutomation(event));
  if (shown.length === 0) return { shown: changed, folded: [] };
  return { shown, folded: changed.filter(isAutomation) };
}

function headline(
  asked: AuditAsked,
  shown: TrailEvent[],
  folded: TrailEvent[],
  refused: number,
  beyond: number,
): string {
  const what = asked.services ? ` in ${listed(asked.services)}` : "";
  const how = asked.narrowedBy ? ` (${asked.narrowedBy})` : "";
  if (shown.length === 0 && folded.length === 0) {
    const none = asked.onlyFailed ? "No attempt was refused" : "Nothing changed";
    if (refused === 0) return `${none}${what}${how} ${inWindow(asked)}`;
    return asked.onlyFailed
      ? `${attemptsWords(refused)}${what} ${inWindow(asked)}`
      : `Nothing changed${what}${how} ${inWindow(asked)}, but there were ${attemptsWords(refused)}`;
  }
  const aside = folded.length > 0 ? `, and ${grouped(folded.length)} by automation` : "";
  return `${count(shown.length + beyond, "change")}${what}${how} ${inWindow(asked)} by ${byWords(shown, beyond)}${aside}`;
}

/** `alice@example.com`, `3 actors`, `at least 3 actors` where not all changes were looked through. */
function byWords(shown: TrailEvent[], beyond: number): string {
  const people = new Set(shown.map((event) => event.actor.person ?? event.actor.label));
  const [first = ""] = people;
  if (beyond > 0) return `at least ${count(people.size, "actor")}`;
  return people.size === 1 ? first : `${people.size} actors`;
}

type Group = { who: string; service: string; events: TrailEvent[] };

function groupSection(events: TrailEvent[], known: Known, now: number): Section[] {
  const groups = new Map<string, Group>();
  for (const event of events) {
    const who = personOf(event, known) ?? event.actor.label;
    const key = `${who}\n${event.service}`;
    const group = groups.get(key) ?? { who, service: event.service, events: [] };
    group.events.push(event);
    groups.set(key, group);
  }
  if (groups.size < 2) return [];
  const sorted = [...groups.values()].sort((a, b) => newest(b) - newest(a));
  return [
    {
      kind: "table",
      title: "By whom",
      columns: ["Who", "Service", "Changes", "Calls", "Latest"],
      rows: sorted.slice(0, SHOWN_GROUPS).map((group) => groupRow(group, now)),
      hidden: Math.max(0, sorted.length - SHOWN_GROUPS),
    },
  ];
}

function groupRow(group: Group, now: number): Line[] {
  return [
    [group.who],
    [group.service],
    [grouped(group.events.length)],
    [callWords(group.events)],
    [ago(newest(group), now)],
  ];
}

/** `UpdateFunctionCode ×3, PublishVersion`. */
function callWords(events: TrailEvent[]): string {
  const calls = new Map<string, number>();
  for (const event of events) calls.set(event.name, (calls.get(event.name) ?? 0) + 1);
  const words = [...calls]
    .sort((a, b) => b[1] - a[1])
    .map(([name, times]) => (times > 1 ? `${name} ×${times}` : name));
  return listed(words, 3);
}

function newest(group: Group): number {
  return Math.max(...group.events.map((event) => event.at));
}

function foldedSection(folded: TrailEvent[], asked: AuditAsked): Section[] {
  if (folded.length === 0) return [];
  const byActor = new Map<string, TrailEvent[]>();
  for (const event of folded) {
    const list = byActor.get(event.actor.label) ?? [];
    list.push(event);
    byActor.set(event.actor.label, list);
  }
  const sorted = [...byActor].sort((a, b) => b[1].length - a[1].length);
  return [
    {
      kind: "list",
      title: `Left out: ${count(folded.length, "change")} by CI and AWS services (add \`including automation\` to see them${asked.window.byDefault ? "" : " all"})`,
      items: sorted.slice(0, 5).map(([who, events]) => [`${who}: ${callWords(events)}`]),
      hidden: Math.max(0, sorted.length - 5),
    },
  ];
}

/** A sign-in changes nothing, but a stranger's sign-in at this hour may be the answer. */
function signInSection(signIns: TrailEvent[], matched: number, asked: AuditAsked): Section[] {
  if (signIns.length === 0) return [];
  const who = [...new Set(signIns.map((event) => event.actor.person ?? event.actor.label))];
  return [
    {
      kind: "callout",
      tone: "info",
      line: [
        `${count(matched, "sign-in")} in that time by ${listed(who, 4)}: ask \`who signed in ${windowText(asked.window)}\`.`,
      ],
    },
  ];
}

function beyondSection(beyond: number): Section[] {
  if (beyond === 0) return [];
  return [
    {
      kind: "callout",
      tone: "warning",
      line: [
        `${grouped(beyond)} older changes of the window are counted but not grouped: narrow the window, or name a service, an account or a person.`,
      ],
    },
  ];
}

function followUps(
  asked: AuditAsked,
  folded: TrailEvent[],
  shown: TrailEvent[],
  known: Known,
): FollowUp[] {
  const window = windowText(asked.window);
  const latest = shown[0];
  const next: FollowUp[] = [];
  if (folded.length > 0) {
    next.push({
      label: "Show automation too",
      text: `what changed ${window} including automation`,
    });
  }
  if (latest) {
    const who = personOf(latest, known) ?? latest.actor.label;
    next.push({ label: `What did ${who} do`, text: `what did ${nameText(who)} do ${window}` });
    const target = latest.touched.find((touch) => touch.role === "target");
    if (target) {
      next.push({
        label: `Who else changed ${shortName(target.text)}`,
        text: `who changed ${nameText(target.text)} ${window}`,
      });
    }
    next.push({
      label: "Raw event of the latest",
      text: `raw event ${latest.id}`,
    });
  } else {
    next.push({ label: "Refused calls", text: `denied ${window}` });
  }
  return next;
}

const LONGEST_LABEL = 40;

/** The end of an ARN or path, as long as a button takes. */
function shortName(text: string): string {
  const last = text.split(/[/:]/).at(-1) || text;
  return last.length > LONGEST_LABEL ? `${last.slice(0, LONGEST_LABEL - 1)}…` : last;
}
