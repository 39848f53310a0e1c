/** what did Y do: an actor's track through sign-ins, roles, changes and refusals, and what is new for them. */
import type { Answer, FollowUp, Section } from "../../answers/answer.ts";
import { ago, count, grouped, listed } from "../../answers/words.ts";
import { actsAs } from "../../domain/actor-query.ts";
import { summarize } from "../../domain/summary.ts";
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
import { type Known, toEventData } from "./event-data.ts";
import { findNovelties, type Novelty, noveltyFacts } from "./first-seen.ts";
import { findReplaced } from "./history.ts";
import { findPeople } from "./people.ts";
import { findKept, keeper, ofClass, REFUSALS, REPLACED_ROWS, toQuery, total } from "./searching.ts";
import { findSessionKeys } from "./sessions.ts";

const WRITES: EventClass[] = ["change", "data-change", "sign-in"];

/** Rows whose sessions are followed up to a person; most rows of a track are of the same few sessions. */
const PEOPLE_ROWS = 100;

type Track = {
  changes: TrailEvent[];
  sessions: TrailEvent[];
  refused: TrailEvent[];
  reads: TrailEvent[];
  found: TrailFound;
};

export async function answerWhatDid(
  asked: AuditAsked,
  text: string,
  sources: Sources,
  context: AskContext,
  run: Run,
): Promise<Answer> {
  const keys = await sessionKeys(asked, sources, run);
  const query = { ...toQuery(asked, classesOf(asked), context), ...(keys.length > 0 && { keys }) };
  const found = await findKept(sources.trail, query, keeper(asked), run);
  const track = toTrack(found);
  const known: Known = {
    people: await findPeople(found.events.slice(0, PEOPLE_ROWS), sources.trail, run),
    replaced: await findReplaced(
      track.changes.slice(0, context.mostEvents ?? REPLACED_ROWS),
      sources.trail,
      run,
    ),
  };
  const novelties = await findNovelties(asked, found.events, keys, sources.trail, run);
  const shown = found.events.length;
  const matched = Object.values(found.counts).reduce((sum, amount) => sum + amount, 0);
  const suggestions = shown === 0 ? await sources.trail.suggest(asked.actor?.text ?? "", 5) : [];
  return toAnswer(
    asked,
    summaryOf("what-did", text, asked),
    {
      outcome: shown > 0 ? "found" : "nothing",
      headline: headline(asked, track, context.now),
      sections: sectionsOf(asked, track, known, novelties, suggestions),
      searched: found.searched,
      followUps: followUps(asked, track),
      data: {
        ...toData({ changes: track.changes, attempts: track.refused, reads: track.reads }, known, {
          truncated: matched - shown,
        }),
        sessions: track.sessions.map((event) => toEventData(event, known)),
        firstSeen: novelties,
      },
    },
    context,
  );
}

/** A key is asked for by itself; of a person or role, what was done in the sessions they opened counts too. */
async function sessionKeys(asked: AuditAsked, sources: Sources, run: Run): Promise<string[]> {
  if (!asked.actor || asked.actor.kind === "key" || asked.actor.kind === "service") return [];
  return findSessionKeys(asked.actor, asked.window, sources.trail, run);
}

function classesOf(asked: AuditAsked): EventClass[] {
  if (asked.onlyReads) return ["read", "failed-read"];
  if (asked.onlyFailed) return REFUSALS;
  if (asked.onlyChanges) return ["change", "data-change", "attempt"];
  const classes: EventClass[] = [...WRITES, "session", ...REFUSALS];
  return asked.includeReads ? [...classes, "read"] : classes;
}

/** Credentials issued count as a change where the record itself says that the call was no read. */
function toTrack(found: TrailFound): Track {
  const sessions = ofClass(found, ["session"]);
  const changes = found.events.filter(
    (event) =>
      WRITES.includes(event.class) || (event.class === "session" && event.effect === "change"),
  );
  return {
    changes,
    sessions: sessions.filter((event) => event.effect !== "change"),
    refused: ofClass(found, REFUSALS),
    reads: ofClass(found, ["read"]),
    found,
  };
}

