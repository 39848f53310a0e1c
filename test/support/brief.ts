/** What was understood, in one line that a table of phrasings can state. */
import { formatInstant } from "../../src/domain/time.ts";
import type { AuditAsked } from "../../src/questions/audit/asked.ts";
import type { Understood } from "../../src/questions/understand.ts";
import { auditIn } from "./understood.ts";

/** `who-changed bucket-x [s3] by any:jane; deleted; 2026-11-21T00:00:00Z/2026-11-22T00:00:00Z`; no window when it is the default. */
export function brief(understood: Understood): string {
  if (understood.kind === "help") return understood.topic ? `help ${understood.topic}` : "help";
  if (understood.kind === "misunderstood") return "misunderstood";
  const { asked, question } = auditIn(understood);
  return [
    [question, ...about(asked)].join(" "),
    ...narrowing(asked),
    ...flags(asked),
    ...window(asked),
  ].join("; ");
}

function about({ subject, actor }: AuditAsked): string[] {
  const services = subject?.services ? [`[${subject.services.join(",")}]`] : [];
  const whom = actor ? [`by ${[actor.kind, actor.text].filter(Boolean).join(":")}`] : [];
  return [...(subject ? [subject.text] : []), ...services, ...whom];
}

function narrowing(asked: AuditAsked): string[] {
  const lists: [string, string[] | undefined][] = [
    ["events", asked.narrowedBy === undefined ? asked.names : undefined],
    ["any", asked.anyWords],
    ["words", asked.words],
    ["services", asked.services],
    ["accounts", asked.accounts],
    ["regions", asked.regions],
  ];
  const said = lists.flatMap(([name, list]) => (list ? [`${name} ${list.join(",")}`] : []));
  return [...(asked.narrowedBy === undefined ? [] : [asked.narrowedBy]), ...said];
}

function flags(asked: AuditAsked): string[] {
  const names = [
    "includeReads",
    "onlyReads",
    "onlyFailed",
    "includeAutomation",
    "withoutMfa",
    "quietly",
  ] as const;
  const set: string[] = names.filter((name) => asked[name]);
  if (asked.limit !== undefined) set.push(`limit ${asked.limit}`);
  if (asked.spendUsd !== undefined) set.push(`spend ${asked.spendUsd}`);
  if (asked.asFile) set.push(`as ${asked.asFile}`);
  if (asked.eventId) set.push(asked.eventId);
  return set;
}

function window({ window: asked }: AuditAsked): string[] {
  return asked.byDefault ? [] : [`${formatInstant(asked.from)}/${formatInstant(asked.to)}`];
}
