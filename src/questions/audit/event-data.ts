/** TrailEvent → the public JSON of an event, and the row that a reader sees. */
import type { ChangeRow } from "../../answers/answer.ts";
import { redactText } from "../../domain/redact.ts";
import { summarize } from "../../domain/summary.ts";
import { formatInstant } from "../../domain/time.ts";
import type { TrailEvent } from "../../domain/trail-event.ts";
import { viaWords } from "../../domain/via.ts";
import type { Replaced } from "./history.ts";
import { type Behind, sessionKeyOf } from "./people.ts";

/** `Event` of the public interface (README, "As data"). */
export type EventData = {
  eventId: string;
  eventTime: string;
  eventName: string;
  service: string;
  account: string;
  region: string;
  actor: {
    kind: string;
    label: string;
    role?: string;
    session?: string;
    person?: string;
    mfa?: boolean;
    accessKeyId?: string;
    address?: string;
    via?: string;
  };
  resources: string[];
  result: "done" | "denied" | "failed";
  error?: string;
  before?: string;
  after?: string;
  summary: string;
};

/** What lookups beside the record found out about events. */
export type Known = { people: Map<string, Behind>; replaced: Map<string, Replaced> };

export const NOTHING_KNOWN: Known = { people: new Map(), replaced: new Map() };

export function toEventData(event: TrailEvent, known: Known): EventData {
  const { actor } = event;
  const person = personOf(event, known);
  const replaced = known.replaced.get(event.id);
  return {
    eventId: event.id,
    eventTime: formatInstant(event.at),
    eventName: event.name,
    service: event.service,
    account: event.account,
    region: event.region,
    actor: {
      kind: actor.kind,
      label: actor.label,
      ...(actor.role !== undefined && { role: actor.role }),
      ...(actor.session !== undefined && { session: actor.session }),
      ...(person !== undefined && { person }),
      ...(actor.mfa !== undefined && { mfa: actor.mfa }),
      ...(actor.accessKeyId !== undefined && { accessKeyId: actor.accessKeyId }),
      ...(actor.address !== undefined && { address: actor.address }),
      via: viaWords(event),
    },
    resources: [...new Set(namedResources(event))].map(redactText),
    result: event.result,
    ...(event.error && { error: event.error.code }),
    ...(replaced?.before !== undefined && { before: replaced.before }),
    ...(replaced?.after !== undefined && { after: replaced.after }),
    summary: summarize(event),
  };
}

export function toRow(event: TrailEvent, known: Known): ChangeRow {
  const { actor } = event;
  const replaced = known.replaced.get(event.id);
  const who = personOf(event, known) ?? actor.label;
  const detail = whoDetail(event, known, who);
  return {
    eventId: event.id,
    at: event.at,
    who,
    ...(detail !== undefined && { whoDetail: detail }),
    what: summarize(event),
    ...(replaced?.before !== undefined && { before: replaced.before }),
    ...(replaced?.after !== undefined && { after: replaced.after }),
    via: viaWords(event),
    ...(actor.address !== undefined && { address: actor.address }),
    account: event.account,
    region: event.region,
    call: `${event.service} ${event.name}`,
    result: event.result,
    ...(event.error && { error: event.error.code }),
  };
}

/** The person as a reader would say it: from the record, else through the sessions that lead to it. */
export function personOf(event: TrailEvent, known: Known): string | undefined {
  if (event.actor.person !== undefined) return event.actor.person;
  const key = sessionKeyOf(event);
  return key === undefined ? undefined : known.people.get(key)?.person;
}

function whoDetail(event: TrailEvent, known: Known, who: string): string | undefined {
  const key = sessionKeyOf(event);
  const behind = key === undefined ? undefined : known.people.get(key);
  if (behind?.person !== undefined) return `as ${behind.roles.join(" → ")}`;
  if (behind?.missing !== undefined) return behind.missing;
  const { label, permissionSet } = event.actor;
  if (permissionSet !== undefined) return `permission set ${permissionSet}`;
  return label === who ? undefined : label;
}

function namedResources(event: TrailEvent): string[] {
  return event.touched.filter((touch) => touch.role !== "mention").map((touch) => touch.text);
}