function headline(asked: AuditAsked, track: Track, now: number): string {
  const who = asked.actor?.text || asked.actor?.kind || "anybody";
  const { changes, refused, reads, sessions } = track;
  const latest = changes[0];
  const refusals = refused.length > 0 ? `; ${attemptsWords(total(track.found, REFUSALS))}` : "";
  if (latest) {
    const amount = total(track.found, WRITES);
    return `${who} made ${count(Math.max(amount, changes.length), "change")} ${inWindow(asked)}, the latest: ${summarize(latest)}, ${ago(latest.at, now)}${refusals}`;
  }
  if (asked.onlyFailed) {
    return refused.length > 0
      ? `${attemptsWords(total(track.found, REFUSALS))} by ${who} ${inWindow(asked)}`
      : `No attempt by ${who} failed or was refused ${inWindow(asked)}`;
  }
  if (refused.length + reads.length + sessions.length === 0) {
    const what = asked.includeReads || asked.onlyReads ? "did nothing" : "changed nothing";
    return `${who} ${what} ${inWindow(asked)}`;
  }
  const seen = [
    reads.length > 0 ? count(total(track.found, ["read"]), "read") : "",
    sessions.length > 0 ? count(sessions.length, "session opened", "sessions opened") : "",
    refused.length > 0 ? attemptsWords(total(track.found, REFUSALS)) : "",
  ].filter(Boolean);
  return `${who} changed nothing ${inWindow(asked)}; ${listed(seen)}`;
}

function sectionsOf(
  asked: AuditAsked,
  track: Track,
  known: Known,
  novelties: Novelty[],
  suggestions: string[],
): Section[] {
  const { changes, sessions, refused, reads, found } = track;
  return [
    ...actorFacts(asked, found.events, known, novelties),
    ...rowsSection(
      "Changes and sign-ins",
      changes,
      Math.max(changes.length, total(found, WRITES)),
      known,
    ),
    ...rowsSection("Roles and sessions", sessions, sessions.length, known, 8),
    ...rowsSection("Refused or failed", refused, total(found, REFUSALS), known, 10),
    ...rowsSection("Reads", reads, total(found, ["read"]), known),
    ...(suggestions.length > 0
      ? [
          {
            kind: "callout" as const,
            tone: "info" as const,
            line: [`Names in the trail that look alike: ${listed(suggestions)}.`],
          },
        ]
      : []),
  ];
}

function actorFacts(
  asked: AuditAsked,
  events: TrailEvent[],
  known: Known,
  novelties: Novelty[],
): Section[] {
  if (events.length === 0) return [];
  const own = events.filter((event) => !asked.actor || actsAs(event, asked.actor));
  const labels = [...new Set((own.length > 0 ? own : events).map((event) => event.actor.label))];
  const addresses = [...new Set(events.flatMap((event) => event.actor.address ?? []))];
  const behind = [...known.people.values()];
  const people = [...new Set(behind.flatMap((each) => each.person ?? []))];
  const missing = [...new Set(behind.flatMap((each) => each.missing ?? []))];
  const facts = [
    { label: "Acting as", value: [listed(labels, 4)] },
    ...(people.length > 0 ? [{ label: "Behind the sessions", value: [listed(people, 4)] }] : []),
    ...(missing.length > 0 ? [{ label: "Not known", value: [listed(missing, 2)] }] : []),
    { label: "From", value: [listed(addresses, 5)] },
    { label: "MFA", value: [mfaWords(events)] },
    ...noveltyFacts(novelties),
  ];
  return [{ kind: "facts", facts }];
}

function mfaWords(events: TrailEvent[]): string {
  const withMfa = events.filter((event) => event.actor.mfa === true).length;
  const without = events.filter((event) => event.actor.mfa === false).length;
  if (withMfa + without === 0) return "not said in the records";
  return `${grouped(withMfa)} calls with, ${grouped(without)} without`;
}

function followUps(asked: AuditAsked, track: Track): FollowUp[] {
  const who = nameText(asked.actor?.text || asked.actor?.kind || "");
  const window = windowText(asked.window);
  const next: FollowUp[] = [];
  if (!asked.includeReads && !asked.onlyReads) {
    next.push({ label: "Reads too", text: `what did ${who} do ${window} including reads` });
  }
  if (track.refused.length > 0) {
    next.push({ label: "Why refused", text: `denied by ${who} ${window}` });
  }
  const target = track.changes
    .flatMap((event) => event.touched)
    .find((touch) => touch.role === "target");
  if (target) {
    next.push({
      label: `Who changed ${target.text}`,
      text: `who changed ${nameText(target.text)} last 7d`,
    });
  }
  if (asked.window.byDefault)
    next.push({ label: "Last 7 days", text: `what did ${who} do last 7d` });
  return next;
}
