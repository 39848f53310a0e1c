/** who signed in: sign-ins with MFA and address, failed ones apart. */
import type { Answer, Section } from "../../answers/answer.ts";
import { ago, count } from "../../answers/words.ts";
import type { EventClass, TrailEvent } from "../../domain/trail-event.ts";
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
import { NOTHING_KNOWN } from "./event-data.ts";
import { findKept, ofClass, toQuery, total } from "./searching.ts";

/** The calls that mark a sign-in itself; SwitchRole, CheckMfa and token calls around it are not sign-ins. */
const SIGN_INS = ["ConsoleLogin", "sso:Authenticate", "sso:Federate", "signin:UserAuthentication"];
const DONE: EventClass[] = ["sign-in"];
const FAILED: EventClass[] = ["failed-sign-in"];

export async function answerWhoSignedIn(
  asked: AuditAsked,
  text: string,
  sources: Sources,
  context: AskContext,
  run: Run,
): Promise<Answer> {
  const classes = asked.onlyFailed ? FAILED : [...DONE, ...FAILED];
  const query = { ...toQuery(asked, classes, context), names: asked.names ?? SIGN_INS };
  const keep = asked.withoutMfa ? (event: TrailEvent) => event.actor.mfa !== true : undefined;
  const found = await findKept(sources.trail, query, keep, run);
  const done = ofClass(found, DONE);
  const failed = ofClass(found, FAILED);
  const without = done.filter((event) => event.actor.mfa === false);
  const matched = { done: total(found, DONE), failed: total(found, FAILED) };
  return toAnswer(
    asked,
    summaryOf("who-signed-in", text, asked),
    {
      outcome: done.length + failed.length > 0 ? "found" : "nothing",
      headline: headline(asked, done, without.length, matched, context.now),
      sections: [
        ...mfaSections(without),
        ...rowsSection("Sign-ins", done, matched.done, NOTHING_KNOWN),
        ...rowsSection("Failed sign-ins", failed, matched.failed, NOTHING_KNOWN),
      ],
      searched: found.searched,
      followUps: [
        ...done.slice(0, 3).map((event) => ({
          label: `What did ${event.actor.label} do`,
          text: `what did ${nameText(event.actor.person ?? event.actor.userName ?? event.actor.kind)} do ${windowText(asked.window)}`,
        })),
        { label: "Refused calls", text: `denied ${windowText(asked.window)}` },
      ],
      data: {
        ...toData({ changes: done, attempts: failed }, NOTHING_KNOWN, {
          truncated: matched.done + matched.failed - done.length - failed.length,
        }),
        withoutMfa: without.map((event) => event.id),
      },
    },
    context,
  );
}

function headline(
  asked: AuditAsked,
  done: TrailEvent[],
  without: number,
  matched: { done: number; failed: number },
  now: number,
): string {
  const kind = asked.withoutMfa ? " without MFA" : "";
  if (matched.done === 0) {
    const none = `Nobody signed in${kind} ${inWindow(asked)}`;
    return matched.failed > 0 ? `${none}, but ${count(matched.failed, "sign-in")} failed` : none;
  }
  const latest = done[0];
  const last = latest ? `, the latest by ${latest.actor.label} ${ago(latest.at, now)}` : "";
  const mfa = !asked.withoutMfa && without > 0 ? `, ${without} of them without MFA` : "";
  const failed = matched.failed > 0 ? `; ${matched.failed} failed` : "";
  return `${count(matched.done, "sign-in")}${kind} ${inWindow(asked)}${mfa}${last}${failed}`;
}

function mfaSections(without: TrailEvent[]): Section[] {
  const federated = without.filter(
    (event) => event.actor.kind !== "iam-user" && event.actor.kind !== "root",
  ).length;
  if (federated === 0) return [];
  return [
    {
      kind: "callout",
      tone: "info",
      line: [
        `${count(federated, "sign-in")} through an identity provider: CloudTrail says "without MFA" for these even when the provider asked for it.`,
      ],
    },
  ];
}
