/** raw event ID: one record as delivered, with secrets blanked out. */
import type { Answer } from "../../answers/answer.ts";
import { summarize } from "../../domain/summary.ts";
import { DAY } from "../../domain/time.ts";
import type { TrailEvent } from "../../domain/trail-event.ts";
import { redactedRecord } from "../../domain/trail-event.ts";
import type { Run } from "../../sources/trail.ts";
import type { AskContext, Sources } from "../question.ts";
import type { AuditAsked } from "./asked.ts";
import { rowsSection, summaryOf, toAnswer, toData, windowText } from "./compose.ts";
import { NOTHING_KNOWN } from "./event-data.ts";
import { NOT_READS } from "./searching.ts";

const ANY_TIME = { from: 0, to: 4102444800000 };

export async function answerRawEvent(
  asked: AuditAsked,
  text: string,
  sources: Sources,
  context: AskContext,
  run: Run,
): Promise<Answer> {
  const eventId = asked.eventId ?? "";
  const query = { eventId, classes: NOT_READS, limit: 1 };
  let found = await sources.trail.find({ ...query, window: ANY_TIME }, run);
  if (found.events.length === 0) {
    const window = asked.window.byDefault
      ? { from: context.now - 30 * DAY, to: context.now }
      : asked.window;
    found = await sources.trail.find({ ...query, classes: ["read"], window }, run);
  }
  const event = found.events[0];
  const record = event && redactedRecord(event);
  return toAnswer(
    asked,
    summaryOf("raw-event", text, asked),
    {
      outcome: event ? "found" : "nothing",
      headline: event
        ? `${event.actor.label} ${summarize(event)}`
        : `No event with the id ${eventId} is in the trail; reads are looked for in the last 30 days unless a window is named`,
      sections: event
        ? [
            ...rowsSection("Event", [event], 1, NOTHING_KNOWN),
            {
              kind: "record",
              title: "Record, secrets blanked out",
              text: JSON.stringify(record, null, 2),
            },
          ]
        : [],
      searched: found.searched,
      followUps: event
        ? [
            {
              label: "What changed around it",
              text: `what changed ${windowText({ from: event.at - 15 * 60_000, to: event.at + 15 * 60_000 })}`,
            },
          ]
        : [],
      data: {
        ...toData(event ? filed(event) : {}, NOTHING_KNOWN),
        ...(record && { record }),
      },
    },
    context,
  );
}

function filed(event: TrailEvent): { [list in "changes" | "attempts" | "reads"]?: TrailEvent[] } {
  if (event.result !== "done") return { attempts: [event] };
  return event.class === "read" ? { reads: [event] } : { changes: [event] };
}
