/** One line in words for one call: what was done, without who did it. */

import { type Call, type Deed, toCall } from "./summaries/call.ts";
import { generalDeed } from "./summaries/general.ts";
import { shortName } from "./summaries/short-name.ts";
import { summaryOf } from "./summaries/table.ts";
import { inThePast } from "./summaries/verbs.ts";
import { LINE_LIMIT, shown } from "./summaries/words.ts";
import type { TrailEvent } from "./trail-event.ts";

/**
 * What a call did, in the past tense, on one line of at most 300 characters: `deleted bucket bucket-x`;
 * for one that did not succeed what it tried, and why not: `tried to delete bucket bucket-x: denied (AccessDenied)`.
 * Values come redacted, cut at 80 characters and without control characters.
 */
export function summarize(event: TrailEvent): string {
  const call = toCall(event);
  const deed = deedOf(call);
  const line = event.result === "done" ? doneLine(deed) : triedLine(deed, call);
  return shown(line, LINE_LIMIT);
}

function deedOf(call: Call): Deed {
  return summaryOf(call) ?? generalDeed(call);
}

function doneLine(deed: Deed): string {
  if (typeof deed === "string") return inThePast(deed);
  if ("said" in deed) return deed.said;
  const what = inThePast(deed.act);
  const told = [deed.detail, deed.effect].filter((text) => text !== undefined && text !== "");
  return told.length === 0 ? what : `${what}: ${told.join(", ")}`;
}

function triedLine(deed: Deed, call: Call): string {
  if (typeof deed !== "string" && "said" in deed) return deed.said;
  const { event } = call;
  const outcome = event.result === "denied" ? "denied" : "failed";
  const why = event.error?.code ? ` (${shown(event.error.code)})` : "";
  const act = typeof deed === "string" ? deed : deed.act;
  const detail = (typeof deed === "string" ? undefined : deed.detail) || resourceInError(call);
  // The reason must survive the cut at the end of the line.
  const room = LINE_LIMIT - outcome.length - why.length - 2;
  return `${shown(`tried to ${act}${detail ? ` (${detail})` : ""}`, room)}: ${outcome}${why}`;
}

/** A denied call often has no parameters; then the refusal alone names what it was about. */
function resourceInError({ event, request }: Call): string | undefined {
  if (Object.keys(request).length > 0) return undefined;
  const arn = /on resource: "?(arn:[^\s"]+)/.exec(event.error?.message ?? "")?.[1];
  return arn === undefined ? undefined : shortName(arn);
}
