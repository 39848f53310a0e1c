/** What changed meanwhile on the things that a picture shows: numbered lines, and who did it below. */
import type { ChangeRow, Line } from "../../answers/answer.ts";
import type { ChartMarker } from "../../charts/chart-data.ts";
import { shortValue } from "../../domain/alarm-words-metric.ts";
import type { Search } from "../../domain/search.ts";
import { parseSubject, type Subject } from "../../domain/subject.ts";
import { MINUTE, type Window } from "../../domain/time.ts";
import type { TrailEvent } from "../../domain/trail-event.ts";
import type { Run, Trail, TrailFound } from "../../sources/trail.ts";
import {
  type EventData,
  type Known,
  NOTHING_KNOWN,
  toEventData,
  toRow,
} from "../audit/event-data.ts";
import { findReplaced } from "../audit/history.ts";
import type { Meant } from "./naming/meant.ts";

export type ChangesSeen = {
  markers: ChartMarker[];
  caption: Line[];
  changes: EventData[];
  searched: TrailFound["searched"];
};

export const NO_CHANGES: ChangesSeen = { markers: [], caption: [], changes: [], searched: [] };

/** More lines than these nobody tells apart. */
const MOST_MARKS = 9;
const MOST_READ = 40;
/** Calls of one hand on one thing so close together are one deed. */
const TOGETHER_MS = 3 * MINUTE;
/** IAM, CloudFront and their like are recorded there, wherever they work. */
const GLOBAL_REGION = "us-east-1";

/** The thing by the name that CloudTrail knows it by; none for metrics over all. */
export function thingOf({ metric, service }: Meant): string | undefined {
  const named = service?.nameIn.flatMap(
    (name) => metric.dimensions.find((dimension) => dimension.name === name) ?? [],
  );
  const dimension = named?.[0] ?? (service ? undefined : metric.dimensions[0]);
  return dimension && shortValue(dimension);
}

/** Never rejects but for an abort: the caption says that it is not known. */
export async function findChanges(
  meant: readonly Meant[],
  window: Window,
  trail: Trail,
  run: Run,
): Promise<ChangesSeen> {
  const subjects = subjectsOf(meant);
  if (subjects.length === 0) return NO_CHANGES;
  try {
    const found = await trail.find(
      {
        window,
        touching: subjects,
        ...placesOf(meant),
        classes: ["change"],
        limit: MOST_READ,
        aside: true,
      },
      run,
    );
    const ofThem = found.events.filter((event) => isOfService(event, meant));
    const replaced = await findReplaced(ofThem.slice(0, MOST_MARKS), trail, run);
    return toSeen(ofThem, found, { ...NOTHING_KNOWN, replaced });
  } catch {
    run.signal.throwIfAborted();
    return { ...NO_CHANGES, caption: [["What changed meanwhile could not be looked up."]] };
  }
}

function subjectsOf(meant: readonly Meant[]): Subject[] {
  const byName = new Map<string, Subject>();
  for (const each of meant) {
    const thing = thingOf(each);
    if (thing === undefined) continue;
    const subject = parseSubject(thing);
    byName.set(thing, each.service ? { ...subject, services: each.service.services } : subject);
  }
  return [...byName.values()];
}

function placesOf(meant: readonly Meant[]) {
  const accounts = [...new Set(meant.map(({ place }) => place.account))];
  const regions = [...new Set([...meant.map(({ place }) => place.region), GLOBAL_REGION])];
  return { accounts, regions };
}

/** A queue and a function may share a name. */
function isOfService({ service }: TrailEvent, meant: readonly Meant[]): boolean {
  return meant.some(
    (each) =>
      !each.service ||
      each.service.services.includes(service) ||
      service.includes("autoscaling") ||
      service === "codedeploy",
  );
}

function toSeen(events: TrailEvent[], found: TrailFound, known: Known): ChangesSeen {
  const deeds = togetherDone(events.toSorted((a, b) => a.at - b.at));
  const shown = deeds.slice(-MOST_MARKS);
  const hidden = deeds.length - shown.length;
  const markers = shown.map((deed, index) => toMarker(deed, index + 1, known));
  const caption = shown.map((deed, index) => toLine(deed, index + 1, known));
  return {
    markers,
    caption: hidden > 0 ? [...caption, [`${hidden} earlier changes are not marked.`]] : caption,
    changes: events.map((event) => toEventData(event, known)),
    searched: found.searched.map(asMeant),
  };
}

/** Things are known here by their whole names: that others were not tried is no gap. */
function asMeant(search: Search): Search {
  const gaps = search.gaps.filter((gap) => gap !== "only exact names were looked for");
  return gaps.length === search.gaps.length
    ? search
    : { ...search, gaps, complete: search.complete || gaps.length === 0 };
}

/** Calls in a row of one actor: code, version and alias are one deployment. */
function togetherDone(events: readonly TrailEvent[]): TrailEvent[][] {
  const deeds: TrailEvent[][] = [];
  for (const event of events) {
    const last = deeds.at(-1);
    const before = last?.at(-1);
    const isSame = before?.actor.label === event.actor.label && before.service === event.service;
    if (last && before && isSame && event.at - before.at <= TOGETHER_MS) last.push(event);
    else deeds.push([event]);
  }
  return deeds;
}

const DEPLOYING =
  /^(?:UpdateFunctionCode|PublishVersion|UpdateAlias|UpdateService|CreateDeployment|StartDeployment|UpdateStage|StartInstanceRefresh|UpdateStateMachine|PublishStateMachineVersion|ExecuteChangeSet|UpdateStack|StartPipelineExecution)$/;

function isDeployment({ name }: TrailEvent): boolean {
  return DEPLOYING.test(name);
}

/** The call that says most of a deed. */
function leading(deed: readonly TrailEvent[]): TrailEvent | undefined {
  return deed.find(isDeployment) ?? deed[0];
}

const LONGEST_LABEL = 60;

function toMarker(deed: TrailEvent[], number: number, known: Known): ChartMarker {
  const event = leading(deed);
  const row = event && toRow(event, known);
  return {
    at: deed[0]?.at ?? 0,
    number,
    label: `${row?.who ?? ""}: ${row?.what ?? ""}`.slice(0, LONGEST_LABEL),
    tone: deed.some(isDeployment) ? "deployment" : "change",
  };
}

/** Hashes and documents are for the question about the change itself. */
const LONGEST_VALUES = 60;

function replacedWords({ before, after }: Pick<ChangeRow, "before" | "after">): string {
  if (before === undefined || after === undefined) return "";
  return before.length + after.length > LONGEST_VALUES ? "" : ` (${before} → ${after})`;
}

/** `1 14:03 priya.nair@… set reserved concurrency 100 → 5`. */
function toLine(deed: TrailEvent[], number: number, known: Known): Line {
  const event = leading(deed);
  if (!event) return [];
  const row = toRow(event, known);
  const replaced = replacedWords(row);
  const more = deed.length > 1 ? ` and ${deed.length - 1} more in the same minutes` : "";
  const kind = deed.some(isDeployment) ? "deployment: " : "";
  return [
    { kind: "strong", text: String(number) },
    " ",
    { kind: "time", at: deed[0]?.at ?? event.at },
    ` ${kind}${row.who} ${row.what}${replaced}${more}`,
  ];
}
