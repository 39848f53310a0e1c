/** denied: refused calls grouped by actor and action, with the permission that was missing. */
import type { Answer, Line, Section } from "../../answers/answer.ts";
import { ago, count, grouped } from "../../answers/words.ts";
import type { TrailEvent } from "../../domain/trail-event.ts";
import type { Run } from "../../sources/trail.ts";
import type { AskContext, Sources } from "../question.ts";
import type { AuditAsked } from "./asked.ts";
import {
  inWindow,
  nameText,
  rowsSection,
  summaryOf,
  toAnswer,
  toData,
  windowText,
} from "./compose.ts";
import { type Known, personOf } from "./event-data.ts";
import { findPeople } from "./people.ts";
import { type MissingPermission, missingPermission } from "./permission.ts";
import { findKept, limitOf, REFUSALS, toQuery, total } from "./searching.ts";

const SHOWN_GROUPS = 15;

type Group = { who: string; missing: MissingPermission; events: TrailEvent[] };

export async function answerDenied(
  asked: AuditAsked,
  text: string,
  sources: Sources,
  context: AskContext,
  run: Run,
): Promise<Answer> {
  const query = {
    ...toQuery(asked, REFUSALS, context),
    roles: ["target" as const, "container" as const],
  };
  const found = await findKept(sources.trail, query, (event) => event.result === "denied", run);
  const matched = total(found, REFUSALS);
  const limit = limitOf(asked, context);
  const events = found.events.slice(0, limit);
  const known: Known = {
    people: await findPeople(events.slice(0, 50), sources.trail, run),
    replaced: new Map(),
  };
  const groups = toGroups(found.events, known);
  const first = groups[0];
  return toAnswer(
    asked,
    summaryOf("denied", text, asked),
    {
      outcome: events.length > 0 ? "found" : "nothing",
      headline: headline(asked, matched, groups),
      sections: [
        ...groupSection(groups, context.now),
        ...rowsSection("Latest refused calls", events, matched, known, 5),
      ],
      searched: found.searched,
      followUps: first
        ? [
            {
              label: `What else did ${first.who} do`,
              text: `what did ${nameText(first.who)} do ${windowText(asked.window)}`,
            },
            {
              label: "IAM changes in that time",
              text: `what changed in IAM ${windowText(asked.window)}`,
            },
            { label: "Raw event", text: `raw event ${first.events[0]?.id}` },
          ]
        : [{ label: "Last 7 days", text: "denied last 7d" }],
      data: {
        ...toData({ attempts: events }, known, { truncated: matched - events.length }),
        groups: groups.map((group) => ({
          who: group.who,
          ...group.missing,
          times: group.events.length,
          latest: group.events[0]?.id,
        })),
      },
    },
    context,
  );
}

function headline(asked: AuditAsked, matched: number, groups: Group[]): string {
  const whom = asked.actor ? ` for ${asked.actor.text || asked.actor.kind}` : "";
  const first = groups[0];
  if (!first) return `No call was refused${whom} ${inWindow(asked)}`;
  const actors = new Set(groups.map((group) => group.who)).size;
  const who = actors === 1 ? first.who : `${actors} actors`;
  return `${count(matched, "refused call")} ${inWindow(asked)} by ${who}, most of all ${first.missing.action} (${first.events.length}×)`;
}

function toGroups(events: TrailEvent[], known: Known): Group[] {
  const groups = new Map<string, Group>();
  for (const event of events) {
    const who = actorWords(event, known);
    const missing = missingPermission(event);
    const key = `${who}\n${missing.action}`;
    const group = groups.get(key) ?? { who, missing, events: [] };
    group.events.push(event);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.events.length - a.events.length);
}

/** A role is what a permission is missing for, so the role is named before the person. */
function actorWords(event: TrailEvent, known: Known): string {
  const person = personOf(event, known);
  if (event.actor.role === undefined) return person ?? event.actor.label;
  return event.actor.permissionSet === undefined ? event.actor.role : (person ?? event.actor.label);
}

function groupSection(groups: Group[], now: number): Section[] {
  if (groups.length === 0) return [];
  return [
    {
      kind: "table",
      title: "Missing permissions",
      columns: ["Who", "Permission", "On", "Why", "Times", "Latest"],
      rows: groups.slice(0, SHOWN_GROUPS).map((group) => groupRow(group, now)),
      hidden: Math.max(0, groups.length - SHOWN_GROUPS),
    },
  ];
}

function groupRow(group: Group, now: number): Line[] {
  const { missing, events } = group;
  return [
    [group.who],
    [missing.action],
    [missing.resource ?? ""],
    [missing.because ?? ""],
    [grouped(events.length)],
    [ago(events[0]?.at ?? now, now)],
  ];
}
